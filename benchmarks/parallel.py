"""Runs the shares of a harness in several processes, and adds their tallies."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from traceback import format_exc
from typing import Any, NoReturn, TypeVar

Share = TypeVar("Share")
Result = TypeVar("Result")


class ShareError(Exception):
    """A share failed in its process."""


def in_processes(work: Callable[[Share], Result], shares: Sequence[Share]) -> list[Result]:
    """The result of each share, each in a process of its own; of a single share, in this one. Raises ShareError, with
    the traceback of the first share that failed."""
    if len(shares) < 2:
        return [work(share) for share in shares]
    receivers = [_begin(work, share) for share in shares]
    results: dict[Connection, Result] = {}
    while waiting := [receiver for receiver in receivers if receiver not in results]:
        ready = wait(waiting)
        results.update((receiver, _receive(receiver)) for receiver in waiting if receiver in ready)
    return [results[receiver] for receiver in receivers]


def _begin(work: Callable[[Share], Result], share: Share) -> Connection:
    """Begin the work on a share. Its result can be received."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    # no pool: its lock stays held when one of its processes is killed
    context.Process(target=_send_result, args=(work, share, sender), daemon=True).start()
    sender.close()
    return receiver


def _receive(receiver: Connection) -> Any:
    try:
        result, traceback = receiver.recv()
    except EOFError:
        raise ShareError("the process of a share was ended before it had a result") from None
    if traceback:
        raise ShareError(traceback)
    return result


def _send_result(work: Callable[[Share], Result], share: Share, sender: Connection) -> None:
    """Send the result of a share, or its traceback. During the work SIGTERM cleans up, as in the harness itself."""
    clean_up_at_sigterm()
    signal.signal(signal.SIGINT, lambda *_: None)  # the harness itself hears it, and then ends this process
    try:
        outcome = work(share), ""
    except Exception:  # noqa: BLE001 - the harness raises it
        outcome = None, format_exc()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(BrokenPipeError):  # the harness has failed with another share
        sender.send(outcome)


def clean_up_at_sigterm() -> None:
    """Let the first SIGTERM clean up as Ctrl-C does. Another one does not disturb the cleanup."""
    signal.signal(signal.SIGTERM, _clean_up)


def _clean_up(*_: object) -> NoReturn:
    signal.signal(signal.SIGTERM, lambda *_: None)
    sys.exit(143)


def split(count: int, jobs: int) -> list[int]:
    """The count in equal shares."""
    return [count // jobs + (number < count % jobs) for number in range(max(1, min(jobs, count)))]
