"""Daily talk in a sheet: only for a person for whom the sheet makes the full version, too."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.batch.test_batch_heard import Here
from voiceguide.batch import read_sheet, run_batch
from voiceguide.batch.work import Made, Order, Outcome

SCRIPT = "# My heel\n\nStop if it hurts.\n\n- Press the heel spot for 10 seconds\n"


class Watching(Here):
    """An executor that makes nothing, and remembers who knows the safety lines."""

    def __init__(self) -> None:
        self.knows: dict[str, bool] = {}

    def begin(self, order: Order) -> Future[Outcome]:
        self.knows[order.job.place] = order.job.choices.knows_safety is not None
        order.target.write_bytes(b"made")
        done: Future[Outcome] = Future()
        done.set_result(Made())
        return done


@pytest.fixture(autouse=True)
def folder(clinic: Path) -> Path:
    (clinic / "heel.md").write_text(SCRIPT, "utf-8")
    return clinic


def run(*rows: str) -> tuple[dict[str, bool], list[str]]:
    Path("jobs.csv").write_text("\n".join(("routine,client,talk,target", *rows, "")), "utf-8")
    hands, notes = Watching(), list[str]()
    run_batch(read_sheet(Path("jobs.csv")), Path("out"), lambda: hands, note=notes.append)
    return hands.knows, [note for note in notes if "daily" in note]


def test_a_daily_row_needs_a_full_one_for_the_same_person() -> None:
    knows, notes = run("heel.md,Anna,daily,a.mp3", "heel.md,Anna,full,b.mp3", "heel.md,Ben,daily,c.mp3")
    assert knows == {"jobs.csv:2": True, "jobs.csv:3": False, "jobs.csv:4": False}
    assert len(notes) == 1
    assert notes[0].startswith("jobs.csv:4: daily talk is made in full")


def test_a_row_that_leaves_the_talk_to_the_script_is_full() -> None:
    knows, notes = run("heel.md,Anna,daily,a.mp3", "heel.md,Anna,,b.mp3")
    assert knows["jobs.csv:2"]
    assert notes == []


def test_bells_alone_say_no_safety_lines() -> None:
    knows, _ = run("heel.md,Anna,daily,a.mp3", "heel.md,Anna,bells,b.mp3")
    assert not knows["jobs.csv:2"]
