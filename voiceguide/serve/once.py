"""Work that is done once for all who ask for it meanwhile, in a few threads, with a short queue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from voiceguide.serve.asked import RefusedError, TooMuchError

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class StoppedError(RefusedError):
    """The server ends, so nothing more is made."""

    def __init__(self) -> None:
        super().__init__(503, "The server is ending.")


class Once(Generic[Key, Result]):
    """Works in a few threads. Who asks for what is being worked on gets the same result. For one event loop."""

    def __init__(self, threads: int, waiting: int, keep: Callable[[Key, Result], None]) -> None:
        """`threads`: things worked on at a time; `waiting`: how many more may wait for it; `keep` is given each result
        before anybody can ask for it anew."""
        self._most = threads + waiting
        self._keep = keep
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="voiceguide serve")
        self._under_way: dict[Key, asyncio.Future[Result]] = {}
        self._closed = False

    async def get(self, key: Key, work: Callable[[], Result]) -> Result:
        """What this work, or that of the same key which is under way, gives or raises. Raises TooMuchError and
        StoppedError.

        The work goes on if whoever asked for it goes away: others may have asked, too, or ask again.
        """
        future = self._under_way.get(key)
        if future is None:
            if self._closed:
                raise StoppedError
            if len(self._under_way) >= self._most:
                raise TooMuchError
            future = asyncio.get_running_loop().run_in_executor(self._threads, work)
            self._under_way[key] = future
            future.add_done_callback(lambda done: self._is_done(key, done))
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            if future.cancelled():
                raise StoppedError from None
            raise

    def _is_done(self, key: Key, done: asyncio.Future[Result]) -> None:
        del self._under_way[key]
        if not done.cancelled() and done.exception() is None:
            self._keep(key, done.result())

    def close(self) -> None:
        """Begin nothing more. What is under way has to be ended otherwise."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
