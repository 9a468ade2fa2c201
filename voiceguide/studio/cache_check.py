"""A check of all that a cache folder holds: each file is decoded as it would be for use."""

from __future__ import annotations

from pathlib import Path

from voiceguide.export.cover import is_cover
from voiceguide.export.mp3_frames import whole_frame_starts
from voiceguide.speech import Damage, verify_cache
from voiceguide.speech.clip_file import DamagedError
from voiceguide.speech.stored import stored_gain, stored_pace, stored_voices
from voiceguide.studio.routine_cache import SUFFIX, own_content, stored_routine


def damages(folder: Path) -> list[Damage]:
    """The damaged files of a cache folder. Changes nothing. Raises CacheError if it is not one."""
    decoders = {
        ".gain": lambda _, data: stored_gain(data),
        ".voices": lambda _, data: stored_voices(data),
        ".pace": lambda _, data: stored_pace(data),
        ".row": lambda key, data: own_content(key, ".row", data),
        ".frames": lambda _, data: _encoded(data),
        SUFFIX: stored_routine,
    }
    return verify_cache(folder, decoders)


def _encoded(data: bytes) -> None:
    """Raise DamagedError unless these are the frames of a sound, or a cover."""
    if not is_cover(data) and whole_frame_starts(data) is None:
        raise DamagedError("it is neither a sound nor a picture")
