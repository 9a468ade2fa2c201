"""Reloads cost next to nothing: what a browser has is not sent again, and texts are compressed."""

from __future__ import annotations

import gzip
import re
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serve.running import ROUTINES, Served, plain, served
from voiceguide.serve.body import Body
from voiceguide.serve.languages import accepted_languages

SESSION = "routine=heel&length=150"
ADDRESSES = [
    "/",
    "/routines.json",
    "/problems.json",
    "/server.json",
    "/player.js",
    "/icon.svg",
    "/feed.xml",
    f"/feed.xml?{SESSION}",
    f"/plan.json?{SESSION}",
    f"/chapters.json?{SESSION}",
    f"/captions.vtt?{SESSION}",
    f"/cover.jpg?{SESSION}",
    f"/session.mp3?{SESSION}",
]


@pytest.fixture(scope="module", autouse=True)
def made(server: Served) -> None:
    """Everything is made, so that no estimate changes between two requests."""
    for name in ROUTINES:
        plain.get(f"{server.address}/session.mp3?routine={name}")


def all_rows(server: Served) -> list[dict[str, Any]]:
    """The list, once it is complete."""
    while "retry-after" in (answer := plain.get(server.address + "/routines.json")).headers:
        time.sleep(0.1)
    rows: list[dict[str, Any]] = answer.json()
    return rows


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_a_browser_has_is_not_sent_again(get: httpx.Client, address: str, encoding: str) -> None:
    first = get.get(address, headers={"accept-encoding": encoding})
    known = {"accept-encoding": encoding, "if-none-match": first.headers["etag"]}
    again = get.get(address, headers=known)
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    several = {**known, "if-none-match": f'"other", W/{first.headers["etag"]}'}
    assert get.get(address, headers=several).status_code == 304
    assert get.get(address, headers={**known, "if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", [each for each in ADDRESSES if not each.startswith(("/cover", "/session"))])
def test_texts_are_compressed_for_those_who_read_it(get: httpx.Client, address: str) -> None:
    small = get.get(address, headers={"accept-encoding": "br, gzip;q=0.5"})
    whole = get.get(address, headers={"accept-encoding": "gzip;q=0"})
    assert small.content == whole.content
    assert "content-encoding" not in whole.headers
    if len(whole.content) > 600:
        assert small.headers["content-encoding"] == "gzip"
        assert small.headers["vary"] == "accept-encoding"
        assert small.headers["etag"] != whole.headers["etag"]
        assert int(small.headers["content-length"]) < len(whole.content)


def test_a_body_is_compressed_once_and_always_alike() -> None:
    body = Body(b"words " * 1000, "text/plain")
    assert gzip.decompress(body.compressed) == body.content
    assert body.compressed == Body(body.content, "text/plain").compressed
    assert Body(b"\xff\xd8" * 1000, "image/jpeg").compressed == b""


def test_the_pages_files_have_addresses_that_change_with_them_and_are_kept_for_ever(get: httpx.Client) -> None:
    page = get.get("/").text
    [script] = re.findall(r'src="(/static-\w+/player\.js)"', page)
    answer = get.get(script)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == get.get("/player.js").content
    assert get.get("/player.js").headers["cache-control"] == "no-cache"


def test_a_reload_takes_less_than_5_kb(get: httpx.Client) -> None:
    total = 0
    for address in ("/", "/routines.json", "/server.json", "/problems.json", f"/plan.json?{SESSION}"):
        known = {"if-none-match": get.get(address).headers["etag"]}
        answer = get.get(address, headers=known)
        total += sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) + len(answer.content)
    assert total < 5_000


def test_the_list_is_made_once_while_no_script_changes(
    scripts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Two hundred routines: a load costs a fiftieth of a second of processor time, not seconds."""
    for number in range(200):
        (scripts / f"many{number:03}.md").write_text(f"# Sole {number}\n\n- Press for 20 seconds\n", "utf-8")
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path))
    try:
        with served() as server:
            assert len(all_rows(server)) == 202
            plain.get(server.address)
            before = time.process_time()
            for _ in range(10):
                plain.get(server.address + "/routines.json")
                plain.get(server.address)
            assert (time.process_time() - before) / 10 < 0.15  # the client in the same process takes a part of it
    finally:
        for path in scripts.glob("many*.md"):
            path.unlink()


def test_the_lengths_of_a_restarted_server_come_from_the_cache(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served() as first:
        rows = all_rows(first)
    monkeypatch.setattr("voiceguide.serve.plans.Plans._estimate", lambda *_: pytest.fail("it was fitted again"))
    monkeypatch.setattr("voiceguide.serve.ahead.Ahead.run", _nothing)
    with served() as second:
        assert [row["name"] for row in plain.get(second.address + "/routines.json").json()] == [
            row["name"] for row in rows
        ]


async def _nothing(ahead: object) -> None:
    pass


def test_a_first_start_with_many_routines_lists_those_it_knows_and_says_so(
    scripts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path))
    monkeypatch.setattr("voiceguide.serve.listing.PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr("voiceguide.serve.ahead.Ahead.run", _nothing)
    with served() as server:
        answer = plain.get(server.address + "/routines.json")
        assert answer.json() == []
        assert answer.headers["retry-after"] == "2"
        monkeypatch.setattr("voiceguide.serve.listing.PATIENCE_SECONDS", 30.0)
        answer = plain.get(server.address + "/routines.json")
        assert len(answer.json()) == len(ROUTINES)
        assert "retry-after" not in answer.headers


def test_a_row_says_what_a_page_needs(get: httpx.Client) -> None:
    rows = {row["name"]: row for row in get.get("/routines.json").json()}
    assert rows["heel"]["minutes"] == [
        minute for minute in range(1, 10) if rows["heel"]["shortest"] <= 60 * minute <= rows["heel"]["longest"]
    ]
    assert rows["heel"]["estimated"] is False
    assert (rows["heel"]["first"], rows["heel"]["waits"], rows["heel"]["often"]) == ("left", False, None)


@pytest.mark.parametrize(
    ("header", "languages"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", ("de-at", "de", "en")),
        ("en;q=0.5, nl", ("nl", "en")),
        ("*", ()),
        ("", ()),
        ("de;q=0, <b>;q=1, fr;q=x", ()),
        (",".join(["en"] * 500), ("en",) * 5),
    ],
)
def test_the_languages_of_a_browser(header: str, languages: tuple[str, ...]) -> None:
    assert accepted_languages(header) == languages
