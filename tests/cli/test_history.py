"""`voiceguide history`: the sessions that were done, in text, JSON and a calendar."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import Cli
from voiceguide.cli import play_live
from voiceguide.fit import Choices
from voiceguide.history import log
from voiceguide.live.saved_place import Place

SCRIPT = "---\ntitle: My heel\nfrequency: Twice a day for two weeks\n---\n\n- Press for 20 seconds\n"


@pytest.fixture(autouse=True)
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("heel.md").write_text(SCRIPT, "utf-8")
    Path("sole.md").write_text("- Press for 20 seconds\n", "utf-8")


def add(routine: str = "heel", *, days: int = 0, finished: bool = True) -> None:
    at = log.stamp(datetime.now() - timedelta(days))
    log.add(log.Done(at, routine, 612.0, finished, "play", 600.0))


def test_sessions_and_dots_are_shown(cli: Cli) -> None:
    add(days=1)
    add(days=1)
    add(finished=False)
    add("sole")
    said = cli("history", "heel.md")
    assert said.status == 0
    assert said.out.count(" heel  ") == 3
    assert "sole" not in said.out
    assert "10:12  finished" in said.out
    assert "10:12  left" in said.out
    assert said.out.splitlines()[-1] == " ".join(["●●", *["○○"] * 13])
    assert "sole" in cli("history").out


def test_the_json_holds_everything(cli: Cli) -> None:
    add()
    found = json.loads(cli("history", "heel.md", "--json").out)
    assert found["often"] == {"times": 2, "every_days": 1, "days": 14}
    assert found["sessions"][0]["routine"] == "heel"
    assert found["dots"][0]["done"] == 1
    assert json.loads(cli("history", "--json").out)["often"] is None


def test_reminders_are_written_for_a_calendar(cli: Cli) -> None:
    said = cli("history", "heel.md", "--ics", "heel.ics", "--at", "7:30")
    assert said.status == 0, said.err
    text = Path("heel.ics").read_text("utf-8")
    assert "T073000" in text
    assert text.count("BEGIN:VEVENT") == 1
    assert cli("history", "heel.md", "--ics", "heel.ics").status == 1  # it exists
    assert cli("history", "heel.md", "--ics", "heel.ics", "--force").status == 0
    refused = cli("history", "sole.md", "--ics", "sole.ics")
    assert refused.status == 1
    assert "does not say how often" in refused.err


def test_wrong_usage_and_forgetting(cli: Cli) -> None:
    add()
    assert cli("history", "--ics", "x.ics").status == 2
    assert cli("history", "heel.md", "--at", "8:00").status == 2
    assert cli("history", "heel.md", "--ics", "x.ics", "--at", "25:00").status == 2
    assert cli("history", "heel.md", "--forget").status == 2  # it would forget the other routines, too
    assert log.read() != []
    assert cli("history", "--forget").status == 0
    assert log.read() == []
    assert "No session was done yet" in cli("history").err


def test_a_session_that_was_played_is_added_and_a_full_disk_is_only_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    place = Place("heel.md", "My heel", "", length=600.0, choices=Choices(side="left"))
    play_live._log("heel", place, 598.04, True, told.append)
    play_live._log("heel", place, 20.0, False, told.append)
    [done] = log.read()
    assert (done.routine, done.length, done.heard, done.finished, done.side, done.where) == (
        *("heel", 600.0, 598.0, True, "left", "play"),
    )
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path / "file" / "state"))
    play_live._log("heel", place, 600.0, True, told.append)
    assert len(told) == 1
    assert "the history is not kept" in told[0]
