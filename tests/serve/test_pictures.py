"""Pictures of steps on the page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image


@pytest.fixture
def seen(scripts: Path) -> Iterator[Path]:
    (scripts / "seen.md").write_text("# Seen\n\n- Press for 20 seconds\n  ![Thumbs](seen.png)\n", "utf-8")
    Image.new("RGB", (2400, 1200), "red").save(scripts / "seen.png")
    yield scripts / "seen.png"
    (scripts / "seen.md").unlink()
    (scripts / "seen.png").unlink(missing_ok=True)


def test_a_step_leads_to_its_picture(get: httpx.Client, seen: Path) -> None:
    [step] = get.get("/plan.json?routine=seen").json()["steps"]
    assert step["picture"] == {"alt": "Thumbs", "address": "picture.jpg?routine=seen&line=3"}
    answer = get.get("/" + step["picture"]["address"])
    assert answer.headers["content-type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 600)
    small = get.get("/" + step["picture"]["address"] + "&small=1")
    assert Image.open(io.BytesIO(small.content)).size == (480, 240)
    again = get.get("/" + step["picture"]["address"], headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert "data:image/jpeg" in get.get("/handout.html?routine=seen").text
    rows = {row["name"]: row["pictures"] for row in get.get("/routines.json").json()}
    assert (rows["seen"], rows["heel"]) == (1, 0)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("routine=heel&line=13", 404),
        ("routine=seen&line=4", 404),
        ("routine=nobody&line=3", 404),
        ("routine=seen", 400),
        ("routine=seen&line=x", 400),
        ("line=3", 400),
        ("routine=../seen.png&line=3", 404),
    ],
)
def test_only_pictures_of_steps_are_shown(get: httpx.Client, seen: Path, query: str, status: int) -> None:
    assert get.get(f"/picture.jpg?{query}").status_code == status


def test_a_picture_that_is_gone_is_told_without_its_path(get: httpx.Client, seen: Path) -> None:
    get.get("/plan.json?routine=seen")
    seen.unlink()
    answer = get.get("/picture.jpg?routine=seen&line=3")
    assert answer.status_code == 404
    assert str(seen.parent) not in answer.text
