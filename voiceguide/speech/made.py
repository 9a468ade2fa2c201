"""What an engine made: taken as a clip, if it is speech at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.speech.pool import WorkerFault

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SILENT = "nothing is to be heard in what the engine made"
MOST_SILENCE = 20
"""Seconds of it around speech that are cut off; a file with more is not read."""


def accepted(path: Path, text: str, voice_gain: Callable[[], float] | None = None) -> NDArray[np.int16]:
    """The clip that an engine's file holds; for `voice_gain` see `clip.levelled`. Raises WorkerFault if it is no
    speech of this text."""
    from voiceguide.audio import clip
    from voiceguide.units import RATE

    spoken = sum(map(str.isalnum, text))
    heard = clip.trim(clip.resample(*_sound(path, 10 + spoken)))
    seconds = len(heard) / RATE
    if not seconds:
        raise WorkerFault(SILENT)
    if not spoken / 100 <= seconds <= 10 + spoken:
        raise WorkerFault(f"the engine made {seconds:.1f} seconds of it, which cannot be right")
    return clip.levelled(heard, voice_gain)


def measured(path: Path) -> float:
    """The decibels that bring what an engine's file holds to the loudness of all clips. Raises WorkerFault if there is
    nothing in it."""
    from voiceguide.audio import clip

    heard = clip.trim(clip.resample(*_sound(path, 60)))
    if not len(heard):
        raise WorkerFault(SILENT)
    return clip.gain_of(heard)


def _sound(path: Path, most_seconds: float) -> tuple[NDArray[np.float32], int]:
    """What a file holds, which may have silence around it, and its samples a second. Raises WorkerFault."""
    import soundfile

    from voiceguide.audio import clip

    if not path.exists():
        raise WorkerFault("the engine wrote no sound file")
    try:
        info = soundfile.info(path)
        if info.frames > (most_seconds + MOST_SILENCE) * info.samplerate:
            seconds = info.frames / info.samplerate
            raise WorkerFault(f"the engine made {seconds:.1f} seconds of it, which cannot be right")
        return clip.read(path)
    except soundfile.LibsndfileError as error:
        raise WorkerFault("what the engine wrote is no sound that can be read") from error
