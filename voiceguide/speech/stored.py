"""The decoding of cached data beside clips. Whatever does not decode is damage."""

from __future__ import annotations

import json
import math

from voiceguide.speech.clip_file import DamagedError
from voiceguide.speech.engine import Voice
from voiceguide.speech.engine_voices import voices_from

_LEAST_PACE = 0.1
"""The least stretch of a voice."""


def gain_in(data: bytes | None) -> float | None:
    """The decibels in a stored gain; None if there is none, or anything else."""
    try:
        found = float(data) if data is not None else math.nan
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def pace_in(data: bytes | None) -> float | None:
    """The stretch in a stored pace; None if there is none, or anything else."""
    found = gain_in(data)
    return found if found is not None and _LEAST_PACE <= found <= 1 / _LEAST_PACE else None


def stored_pace(data: bytes) -> float:
    """The stretch in a stored pace. Raises DamagedError."""
    found = pace_in(data)
    if found is None:
        raise DamagedError("it is not a pace")
    return found


def stored_gain(data: bytes) -> float:
    """The decibels in a stored gain. Raises DamagedError."""
    found = gain_in(data)
    if found is None:
        raise DamagedError("it is not a gain")
    return found


def stored_voices(data: bytes) -> list[Voice]:
    """The voices in a stored list. Raises DamagedError."""
    try:
        found = voices_from(json.loads(data))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise DamagedError("it is not a list of voices") from error
    words = [word for voice in found for word in (voice.id, voice.name, voice.engine, voice.version, *voice.languages)]
    if not all(isinstance(word, str) for word in words):
        raise DamagedError("it is not a list of voices")
    return found
