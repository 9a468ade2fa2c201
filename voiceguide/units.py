"""Samples and seconds. Positions are whole samples at one rate everywhere, so nothing is rounded on the way."""

from __future__ import annotations

RATE = 22_050
"""Samples a second of everything voiceguide makes: what eSpeak NG speaks at, and enough for speech."""


def to_samples(seconds: float) -> int:
    """Seconds as the nearest whole number of samples."""
    return round(seconds * RATE)


def to_seconds(samples: int) -> float:
    """Samples as seconds, to the microsecond, so that two samples never print the same."""
    return round(samples / RATE, 6)


def ceil_milliseconds(samples: int) -> float:
    """Seconds, rounded up to whole milliseconds, so that typed back it is no shorter."""
    return -(-samples * 1000 // RATE) / 1000


def floor_milliseconds(samples: int) -> float:
    """Seconds, rounded down to whole milliseconds, so that typed back it is no longer."""
    return samples * 1000 // RATE / 1000
