"""The engine Flite, if it is installed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.needs import need, need_program
from voiceguide.errors import SpeechError, VoiceNotFoundError
from voiceguide.speech import ClipStore, Speaker, VoiceSettings, engine_fault, voices
from voiceguide.speech.engines import flite
from voiceguide.speech.engines.flite import FliteEngine, ascii_of
from voiceguide.units import RATE

TEXT = "Put your ankle on the other knee, so that both hands reach the sole."


@pytest.fixture
def _flite() -> None:
    need_program("flite")


def length(store: Path, text: str, **settings: object) -> float:
    with Speaker(VoiceSettings("flite", **settings), ClipStore(store)) as speaker:  # type: ignore[arg-type]
        return speaker.sound(text).length / RATE


@pytest.mark.usefixtures("_flite")
def test_its_voices_are_listed_but_not_the_one_that_only_tells_the_time() -> None:
    assert engine_fault("flite") is None
    assert {"slt", "rms"} <= {voice.id for voice in voices("flite")} <= {"slt", "rms", "awb", "kal16", "kal"}
    assert FliteEngine().version().startswith("flite-")


@pytest.mark.usefixtures("_flite")
def test_its_softest_voice_speaks_english_unless_another_is_named(shared_cache: Path) -> None:
    with Speaker(VoiceSettings("flite"), ClipStore(shared_cache)) as speaker:
        assert speaker.voice.id == "slt"
    with Speaker(VoiceSettings(voice="rms"), ClipStore(shared_cache)) as speaker:
        assert (speaker.voice.id, speaker.voice.engine) == ("rms", "flite")


@pytest.mark.usefixtures("_flite")
def test_it_speaks_no_german(shared_cache: Path) -> None:
    with pytest.raises(VoiceNotFoundError, match="speaks the language 'de'"):
        length(shared_cache, "Zehn", language="de")


@pytest.mark.usefixtures("_flite")
def test_a_lower_rate_speaks_longer_and_the_usual_one_is_as_long_as_with_other_voices(shared_cache: Path) -> None:
    slow, usual, fast = (length(shared_cache, TEXT, rate=rate) for rate in (100, 150, 200))
    assert slow / usual == pytest.approx(1.5, abs=0.1)
    assert usual / fast == pytest.approx(4 / 3, abs=0.1)
    with Speaker(VoiceSettings("pyttsx3", rate=150), ClipStore(shared_cache)) as other:
        assert usual == pytest.approx(other.sound(TEXT).length / RATE, rel=0.15)


@pytest.mark.usefixtures("_flite")
@pytest.mark.parametrize(
    "text", ["-o /nowhere/x.wav", "$(exit) `id`; rest", "--version", "<speak>Rest</speak>", "@file"]
)
def test_no_text_is_an_option_or_a_command(shared_cache: Path, text: str) -> None:
    assert 0.3 < length(shared_cache, text) < 10


@pytest.mark.usefixtures("_flite")
def test_a_text_that_it_cannot_read_is_a_clear_fault(shared_cache: Path) -> None:
    with pytest.raises(SpeechError, match="flite speaks only English"):
        length(shared_cache, "Отдых")


@pytest.mark.parametrize(
    ("text", "read"),
    [("Don’t “rush” — breathe…", "Don't  rush  , breathe."), ("naïve café", "naive cafe"), ("1\t2\n3", "1 2 3")],
)
def test_it_is_given_the_letters_that_it_can_read(text: str, read: str) -> None:
    assert ascii_of(text) == read


def test_where_it_is_missing_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert FliteEngine().voices() == []
    assert FliteEngine().version() == "no flite"
    with pytest.raises(VoiceNotFoundError) as caught:
        length(tmp_path / "cache", "Ten")
    assert "apt install flite" in str(caught.value.hint)


@pytest.mark.parametrize("script", ["sleeps", "is no program"])
def test_a_flite_that_does_not_answer_has_no_voices(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(os.name == "posix", "this system starts no such scripts")
    program = tmp_path / "flite"
    program.write_text({"sleeps": "#!/bin/sh\nexec sleep 99\n", "is no program": "flite"}[script])
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(flite, "ANSWER_SECONDS", 0.2)
    assert (FliteEngine().voices(), FliteEngine().version()) == ([], "no flite")
    assert "has none of the voices" in str(FliteEngine().why_not())
