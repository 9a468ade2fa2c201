"""Temporary terminal settings. They are restored at the end, at exit, and while the process is suspended."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

if sys.platform == "win32":
    _TERMINAL_ERRORS: tuple[type[Exception], ...] = ()
else:
    import termios

    _TERMINAL_ERRORS = (termios.error,)

_active: list[tuple[int, Callable[[], None], Callable[[], None]]] = []
"""The settings in force, oldest first: the terminal's file descriptor, a function to set up, a function to restore."""


@contextmanager
def terminal_settings(terminal: int, set_up: Callable[[], None], restore: Callable[[], None]) -> Iterator[None]:
    """Change a terminal inside this context. `set_up` makes the change, also when a suspended process goes on.
    `restore` undoes it at the end and before Ctrl-Z suspends the process. Both may run twice, and from a signal
    handler."""
    settings = (terminal, set_up, restore)
    with _suspension_handled():
        atexit.register(restore)  # for a second Ctrl-C that interrupts the cleanup
        _active.append(settings)
        try:
            set_up()
            yield
        finally:
            _active.remove(settings)
            restore()
            atexit.unregister(restore)


def in_foreground(terminal: int) -> bool:
    """Return True if this process may use the terminal. A shell's `&` puts it in the background."""
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return True  # not the controlling terminal of this process: nothing stops us


def obeys_sequences() -> bool:
    """Return True if the terminal of standard error obeys escape sequences. Turns them on in a Windows console; the
    shells there turn them off again."""
    if sys.platform != "win32":
        return os.environ.get("TERM", "dumb") not in ("dumb", "unknown")
    import ctypes

    system, mode = ctypes.windll.kernel32, ctypes.c_ulong()
    console = system.GetStdHandle(-12)  # STD_ERROR_HANDLE
    if not system.GetConsoleMode(console, ctypes.byref(mode)):
        return False
    return bool(system.SetConsoleMode(console, mode.value | 4))  # ENABLE_VIRTUAL_TERMINAL_PROCESSING


@contextmanager
def _suspension_handled() -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    if _active or threading.current_thread() is not threading.main_thread():
        yield  # handled already, or not in the main thread
        return
    handlers = {signal.SIGTSTP: _suspend, signal.SIGCONT: _go_on}
    before = {number: signal.getsignal(number) for number in handlers}
    for number, handler in handlers.items():
        if before[number] is not signal.SIG_IGN:
            signal.signal(number, handler)
    try:
        yield
    finally:
        for number, previous in before.items():
            signal.signal(number, previous or signal.SIG_DFL)


def _suspend(signum: int, frame: object) -> None:
    for _, _, restore in reversed(_active):
        restore()
    signal.signal(signum, signal.SIG_DFL)
    signal.raise_signal(signum)  # the process stands still here until it is continued
    signal.signal(signum, _suspend)
    _go_on(signum, frame)


def _go_on(signum: int, frame: object) -> None:
    # This also runs after a SIGSTOP, which cannot be handled. The shell may have used the terminal since.
    while not all(in_foreground(terminal) for terminal, _, _ in _active):
        signal.raise_signal(signal.SIGSTOP)  # `bg` continued us in the background, without a terminal
    # A terminal that hangs up continues its processes, too: then there is nothing to set up, and an error here would
    # end the cleanup that is under way.
    for _, set_up, _ in list(_active):
        with suppress(OSError, *_TERMINAL_ERRORS):
            set_up()
