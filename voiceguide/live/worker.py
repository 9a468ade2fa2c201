"""A thread of its own for what takes a while."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue

from voiceguide.live.transport import Prepared

Make = Callable[[], Prepared]


class Worker:
    """Makes one thing after the other. Its thread is a daemon, so that whoever leaves does not wait for it."""

    def __init__(self) -> None:
        self._todo = SimpleQueue[tuple[Make, "Future[Prepared]"]]()
        threading.Thread(target=self._run, name="voiceguide maker", daemon=True).start()

    def work(self, make: Make) -> Future[Prepared]:
        """Have something made."""
        done: Future[Prepared] = Future()
        self._todo.put((make, done))
        return done

    def _run(self) -> None:
        while True:
            make, done = self._todo.get()
            try:
                done.set_result(make())
            except BaseException as error:  # noqa: BLE001 - handed to whoever asks for the result
                done.set_exception(error)
