"""Media keys, headset buttons and the desktop's player applets on Linux, through MPRIS on D-Bus.

The desktop sends its media keys to every program on the session bus whose name begins with `org.mpris.MediaPlayer2`.
BlueZ's `mpris-proxy` does the same with the buttons of a Bluetooth headset. The bus has a thread of its own. If the bus
is slow or goes away, the session loses its media keys and nothing else.
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
from voiceguide.parts import install

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from dbus_fast.aio import MessageBus

    from voiceguide.live.mpris import Player

PATIENCE_SECONDS = 5.0
"""The longest wait for a connection to the bus."""


class MediaKeys:
    """Sends a command for each media key, and shows the desktop the status.

    Its thread imports asyncio and dbus-fast, so that the first word does not wait for them.
    """

    def __init__(
        self,
        send: Send,
        title: str,
        note: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`title` is the routine's title, shown until the first status. `note` is called once, from another thread,
        with the reason why media keys do not work. `clock` returns seconds."""
        self._send = send
        self._title = title
        self._note = note or (lambda text: None)
        self._clock = clock
        self._thread = threading.Thread(target=self._run, name="media-keys", daemon=True)
        self._lock = threading.Lock()
        self._loop: AbstractEventLoop | None = None
        """The event loop of the bus thread, guarded by the lock. None before it starts and after it ends."""
        self._player: Player | None = None
        self._last: tuple[Status, float] | None = None
        self._closed = self._complained = False

    def start(self) -> None:
        """Connect in the background. Call this once."""
        self._thread.start()

    def show(self, status: Status) -> None:
        """Show a status. Call this as often as you like; it does not wait."""
        self._last = status, self._clock()
        self._call(self._show)

    def close(self) -> None:
        """Leave the bus. A second call does nothing."""
        self._closed = True
        self._call(lambda: self._task.cancel())
        if self._thread.is_alive():
            self._thread.join(timeout=1)

    def _call(self, job: Callable[[], object]) -> None:
        """Run a function on the bus thread, if it is running."""
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(job)

    def _run(self) -> None:
        import asyncio

        try:
            asyncio.run(self._live())
        except asyncio.CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 - the bus is another program: none of its faults may end the session
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
            if self._closed:  # before anyone could be told
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
            with suppress(OSError):  # the bus is gone; _serve reports it
                self._player.show(*self._last)


def why_not(*, connect: bool = False) -> str | None:
    """Return the reason why media keys do not work here, and the remedy. None if they work. `connect` also tries the
    bus itself."""
    if sys.platform != "linux":
        return "Media keys work on Linux only."
    if find_spec("dbus_fast") is None:
        return f"dbus-fast is not installed. Install it: {install('dbus-fast')}"
    if _address() is None:
        return "No session bus was found. Log in to a desktop, or start with: dbus-run-session voiceguide …"
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
        raise ConnectionError("no session bus was found")
    async with asyncio.timeout(PATIENCE_SECONDS):
        return await MessageBus(address).connect()


def _address() -> str | None:
    """Return the D-Bus address of the session bus."""
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
