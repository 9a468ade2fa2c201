"""Bed files for tests, and their loudness measured by FFmpeg."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from tests.needs import need_program
from voiceguide.units import RATE


@dataclass(frozen=True)
class Steady:
    """A bed with constant samples, so that its gain can be read off."""

    level: float = 0.5
    channels: int = 1
    ducks: bool = True

    def samples(self, start: int, count: int) -> NDArray[np.float32]:
        return np.full((count, self.channels), self.level, np.float32)


def music(seconds: float, rate: int = RATE, channels: int = 2, level: float = 0.1) -> NDArray[np.float64]:
    """A chord that swells and fades, slightly different on each channel, over quiet noise."""
    time = np.arange(round(seconds * rate))[:, np.newaxis] / rate
    side = np.arange(channels)
    made = 0.1 * np.random.default_rng(1).standard_normal((len(time), channels))
    for hertz in (220.0, 277.2, 329.6, 440.0):
        swell = 0.7 + 0.3 * np.sin(2 * np.pi * 0.3 * (1 + side) * time)
        made += swell * np.sin(2 * np.pi * hertz * (1 + side / 1000) * time + side) * 220 / hertz
    return np.asarray(level * made)


def written(path: Path, sound: NDArray[np.float64], rate: int = RATE) -> Path:
    soundfile.write(path, sound, rate, format="WAV", subtype="FLOAT")
    return path


@dataclass(frozen=True)
class Heard:
    """The measurements of a sound file by `ebur128`."""

    lufs: float
    true_peak: float
    """dBTP."""


def heard(path: Path) -> Heard:
    command = [
        need_program("ffmpeg"),
        "-nostdin",
        "-nostats",
        "-i",
        path,
        "-af",
        "ebur128=peak=true",
        "-f",
        "null",
        "-",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    summary = said[said.rindex("Summary:") :]
    lufs, peak = (re.search(rf"{name}:\s+(\S+)", summary) for name in ("I", "Peak"))
    assert lufs is not None
    assert peak is not None
    return Heard(float(lufs[1]), float(peak[1]))
