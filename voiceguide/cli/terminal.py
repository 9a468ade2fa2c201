"""A changed terminal that is restored at the end, on errors, and while the process is suspended."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_loans: list[tuple[int, Callable[[], None], Callable[[], None]]] = []
"""Open changes in order: file descriptor, function to apply, function to restore."""


@contextmanager
def borrowed(terminal: int, take: Callable[[], None], give: Callable[[], None]) -> Iterator[None]:
    """Change a terminal with `take` while this is open, and restore it with `give`.

    Ctrl-Z restores it, and continuing changes it again. Both may be called twice, and from a signal handler.
    """
    loan = (terminal, take, give)
    with _suspension_answered():
        atexit.register(give)  # in case a second Ctrl-C interrupts the cleanup
        _loans.append(loan)
        try:
            take()
            yield
        finally:
            _loans.remove(loan)
            give()
            atexit.unregister(give)


def in_foreground(terminal: int) -> bool:
    """Return True if this process may use the terminal. A shell's `&` puts it in the background."""
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return True  # not the controlling terminal, so it stops no process


def obeys_sequences() -> bool:
    """Return True if the terminal of standard error obeys escape sequences.

    This turns them on in a Windows console. The shells there turn them off again.
    """
    if sys.platform != "win32":
        return os.environ.get("TERM", "dumb") not in ("dumb", "unknown")
    import ctypes

    system, mode = ctypes.windll.kernel32, ctypes.c_ulong()
    console = system.GetStdHandle(-12)  # STD_ERROR_HANDLE
    if not system.GetConsoleMode(console, ctypes.byref(mode)):
        return False
    return bool(system.SetConsoleMode(console, mode.value | 4))  # ENABLE_VIRTUAL_TERMINAL_PROCESSING


@contextmanager
def _suspension_answered() -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    if _loans or threading.current_thread() is not threading.main_thread():
        yield  # already handled, or not ours to handle
        return
    answers = {signal.SIGTSTP: _suspend, signal.SIGCONT: _go_on}
    before = {number: signal.getsignal(number) for number in answers}
    for number, answer in answers.items():
        if before[number] is not signal.SIG_IGN:
            signal.signal(number, answer)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def _suspend(signum: int, frame: object) -> None:
    for _, _, give in reversed(_loans):
        give()
    signal.signal(signum, signal.SIG_DFL)
    signal.raise_signal(signum)  # suspends here until the process continues
    signal.signal(signum, _suspend)
    _go_on(signum, frame)


def _go_on(signum: int, frame: object) -> None:
    # Also after SIGSTOP, which cannot be handled: the shell may have used the terminal.
    while not all(in_foreground(terminal) for terminal, _, _ in _loans):
        signal.raise_signal(signal.SIGSTOP)  # continued in the background by `bg`, without a terminal
    for _, take, _ in _loans:
        take()
