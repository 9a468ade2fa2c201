"""An estimate of the bytes of a session's MP3, for feeds that list sessions before they are made. Apps reject a size of
0.

The rates were measured with the system's voice on five routines in four languages: the files were at most 11 % larger
or smaller than estimated.
"""

from __future__ import annotations

from voiceguide.serve.rows import Row

TAGS = 88_000
"""Bytes of the picture and the texts."""
SPEECH = 9_800
"""Bytes of a second of speech."""
SILENCE = 1_000
"""Bytes of a second of silence."""
OVER_BED = 9_400
"""Bytes of a second over a bed, in stereo."""


def estimated_size(row: Row, length: float, *, over_bed: bool) -> int:
    """The bytes of a session of so many seconds."""
    if over_bed:
        return round(TAGS + OVER_BED * length)
    spoken = min(float(row.fields["spoken"]), length)
    return round(TAGS + SPEECH * spoken + SILENCE * (length - spoken))
