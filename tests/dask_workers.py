"""A Dask cluster of worker processes on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.needs import need


@contextmanager
def dask_workers(number: int, folder: Path) -> Iterator[Any]:
    """So many of them; what they write lies below the folder."""
    need(find_spec("distributed"), "distributed is not installed")
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=number,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        local_directory=str(folder / "dask"),
    ) as cluster:
        yield cluster
