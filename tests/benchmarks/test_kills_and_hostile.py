"""The harnesses of kills and of hostile requests, in short; and they find what they look for."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks import kills
from benchmarks.harness import Limits, Tally
from benchmarks.hostile import attacked
from benchmarks.kill_scenes import SCENES
from benchmarks.kill_stage import Stage, forgotten_files
from benchmarks.kill_ways import WAYS, workers_of
from benchmarks.workplace import Ran, Workplace, explained
from tests.needs import need
from tests.waiting import until

REQUESTS = 200
WAY = {way.name: way for way in WAYS}


@pytest.fixture(autouse=True)
def on_linux() -> None:
    need(sys.platform == "linux", "processes are counted in /proc")


def test_a_command_that_is_ended_leaves_nothing_and_repeats() -> None:
    scenes = tuple(scene for scene in SCENES if scene.name in ("export", "two batches"))
    assert kills.measured(Limits(6, 4), 5, scenes).findings == {}


def test_a_server_outlives_requests_that_no_client_should_send() -> None:
    tally = attacked("serve --lan", REQUESTS, Limits(REQUESTS, 3), seed=2)
    assert tally.findings == {}
    assert tally.total == REQUESTS


def test_workers_that_any_thread_has_started_are_ended() -> None:
    reader = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with ThreadPoolExecutor(1) as threads:
        with threads.submit(subprocess.Popen, reader, stdin=subprocess.PIPE).result() as worker:
            assert worker.pid in workers_of(os.getpid())
        assert worker.pid not in workers_of(os.getpid())


def test_what_is_left_behind_is_found() -> None:
    with Workplace() as place:
        stage = Stage(SCENES[0], place, {"out/s.mp3": "whole"})
        assert stage._fault_of_end(WAY["SIGTERM"], Ran(143, "", "")) is None
        (place.root / "tmp" / "voiceguide-12ab").mkdir()
        assert stage._fault_of_end(WAY["SIGTERM"], Ran(143, "", "")) == "leaves voiceguide-ab"
        assert stage._fault_of_end(WAY["SIGTERM"], Ran(143, "", ""), stage._left()) is None  # it was there before
        assert stage._fault_of_end(WAY["SIGKILL"], Ran(-9, "", "")) is None
        (place.root / "out" / "s.mp3").write_bytes(b"half")
        assert stage._fault_of_end(WAY["SIGKILL"], Ran(-9, "", "")) == "leaves half a file: out/s.mp3"


def test_a_file_that_a_ledger_has_forgotten_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").touch()
    (tmp_path / "b.mp3").touch()
    assert forgotten_files(tmp_path, ["a.mp3"]) == ["a.mp3"]
    (tmp_path / ".voiceguide-batch.json").write_text('{"files": {"a.mp3": ["x", null, false]}}')
    assert forgotten_files(tmp_path, ["a.mp3", "b.mp3", "c.mp3"]) == ["b.mp3"]


def test_a_traceback_and_a_strange_status_are_found() -> None:
    with Workplace() as place:
        stage = Stage(SCENES[-1], place)
        python = 'Traceback (most recent call last):\n  File "site.py"\nKeyboardInterrupt\n'
        assert stage._fault_of_end(WAY["SIGINT"], Ran(1, "", python)) is None  # it was not yet the command
        worker = 'Traceback (most recent call last):\n  File "multiprocessing/spawn.py"\nKeyboardInterrupt\nstopped\n'
        assert "stopped" in str(stage._fault_of_end(WAY["SIGINT"], Ran(130, "", worker)))
        told = 'Traceback (most recent call last):\n  File "voiceguide/x.py"\nKeyboardInterrupt\n'
        assert "KeyboardInterrupt" in str(stage._fault_of_end(WAY["SIGINT"], Ran(130, "", told)))
        assert "status 1" in str(stage._fault_of_end(WAY["SIGINT"], Ran(1, "", "")))


def test_an_orphan_is_found(tmp_path: Path) -> None:
    import subprocess

    with Workplace() as place:
        child = subprocess.Popen(["sleep", "60"], env=place.environment())
        until(place.processes)  # a busy system shows the environment of a new process late
        assert place.orphans(patience=0.1) == [child.pid]
        place.kill_all()
        child.wait(10)
        assert place.orphans(patience=0.1) == []


@pytest.mark.parametrize(
    ("ran", "fault"),
    [
        (Ran(0, "", ""), None),
        (Ran(1, "", "error: no space\nhint: free some\n"), None),
        (Ran(1, "", ""), "fails without an error message"),
        (Ran(1, "", "error\n" * 50), "says 50 lines"),
        (Ran(-11, "", ""), "status -11"),
        (Ran(-100, "", ""), "does not end"),
    ],
)
def test_a_failure_has_to_be_explained(ran: Ran, fault: str | None) -> None:
    assert explained(ran) == fault


def test_a_tally_counts_and_shows_examples() -> None:
    tally, more = Tally(), Tally()
    tally.tried("export", 2)
    more.tried("export")
    more.found("leaves files", "x.part")
    tally.add(more)
    assert (tally.total, tally.broken) == (3, 1)
    assert "1 × leaves files\n    x.part" in tally.table("ends of", 60)


def test_requests_differ_and_repeat_with_their_seed() -> None:
    from benchmarks.odd_requests import Enemy

    first, second = (Enemy(random.Random(3), "key/", "127.0.0.1:1") for _ in range(2))
    assert [first.request() for _ in range(50)] == [second.request() for _ in range(50)]
