"""Start a Python process beside this one, and end a process that takes too long."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def start_child(module: str, *arguments: str, site: bool = True, **options: Any) -> subprocess.Popen[Any]:
    """Start `main` of a module with these arguments in a Python process of its own. It imports from the same places as
    this process, and its standard input and output are pipes.

    It has its own session, on Windows its own group: Ctrl-C in a terminal reaches only the main process. `site=False`
    leaves out Python's `site`, which takes time. `options` are more options of `subprocess.Popen`.
    """
    if sys.platform == "win32":
        options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    else:
        options["start_new_session"] = True
    end = len(arguments) + 1
    boot = f"import sys; sys.path[:] = sys.argv[{end}:]; from {module} import main; main(*sys.argv[1:{end}])"
    path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - '' is the working directory
    return subprocess.Popen(
        [sys.executable, "-P", *([] if site else ["-S"]), "-c", boot, *arguments, *path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        **options,
    )


class TimeLimit:
    """Ends a process that takes longer than a number of seconds for one step. The time in which this process itself
    stands still, as after Ctrl-Z, does not count."""

    def __init__(self, process: subprocess.Popen[Any], seconds: float) -> None:
        self.exceeded = False
        """True if the process was ended."""
        self._process = process
        self._seconds = seconds
        self._end = math.inf
        """The monotonic time at which the present step is overdue."""
        self._over = threading.Event()
        threading.Thread(target=self._watch, name="voiceguide time limit", daemon=True).start()

    def close(self) -> None:
        """End no process any more."""
        self._over.set()

    @contextmanager
    def step(self, more: float = 0.0) -> Iterator[None]:
        """Wait for the process within this block, as long as the limit and so many seconds more allow."""
        self._end = time.monotonic() + self._seconds + more
        try:
            yield
        finally:
            self._end = math.inf

    def _watch(self) -> None:
        tick, now = min(1.0, self._seconds / 4), time.monotonic()
        while not self._over.wait(tick):
            before, now = now, time.monotonic()
            if now - before > tick + self._seconds / 2:
                self._end += now - before
            if now > self._end:
                self.exceeded = True
                self._process.kill()
                return
