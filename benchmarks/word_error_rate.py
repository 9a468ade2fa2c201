"""Word error rates of voices, before and after voiceguide's processing.

    python -m benchmarks.word_error_rate [--voice ENGINE:VOICE ...]

The recogniser is pocketsphinx with its American English model, which knows nothing of routines, so its error rates are
high. The question is if they rise from unprocessed to processed sound by more than with a mere delay. Needs `pip
install pocketsphinx`; Flite's voices need Debian's `flite`. Takes a minute or two per voice.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pocketsphinx

from benchmarks.recogniser import distance
from voiceguide.audio import clip, mix
from voiceguide.audio.loudness import Floats
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.bed import endless_bed, over_bed
from voiceguide.speech.engine_voices import engine_fault
from voiceguide.speech.pool import Pool
from voiceguide.speech.speaker import REFERENCE
from voiceguide.units import RATE, to_samples

LINES = """
Put your left ankle on your right knee.
Press both thumbs into the sore spot of the heel.
Rub across the tight band in the middle of the foot for sixty seconds.
Move a little closer to the toes.
Ease off slowly and let go.
Halfway.
Ten seconds left.
Change sides.
Right foot, the same again, forty five seconds.
Rest for fifteen seconds.
Stand with your feet apart and your knees soft.
Keep both heels on the floor.
Lean forward until you feel a stretch in the calf.
Hold it there and breathe slowly.
Breathe in.
Breathe out.
Roll the ball from the heel to the toes.
Stay on the spot that hurts the most.
Firm is good, sharp is not.
Stop if you feel sharp pain, numbness or tingling.
Ask a doctor first if you have had an operation.
Keep off broken, hot or swollen skin.
Have a ball, a towel and some oil within reach.
Sit on a chair with your shoes and socks off.
Pull all your toes toward the shin with one hand.
Lift your heels and lower them, ten times, three seconds each.
One.
Seven.
Round two of three.
Next, stroke the sole with the knuckles of your fist.
Begin at the heel and work your way up.
Your other hand holds the foot from above.
If your thumbs are tired, use your knuckles.
Go slowly and stay a few breaths wherever it is tight.
Bend your knee and slide your foot back.
Turn your head to the left and look over your shoulder.
Raise your arm above your head.
Lie on your back with your legs straight.
Wipe your foot and your hands with the towel.
That was the last one, take your time getting up.
""".strip().splitlines()
"""Typical lines of sessions, in words that the recogniser knows."""
EAR_RATE = 16_000
"""The recogniser's sampling rate."""
QUIET = np.zeros(EAR_RATE // 2, np.float32)
"""Half a second of silence around each line, as in a session."""
VOICES = ("pyttsx3:gmw/en-US", "pyttsx3:gmw/en", "flite:slt", "flite:rms", "flite:awb", "flite:kal16")


@dataclass
class Said:
    """A line spoken by an engine."""

    sound: Floats
    rate: int
    gain: float
    """The decibels that its voice needs."""

    @cached_property
    def clip(self) -> Floats:
        """The clip in a session, at units.RATE."""
        heard = clip.trim(clip.resample(self.sound, self.rate))
        return clip.levelled(heard, lambda: self.gain) / np.float32(32768)


def unprocessed(said: Said) -> Floats:
    """The engine's own sound."""
    return at_ear_rate(said.sound, said.rate)


def later(said: Said) -> Floats:
    """The same sound 5 ms later. The difference shows the recogniser's own uncertainty."""
    return np.concatenate([np.zeros(EAR_RATE // 200, np.float32), unprocessed(said)])


def processed(said: Said) -> Floats:
    """The sound trimmed, levelled and limited."""
    return at_ear_rate(said.clip, RATE)


def over_a_bed(said: Said) -> Floats:
    """The line in a session over ducked pink noise, both channels mixed."""
    start = to_samples(5.0)  # the bed has been faded in by then
    laid = Placement(start, clip.Clip.of(clip.to_int16(said.clip)))
    session = over_bed(Timeline(laid.end + to_samples(8.0), (laid,)), endless_bed("pink"))
    mixed = np.concatenate(list(mix.blocks(session, start - RATE // 2)))[: RATE + laid.sound.length]
    return at_ear_rate(mixed.mean(axis=1, dtype=np.float32) / np.float32(32768), RATE)


PROCESSINGS: dict[str, Callable[[Said], Floats]] = {
    "unprocessed": unprocessed,
    "5 ms later": later,
    "processed": processed,
    "over a bed": over_a_bed,
}
"""Column -> the processing of a line. More can be added, such as an MP3."""


def at_ear_rate(sound: Floats, rate: int) -> Floats:
    """The sound at `EAR_RATE`, resampled by its spectrum."""
    length = round(len(sound) * EAR_RATE / rate)
    spectrum = np.fft.rfft(sound)[: length // 2 + 1]
    return (np.fft.irfft(spectrum, length) * (length / len(sound))).astype(np.float32)


def words(text: str) -> list[str]:
    """The words of a text, as the recogniser writes them."""
    return re.sub(r"\(\d\)|[^a-z' ]", " ", text.lower()).split()


class Ear:
    """A recogniser that treats each line separately."""

    def __init__(self) -> None:
        self._decoder = pocketsphinx.Decoder(samprate=EAR_RATE, cmn="batch", dither=True, seed=1, loglevel="FATAL")

    def heard(self, sound: Floats) -> list[str]:
        """The recognised words."""
        whole = np.concatenate([QUIET, sound * np.float32(0.5 / max(np.abs(sound).max(), 1e-6)), QUIET])
        self._decoder.start_utt()
        self._decoder.process_raw(clip.to_int16(whole).tobytes(), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return words(found.hypstr) if found else []


def spoken(engine: str, voice: str) -> Iterable[tuple[str, Said]]:
    """Each line, spoken by this voice."""
    pool = Pool(engine, 1)
    try:

        def say(text: str) -> tuple[Floats, int]:
            return pool.speak(text, clip.read_sound, voice=voice, rate=150, language="en")

        gain = clip.gain_of(clip.trim(clip.resample(*say(REFERENCE))))
        for line in LINES:
            yield line, Said(*say(line), gain)
    finally:
        pool.close()


def rates(ear: Ear, engine: str, voice: str) -> list[float]:
    """The word error rate of each processing."""
    wrong, total = [0] * len(PROCESSINGS), 0
    for line, said in spoken(engine, voice):
        total += len(words(line))
        for column, process in enumerate(PROCESSINGS.values()):
            wrong[column] += distance(words(line), ear.heard(process(said)))
    return [count / total for count in wrong]


def main() -> None:
    """Measure all voices and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", action="append", metavar="ENGINE:VOICE", help="repeatable; else those at hand")
    asked = parser.parse_args().voice
    ear = Ear()
    print(f"{'':<24}" + "".join(f"{name:>14}" for name in PROCESSINGS))
    for name in asked or VOICES:
        engine, _, voice = name.partition(":")
        reason = engine_fault(engine)
        if reason:
            print(f"{name:<24}{reason}")
            continue
        print(f"{name:<24}" + "".join(f"{rate:>13.1%} " for rate in rates(ear, engine, voice)), flush=True)


if __name__ == "__main__":
    main()
