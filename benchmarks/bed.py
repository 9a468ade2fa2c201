"""Half an hour over a stereo bed as MP3, compared with LAME alone on the same samples, as ratios of one run.

    python benchmarks/bed.py [--bed pink] [--times 3]

Needs Debian's lame. Clips are cached; the time is that of the writer: reading and ducking the bed, mixing, and encoding
on all cores. The program lame encodes a WAV file at the same variable bit rate and speed, on one core.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from voiceguide.audio.timeline import Timeline
from voiceguide.bed import endless_bed, over_bed
from voiceguide.export import Tags, write
from voiceguide.export.mp3_over_bed import QUALITY
from voiceguide.studio.studio import Studio

THIRTY = Path(__file__).parent / "pipelines" / "thirty-minutes.md"


@dataclass(frozen=True, order=True)
class Took:
    """The fastest of several runs."""

    seconds: float
    processor: float
    """Seconds over all cores."""


def best(times: int, work: Callable[[], object]) -> Took:
    """The fastest of several runs."""
    found = []
    for _ in range(times):
        start, before = time.perf_counter(), sum(os.times()[:4])
        work()
        found.append(Took(time.perf_counter() - start, sum(os.times()[:4]) - before))
    return min(found)


def session(bed: str) -> Timeline:
    """Half an hour over this bed. Missing speech is made first."""
    with Studio(str(THIRTY)) as studio:
        return over_bed(studio.timeline(studio.plan(1800.0)), endless_bed(bed))


def main() -> None:
    """Run and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bed", default="pink", help="brown, pink, drone, or a file")
    parser.add_argument("--times", type=int, default=3, help="runs of each, of which the best counts")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        timeline = session(asked.bed)
        out, wav = folder / "out.mp3", folder / "out.wav"
        ours = best(asked.times, lambda: write(timeline, out, Tags(), overwrite=True))
        mixed = best(1, lambda: write(timeline, wav, Tags(), overwrite=True))
        quality = ["-V", str(QUALITY["vbr"]), "-q", str(QUALITY["speed"])]
        lame = ["lame", "--quiet", *quality, str(wav), f"{folder}/lame.mp3"]
        alone = best(asked.times, lambda: subprocess.run(lame, check=True))
        print(f"over {asked.bed}, {timeline.channels} channels, {os.cpu_count()} cores")
        print("                 seconds  of processors")
        for what, took in (("MP3 written", ours), ("LAME alone", alone), ("mixed, as WAV", mixed)):
            print(f"{what:<14} {took.seconds:>9.2f} {took.processor:>14.2f}")
        print(f"ratio          {ours.seconds / alone.seconds:>9.2f} {ours.processor / alone.processor:>14.2f}")
        print(f"{out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
