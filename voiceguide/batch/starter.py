"""The starter of a batch's processes: a signal cannot interrupt the start of one."""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import spawn
from typing import Any, TypeVar

Result = TypeVar("Result")

NO_DATA = (
    "import sys; sys.excepthook = lambda kind, *more: "
    "kind.__name__ in ('EOFError', 'UnpicklingError') or sys.__excepthook__(kind, *more); "
)
"""The first line of a process. The parent may be killed before the process has its data: then the process ends and
prints nothing."""


class Starter:
    """Starts processes from a thread of its own.

    Python raises the exception of a signal in the main thread. There it would fall between the start of a process and
    the writing of its data. The processes are protected from Ctrl-C and from the end of the terminal: they are told to
    stop instead.
    """

    def __init__(self) -> None:
        spawn.get_command_line = _command
        self._thread = ThreadPoolExecutor(1, "voiceguide starter")

    def run(self, start: Callable[[], Result]) -> Result:
        """The result of a function that starts processes. It runs to its end, even if a signal ends this wait."""
        return self._thread.submit(_deaf, start).result()

    def close(self) -> None:
        """Wait until the last start is complete."""
        self._thread.shutdown()


def _deaf(start: Callable[[], Result]) -> Result:
    """Block signals in this thread, for the processes that it starts. `multiprocessing` unblocks one at times."""
    if hasattr(signal, "pthread_sigmask"):  # absent on Windows
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    return start()


_pythons_command = spawn.get_command_line


def _command(**handles: Any) -> list[str]:
    """The command line of a process, with our line before Python's."""
    command = _pythons_command(**handles)
    return [f"{NO_DATA}{word}" if str(word).startswith("from multiprocessing.spawn") else word for word in command]
