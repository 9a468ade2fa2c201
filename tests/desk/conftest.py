"""A folder of scripts, and a desk on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.running import BROKEN, SOLES, Running, desk


def fill(folder: Path) -> Path:
    folder.mkdir()
    (folder / "soles.md").write_text(SOLES, "utf-8")
    (folder / "knee.md").write_text(BROKEN, "utf-8")
    return folder


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    return fill(tmp_path / "scripts")


@pytest.fixture(scope="package")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One desk for tests that leave its two scripts as they are."""
    with desk(fill(tmp_path_factory.mktemp("desk") / "scripts")) as running:
        yield running
        assert running.notes == []
