"""Sets up LAME, the MP3 encoder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voiceguide.units import RATE


def encoder(quality: Mapping[str, int], channels: int = 1) -> Any:
    """A `lameenc.Encoder` with variable bit rate. `quality`: `vbr` (0 best, 9 worst) and `speed` (0 slow, 9 fast)."""
    import lameenc

    made = lameenc.Encoder()
    made.silence()
    made.set_channels(channels)
    made.set_in_sample_rate(RATE)
    made.set_out_sample_rate(RATE)
    made.set_vbr(lameenc.VBR_MTRH)
    made.set_vbr_quality(quality["vbr"])
    made.set_quality(quality["speed"])
    return made
