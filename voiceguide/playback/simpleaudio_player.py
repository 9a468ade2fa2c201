"""Play through simpleaudio, if it is installed. Each sound starts at its time on the clock."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from voiceguide.errors import OutputError
from voiceguide.parts import install
from voiceguide.playback.clock_player import ClockPlayer
from voiceguide.units import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BYTES_A_SAMPLE = 2


class SimpleaudioPlayer(ClockPlayer):
    """A `player.Player`. simpleaudio can only start and stop sounds; the clock does the rest. So a new volume applies
    to the next sound, and a cut has no fade."""

    name = "simpleaudio"

    _playing: tuple[Any, ...] = ()

    def why_not(self) -> str | None:
        if sys.version_info >= (3, 12):
            return (
                "simpleaudio crashes Python 3.12 and later when a sound ends. Use Python 3.11, or --output miniaudio."
            )
        if find_spec("simpleaudio") is None:
            return f"it is not installed. Install it: {install('simpleaudio')}"
        return None

    def _begin(self, samples: NDArray[np.int16]) -> None:
        import simpleaudio

        quieter = (samples * 10 ** (min(self.volume, 0.0) / 20)).astype(samples.dtype)
        try:
            started = simpleaudio.play_buffer(quieter.tobytes(), 1, BYTES_A_SAMPLE, RATE)
        except simpleaudio._simpleaudio.SimpleaudioError as error:
            raise OutputError(
                f"simpleaudio cannot play: {error}", hint="Connect a sound device, or try --output miniaudio."
            ) from error
        self._playing = (*(sound for sound in self._playing if sound.is_playing()), started)

    def _hush(self) -> None:
        for sound in self._playing:
            sound.stop()
        self._playing = ()

    def _finish(self) -> None:
        for sound in self._playing:
            sound.wait_done()
        self._playing = ()
