"""Simulated speech for tests: tones, with silence around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from voiceguide.audio.loudness import Floats
from voiceguide.recordings.take import RATE


def tone(seconds: float, hertz: float = 300, size: float = 0.3, rate: int = RATE) -> Floats:
    """A tone that stands for speech."""
    turns = np.arange(round(seconds * rate)) * (hertz / rate)
    return (size * np.sin(2 * np.pi * turns)).astype(np.float32)


def talk(seconds: float) -> Floats:
    """Simulated syllables without a pause."""
    turns = np.arange(round(seconds * RATE)) * (4 / RATE)
    return (tone(seconds) * (turns % 1 < 0.8) + quiet(seconds)).astype(np.float32)


def quiet(seconds: float, rate: int = RATE, noise: float = 1e-3) -> Floats:
    """A quiet room: noise at −60 dBFS."""
    return (noise * np.random.default_rng(1).standard_normal(round(seconds * rate))).astype(np.float32)


def spoken(seconds: float, before: float = 0.5, after: float = 2.0, **how: float) -> Floats:
    """Simulated speech between quiet."""
    return np.concatenate([quiet(before), tone(seconds, **how), quiet(after)])


def write(path: Path, sound: Floats, rate: int = RATE) -> Path:
    """A sound file."""
    soundfile.write(path, sound, rate)
    return path


def blocks(sound: Floats) -> Iterator[NDArray[np.int16]]:
    """The sound in blocks of 50 ms, as from a microphone."""
    whole = np.clip(np.rint(sound * 32767), -32768, 32767).astype(np.int16)
    yield from np.split(whole, range(RATE // 20, len(whole), RATE // 20))


class FakeMicrophone:
    """A microphone that returns the given sounds, one for each use, then silence. It can be unplugged."""

    def __init__(self, sounds: list[Floats], gone: Exception | None = None) -> None:
        self._sounds = list(sounds)
        self._gone = gone

    def blocks(self, deaf: Callable[[], bool]) -> Iterator[NDArray[np.int16] | None]:
        while True:
            while deaf():
                yield None
            yield from self._until_deaf(deaf)

    def _until_deaf(self, deaf: Callable[[], bool]) -> Iterator[NDArray[np.int16]]:
        if self._sounds:
            for block in blocks(self._sounds.pop(0)):
                yield block
                if deaf():
                    return
        elif self._gone:
            raise self._gone
        while not deaf():
            yield np.zeros(RATE // 20, np.int16)
