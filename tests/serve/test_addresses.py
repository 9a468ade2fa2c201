"""What stands at each address, asked for over real HTTP."""

from __future__ import annotations

import io
import json
from pathlib import Path

import httpx
import mutagen.mp3
import pytest

from tests.serve.running import ROUTINES, Served


def test_the_list_has_what_a_page_needs_to_choose(get: httpx.Client) -> None:
    rows = {row["name"]: row for row in get.get("/routines.json").json()}
    assert set(rows) == set(ROUTINES)
    heel = rows["heel"]
    assert heel["title"] == "Heel pain <b>relief</b> & more"
    assert heel["language"] == "en"
    assert heel["sides"] is True
    assert heel["things"] == ["a ball"]
    assert rows["ferse"]["sides"] is False
    assert rows["ferse"]["things"] == []
    for row in rows.values():
        assert row["shortest"] < row["natural"] < row["longest"]


def test_a_plan_is_what_the_command_line_prints(get: httpx.Client) -> None:
    plan = get.get("/plan.json", params={"routine": "heel", "length": "2m30s"}).json()
    assert plan["length"] == plan["requested"] == 150.0
    assert {"chapters", "steps", "cues", "changes", "shortest", "longest"} <= set(plan)


@pytest.mark.parametrize("end", ["shortest", "longest"])
def test_the_ends_of_the_list_can_be_asked_for(get: httpx.Client, end: str) -> None:
    get.get("/plan.json", params={"routine": "heel"})  # spoken: nothing is an estimate any more
    row = next(row for row in get.get("/routines.json").json() if row["name"] == "heel")
    by_name = get.get("/plan.json", params={"routine": "heel", "length": end}).json()
    typed = get.get("/plan.json", params={"routine": "heel", "length": row[end]}).json()
    assert by_name["length"] == pytest.approx(row[end], abs=0.001)
    assert typed["length"] == pytest.approx(row[end], abs=0.001)


def test_choices_change_the_session(get: httpx.Client) -> None:
    whole = get.get("/plan.json", params={"routine": "heel"}).json()
    chosen = {"routine": "heel", "side": "left", "without": "ball", "talk": "bells"}
    left = get.get("/plan.json", params=chosen).json()
    assert {step["side"] for step in left["steps"]} == {"left", None}
    assert not any("ball" in step["text"] for step in left["steps"])
    assert len(left["cues"]) < len(whole["cues"])


def test_a_session_is_as_long_as_its_plan_and_has_its_chapters_and_its_cover(get: httpx.Client) -> None:
    asked = {"routine": "heel", "length": "150"}
    answer = get.get("/session.mp3", params=asked)
    assert answer.headers["content-type"] == "audio/mpeg"
    sound = mutagen.mp3.MP3(io.BytesIO(answer.content))
    plan = get.get("/plan.json", params=asked).json()
    assert sound.info.length == pytest.approx(150, abs=0.06)
    assert [str(tag["TIT2"]) for tag in (chapter.sub_frames for chapter in sound.tags.getall("CHAP"))] == [
        plan["title"],
        *(chapter["title"] for chapter in plan["chapters"]),
    ]
    assert sound.tags.getall("APIC")


def test_a_download_has_a_name_to_keep_it_by(get: httpx.Client) -> None:
    asked = {"routine": "heel", "length": "150", "side": "left", "download": 1}
    answer = get.get("/session.mp3", params=asked)
    assert answer.headers["content-disposition"] == 'attachment; filename="heel-2m30s-left.mp3"'
    assert "content-disposition" not in get.get("/session.mp3", params={"routine": "heel"}).headers


def test_a_session_is_made_once(get: httpx.Client, server: Served) -> None:
    asked = {"routine": "heel", "length": "140"}
    first, second = get.get("/session.mp3", params=asked), get.get("/session.mp3", params=asked)
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["last-modified"] == second.headers["last-modified"]


def test_chapters_captions_and_cover_are_those_of_the_session(get: httpx.Client) -> None:
    asked = {"routine": "heel", "length": "150"}
    chapters = get.get("/chapters.json", params=asked)
    plan = get.get("/plan.json", params=asked).json()
    assert chapters.headers["content-type"] == "application/json+chapters"
    assert [(c["startTime"], c["title"]) for c in chapters.json()["chapters"]] == [
        (0.0, plan["title"]),
        *((c["start"], c["title"]) for c in plan["chapters"]),
    ]
    assert get.get("/captions.vtt", params=asked).text.startswith("WEBVTT")
    cover = get.get("/cover.jpg", params=asked)
    assert cover.headers["content-type"] == "image/jpeg"
    assert cover.content.startswith(b"\xff\xd8")


def test_a_cover_is_kept_by_whoever_has_it(get: httpx.Client) -> None:
    first = get.get("/cover.jpg?routine=ferse")
    assert first.headers["cache-control"] == "private, max-age=3600"
    again = get.get("/cover.jpg?routine=ferse", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = get.get("/cover.jpg?routine=ferse&length=longest", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_a_script_that_is_saved_anew_is_another_session(get: httpx.Client, scripts: Path) -> None:
    script = scripts / "new.md"
    script.write_text("- Sit for 20 seconds\n", "utf-8")
    try:
        before = get.get("/session.mp3", params={"routine": "new"})
        script.write_text("- Stand upright for 30 seconds\n", "utf-8")
        after = get.get("/session.mp3", params={"routine": "new"})
        assert "Stand upright" in json.dumps(get.get("/plan.json", params={"routine": "new"}).json())
    finally:
        script.unlink()
    assert before.headers["etag"] != after.headers["etag"]
    assert get.get("/session.mp3", params={"routine": "new"}).status_code == 404


def test_a_routine_that_cannot_be_read_is_left_out_and_told_in_the_terminal(
    get: httpx.Client, server: Served, scripts: Path
) -> None:
    script = scripts / "broken.md"
    script.write_text("- Press for 60 secnds\n", "utf-8")
    try:
        assert "broken" not in get.get("/routines.json").text
        assert any("broken" in note for note in server.notes)
        answer = get.get("/plan.json", params={"routine": "broken"})
    finally:
        script.unlink()
    assert answer.status_code == 404
    assert str(scripts) not in answer.text


def test_browsers_are_told_to_load_nothing_from_elsewhere(get: httpx.Client) -> None:
    for path in ("/", "/routines.json", "/player.js", "/no-such-page", "/session.mp3?routine=heel"):
        headers = get.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "set-cookie" not in headers
        assert "server" not in headers
