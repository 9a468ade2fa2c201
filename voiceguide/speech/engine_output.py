"""Checks the sound file of an engine, and turns it into a clip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.speech.worker_process import WorkerFault

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SILENT = "the engine's sound file is silent"
MOST_SILENCE = 20
"""Seconds of silence around the speech that are trimmed. A file with more is rejected."""


def clip_from(path: Path, text: str, voice_gain: Callable[[], float] | None = None) -> NDArray[np.int16]:
    """The clip in an engine's sound file; for `voice_gain` see `clip.levelled`. Raises WorkerFault if it cannot be
    speech of this text."""
    from voiceguide.audio import clip
    from voiceguide.units import RATE

    spoken = sum(map(str.isalnum, text))
    heard = _heard(path, 10 + spoken)
    seconds = len(heard) / RATE
    if not spoken / 100 <= seconds <= 10 + spoken:
        raise WorkerFault(f"the engine made an implausible {seconds:.1f} seconds of sound")
    return clip.levelled(heard, voice_gain)


def gain_from(path: Path) -> float:
    """The decibels that bring an engine's sound to the loudness of all clips. Raises WorkerFault if it is silent."""
    from voiceguide.audio import clip

    return clip.gain_of(_heard(path, 60))


def seconds_from(path: Path) -> float:
    """The length of an engine's sound without the silence at its ends. Raises WorkerFault if it is silent."""
    from voiceguide.units import RATE

    return len(_heard(path, 60)) / RATE


def _heard(path: Path, most_seconds: float) -> NDArray[np.float32]:
    """The sound in a file without the silence at its ends. Raises WorkerFault."""
    from voiceguide.audio import clip

    heard = clip.trim(clip.resample(*_sound(path, most_seconds)))
    if not len(heard):
        raise WorkerFault(SILENT)
    return heard


def _sound(path: Path, most_seconds: float) -> tuple[NDArray[np.float32], int]:
    """The samples in a file, with the silence around them, and their rate. Raises WorkerFault."""
    import soundfile

    from voiceguide.audio import clip
    from voiceguide.audio.sound_file_name import native_name

    if not path.exists():
        raise WorkerFault("the engine wrote no sound file")
    try:
        info = soundfile.info(native_name(path))
        if info.frames > (most_seconds + MOST_SILENCE) * info.samplerate:
            seconds = info.frames / info.samplerate
            raise WorkerFault(f"the engine made an implausible {seconds:.1f} seconds of sound")
        sound, rate = clip.read_sound(path)
    except soundfile.LibsndfileError as error:
        raise WorkerFault("the engine's file cannot be read as sound") from error
    if not clip.is_believable(sound):
        raise WorkerFault("the engine's sound file has infinite or impossibly high samples")
    return sound, rate
