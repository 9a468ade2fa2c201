"""The history of the page: kept on this machine, added to by the page itself alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serve.running import Served, plain, served
from voiceguide.history import log

SESSION = {"routine": "heel", "length": 150.0, "heard": 149.5, "finished": True, "side": "left"}


@pytest.fixture
def often(scripts: Path) -> Iterator[str]:
    path = scripts / "often.md"
    path.write_text("---\ntitle: Often\nfrequency: Twice a day for two weeks\n---\n\n- Press for 20 seconds\n", "utf-8")
    yield "often"
    path.unlink()


def post(get: httpx.Client, value: Any = SESSION, **headers: str) -> httpx.Response:
    return get.post("/history.json", json=value, headers=headers)


def test_a_session_is_added_and_shown(get: httpx.Client) -> None:
    assert post(get).status_code == 204
    [done] = get.get("/history.json", params={"routine": "heel"}).json()["sessions"]
    assert {name: done[name] for name in SESSION} == SESSION
    assert done["where"] == "page"
    assert log.read()[0].routine == "heel"
    assert get.get("/history.json", params={"routine": "ferse"}).json()["sessions"] == []
    assert len(get.get("/history.json").json()["sessions"]) == 1
    assert get.get("/history.json", params={"routine": "nobody"}).status_code == 404


def test_a_plan_is_a_row_of_dots_and_a_reminder(get: httpx.Client, often: str) -> None:
    post(get, {**SESSION, "routine": often})
    found = get.get("/history.json", params={"routine": often}).json()
    assert found["often"] == {"times": 2, "every_days": 1, "days": 14}
    assert [dot["done"] for dot in found["dots"]] == [1] + [0] * 13
    answer = get.get("/reminder.ics", params={"routine": often, "at": ["7:30", "19:00"]})
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text.count("BEGIN:VEVENT") == 2
    assert "T073000" in answer.text
    assert get.get("/reminder.ics", params={"routine": often, "at": "x"}).status_code == 400
    assert get.get("/reminder.ics", params={"routine": "heel"}).status_code == 404
    assert get.get("/reminder.ics").status_code == 404


def test_a_reminder_never_holds_the_key(lan: Served, often: str) -> None:
    text = plain.get(f"{lan.address}/reminder.ics?routine={often}").text
    assert "BEGIN:VEVENT" in text
    assert lan.key
    assert lan.key not in text
    assert "127.0.0.1" not in text


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_no_other_page_can_add_a_session(get: httpx.Client, headers: dict[str, str]) -> None:
    assert post(get, **headers).status_code in (403, 404)
    assert log.read() == []


@pytest.mark.parametrize(
    "value",
    [
        [],
        "x",
        {},
        {**SESSION, "routine": "../heel"},
        {**SESSION, "routine": ["heel"]},
        {**SESSION, "heard": "x"},
        {**SESSION, "heard": None},
        {**SESSION, "heard": -5},
        {**SESSION, "length": 1e12},
        {**SESSION, "finished": "yes"},
        {**SESSION, "side": "up"},
        {**SESSION, "side": {"a": 1}},
    ],
)
def test_what_is_no_session_is_refused(get: httpx.Client, value: Any) -> None:
    assert post(get, value).status_code == 400
    assert log.read() == []


def test_what_is_sent_is_bounded(get: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert post(get, {**SESSION, "more": "x" * 2_000}).status_code == 413
    asking = {"content-type": "application/json"}
    assert get.post("/history.json", content=b"[" * 900, headers=asking).status_code == 400
    assert get.post("/history.json", content=b"\xff", headers=asking).status_code == 400
    assert get.put("/history.json", json=SESSION).status_code == 405


def test_pages_can_add_so_many_within_an_hour(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served() as server:
        statuses = [plain.post(server.address + "/history.json", json=SESSION).status_code for _ in range(122)]
    assert statuses == [204] * 120 + [429] * 2


def test_a_server_may_keep_no_history(scripts: Path) -> None:
    with served(history=False) as server:
        assert plain.get(server.address + "/server.json").json()["history"] is False
        assert plain.post(server.address + "/history.json", json=SESSION).status_code == 404
        assert plain.get(server.address + "/history.json").status_code == 404
    assert log.read() == []
