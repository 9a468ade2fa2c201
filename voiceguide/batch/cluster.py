"""Sessions made on a Dask cluster. Only this module imports dask.distributed (the `[cluster]` extra).

An order carries its routine; a bed and recordings are sent once for all orders that need them. The sound comes back as
bytes, so the machines share no disk: each speaks with its own engine into its own cache. If a worker dies, the
scheduler gives its orders to another.
"""

from __future__ import annotations

import re
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from voiceguide import __version__
from voiceguide.batch.assets import Assets, needs, packed, unpacked
from voiceguide.batch.work import Made, Order, Outcome, make
from voiceguide.bed import BedOptions
from voiceguide.errors import BatchError
from voiceguide.parts import install
from voiceguide.storage.temporary import TemporaryFolder

PATIENCE_SECONDS = 10
"""The time limit for the scheduler to answer and to have a worker."""


class Cluster:
    """The workers of a scheduler, as a `batch.executor.Executor`."""

    speaks = True

    def __init__(self, address: str) -> None:
        """`address` in Dask's form: `tcp://127.0.0.1:8786`. Raises BatchError."""
        hint = "`dask scheduler` starts one and says its address."
        if not re.fullmatch(r"(tcp|tls|ws|wss)://[^\s/]+:\d+", address):
            raise BatchError(f"{address} is not the address of a scheduler, such as tcp://HOST:8786", hint)
        try:
            from distributed import Client
        except ImportError as error:
            message = f"--scheduler needs the package `distributed`: {error}"
            raise BatchError(message, f"Install it: {install('distributed')}") from error
        try:
            self._client: Any = Client(address, timeout=PATIENCE_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise BatchError(f"there is no scheduler at {address}: {error}", hint) from error
        try:
            self._check_workers(address)
        except BaseException:
            self._client.close()
            raise
        self._executor = self._client.get_executor(pure=False)
        self._assets: dict[tuple[BedOptions, str | None, str | None], Any] = {}
        """Key of `needs` -> the assets, on all workers."""

    def _check_workers(self, address: str) -> None:
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
        except TimeoutError as error:
            raise BatchError(f"{address} has no workers", f"Start some: dask worker {address}") from error
        try:
            versions: dict[str, str] = self._client.run(worker_version)
        except ImportError as error:
            raise BatchError(f"a worker cannot import voiceguide: {error}", "Install it on each machine.") from error
        for worker, found in versions.items():
            if found != __version__:
                message = f"{worker} has voiceguide {found}, and here is {__version__}"
                raise BatchError(message, "Install one version on all machines.")

    def room(self) -> int:
        """Two orders for each thread: one being made, one waiting."""
        threads: dict[str, int] = self._client.nthreads()
        return max(2, 2 * sum(threads.values()))

    def begin(self, order: Order) -> Future[Outcome]:
        """Submit an order to the next free worker. Raises BatchError where its files are too large to send."""
        heard = needs(order)
        if heard not in self._assets:
            assets = packed(order)
            self._assets[heard] = assets and self._client.scatter(assets, broadcast=True, hash=False)
        future: Future[Outcome] = self._executor.submit(make_bytes, order, self._assets[heard])
        return future

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._executor.shutdown(wait=error is None)
        self._client.close()


# On the workers


def worker_version() -> str:
    """The version of voiceguide on a worker."""
    return __version__


def make_bytes(order: Order, assets: Assets | None = None) -> Outcome:
    """Make a session in a temporary folder and return the content of its file. `assets`: the files that it needs."""
    with ExitStack() as there:
        if assets:
            order = there.enter_context(unpacked(order, assets))
        folder = there.enter_context(TemporaryFolder("job")).name
        target = Path(folder) / f"session{order.job.target.suffix}"
        outcome = make(replace(order, overwrite=False), target, _go_on)
        return Made(target.read_bytes()) if isinstance(outcome, Made) else outcome


def _go_on(done: int, total: int) -> None:
    """Progress stays on the worker."""
