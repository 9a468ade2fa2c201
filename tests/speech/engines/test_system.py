"""Real speech by the system's voices. On Linux a wheel guarantees one."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from tests.needs import need
from voiceguide.audio.loudness import loudness, true_peak
from voiceguide.speech import ClipStore, Speaker, VoiceSettings, engine_fault, voices
from voiceguide.speech.engines import espeak_library
from voiceguide.units import RATE

EN = ["Press the heel spot, cross-friction, for 45 seconds.", "Ten", "Halfway.", "Scrape the fascia. Then rest."]
DE = ["Drücke die Ferse mit dem Daumen, 45 Sekunden lang.", "Zehn", "Die Hälfte.", "Löse die Faszie. Dann ruhe."]


@pytest.mark.parametrize(("language", "texts"), [("en", EN), ("de", DE)])
def test_real_speech_is_trimmed_and_equally_loud(
    shared_cache: Path, language: str, texts: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    with Speaker(VoiceSettings("pyttsx3", language=language), ClipStore(shared_cache)) as speaker:
        speaker.prepare(texts)
        assert any(tag.startswith(language) for tag in speaker.voice.languages)
        for text in texts:
            sound = speaker.sound(text).samples() / np.float32(32768)
            assert 0.2 < len(sound) / RATE < 1 + len(text) / 8
            assert np.abs(sound[: RATE // 20]).max() > 0.01, "silence at the start"
            assert np.abs(sound[-RATE // 20 :]).max() > 0.001, "silence at the end"
            assert loudness(sound) == pytest.approx(-16, abs=0.5 if len(sound) >= RATE else 4)
            assert true_peak(sound) < 10 ** (-1 / 20)
    assert capfd.readouterr() == ("", "")


def test_a_lower_rate_speaks_longer(shared_cache: Path) -> None:
    lengths = []
    for rate in (100, 200):
        with Speaker(VoiceSettings("pyttsx3", rate=rate), ClipStore(shared_cache)) as speaker:
            lengths.append(speaker.sound(EN[0]).length)
    assert lengths[0] > 1.5 * lengths[1]


def test_its_voices_are_listed_and_it_can_speak_here() -> None:
    assert engine_fault("pyttsx3") is None
    found = voices("pyttsx3")
    assert {"en", "de"} <= {tag.split("-")[0] for voice in found for tag in voice.languages}
    assert all(voice.id and voice.name and voice.engine == "pyttsx3" for voice in found)


def test_markup_and_phoneme_brackets_are_spoken_not_obeyed(shared_cache: Path) -> None:
    with Speaker(VoiceSettings("pyttsx3"), ClipStore(shared_cache)) as speaker:
        assert speaker.sound('Rest <break time="60s"/> and [[h@loU]] go on').length < 15 * RATE


# eSpeak NG's library


@pytest.fixture
def linux() -> None:
    need(sys.platform == "linux", "only Linux has eSpeak NG from a wheel")


@pytest.mark.usefixtures("linux")
def test_the_systems_espeak_is_taken_if_it_works() -> None:
    library = espeak_library.load_library()
    assert espeak_library.load_library(lambda: library) is library
    assert espeak_library.library_version(library)[0].isdigit()


BARE = """
import ctypes, os, sys
from pathlib import Path
from voiceguide.speech.engines import espeak_library

def broken():
    return ctypes.CDLL(sys.argv[1])

library = espeak_library.load_library(broken)
assert ctypes.CDLL(espeak_library.SONAME)._handle == library._handle, "pyttsx3 would load another"
from voiceguide.speech.engines.system import SystemEngine
espeak_library.load_library = lambda: library
engine = SystemEngine()
assert engine.why_not() is None
voice = next(voice.id for voice in engine.voices() if voice.id == "gmw/de")
engine.speak("Die Ferse.", voice, 150, "de", Path(sys.argv[2]))
print(os.environ["ESPEAK_DATA_PATH"])
"""


@pytest.mark.usefixtures("linux")
@pytest.mark.parametrize("system", ["/dev/null", "libthere-is-none.so.1", "libc.so.6"])
def test_where_the_systems_espeak_is_missing_or_broken_the_wheels_speaks(tmp_path: Path, system: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BARE, system, tmp_path / "spoken.wav"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path])},
    )
    assert "espeakng_loader" in done.stdout
    assert (tmp_path / "spoken.wav").stat().st_size > RATE


@pytest.mark.usefixtures("linux")
def test_without_any_espeak_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> ctypes.CDLL:
        raise OSError("libespeak-ng.so.1: cannot open shared object file")

    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    with pytest.raises(OSError, match="espeakng_loader"):
        espeak_library.load_library(missing)


RATES = """
import sys, time
from pathlib import Path
from voiceguide.speech.engines.system import SystemEngine

engine = SystemEngine()
assert engine.why_not() is None
for number in range(12):
    time.sleep(0.05)  # until eSpeak NG's thread rests: a race is with one that has to wake
    engine.speak("Press the heel spot.", "gmw/en-us", (120, 240)[number % 2], "en", Path(sys.argv[1]) / f"{number}.wav")
"""


@pytest.mark.usefixtures("linux")
def test_every_text_is_spoken_at_the_rate_it_was_asked_for(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", RATES, tmp_path], check=True, env={**os.environ, "PYTHONPATH": str(Path.cwd())}
    )
    slow, quick = ([sf.info(tmp_path / f"{number}.wav").duration for number in range(first, 12, 2)] for first in (0, 1))
    assert max(slow) < 1.05 * min(slow)
    assert max(quick) < 1.05 * min(quick)
    assert min(slow) > 1.5 * max(quick)
