"""Work on items in a few threads: in order, until all are done or one fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

Item = TypeVar("Item")


class ThreadedWork(Generic[Item]):
    """Items that threads take one by one. The threads start at once, and do not keep the process alive."""

    def __init__(self, threads: int, items: Sequence[Item], do: Callable[[Item], None]) -> None:
        self._do = do
        self._items = items
        self._todo = iter(range(len(items)))
        self._turn = threading.Lock()
        self._stop = threading.Event()
        self._done = SimpleQueue[BaseException | None]()
        for _ in range(threads):
            threading.Thread(target=self._run, daemon=True).start()

    def wait(self, progress: Callable[[int], None]) -> None:
        """Wait for all items. `progress` is called with the number of those that are done. Raises the first error of
        an item; then no other item is begun."""
        try:
            for number in range(1, len(self._items) + 1):
                error = _interruptible(self._done)
                if error is not None:
                    raise error
                progress(number)
        finally:
            self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            with self._turn:
                number = next(self._todo, None)
            if number is None:
                return
            try:
                self._do(self._items[number])
            except BaseException as error:  # noqa: BLE001 - passed to the waiting thread
                self._done.put(error)
                return
            self._done.put(None)


def _interruptible(queue: SimpleQueue[BaseException | None]) -> BaseException | None:
    """The next item. Waits in short intervals, because Ctrl-C cannot interrupt a long wait on Windows."""
    while True:
        try:
            return queue.get(timeout=0.2)
        except Empty:
            continue
