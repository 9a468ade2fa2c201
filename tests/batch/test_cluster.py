"""The same jobs on a Dask cluster: two real workers, one of them killed on the way."""

from __future__ import annotations

import builtins
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import soundfile

from tests.conftest import Cli
from tests.dask_workers import dask_workers
from voiceguide.batch import read_sheet, run_batch


@pytest.fixture
def cluster(folder: Path) -> Iterator[Any]:
    """Two worker processes on this machine."""
    with dask_workers(2, folder) as cluster:
        yield cluster


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL there")
def test_a_killed_worker_loses_nothing(folder: Path, cluster: Any) -> None:
    from voiceguide.batch.cluster import Cluster

    rows = "".join(f"heel.md,Client {chr(65 + number)},{number}.mp3\n" for number in range(12))
    jobs = folder / "jobs.csv"
    jobs.write_text("routine,client,target\n" + rows + "heel.md,,whole.wav\nheel.md,,\nnope,,\n")
    killed: list[int] = []

    def kill_one(done: int, total: int) -> None:
        if done >= 3 and not killed:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    report = run_batch(read_sheet(jobs), folder / "out", lambda: Cluster(cluster.scheduler_address), progress=kill_one)
    assert killed
    assert [failure.place for failure in report.failures] == [f"{jobs}:16"]
    assert len(report.made) == 14
    assert {path.name for path in (folder / "out").glob("*.*") if not path.name.startswith(".")} == {
        *(f"{number}.mp3" for number in range(12)), "heel.mp3", "whole.wav"
    }  # fmt: skip
    assert all(soundfile.info(path).frames > 0 for path in report.made)
    kept = b"".join(path.read_bytes() for path in (folder / "cache").iterdir())
    assert b"heel spot" in kept
    assert b"Client" not in kept
    again = run_batch(
        read_sheet(jobs), folder / "out", lambda: pytest.fail("nobody is needed for what is there already")
    )
    assert len(again.current) == 14


@pytest.mark.parametrize("address", ["rubbish", "tcp://", "127.0.0.1:8786", "http://127.0.0.1:8786"])
def test_an_address_that_is_none_is_refused(folder: Path, cli: Cli, address: str) -> None:
    (folder / "jobs.csv").write_text("routine\nheel.md\n")
    said = cli("batch", "jobs.csv", "--scheduler", address)
    assert said.status == 1
    assert "tcp://HOST:8786" in said.err


def test_without_the_package_the_extra_is_named(folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_distributed(name: str, *args: Any, **more: Any) -> Any:
        if name == "distributed":
            raise ModuleNotFoundError("No module named 'distributed'")
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without_distributed)
    (folder / "jobs.csv").write_text("routine\nheel.md\n")
    said = cli("batch", "jobs.csv", "--scheduler", "tcp://127.0.0.1:8786")
    assert said.status == 1
    assert '-m pip install "distributed' in said.err
    assert not list(folder.glob("*.mp3"))
