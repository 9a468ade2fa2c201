"""Devices of miniaudio that give everything back when they are closed.

miniaudio's own devices keep the connection of their context to the sound server until the process ends: one for each
device that was ever opened, also where opening failed.
"""

from __future__ import annotations

from functools import cache
from typing import Any


def playback_device(*arguments: Any, **named: Any) -> Any:
    """A new `miniaudio.PlaybackDevice`."""
    import miniaudio

    return _complete(miniaudio.PlaybackDevice)(*arguments, **named)


def capture_device(*arguments: Any, **named: Any) -> Any:
    """A new `miniaudio.CaptureDevice`."""
    import miniaudio

    return _complete(miniaudio.CaptureDevice)(*arguments, **named)


@cache
def _complete(kind: Any) -> Any:
    """The kind of device with a `close` that closes its context, too. The destructor of miniaudio calls `close`."""
    import miniaudio

    class Complete(kind):  # type: ignore[misc,unused-ignore]
        """A device that knows its context from the beginning."""

        _own_context: Any = None

        def _make_context(self, *arguments: Any, **named: Any) -> Any:
            self._own_context = super()._make_context(*arguments, **named)
            return self._own_context

        def close(self) -> None:
            """Stop, and give the device and the connection back. A second call does nothing."""
            super().close()
            context, self._own_context = self._own_context, None
            if context is not None:
                miniaudio.lib.ma_context_uninit(context)

    return Complete
