"""The executor of a batch: a process on each core.

Each process is asked by a thread of this one, over pipes. No semaphore is used: the system keeps one for good if all
processes are killed at once.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import subprocess
import threading
from concurrent.futures import BrokenExecutor, Future
from queue import SimpleQueue
from types import TracebackType
from typing import Protocol

from voiceguide.batch.process import GRACE_SECONDS
from voiceguide.batch.work import Order, Outcome, cores
from voiceguide.child_process import start_child
from voiceguide.storage.temporary import remove_left_folders

END_SECONDS = 2 * GRACE_SECONDS
"""The time that a stopped process has to end. It gives up its work after half of it."""


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


class BatchProcess:
    """One process of a batch. It is started where no signal interrupts: in a thread other than the main one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] = start_child("voiceguide.batch.process")

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def make(self, order: Order) -> Outcome:
        """The outcome of an order. Raises BrokenExecutor if the process dies."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            pickle.dump(order, self._process.stdin)
            self._process.stdin.flush()
            outcome: Outcome = pickle.load(self._process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            raise BrokenExecutor("the process died") from error
        return outcome

    def stop(self) -> None:
        """Tell the process to end, even while it works. Another thread may wait for its outcome."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # unsent data is lost with the process
            self._process.stdin.close()

    def close(self) -> None:
        """End the process."""
        self.stop()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


class Processes:
    """A process on each core. Each is started with its first order."""

    speaks = False

    def __init__(self, count: int | None = None) -> None:
        self._count = count or cores()
        self._orders: SimpleQueue[tuple[Order, Future[Outcome]] | None] = SimpleQueue()
        self._running: list[BatchProcess] = []
        self._stopped = False
        self._working = self._count
        """The number of threads that take orders."""
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, name="voiceguide batch", daemon=True) for _ in range(self._count)
        ]

    def room(self) -> int:
        """Two orders for each process: one being made, one waiting."""
        return 2 * self._count

    def begin(self, order: Order) -> Future[Outcome]:
        """Submit an order to the next free process."""
        future: Future[Outcome] = Future()
        self._orders.put((order, future))
        return future

    def __enter__(self) -> Processes:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is not None:
            self._stop()
        for _ in self._threads:
            self._orders.put(None)
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()
        remove_left_folders()  # of processes that were killed

    def _stop(self) -> None:
        """Drop all orders."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.stop()

    def _run(self) -> None:
        """Make orders in one process after another: a process that died is replaced."""
        if hasattr(signal, "pthread_sigmask"):  # Ctrl-C and the end of the terminal are for the main process
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
        process: BatchProcess | None = None
        while (given := self._orders.get()) is not None:
            order, future = given
            if self._stopped or future.cancelled():
                future.cancel()
                continue
            try:
                process = process or self._started()
                future.set_result(process.make(order))
            except Exception as error:  # noqa: BLE001 - passed to the batch, which reports it
                if process is None and isinstance(error, OSError) and self._others_work():
                    self._orders.put(given)
                    return
                self._ended(process)
                process = None
                future.set_exception(error)
        self._ended(process)

    def _started(self) -> BatchProcess:
        with self._lock:
            if self._stopped:
                raise BrokenExecutor("the batch is ending")
            process = BatchProcess()
            self._running.append(process)
        return process

    def _others_work(self) -> bool:
        """True if this thread can end: the system allows no other process, and other threads take its orders."""
        with self._lock:
            if self._working == 1:
                return False
            self._working -= 1
        return True

    def _ended(self, process: BatchProcess | None) -> None:
        if process is not None:
            process.close()
            with self._lock:
                self._running.remove(process)
