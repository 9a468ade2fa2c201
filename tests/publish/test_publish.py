"""A site of plain files: whole, with relative links, and made anew only where something has changed."""

from __future__ import annotations

import json
import re
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import mutagen.mp3
import pytest
from PIL import Image

from tests.conftest import Cli
from tests.needs import need, need_browser
from tests.serve.page.browser import FLAGS

SCRIPT = """---
title: My heel
language: en
---

## Release

- Press the heel spot for 20 to 60 seconds, each foot
  ![Thumbs](heel.png)
- Roll the sole for 20 to 40 seconds
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "heel.md").write_text(SCRIPT, "utf-8")
    (tmp_path / "scripts" / "sit.md").write_text("# Sit\n\n- Sit for exactly 20 seconds\n", "utf-8")
    Image.new("RGB", (60, 40), "red").save(tmp_path / "scripts" / "heel.png")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("voiceguide.script.library.shipped", lambda: tmp_path / "none")
    monkeypatch.setenv("VOICEGUIDE_ENGINE", "tests.fakes:ToneEngine")
    return tmp_path


def read(path: str) -> Any:
    return json.loads(Path("site", path).read_text("utf-8"))


def sessions() -> list[Path]:
    return sorted(Path("site/sessions").glob("*/*"))


def test_a_length_without_a_unit_is_asked_back(cli: Cli) -> None:
    said = cli("publish", "site", "heel", "-l", "3")
    assert said.status == 2
    assert "3 minutes or 3 seconds? Write 3m or 3s" in said.err


def test_the_site_has_the_page_the_sessions_and_what_belongs_to_them(cli: Cli) -> None:
    said = cli("publish", "site", "heel", "sit", "-l", "2m30s", "-l", "3m")
    assert said.status == 0, said.err
    assert said.out.strip() == str(Path("site/index.html"))
    assert "sit cannot be" in said.err
    assert [path.name.split("-")[0] for path in sessions()] == ["150", "180"]
    [row] = read("routines.json")
    assert (row["name"], row["shortest"], row["longest"], row["minutes"]) == ("heel", 150, 180, [3])
    for session in row["sessions"]:
        where = Path("site", session["folder"])
        assert mutagen.mp3.MP3(where / "session.mp3").info.length == pytest.approx(session["length"], abs=0.06)
        for name in ("handout.html", "cover.jpg", "chapters.json", "captions.vtt", "step-8.jpg"):
            assert (where / name).stat().st_size > 100 or name.startswith("step")
        plan = json.loads((where / "plan.json").read_text("utf-8"))
        assert plan["length"] == session["length"]
        pictures = [step["picture"]["address"] for step in plan["steps"] if step["picture"]]
        assert pictures
        assert all(Path("site", address).is_file() for address in pictures)
    assert read("server.json")["published"] is True
    assert not Path("site/feed.xml").exists()


def test_every_link_is_relative_and_leads_somewhere(cli: Cli) -> None:
    cli("publish", "site", "heel")
    page = Path("site/index.html").read_text("utf-8")
    links = [link for link in re.findall(r'(?:src|href)="([^"#]+)"', page) if not link.startswith("data:")]
    assert len(links) > 10
    for link in links:
        assert link.startswith("./"), link
        later = link in ("./session.mp3", "./session.m4b", "./handout.html", "./reminder.ics")  # the script sets these
        assert later or Path("site", link).is_file(), link
    about = read("manifest.webmanifest")
    assert (about["start_url"], about["scope"]) == ("./", "./")
    assert all(Path("site", icon["src"]).is_file() for icon in about["icons"])


def test_the_sessions_are_told_with_their_lengths_and_counted(cli: Cli) -> None:
    assert cli("publish", "site", "-l", "2m30s", "heel").err.splitlines() == [
        "heel 2:30",
        "1 session, 1 of them made now.",
    ]
    assert cli("publish", "site", "-l", "2m30s", "heel", "--quiet").err == ""


def test_only_what_has_changed_is_made_anew(cli: Cli, folder: Path) -> None:
    cli("publish", "site", "-l", "2m30s", "-l", "3m", "heel")
    before = {path: path.stat().st_mtime_ns for path in Path("site").rglob("*") if path.is_file()}
    again = cli("publish", "site", "-l", "2m30s", "-l", "3m", "heel")
    assert "2 sessions, 0 of them made now" in again.err
    assert {path: path.stat().st_mtime_ns for path in Path("site").rglob("*") if path.is_file()} == before | {
        path: path.stat().st_mtime_ns for path in [Path("site/published.json")]
    }
    (folder / "scripts" / "heel.md").write_text(SCRIPT.replace("Roll", "Press"), "utf-8")
    old = set(sessions())
    assert "2 sessions, 2 of them made now" in cli("publish", "site", "-l", "2m30s", "-l", "3m", "heel").err
    assert not old & set(sessions())
    Image.new("RGB", (61, 40), "blue").save(folder / "scripts" / "heel.png")
    assert "1 of them made now" in cli("publish", "site", "-l", "3m", "heel").err
    assert len(sessions()) == 1


def test_a_feed_tells_the_lengths_of_a_routine_apart(cli: Cli) -> None:
    said = cli("publish", "site", "-l", "2m30s", "-l", "3m", "--base-url", "https://example.org/feet", "heel")
    assert said.status == 0, said.err
    titles = [item.findtext("title") for item in ET.parse("site/feed.xml").getroot()[0].iter("item")]
    [title] = {title.partition(" (")[0] for title in titles if title}
    assert sorted(titles, key=str) == [f"{title} (2:30)", f"{title} (3:00)"]


def test_a_feed_has_the_addresses_of_the_web(cli: Cli) -> None:
    said = cli("publish", "site", "-l", "2m30s", "--base-url", "https://example.org/feet/", "heel")
    assert said.status == 0, said.err
    channel = ET.parse("site/feed.xml").getroot()[0]
    [enclosure] = channel.iter("enclosure")
    address = enclosure.attrib["url"]
    assert address.startswith("https://example.org/feet/sessions/heel/150-")
    sound = Path("site", address.removeprefix("https://example.org/feet/"))
    assert sound.stat().st_size == int(enclosure.attrib["length"])
    assert "/feed.xml" in Path("site/index.html").read_text("utf-8")
    cli("publish", "site", "-l", "2m30s", "heel")
    assert not Path("site/feed.xml").exists()
    for wrong in ("example.org", "javascript:x", "https://a b", "https://x/?q", 'https://x/"'):
        assert cli("publish", "site", "heel", "--base-url", wrong).status == 2


def test_no_other_file_is_touched(cli: Cli) -> None:
    Path("site").mkdir()
    Path("site/mine.txt").write_text("mine")
    refused = cli("publish", "site", "heel")
    assert refused.status == 1
    assert "has other files" in refused.err
    Path("site/mine.txt").unlink()
    assert cli("publish", "site", "heel").status == 0
    Path("site/CNAME").write_text("feet.example")
    Path("site/sessions/mine").mkdir()
    mark = read("published.json")
    outside = [*mark["folders"], "../scripts", "sessions/../../scripts", "/etc", "sessions/..", "static-x"]
    Path("site/published.json").write_text(json.dumps({**mark, "folders": outside}))
    assert cli("publish", "site", "sit").status == 0
    assert Path("site/CNAME").read_text() == "feet.example"
    assert Path("site/sessions/mine").is_dir()
    assert Path("scripts/heel.md").is_file()


def test_a_routine_that_cannot_be_published_is_left_out_or_told(cli: Cli) -> None:
    Path("scripts/broken.md").write_text("- Press <b>now</b>\n", "utf-8")
    said = cli("publish", "site")
    assert said.status == 0, said.err
    assert "broken is left out" in said.err
    assert {row["name"] for row in read("routines.json")} == {"heel", "sit"}
    assert cli("publish", "site", "broken").status == 1
    assert cli("publish", "other", "sit", "-l", "10m").status == 1
    assert cli("publish", "no/such/folder", "sit").status == 1


@pytest.fixture
def address(folder: Path, cli: Cli) -> Iterator[str]:
    assert cli("publish", "site", "heel", "-l", "2m30s", "-l", "3m").status == 0

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/site/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_browser_plays_a_published_session(address: str) -> None:
    chromium = need_browser()
    need(find_spec("playwright"), "Playwright's Python package is not installed")
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.on("pageerror", lambda error: faults.append(error.stack or str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 400 else None)
        page.goto(f"{address}?routine=heel&length=180")
        page.locator("#start").click()
        duration = 0.0
        for _ in range(1200):  # while the copy in memory takes over, the duration is not known
            duration = page.locator("#sound").evaluate("sound => sound.currentTime > 0.2 && sound.duration || 0")
            if duration:
                break
            page.wait_for_timeout(25)
        assert page.locator("#sides").is_hidden()
        assert not page.locator("#changes").inner_text().startswith("Without")
        assert page.locator("#chips-list label").all_inner_texts() == ["2:30 min", "3 min"]
        browser.close()
    assert duration == pytest.approx(180, abs=0.2)
    assert faults == []


def test_opened_from_the_disk_it_is_a_list_with_players(folder: Path, cli: Cli) -> None:
    assert cli("publish", "site", "heel", "-l", "2m30s", "-l", "3m").status == 0
    chromium = need_browser()
    need(find_spec("playwright"), "Playwright's Python package is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto((folder / "site" / "index.html").as_uri())
        page.locator("#plain").wait_for()
        assert page.locator("#plain h2").all_inner_texts() == ["My heel"]
        assert page.locator("#plain audio").count() == 2
        page.evaluate("document.querySelector('#plain audio').load()")
        for _ in range(1200):
            if page.evaluate("document.querySelector('#plain audio').readyState > 0"):
                break
            page.wait_for_timeout(25)
        assert page.evaluate("document.querySelector('#plain audio').duration") == pytest.approx(150, abs=0.2)
        assert page.locator("#choose").is_hidden()
        browser.close()
