"""Samples and seconds. Positions are whole samples at one rate everywhere, so nothing is rounded on the way."""

from __future__ import annotations

RATE = 22_050
"""Samples per second of all sound in voiceguide: the rate of eSpeak NG, and enough for speech."""
MOST_SECONDS = 86_400.0
"""Seconds: the bound of a session, a day. Nothing longer is laid out."""


def to_samples(seconds: float) -> int:
    """The nearest whole number of samples."""
    return round(seconds * RATE)


def to_seconds(samples: int) -> float:
    """Seconds to the microsecond. Two different positions never print the same."""
    return round(samples / RATE, 6)


def ceil_milliseconds(samples: int) -> float:
    """Seconds rounded up to whole milliseconds. Typed back as a length, the value is never too short."""
    return -(-samples * 1000 // RATE) / 1000


def floor_milliseconds(samples: int) -> float:
    """Seconds rounded down to whole milliseconds. Typed back as a length, the value is never too long."""
    return samples * 1000 // RATE / 1000
