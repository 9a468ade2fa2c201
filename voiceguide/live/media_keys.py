"""Media keys, headset buttons and the desktop's player applets, on Linux: through MPRIS on D-Bus.

The desktop hands its media keys to whoever has a name on the session bus that begins with `org.mpris.MediaPlayer2`;
BlueZ's `mpris-proxy` does so with the buttons of a Bluetooth headset. All of it runs in a thread of its own: a bus that
is slow or goes away takes nothing from the session but its media keys.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from voiceguide.live.commands import Send
from voiceguide.live.status import Status

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from dbus_fast.aio import MessageBus

    from voiceguide.live.mpris import Player

PATIENCE = 5.0
"""Seconds that a bus has to let us in."""


class MediaKeys:
    """Sends what media keys ask for, and shows the desktop what is on.

    asyncio and dbus-fast are imported by the thread that needs them, so that the first word does not wait for them.
    """

    def __init__(
        self,
        send: Send,
        title: str,
        note: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`title`: the routine's, shown until there is something to show. `note` is told once, from another thread,
        that there are no media keys, or none any more, and why. `clock` gives seconds."""
        self._send = send
        self._title = title
        self._note = note or (lambda text: None)
        self._clock = clock
        self._thread = threading.Thread(target=self._run, name="media-keys", daemon=True)
        self._lock = threading.Lock()
        self._loop: AbstractEventLoop | None = None
        """There while the bus is served, or being looked for; under the lock."""
        self._player: Player | None = None
        self._last: tuple[Status, float] | None = None
        self._closed = self._complained = False

    def start(self) -> None:
        """Begin, in the background; where there is no bus, `note` is told. Once only."""
        self._thread.start()

    def show(self, status: Status) -> None:
        """Show what is on; as often as one likes. Does not wait."""
        self._last = status, self._clock()
        self._call(self._show)

    def close(self) -> None:
        """Leave the desktop. A second time does nothing."""
        self._closed = True
        self._call(lambda: self._task.cancel())
        if self._thread.is_alive():
            self._thread.join(timeout=1)

    def _call(self, what: Callable[[], object]) -> None:
        """Have something done by the thread that serves the bus, if it does."""
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(what)

    def _run(self) -> None:
        import asyncio

        try:
            asyncio.run(self._live())
        except asyncio.CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 - a bus is another program: whatever it does, the session goes on
            self._complain(error)

    def _complain(self, error: Exception | None) -> None:
        if not self._complained:
            self._complained = True
            self._note(f"Media keys do not work: {_reason(error or Exception('an unknown fault'))}.")

    async def _live(self) -> None:
        import asyncio

        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, context: self._complain(context.get("exception")))
        self._task = asyncio.ensure_future(self._serve())
        with self._lock:
            self._loop = loop
        try:
            if self._closed:  # before there was anybody to be told
                self._task.cancel()
            await self._task
        finally:
            with self._lock:
                self._loop = None

    async def _serve(self) -> None:
        import asyncio

        bus = await _connected()
        gone = asyncio.ensure_future(bus.wait_for_disconnect())  # type: ignore[no-untyped-call]
        try:
            await self._appear(bus)
            with suppress(EOFError, OSError):
                await asyncio.shield(gone)
            raise ConnectionError("the session bus is gone")
        finally:
            bus.disconnect()
            await asyncio.gather(gone, return_exceptions=True)

    async def _appear(self, bus: MessageBus) -> None:
        from dbus_fast import NameFlag, RequestNameReply

        from voiceguide.live import mpris

        self._player = mpris.Player(self._send, self._title, self._clock)
        self._show()
        bus.export(mpris.PATH, mpris.Root(self._send))
        bus.export(mpris.PATH, self._player)
        reply = await bus.request_name(mpris.NAME, NameFlag.DO_NOT_QUEUE)
        if reply is not RequestNameReply.PRIMARY_OWNER:  # another voiceguide is playing
            await bus.request_name(f"{mpris.NAME}.instance{os.getpid()}", NameFlag.DO_NOT_QUEUE)

    def _show(self) -> None:
        if self._player is not None and self._last is not None:
            with suppress(OSError):  # the bus is gone, which _serve tells
                self._player.show(*self._last)


def why_not(*, connect: bool = False) -> str | None:
    """Why media keys cannot be used here and what to do about it; None if they can, as far as that can be told
    without going to the bus, which `connect` does."""
    if sys.platform != "linux":
        return "Media keys work on Linux only."
    if find_spec("dbus_fast") is None:
        return "What they need is not installed: pip install 'voiceguide[media-keys]'"
    if _address() is None:
        return "There is no session bus. Log in to a desktop, or begin with: dbus-run-session voiceguide …"
    if connect:
        import asyncio

        try:
            asyncio.run(_try())
        except Exception as error:  # noqa: BLE001 - as in MediaKeys
            return f"The session bus cannot be used: {_reason(error)}."
    return None


async def _try() -> None:
    bus = await _connected()
    bus.disconnect()
    await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


async def _connected() -> MessageBus:
    import asyncio

    from dbus_fast.aio import MessageBus

    address = _address()
    if address is None:
        raise ConnectionError("there is no session bus")
    async with asyncio.timeout(PATIENCE):
        return await MessageBus(address).connect()


def _address() -> str | None:
    """Where the session bus listens, as D-Bus writes it."""
    named = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if named:
        return named
    folder = os.environ.get("XDG_RUNTIME_DIR")
    if folder and Path(folder, "bus").is_socket():
        return f"unix:path={quote(folder, safe='/-_.')}/bus"
    return None


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the session bus does not answer"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")
