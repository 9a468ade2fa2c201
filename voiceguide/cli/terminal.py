"""The terminal, borrowed: given back when the work is done, however it ends, and while the process is suspended."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_loans: list[tuple[int, Callable[[], None], Callable[[], None]]] = []
"""What has been borrowed, in order: the terminal's file descriptor, how it is taken, how it is given back."""


@contextmanager
def borrowed(terminal: int, take: Callable[[], None], give: Callable[[], None]) -> Iterator[None]:
    """Take something of a terminal while this is open: `give` gives it back at the end and before Ctrl-Z suspends the
    process, `take` takes it again when the process goes on. Both may be called twice, and from a signal handler."""
    loan = (terminal, take, give)
    with _suspension_answered():
        atexit.register(give)  # should a second Ctrl-C cut the leaving short
        _loans.append(loan)
        try:
            take()
            yield
        finally:
            _loans.remove(loan)
            give()
            atexit.unregister(give)


def in_foreground(terminal: int) -> bool:
    """Whether this process may use the terminal of that file descriptor: not if a shell has put it behind with `&`."""
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return True  # a terminal that does not control this process stops nobody


def obeys_sequences() -> bool:
    """Whether the terminal of standard error obeys escape sequences. Asks a Windows console to, from now on; the
    shells there set it back themselves."""
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
        yield  # answered already, or not ours to answer
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
    signal.raise_signal(signum)  # stands still here, until the process is continued
    signal.signal(signum, _suspend)
    _go_on(signum, frame)


def _go_on(signum: int, frame: object) -> None:
    # Also after a SIGSTOP, which nobody can answer: the shell may have used the terminal in between.
    while not all(in_foreground(terminal) for terminal, _, _ in _loans):
        signal.raise_signal(signal.SIGSTOP)  # continued behind, by `bg`, where no terminal can be had
    for _, take, _ in _loans:
        take()
