"""The starter of a batch's processes: a signal cannot interrupt the start of one."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import spawn
from typing import Any, TypeVar

Result = TypeVar("Result")

QUIET_START = (
    "import sys; sys.excepthook = lambda kind, *more: "
    "kind.__name__ in ('EOFError', 'UnpicklingError') or sys.__excepthook__(kind, *more); "
)
"""The first line of a process. The parent may be killed before the process has its data: then the process ends and
prints nothing. The process calls `report_errors` once it has its data."""

_standard_command_line = spawn.get_command_line
_command_line_lock = threading.Lock()


class Starter:
    """Starts processes from a thread of its own.

    Python raises the exception of a signal in the main thread. There it would fall between the start of a process and
    the writing of its data. The processes are protected from Ctrl-C and from the end of the terminal: they are told to
    stop instead.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "voiceguide starter")

    def run(self, start: Callable[[], Result]) -> Result:
        """The result of a function that starts processes. It runs to its end, even if a signal ends this wait."""
        return self._thread.submit(_start, start).result()

    def close(self) -> None:
        """Wait until the last start is complete."""
        self._thread.shutdown()


def report_errors() -> None:
    """Print the traceback of each error again, in a process that has its data."""
    sys.excepthook = sys.__excepthook__


def _start(start: Callable[[], Result]) -> Result:
    """Block signals in this thread, for the processes that it starts. `multiprocessing` unblocks one at times."""
    if hasattr(signal, "pthread_sigmask"):  # absent on Windows
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    with _command_line_lock:
        spawn.get_command_line = _quiet_command_line
        try:
            return start()
        finally:
            spawn.get_command_line = _standard_command_line


def _quiet_command_line(**handles: Any) -> list[str]:
    """The command line of a process, with QUIET_START before Python's own line."""
    words = _standard_command_line(**handles)
    return [f"{QUIET_START}{word}" if str(word).startswith("from multiprocessing.spawn") else word for word in words]
