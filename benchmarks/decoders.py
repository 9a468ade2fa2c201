"""Random MP3s through five decoders and mp3val: length, onsets of cues, silence, peaks and loudness.

    python benchmarks/decoders.py [--count 60] [--minutes 30] [--seed 1] [--jobs 2] [--engine NAME] [--decoder NAME ...]

Each file is a session of a routine that comes with voiceguide: of a random length, talk level and bed, or a proof. Its
plan says the position of each cue; its clips are looked for there in the decoded sound.
"""

from __future__ import annotations

import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import miniaudio
import numpy as np
import soundfile
from numpy.typing import NDArray

from voiceguide.audio.loudness import loudness, true_peak
from voiceguide.audio.timeline import Placement
from voiceguide.bed import GENERATED
from voiceguide.errors import FitError
from voiceguide.export.proof import proof
from voiceguide.plan import Plan
from voiceguide.script.library import routines
from voiceguide.studio.studio import Studio
from voiceguide.units import RATE

if __package__:
    from benchmarks.harness import Limits, Tally, arguments, finish
    from benchmarks.parallel import in_processes, split
else:
    from harness import Limits, Tally, arguments, finish  # type: ignore[import-not-found, no-redef]
    from parallel import in_processes, split  # type: ignore[import-not-found, no-redef]

Samples = NDArray[np.int16]
LONGEST_SECONDS = 600
NATURAL = 0.4
"""The share of natural lengths: such a session ends with its last sound."""
NEAR = round(0.030 * RATE)
"""Samples that an onset may be off."""
REACH = round(0.060 * RATE)
"""Samples in which an onset is looked for."""
SEEN = round(0.25 * RATE)
"""Samples of a clip that are looked for."""
QUIETEST = 0.004
"""The highest sample of a silence: −48 dBFS."""
HIGHEST_PEAK = -0.7
"""dBTP; the sound before coding has −1."""
SPEECH_LUFS, TOLERANCE_LU = -16.0, 1.5
EACH_OF_TWO = 3.01
"""LU that two equal channels have more than one."""
UNTRIMMED = ("miniaudio",)
"""Decoders that do not read the length of the padding."""
FRAME = 576


def by_ffmpeg(path: Path) -> Samples:
    """The sound, decoded by ffmpeg. A warning is an error."""
    command = ["ffmpeg", "-v", "warning", "-i", str(path), "-map", "0:a", "-ac", "1", "-f", "s16le", "-"]
    ran = subprocess.run(command, capture_output=True, check=True)
    if ran.stderr:
        raise ValueError(f"warns: {ran.stderr.decode(errors='replace').strip()[:100]}")
    return np.frombuffer(ran.stdout, np.int16)


def by_libsndfile(path: Path) -> Samples:
    """The sound, decoded by libsndfile."""
    samples: Samples = soundfile.read(path, dtype="int16", always_2d=True)[0][:, 0]
    return samples


def by_miniaudio(path: Path) -> Samples:
    """The sound, decoded by miniaudio."""
    decoded = miniaudio.decode_file(str(path), nchannels=1, sample_rate=RATE)
    return np.frombuffer(decoded.samples, np.int16)


def by_mpg123(path: Path) -> Samples:
    """The sound, decoded by mpg123. A warning is an error."""
    ran = subprocess.run(["mpg123", "-q", "--mono", "-e", "s16", "-s", str(path)], capture_output=True, check=True)
    if ran.stderr:
        raise ValueError(f"warns: {ran.stderr.decode(errors='replace').strip()[:100]}")
    return np.frombuffer(ran.stdout, np.int16)


def by_chromium(path: Path) -> Samples:
    """The sound, decoded by Chromium."""
    from tests.export.chromium import hear

    return hear(path).samples


DECODERS: dict[str, Callable[[Path], Samples]] = {
    "ffmpeg": by_ffmpeg,
    "libsndfile": by_libsndfile,
    "miniaudio": by_miniaudio,
    "mpg123": by_mpg123,
    "chromium": by_chromium,
}
PROGRAMS = ("ffmpeg", "mpg123", "chromium")


def here() -> list[str]:
    """The decoders on this machine."""
    return [name for name in DECODERS if name not in PROGRAMS or shutil.which(name)]


@dataclass(slots=True)
class Made:
    """A file, and the sounds that should be in it."""

    path: Path
    about: str
    length: int
    """Samples."""
    placements: tuple[Placement, ...]
    speech: tuple[Placement, ...]
    has_bed: bool
    stereo: bool


@dataclass(slots=True)
class Measure:
    """The worst values of all files, for each decoder."""

    longer: dict[str, Counter[int]] = field(default_factory=dict)
    """Decoder -> samples beyond the length."""
    onset: dict[str, int] = field(default_factory=dict)
    peak: float = -100.0

    def add(self, other: Measure) -> None:
        """Add the values of other files."""
        for name, found in other.longer.items():
            self.longer.setdefault(name, Counter()).update(found)
        for name, onset in other.onset.items():
            self.onset[name] = max(self.onset.get(name, 0), onset)
        self.peak = max(self.peak, other.peak)

    def table(self) -> str:
        """The lengths and onsets of each decoder."""
        lines = [f"{'decoder':<12}{'exact':>7}{'longer':>8}{'shorter':>9}{'worst':>7}{'onset within':>16}"]
        for name, found in self.longer.items():
            more, less = (sum(n for off, n in found.items() if sign * off > 0) for sign in (1, -1))
            worst = max(found, key=abs)
            onset = f"{1000 * self.onset.get(name, 0) / RATE:.1f} ms"
            lines.append(f"{name:<12}{found[0]:>7}{more:>8}{less:>9}{worst:>7}{onset:>16}")
        return "\n".join([*lines, f"highest true peak {self.peak:.2f} dBTP"])


def made(chance: random.Random, folder: Path, number: int, engine: str | None) -> Made | None:
    """A random session as an MP3. None for a length that cannot be."""
    name = chance.choice(sorted(routines()))
    bed = chance.choice([None, None, *GENERATED])
    talk, short = chance.choice(["full", "full", "brief", "bells"]), chance.random() < 0.25
    with Studio(name, engine=engine) as studio:
        try:
            ends = studio.lengths(talk=talk)
            most = min(ends.longest, max(ends.shortest, LONGEST_SECONDS))
            length = round(chance.uniform(ends.shortest, most), chance.choice([0, 1, 3]))
            natural = chance.random() < NATURAL and ends.natural <= LONGEST_SECONDS
            plan = studio.plan(None if natural else min(max(length, ends.shortest), most), talk=talk)
        except FitError:
            return None
        path = folder / f"{number}.mp3"
        studio.export(plan, path, bed=bed, proof=short, cover=chance.random() < 0.5)
        heard = proof(plan) if short else plan
        placements = studio.timeline(heard).placements
        return _made(path, f"{name} {plan.length / RATE:.3f} s, {talk}, {bed}, {short}", heard, placements, bed)


def _made(path: Path, about: str, plan: Plan, placements: tuple[Placement, ...], bed: str | None) -> Made:
    signals = {cue.start for cue in plan.cues if cue.kind in ("bell", "tick")}
    speech = tuple(each for each in placements if each.start not in signals)
    return Made(path, about, plan.length, placements, speech, bed is not None, soundfile.info(path).channels == 2)


def faults(file: Made, decoder: str, measure: Measure) -> Iterator[str]:
    """The faults of a file in one decoder."""
    try:
        heard = DECODERS[decoder](file.path)
    except (ValueError, subprocess.CalledProcessError, miniaudio.DecodeError, soundfile.SoundFileError) as error:
        yield f"{decoder}: {error}"
        return
    off = len(heard) - file.length
    measure.longer.setdefault(decoder, Counter())[off] += 1
    if off and not (decoder in UNTRIMMED and 0 < off <= 3 * FRAME):
        yield f"{decoder}: the length is off by up to {-(-abs(off) // FRAME)} frames"
    sound = heard.astype(np.float32) / 32768
    worst = max((abs(_lag(sound, each)) for each in file.speech if _is_clear(each)), default=0)
    measure.onset[decoder] = max(measure.onset.get(decoder, 0), worst)
    if worst > NEAR:
        yield f"{decoder}: an onset is off by {1000 * worst / RATE:.0f} ms"
    peak = 20 * math.log10(max(true_peak(sound), 1e-6))
    measure.peak = max(measure.peak, peak)
    if peak > HIGHEST_PEAK:
        yield f"{decoder}: a peak is too high"
    if not file.has_bed and _loudest_silence(sound, file) > QUIETEST:
        yield f"{decoder}: a silence is not silent"
    spoken = [sound[each.start : each.end] for each in file.speech]
    if len(spoken) > 5:
        level = loudness(np.concatenate(spoken)) + (EACH_OF_TWO if file.stereo else 0)
        if abs(level - SPEECH_LUFS) > TOLERANCE_LU:
            yield f"{decoder}: speech has {level:.0f} LUFS"


def _is_clear(placement: Placement) -> bool:
    return placement.sound.length > SEEN


def _lag(sound: NDArray[np.float32], placement: Placement) -> int:
    """The samples by which a clip sounds late."""
    clip = placement.sound.samples()[:SEEN].astype(np.float32)
    start = max(0, placement.start - REACH)
    window = sound[start : placement.start + SEEN + REACH]
    size = 1 << (len(window) + len(clip)).bit_length()
    product = np.fft.rfft(window, size) * np.conj(np.fft.rfft(clip, size))
    correlation = np.fft.irfft(product, size)[: len(window) - len(clip) + 1]
    return int(np.argmax(correlation)) - (placement.start - start) if len(correlation) else 0


def _loudest_silence(sound: NDArray[np.float32], file: Made) -> float:
    """The highest sample between the sounds, a little away from them."""
    margin, end, loudest = round(0.1 * RATE), 0, 0.0
    for placement in sorted(file.placements, key=lambda each: each.start):
        if placement.start - end > 3 * margin:
            loudest = max(loudest, float(np.abs(sound[end + margin : placement.start - margin]).max(initial=0)))
        end = max(end, placement.end)
    return loudest


def measured(limits: Limits, seed: int, decoders: list[str], engine: str | None) -> tuple[Tally, Measure]:
    """The tally of random files, and the worst values."""
    tally, measure, chance = Tally(), Measure(), random.Random(seed)
    files = 0
    with tempfile.TemporaryDirectory() as folder:
        while limits.left(files):
            file = made(chance, Path(folder), files, engine)
            if file is None:
                continue
            files += 1
            for decoder in decoders:
                tally.tried(decoder)
                for fault in faults(file, decoder, measure):
                    tally.found(fault, file.about)
            if shutil.which("mp3val"):
                tally.tried("mp3val")
                told = subprocess.run(["mp3val", str(file.path)], capture_output=True, text=True, check=False).stdout
                warning = next((line for line in told.splitlines() if line.startswith("WARNING")), None)
                if warning:
                    tally.found("mp3val: warns", warning[-150:])
            file.path.unlink()
    return tally, measure


def _share(share: tuple[Limits, int, list[str], str | None]) -> tuple[Tally, Measure]:
    sys.path.insert(0, str(Path(__file__).parent.parent))
    return measured(*share)


def main() -> None:
    """Measure, print the tables, and exit with the verdict."""
    parser = arguments(__doc__, 60, 30)
    parser.add_argument("--engine", help="by default the one of each language")
    parser.add_argument("--decoder", action="append", choices=[*DECODERS], help="repeatable; else all that are here")
    asked = parser.parse_args()
    limits, tally, measure = Limits(asked.count, asked.minutes), Tally(), Measure()
    decoders, counts = asked.decoder or here(), split(asked.count, asked.jobs)
    shares = [
        (replace(limits, count=each), 1000 * asked.seed + job, decoders, asked.engine)
        for job, each in enumerate(counts)
    ]
    with tempfile.TemporaryDirectory() as cache:
        os.environ.setdefault("VOICEGUIDE_CACHE", cache)
        for part, values in in_processes(_share, shares):
            tally.add(part)
            measure.add(values)
    print(measure.table() + "\n")
    finish(tally, "files in", limits)


if __name__ == "__main__":
    main()
