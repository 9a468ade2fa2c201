"""Loudness, peaks and clicks of a voice's clips, measured by FFmpeg's ebur128.

    python -m benchmarks.clip_loudness [--voice ENGINE:VOICE ...] [--clips 500]

The texts are those of the English routines, at several lengths, then numbers. A clip under a second is too short for
the standard, so all short clips of a voice are measured as one sound, one right behind the other. A click at an end of
a clip shows as a loud sample there. Needs the program `ffmpeg`.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.recogniser import LINES, SHORT, VOICES, texts
from voiceguide.errors import VoiceguideError
from voiceguide.language import load
from voiceguide.speech import ClipStore, Speaker, VoiceSettings
from voiceguide.studio.studio import Studio
from voiceguide.studio.voice_options import VoiceOptions
from voiceguide.units import RATE

ROUTINES = ("heel-pain", "heel-pain-morning", "heel-pain-hands-only", "desk-break", "trigger-points")
LENGTHS = (None, "shortest", "longest", "10m", "15m", "20m")
EDGE = RATE // 1000
"""Samples at each end of a clip that are looked at for a click: a millisecond."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A sound as FFmpeg measures it."""

    loudness: float
    """LUFS."""
    peak: float
    """The true peak in dBTP."""


def measured(samples: np.ndarray) -> Measured:
    """The loudness and the true peak of 16-bit samples at `RATE`."""
    form = ["-f", "s16le", "-ar", str(RATE), "-ac", "1"]
    command = ["ffmpeg", "-nostdin", "-hide_banner", *form, "-i", "-", "-af", "ebur128=peak=true", "-f", "null", "-"]
    done = subprocess.run(command, input=samples.astype("<i2").tobytes(), capture_output=True, check=True)
    summary = done.stderr.decode(errors="replace").rpartition("Summary:")[2]
    loudness, peak = re.search(r"I:\s+(\S+) LUFS", summary), re.search(r"Peak:\s+(\S+) dBFS", summary)
    assert loudness is not None
    assert peak is not None
    return Measured(float(loudness[1]), float(peak[1]))


def spoken_texts(engine: str, voice: str | None) -> Iterator[str]:
    """Texts of sessions, then numbers."""
    yield from (*texts(LINES), *texts(SHORT))
    for name in ROUTINES:
        with Studio(name, VoiceOptions(engine, voice)) as studio:
            for length in LENGTHS:
                try:
                    plan = studio.plan(length)
                except VoiceguideError:  # a length that this routine cannot have
                    continue
                words = (part for cue in plan.cues if cue.kind not in ("bell", "tick") for part in cue.parts)
                yield from map(studio.narration.speakable, words)
    pack = load("en")
    yield from (f"For {pack.duration(seconds)}." for seconds in range(5, 600, 5))
    yield from (f"{number} times." for number in range(2, 200))


def row(name: str, most: int) -> str:
    """The row of a voice."""
    engine, _, voice = name.partition(":")
    wanted = list(dict.fromkeys(spoken_texts(engine, voice or None)))[:most]
    with Speaker(VoiceSettings(engine, voice or None), ClipStore()) as speaker:
        speaker.prepare(wanted)
        clips = [speaker.sound(text).samples() for text in wanted]
    long = [clip for clip in clips if len(clip) >= RATE]
    short = [clip for clip in clips if len(clip) < RATE]
    found = [measured(clip) for clip in long]
    together = measured(np.concatenate(short))
    loudness = [each.loudness for each in found]
    peak = max(together.peak, *(each.peak for each in found))
    edge = max(
        int(np.abs(clip[part].astype(int)).max()) for clip in clips for part in (slice(EDGE), slice(-EDGE, None))
    )
    spread = f"{min(loudness):6.1f} {np.median(loudness):6.1f} {max(loudness):6.1f}"
    return (
        f"{name:<24} {len(long):>5} {spread} {len(short):>6} {together.loudness:6.1f} {peak:6.1f} {decibels(edge):8.1f}"
    )


def decibels(sample: int) -> float:
    """The level of a 16-bit sample, in dBFS."""
    return float(20 * np.log10(max(sample, 1) / 32768))


def main() -> None:
    """Measure all voices and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", action="append", metavar="ENGINE:VOICE", help="repeatable")
    parser.add_argument("--clips", type=int, default=500, help="the most clips of a voice")
    asked = parser.parse_args()
    print(f"{'LUFS, dBTP and dBFS':<24} clips  least median   most  short    all   peak     ends")
    for name in asked.voice or VOICES:
        print(row(name, asked.clips), flush=True)


if __name__ == "__main__":
    main()
