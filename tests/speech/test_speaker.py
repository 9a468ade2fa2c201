"""Speaking: each text once, with the right voice, through workers that may fail."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from tests import fakes
from tests.speech.speaking import TEXTS, python, speaking
from tests.speech.speaking import notes as notes
from tests.speech.speaking import store as store
from voiceguide.audio.loudness import loudness
from voiceguide.errors import VoiceNotFoundError
from voiceguide.speech import ClipStore, Speaker, VoiceSettings, engine_fault, voices
from voiceguide.units import RATE

# What is made


def test_each_text_is_spoken_once_and_trimmed(store: ClipStore) -> None:
    with speaking(store) as speaker:
        speaker.prepare(TEXTS + TEXTS)
        assert speaker.made == len(TEXTS)
        for text in TEXTS:
            assert speaker.sound(text).length / RATE == pytest.approx(fakes.tone_seconds(text) + 0.045, abs=0.02)
    assert len(list(store.folder.glob("*.wav"))) == len(TEXTS)


def test_a_sound_is_a_clip_of_its_length_at_the_common_loudness(store: ClipStore) -> None:
    with speaking(store) as speaker:
        sound = speaker.sound(TEXTS[0])
        samples = sound.samples()
    assert samples.dtype == np.int16
    assert samples.shape == (sound.length,)
    assert loudness(samples / np.float32(32768)) == pytest.approx(-16, abs=0.5)


def test_another_rate_and_two_channels_become_one_at_ours(store: ClipStore) -> None:
    with speaking(store, fakes.StereoEngine) as speaker:
        sound = speaker.sound(TEXTS[0])
    assert sound.length / RATE == pytest.approx(fakes.tone_seconds(TEXTS[0]) + 0.045, abs=0.02)
    spectrum = np.abs(np.fft.rfft(sound.samples()))
    assert np.argmax(spectrum) * RATE / sound.length == pytest.approx(440, abs=2)


def test_what_an_engine_prints_is_seen_nowhere(store: ClipStore, capfd: pytest.CaptureFixture[str]) -> None:
    with speaking(store) as speaker:
        speaker.prepare(TEXTS)
    assert capfd.readouterr() == ("", "")


def test_progress_counts_what_is_missing(store: ClipStore) -> None:
    told: list[tuple[int, int]] = []
    with speaking(store) as speaker:
        speaker.sound(TEXTS[0])
        speaker.prepare(TEXTS, lambda done, total: told.append((done, total)))
        speaker.prepare(TEXTS, lambda done, total: told.append((done, total)))
    assert told == [(number, len(TEXTS) - 1) for number in range(1, len(TEXTS))]


# What is kept


def test_a_second_time_nothing_is_spoken_and_no_worker_is_started(
    store: ClipStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with speaking(store) as speaker:
        speaker.prepare(TEXTS)
        before = [speaker.sound(text).samples().tobytes() for text in TEXTS]
    monkeypatch.setattr(subprocess, "Popen", None)
    with speaking(ClipStore(store.folder)) as speaker:
        speaker.prepare(TEXTS)
        assert speaker.made == 0
        assert [speaker.sound(text).samples().tobytes() for text in TEXTS] == before


def test_changing_one_line_speaks_one_line(store: ClipStore) -> None:
    with speaking(store) as speaker:
        speaker.prepare(TEXTS)
    with speaking(store) as speaker:
        speaker.prepare(["Left foot. Press the heel spot for 60 seconds.", *TEXTS[1:]])
        assert speaker.made == 1


@pytest.mark.parametrize(
    "change",
    [
        {"rate": 120},
        {"voice": "American tone"},
        {"language": "en-gb"},
        {"engine": fakes.LaterEngine},
        {"engine": fakes.StereoEngine},
    ],
    ids=["rate", "voice", "language", "version", "engine"],
)
def test_whatever_changes_the_sound_speaks_anew(store: ClipStore, change: dict[str, object]) -> None:
    with speaking(store) as speaker:
        speaker.sound("Halfway.")
    with speaking(store, **change) as speaker:  # type: ignore[arg-type]
        speaker.sound("Halfway.")
        assert speaker.made == 1


def test_a_damaged_clip_is_made_anew(store: ClipStore) -> None:
    with speaking(store) as speaker:
        key = speaker.sound("Halfway.").key
    store.path(key).write_bytes(b"RIFF and rubbish")
    with speaking(store) as speaker:
        speaker.prepare(["Halfway."])
        assert speaker.made == 1
        assert len(speaker.sound("Halfway.").samples()) == speaker.sound("Halfway.").length


def test_two_processes_that_share_a_store_lay_the_same_clips(store: ClipStore) -> None:
    code = (
        "import sys; from pathlib import Path; from voiceguide.speech import *\n"
        "with Speaker(VoiceSettings('tests.fakes:UnrepeatableEngine'), ClipStore(Path(sys.argv[1])), 2) as speaker:\n"
        "    speaker.prepare(sys.argv[2:])\n"
        "    print([len(speaker.sound(text).samples()) for text in sys.argv[2:]])"
    )
    both = [python(code, store.folder, *TEXTS) for _ in range(2)]
    told = [process.communicate(timeout=60) for process in both]
    assert told[0] == told[1]
    assert told[0][1] == ""
    assert len(list(store.folder.glob("*.wav"))) == len(TEXTS)


def test_without_a_folder_to_keep_it_the_clip_that_was_measured_is_the_one_that_is_laid(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said: list[str] = []
    store = ClipStore(tmp_path / "file", said.append)
    with speaking(store, fakes.UnrepeatableEngine) as speaker:
        speaker.prepare(TEXTS)
        assert [len(speaker.sound(text).samples()) for text in TEXTS] == [speaker.sound(t).length for t in TEXTS]
    assert len(said) == 1
    store.close()


def test_a_voice_that_was_installed_since_is_found(store: ClipStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with speaking(store) as speaker:
        speaker.sound("Halfway.")
    monkeypatch.setenv(fakes.NEW_VOICE, "tone/sv")
    with speaking(store, voice="tone/sv") as speaker:
        assert speaker.voice.id == "tone/sv"


@pytest.mark.parametrize(
    "text", ["two\nlines and a \t tab", "“Ferse”, ½ & 100 % — ça va?", '{"do": "voices"}', "x" * 300]
)
def test_any_text_reaches_the_engine_as_it_is(store: ClipStore, text: str) -> None:
    with speaking(store) as speaker:
        assert speaker.sound(text).length / RATE == pytest.approx(fakes.tone_seconds(text) + 0.045, abs=0.02)


# Voices and engines


def test_voices_are_listed(store: ClipStore) -> None:
    assert [voice.id for voice in voices(fakes.named(fakes.ToneEngine))] == ["tone/en", "tone/en-us", "tone/de"]


def test_the_scripts_language_chooses_the_voice(store: ClipStore) -> None:
    with speaking(store, language="de") as speaker:
        assert speaker.voice.id == "tone/de"


def test_a_voice_that_does_not_exist_is_refused_and_the_nearest_named(store: ClipStore) -> None:
    with speaking(store, voice="tone/fr") as speaker, pytest.raises(VoiceNotFoundError) as caught:
        speaker.prepare(TEXTS)
    assert caught.value.message == "there is no voice 'tone/fr'"
    assert "Did you mean 'tone/" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("pytsx3", "there is no engine 'pytsx3'"),
        ("nowhere:Engine", "cannot be loaded: No module named 'nowhere'"),
        ("tests.fakes:NoEngine", "cannot be loaded"),
    ],
)
def test_an_engine_that_does_not_exist_is_refused(store: ClipStore, name: str, message: str) -> None:
    with pytest.raises(VoiceNotFoundError, match=message):
        Speaker(VoiceSettings(name), store)


def test_the_nearest_engine_is_suggested(store: ClipStore) -> None:
    with pytest.raises(VoiceNotFoundError) as caught:
        Speaker(VoiceSettings("pytsx3"), store)
    assert caught.value.hint == "Did you mean 'pyttsx3'?"


def test_the_environment_names_an_engine_and_the_argument_goes_before(
    store: ClipStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
    assert voices()[0].engine == "tone"
    monkeypatch.setenv("VOICEGUIDE_ENGINE", "nothing")
    assert voices(fakes.named(fakes.ToneEngine))[0].engine == "tone"


def test_an_engine_says_why_it_cannot_speak_here(store: ClipStore) -> None:
    with speaking(store, fakes.MissingEngine) as speaker, pytest.raises(VoiceNotFoundError) as caught:
        speaker.prepare(TEXTS)
    assert caught.value.hint == "It has no mouth. Install one."
    assert engine_fault(fakes.named(fakes.ToneEngine)) is None
    assert "It has no mouth" in str(engine_fault(fakes.named(fakes.MissingEngine)))
