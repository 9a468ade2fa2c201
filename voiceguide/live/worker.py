"""A thread for slow work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue

from voiceguide.live.prepared import Prepared

Make = Callable[[], Prepared]


class Worker:
    """Runs one job after the other. The thread is a daemon, so leaving does not wait for it."""

    def __init__(self) -> None:
        self._todo = SimpleQueue[tuple[Make, "Future[Prepared]"]]()
        threading.Thread(target=self._run, name="voiceguide maker", daemon=True).start()

    def work(self, make: Make) -> Future[Prepared]:
        """Queue a job."""
        done: Future[Prepared] = Future()
        self._todo.put((make, done))
        return done

    def _run(self) -> None:
        while True:
            make, done = self._todo.get()
            try:
                done.set_result(make())
            except BaseException as error:  # noqa: BLE001 - raised where the result is read
                done.set_exception(error)
