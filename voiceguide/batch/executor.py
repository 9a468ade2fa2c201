"""The executor of a batch: a process on each core."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from types import TracebackType
from typing import Protocol

from voiceguide.batch.starter import Starter, report_errors
from voiceguide.batch.work import Order, Outcome, cores, make
from voiceguide.storage.temporary import remove_left_folders
from voiceguide.storage.unfinished import remove_unfinished

GRACE_SECONDS = 5.0
"""The time that a stopped process has to remove the file that it was writing."""


class Executor(Protocol):
    """Makes orders. A context manager: at its end, unfinished orders are dropped."""

    speaks: bool
    """True: it speaks missing utterances itself. False: it returns them."""

    def room(self) -> int:
        """The number of orders to hand out at the same time, so that no process is idle."""

    def begin(self, order: Order) -> Future[Outcome]:
        """Submit an order. The future may raise BrokenExecutor if its process died."""

    def __enter__(self) -> Executor: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


class Processes:
    """A process on each core."""

    speaks = False

    def __init__(self, count: int | None = None) -> None:
        self._count = count or cores()
        self._context = multiprocessing.get_context("spawn")
        # no Event: to set one waits for each process that waits for it, also for one that was killed
        self._stopped, self._going_on = self._context.Pipe(duplex=False)
        self._starter = Starter()
        try:
            self._executor = self._starter.run(self._new)  # the first one starts the tracker of semaphores
        except BaseException:
            self._starter.close()
            raise

    def room(self) -> int:
        """Two orders for each process: one being made, one waiting."""
        return 2 * self._count

    def begin(self, order: Order) -> Future[Outcome]:
        """Submit an order to the next free process."""
        return self._starter.run(lambda: self._submit(order))

    def _submit(self, order: Order) -> Future[Outcome]:
        try:
            return self._executor.submit(_work, order)
        except BrokenProcessPool:  # one process died and broke its pool
            self._executor.shutdown(wait=False)
            self._executor = self._new()
            return self._executor.submit(_work, order)

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._count, self._context, initializer=_enter, initargs=(self._stopped,))

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is not None:
            self._going_on.close()
        self._starter.close()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._going_on.close()
        self._stopped.close()
        remove_left_folders()  # of the processes: multiprocessing ends them without their cleanup


# In the processes


class Stopped(BaseException):
    """Nobody waits for this session any more."""


_stopped = threading.Event()
_busy = threading.Lock()


def _enter(stop: Connection) -> None:
    """`stop` becomes ready when the parent stops or dies."""
    report_errors()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_watch, args=(stop,), daemon=True).start()


def _end(number: int, frame: object) -> None:
    """End this process with its unfinished files: the whole group may have been told to end."""
    remove_unfinished()
    os._exit(128 + number)


def _watch(stop: Connection) -> None:
    """End this process when the parent stops or dies: a pool's process would outlive a parent that was killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait_for([stop, parent.sentinel])
    _stopped.set()
    wait_for([parent.sentinel], GRACE_SECONDS)  # the parent wants the results that exist by now
    if not parent.is_alive():
        _busy.acquire(timeout=GRACE_SECONDS)
    os._exit(1)


def _check(done: int, total: int) -> None:
    if _stopped.is_set():
        raise Stopped


def _work(order: Order) -> Outcome:
    with _busy:
        _check(0, 0)
        return make(order, order.target, _check)
