"""Clips are equally loud for every voice, measured by FFmpeg."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests import fakes
from tests.needs import need_program
from voiceguide.audio import bells, clip
from voiceguide.audio.loudness import Floats, loudness
from voiceguide.speech import ClipStore, Speaker, VoiceSettings
from voiceguide.units import RATE

TEXTS = [
    "Press the heel spot, cross-friction for 45 seconds.",
    "Ease off slowly, and let go.",
    "Round two of three, then rest.",
]
ESPEAK = {"usual": [], "low": ["-p", "0"], "high": ["-p", "99"], "whisper": ["-v", "en+whisper"]}
SOURCES: dict[str, Callable[[Floats], Floats]] = {
    "as it is": lambda sound: sound,
    "very quiet": lambda sound: sound * np.float32(0.02),
    "clipped": lambda sound: np.clip(sound * 12, -1, 1),
}


def judged(sound: np.ndarray, folder: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP, by FFmpeg."""
    path = folder / "judged.wav"
    soundfile.write(path, sound, RATE)
    command = [need_program("ffmpeg"), "-hide_banner", "-nostats", "-i", path, "-af", "ebur128=peak=true"]
    said = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True, check=True).stderr
    integrated, peak = re.findall(r"I:\s+(\S+) LUFS", said)[-1], re.findall(r"Peak:\s+(\S+) dBFS", said)[-1]
    return float(integrated), float(peak)


def spoken(voice: str, text: str, folder: Path) -> tuple[Floats, int]:
    """A text, spoken by the program of an engine."""
    path, (program, name) = folder / "raw.wav", voice.split()
    command = [need_program(program)]
    command += ["-voice", name, "-t", text, "-o"] if program == "flite" else [*ESPEAK[name], "-w"]
    subprocess.run([*command, path, *([] if program == "flite" else [text])], check=True, capture_output=True)
    return clip.read_sound(path)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("voice", [f"espeak-ng {name}" for name in ESPEAK] + ["flite slt", "flite rms", "flite kal"])
def test_every_clip_of_a_second_is_at_16_lufs_and_peaks_under_1_dbtp(voice: str, source: str, tmp_path: Path) -> None:
    for text in TEXTS if source == "as it is" else TEXTS[1:2]:
        sound, rate = spoken(voice, text, tmp_path)
        made = clip.speech(SOURCES[source](sound), rate)
        assert len(made) >= RATE
        integrated, peak = judged(made, tmp_path)
        assert integrated == pytest.approx(-16, abs=0.5)
        assert peak <= -1.0


def test_a_telephone_is_as_loud(tmp_path: Path) -> None:
    sound, rate = spoken("flite kal", TEXTS[0], tmp_path)
    assert rate == 8000
    assert judged(clip.speech(sound, rate), tmp_path)[0] == pytest.approx(-16, abs=0.5)


# Too short to be judged


def levels(store: ClipStore, *texts: str) -> list[float]:
    with Speaker(VoiceSettings(fakes.named(fakes.SoftlyEngine)), store, workers=2) as speaker:
        speaker.prepare(texts)
        return [loudness(speaker.sound(text).samples() / np.float32(32768)) for text in texts]


def test_a_short_word_gets_the_gain_of_its_voice(tmp_path: Path) -> None:
    long = "This is a sentence that takes longer than a second to say, however fast it is spoken."
    sentence, soft_sentence, word, soft_word = levels(
        ClipStore(tmp_path), long, long.replace("say", "softly say"), "Ten.", "Ten, softly."
    )
    assert sentence == pytest.approx(-16, abs=0.3)
    assert soft_sentence == pytest.approx(-16, abs=0.3)
    assert word == pytest.approx(-16, abs=0.3)
    assert soft_word == pytest.approx(-22, abs=0.3)


def test_a_clip_is_the_same_whatever_was_spoken_before(tmp_path: Path) -> None:
    texts = ["Ten.", "Seven, softly.", "A sentence that takes longer than a second to say, however fast it is spoken."]
    first, other = ClipStore(tmp_path / "one"), ClipStore(tmp_path / "two")
    levels(first, *texts)
    levels(other, texts[1])
    levels(other, texts[2], texts[0])
    clips = {path.name: path.read_bytes() for path in first.folder.glob("*.wav")}
    assert clips == {path.name: path.read_bytes() for path in other.folder.glob("*.wav")}
    assert len(clips) == 3


def test_the_gain_of_a_voice_is_found_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes").mkdir()
    monkeypatch.setenv(fakes.NOTES, str(tmp_path / "notes"))
    for texts in (["Ten.", "Nine.", "Eight."], ["Seven."]):
        with Speaker(
            VoiceSettings(fakes.named(fakes.NotingEngine)), ClipStore(tmp_path / "clips"), workers=2
        ) as speaker:
            speaker.prepare(texts)
    assert len(list((tmp_path / "notes").iterdir())) == 5


@pytest.mark.parametrize("voice", ["espeak-ng usual", "flite slt", "flite rms"])
def test_words_of_a_real_voice_are_neither_lost_nor_shouted(voice: str, tmp_path: Path) -> None:
    gain = clip.gain_of(clip.trim(clip.resample(*spoken(voice, "1234567", tmp_path))))
    for word in ("Seven.", "Halfway.", "Rest.", "Six."):
        heard = clip.trim(clip.resample(*spoken(voice, word, tmp_path)))
        made = clip.levelled(heard, lambda: gain)
        assert -23 < loudness(made / np.float32(32768)) < -12, word
        assert np.abs(made).max() / 32768 < 10 ** (-1 / 20)


# Bells and ticks


@pytest.mark.parametrize("name", ["start-bell", "end-bell", "last-bell", "press", "tick", "countdown-3"])
def test_a_bell_or_tick_is_struck_softer_than_a_voice_and_well_above_a_bed(name: str) -> None:
    samples = bells.sound(name).samples() / np.float32(32768)
    window = RATE // 20
    loudest = max(loudness(samples[at : at + window]) for at in range(0, len(samples) - window, window // 4))
    assert -25 < loudest < -13
