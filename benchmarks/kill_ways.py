"""The ways of kills.py to end a command: a signal to it, to its group, or to one of its workers."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

if __package__:
    from benchmarks.process_tree import children
else:
    from process_tree import children  # type: ignore[import-not-found, no-redef]

Kill = Callable[[subprocess.Popen[str], random.Random], None]


def _main(number: signal.Signals) -> Kill:
    def kill(process: subprocess.Popen[str], chance: random.Random) -> None:
        process.send_signal(number)

    return kill


def _group(number: signal.Signals) -> Kill:
    def kill(process: subprocess.Popen[str], chance: random.Random) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)

    return kill


def _worker(number: signal.Signals) -> Kill:
    def kill(process: subprocess.Popen[str], chance: random.Random) -> None:
        workers = workers_of(process.pid)
        if workers:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(workers), number)

    return kill


def workers_of(pid: int) -> list[int]:
    """The children of a process, but for Python's own tracker of semaphores, whose end nobody can follow."""
    return [each for each in children(pid) if b"resource_tracker" not in _command_line(each)]


def _command_line(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to end a command."""

    name: str
    kill: Kill
    statuses: tuple[int, ...]
    """The statuses that it may end with, besides 0."""
    cleans: bool = True
    """True if the command can clean up itself."""
    of_worker: bool = False


WAYS = (
    Way("SIGKILL", _main(signal.SIGKILL), (-9,), cleans=False),
    Way("SIGKILL to all", _group(signal.SIGKILL), (-9,), cleans=False),
    Way("SIGTERM", _main(signal.SIGTERM), (143, -15)),
    Way("SIGTERM to all", _group(signal.SIGTERM), (143, -15)),
    Way("SIGINT", _main(signal.SIGINT), (130, -2)),
    Way("SIGINT to all", _group(signal.SIGINT), (130, -2)),
    Way("SIGHUP to all", _group(signal.SIGHUP), (129, -1)),
    Way("SIGKILL to a worker", _worker(signal.SIGKILL), (1,), of_worker=True),
    Way("SIGTERM to a worker", _worker(signal.SIGTERM), (1,), of_worker=True),
)
