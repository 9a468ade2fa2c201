"""Runs the shares of a harness in several processes, and adds their tallies."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import NoReturn, TypeVar

Share = TypeVar("Share")
Result = TypeVar("Result")


def in_processes(work: Callable[[Share], Result], shares: Sequence[Share]) -> list[Result]:
    """The result of each share, each in a process of its own; of a single share, in this one."""
    if len(shares) < 2:
        return [work(share) for share in shares]
    context, answers = multiprocessing.get_context("spawn"), []
    for share in shares:  # no pool: its lock stays held when one of its processes is killed
        answer, its = context.Pipe(duplex=False)
        context.Process(target=_answer, args=(work, share, its), daemon=True).start()
        its.close()
        answers.append(answer)
    return [answer.recv() for answer in answers]


def _answer(work: Callable[[Share], Result], share: Share, answer: Connection) -> None:
    """Send the result of a share. During the work SIGTERM cleans up, as in the harness itself."""
    clean_up_at_sigterm()
    signal.signal(signal.SIGINT, lambda *_: None)  # the harness itself hears it, and then ends this process
    try:
        answer.send(work(share))
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def clean_up_at_sigterm() -> None:
    """Let the first SIGTERM clean up as Ctrl-C does. Another one does not disturb the cleanup."""
    signal.signal(signal.SIGTERM, _clean_up)


def _clean_up(*_: object) -> NoReturn:
    signal.signal(signal.SIGTERM, lambda *_: None)
    sys.exit(143)


def split(count: int, jobs: int) -> list[int]:
    """The count in equal shares."""
    return [count // jobs + (number < count % jobs) for number in range(max(1, min(jobs, count)))]
