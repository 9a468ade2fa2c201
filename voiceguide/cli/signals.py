"""Signals that end the program: each becomes an exception, and one clean exit.

Python raises the exception wherever the main thread is. It may be swallowed in a destructor, wrapped by the making of a
class, or replaced by a fault of the cleanup. So it is looked for in the chain of each exception, and raised again.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import NoReturn

ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT")
AGAIN_SECONDS = 0.01
"""The time after which a swallowed signal is raised again."""


class Terminated(BaseException):
    """A signal asked the program to end. Cleanup runs as after Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def hear_signals() -> None:
    """Turn signals into exceptions from now on."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in _ending():
        signal.signal(number, _terminate)
    sys.unraisablehook = _raise_again


def end_quietly() -> None:
    """Finish the cleanup undisturbed: another Ctrl-C is ignored, and other signals end the process at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _ending():
        signal.signal(number, _end)


def status_of(error: BaseException | None) -> int | None:
    """The exit status for a signal that led to this exception; None if no signal did."""
    return next((128 + number for each in _chain(error) if (number := _number_of(each)) is not None), None)


def _ending() -> Iterator[int]:
    """The other signals that end the program here. `nohup` ignores one."""
    for name in ENDING:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            yield number


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _number_of(error: BaseException | None) -> int | None:
    match error:
        case Terminated(number=number):
            return number
        case KeyboardInterrupt():
            return int(signal.SIGINT)
    return None


def _raise_again(fault: sys.UnraisableHookArgs) -> None:
    """Raise the exception of a signal again that was swallowed in a destructor or a callback."""
    number = _number_of(fault.exc_value)
    if number is None:
        sys.__unraisablehook__(fault)
    else:
        _thread.start_new_thread(_interrupt, (number,))  # not by `threading`, whose locks may be held here


def _interrupt(number: int) -> None:
    time.sleep(AGAIN_SECONDS)
    _thread.interrupt_main(signal.Signals(number))


def _terminate(number: int, frame: object) -> NoReturn:
    raise Terminated(number)


def _end(number: int, frame: object) -> NoReturn:
    from voiceguide.storage.unfinished import remove_unfinished

    remove_unfinished()
    os._exit(128 + number)
