"""Work in a few threads with a short queue, done once for all requests that wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from voiceguide.serve.refusals import RefusedError, TooMuchError

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class StoppedError(RefusedError):
    """The server is ending and makes nothing more."""

    def __init__(self) -> None:
        super().__init__(503, "The server is ending.")


class SingleFlight(Generic[Key, Result]):
    """Runs work in a few threads. Requests for work under way get the same result. For one event loop."""

    def __init__(self, threads: int, waiting: int, keep: Callable[[Key, Result], None]) -> None:
        """`threads`: the number of works at a time; `waiting`: the number that may queue; `keep` is given each result
        before it can be asked for again."""
        self._most = threads + waiting
        self._keep = keep
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="voiceguide serve")
        self._under_way: dict[Key, asyncio.Future[Result]] = {}
        self._closed = False

    async def get(self, key: Key, work: Callable[[], Result]) -> Result:
        """The result or the exception of this work, or of the work under way with the same key. Raises TooMuchError,
        StoppedError.

        The work continues if a request for it is cancelled: others may wait for it, or ask again.
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
        """Start nothing more. The caller has to stop the work under way."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
