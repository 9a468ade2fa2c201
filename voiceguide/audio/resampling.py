"""Resampling by the spectrum, for sounds of seconds. Longer sounds are resampled in chunks (see `bed.source`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def resample_to(sound: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    """The same time in `length` samples, along the first axis: the spectrum is cut or extended with a soft edge."""
    spectrum = np.fft.rfft(sound, axis=0)
    kept = min(length // 2 + 1, len(spectrum))
    edge = kept // 50 + 1
    window = np.cos(np.linspace(0, np.pi / 2, edge)) ** 2
    spectrum[kept - edge : kept] *= window.reshape(-1, *[1] * (sound.ndim - 1))
    made = np.fft.irfft(spectrum[:kept], length, axis=0) * (length / len(sound))
    return made.astype(np.float32)
