"""The doctor tells the voice of each language, and the way to a more natural one."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests import tiny_voice
from tests.conftest import Cli
from tests.needs import need
from voiceguide.language.pack import available
from voiceguide.speech.language_voices import language_voices


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    need(find_spec("piper") and find_spec("hibari"), "piper-tts or hibari-tts is not installed")
    monkeypatch.setenv("VOICEGUIDE_VOICES", str(tmp_path / "voices"))
    return tmp_path / "voices"


def told(*faulty: str) -> dict[str, tuple[str, str | None]]:
    """Language -> engine, and advice."""
    found = language_voices(("en", "de"), faulty)
    return {each.language: (each.voice.engine if each.voice else "none", each.advice) for each in found}


def test_english_has_a_natural_voice_and_others_are_told_the_way_to_one() -> None:
    assert told() == {"en": ("hibari", None), "de": ("pyttsx3", "voiceguide voices get de")}


def test_a_voice_that_was_fetched_speaks_its_language(folder: Path) -> None:
    tiny_voice.write_voice(folder, "de_DE-tiny-low")
    assert told()["de"] == ("piper", None)


def test_an_engine_that_cannot_speak_here_is_left_out() -> None:
    assert told("hibari") == {
        "en": ("pyttsx3", "voiceguide voices get en"),
        "de": ("pyttsx3", "voiceguide voices get de"),
    }


def test_a_language_without_a_free_voice_says_so() -> None:
    (portuguese,) = language_voices(["pt"])
    assert portuguese.advice == "none is free for a clinic (voiceguide voices get pt says more)"


def test_without_piper_its_package_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voiceguide.speech.language_voices.find_spec", lambda name: None)
    advice = told()["de"][1]
    assert advice is not None
    assert "piper" in advice.partition(", then ")[0]
    assert advice.endswith(", then voiceguide voices get de")


def test_a_chosen_engine_stands_over_the_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_ENGINE", "pyttsx3")
    assert {engine for engine, _ in told().values()} == {"pyttsx3"}


def test_the_doctor_shows_a_line_for_each_language(cli: Cli) -> None:
    out = cli("doctor").out
    for language in available():
        assert f"  language {language} is spoken by " in out
    assert "  language en is spoken by heart (hibari)\n" in out
    assert "; for a natural voice: voiceguide voices get de\n" in out
