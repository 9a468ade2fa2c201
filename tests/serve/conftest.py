"""One server for all tests of a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.serve.running import NO_CERTIFICATES, Served, routines, served


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with routines(tmp_path_factory.mktemp("serve")) as folder:
        yield folder


@pytest.fixture(scope="module")
def server(scripts: Path) -> Iterator[Served]:
    with served() as running:
        yield running


@pytest.fixture(scope="module")
def lan(scripts: Path) -> Iterator[Served]:
    """A server that stands behind a key."""
    with served(lan=True) as running:
        yield running


@pytest.fixture
def get(server: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, verify=NO_CERTIFICATES, timeout=30) as client:
        yield client
