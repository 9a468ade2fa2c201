"""Runs the shares of a harness in several processes, and adds their tallies."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

Share = TypeVar("Share")
Result = TypeVar("Result")


def in_processes(work: Callable[[Share], Result], shares: Sequence[Share]) -> list[Result]:
    """The result of each share, each in a process of its own; of a single share, in this one."""
    if len(shares) < 2:
        return [work(share) for share in shares]
    with multiprocessing.get_context("spawn").Pool(len(shares), _begin) as pool:
        return pool.map(work, shares, chunksize=1)


def _begin() -> None:
    """Let SIGTERM clean up, as in the harness itself."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def split(count: int, jobs: int) -> list[int]:
    """The count in equal shares."""
    return [count // jobs + (number < count % jobs) for number in range(max(1, min(jobs, count)))]
