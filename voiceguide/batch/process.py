"""A process of a batch: it makes one session after another.

Pickled orders arrive on standard input. Each gets its outcome on the original standard output. The process ends with
its input, so it never outlives its parent. A session that it is making then is given up, and its file removed.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue

from voiceguide.batch.work import Failed, Order, Outcome, fault, make
from voiceguide.storage.unfinished import remove_unfinished

GRACE_SECONDS = 5.0
"""The time that a stopped process has to remove the file that it was writing."""

_stopped = threading.Event()
_busy = threading.Lock()


class Stopped(BaseException):
    """Nobody waits for this session any more."""


def main() -> None:
    """Make orders until the input ends."""
    signal.signal(signal.SIGTERM, _end)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    orders: SimpleQueue[Order] = SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    with suppress(Stopped, BrokenPipeError):
        while True:
            order = orders.get()
            with _busy:
                pickle.dump(_made(order), answers)
                answers.flush()
    threading.Event().wait()  # the other thread ends the process


def _made(order: Order) -> Outcome:
    try:
        _check(0, 0)
        return make(order, order.target, _check)
    except Exception as error:  # noqa: BLE001 - reported by the batch
        return Failed(fault(error))


def _check(done: int, total: int) -> None:
    if _stopped.is_set():
        raise Stopped


def _listen(orders: SimpleQueue[Order]) -> None:
    """Receive orders. End this process with its input: the main process has stopped or was killed."""
    try:
        while True:
            orders.put(pickle.load(sys.stdin.buffer))
    finally:
        _stopped.set()
        _busy.acquire(timeout=GRACE_SECONDS)
        remove_unfinished()
        os._exit(0)


def _end(number: int, frame: object) -> None:
    """End this process with its unfinished files."""
    remove_unfinished()
    os._exit(128 + number)
