"""The feed, read by a real XML parser and held to what Apple and the podcast namespace require."""

from __future__ import annotations

import asyncio
import io
import json
import threading
import time
import uuid
import xml.etree.ElementTree as ET
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from tests.serve.running import ROUTINES, Served, plain, served
from tests.strategies import steady_voice
from voiceguide.fit import fit
from voiceguide.script import parse
from voiceguide.serve.file_size import estimated_size
from voiceguide.serve.podcast import FACE, Episode, distinct, feed, guid_of, kept_guid
from voiceguide.serve.rows import Row, row_of
from voiceguide.serve.sessions import Sessions
from voiceguide.storage.state import FOLDER_VARIABLE

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(params=["this machine", "lan"])
def place(request: pytest.FixtureRequest) -> Served:
    found: Served = request.getfixturevalue("server" if request.param == "this machine" else "lan")
    return found


@pytest.fixture
def channel(place: Served) -> ET.Element:
    rss = whole(place.address)
    assert (rss.tag, rss.attrib) == ("rss", {"version": "2.0"})
    [found] = rss
    return found


def whole(address: str) -> ET.Element:
    """The feed, once all its sessions are made."""
    while True:
        answer = plain.get(address + "/feed.xml", timeout=30)
        assert answer.headers["content-type"] == "application/rss+xml"
        rss = ET.fromstring(answer.content)
        sounds = list(rss.iter("enclosure"))
        made = [plain.head(sound.attrib["url"]).headers["content-length"] for sound in sounds]
        if len(sounds) == len(ROUTINES) and made == [sound.attrib["length"] for sound in sounds]:
            return rss
        time.sleep(0.05)


def text(parent: ET.Element, name: str) -> str:
    [element] = parent.findall(name)
    assert element.text
    return element.text


def test_the_channel_has_what_is_required(channel: ET.Element, place: Served) -> None:
    for name in ("title", "description", f"{ITUNES}author"):
        assert text(channel, name)
    assert text(channel, "language") in ("en", "de")
    assert text(channel, "link") == place.address + "/"
    assert text(channel, f"{ITUNES}explicit") == "false"
    assert text(channel, f"{ITUNES}type") == "episodic"
    assert text(channel, f"{ITUNES}block") == "Yes"
    assert text(channel, f"{PODCAST}locked") == "yes"
    assert text(channel, f"{PODCAST}medium") == "podcast"
    assert [category.get("text") for category in channel.findall(f"{ITUNES}category")] == ["Health & Fitness"]
    [own] = channel.findall(f"{ATOM}link")
    assert own.attrib == {"href": place.address + "/feed.xml", "rel": "self", "type": "application/rss+xml"}


def test_a_feed_that_is_not_kept_has_the_name_that_the_namespace_makes_of_its_address() -> None:
    namespace = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert str(uuid.uuid5(namespace, "podnews.net/rss")) == "9b024349-ccf0-5f69-a609-6b82873eab3c"  # its own example
    own = "192.168.178.20:8765/key/feed.xml"
    assert guid_of(f"http://{own.removesuffix('/feed.xml')}") == str(uuid.uuid5(namespace, own))


def names(address: str) -> set[str | None]:
    """The feed's own name, and those of its episodes."""
    found = whole(address)
    return {found.findtext(f"channel/{PODCAST}guid"), *(guid.text for guid in found.iter("guid"))}


def test_an_app_knows_all_of_it_again_under_another_address(scripts: Path) -> None:
    with served() as first:
        known = names(first.address)
    with served(lan=True) as second:
        assert second.port != first.port
        assert names(second.address) == known


def test_two_machines_have_two_feeds_though_each_calls_itself_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guids = set()
    for machine in ("clinic", "home"):
        monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / machine))
        guids.add(kept_guid("http://127.0.0.1:8765"))
        guids.add(kept_guid("http://127.0.0.1:8765"))
    assert len(guids) == 2
    assert all(uuid.UUID(guid).version == 5 for guid in guids)


def test_a_feed_whose_name_cannot_be_kept_is_served_with_one_note(
    scripts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "file" / "kept"))
    with served() as server:
        assert names(server.address) == names(server.address)
        assert guid_of(server.address) in names(server.address)
    [note] = server.notes
    assert "the feed's name cannot be kept" in note


def test_there_is_an_episode_for_each_routine(channel: ET.Element, place: Served) -> None:
    items = {text(item, "title"): item for item in channel.findall("item")}
    assert set(items) == {"Heel pain <b>relief</b> & more", "Ferse lösen"}
    heel = items["Heel pain <b>relief</b> & more"]
    assert text(heel, "description") == 'For the evening & the "morning".'
    assert text(heel, f"{ITUNES}author") == "A. Therapist"
    for item in items.values():
        assert text(item, f"{ITUNES}explicit") == "false"
        assert text(item, f"{ITUNES}episodeType") == "full"
        assert parsedate_to_datetime(text(item, "pubDate")).tzinfo
        [guid] = item.findall("guid")
        assert guid.get("isPermaLink") == "false"
    assert len({text(item, "guid") for item in items.values()}) == len(ROUTINES)


def test_what_an_episode_leads_to_is_there_and_as_large_as_it_says(channel: ET.Element, place: Served) -> None:
    for item in channel.findall("item"):
        [enclosure] = item.findall("enclosure")
        assert urlsplit(enclosure.attrib["url"]).path.endswith(".mp3")
        head = plain.head(enclosure.attrib["url"], timeout=30)
        assert head.status_code == 200
        assert head.headers["content-length"] == enclosure.attrib["length"]
        assert head.headers["content-type"] == enclosure.attrib["type"] == "audio/mpeg"
        [chapters] = item.findall(f"{PODCAST}chapters")
        answer = plain.get(chapters.attrib["url"])
        assert answer.headers["content-type"] == chapters.attrib["type"]
        assert json.loads(answer.text)["version"] == "1.2.0"
        [transcript] = item.findall(f"{PODCAST}transcript")
        assert plain.get(transcript.attrib["url"]).headers["content-type"].startswith(transcript.attrib["type"])


def test_a_duration_is_that_of_the_plan(channel: ET.Element, place: Served) -> None:
    plan = plain.get(place.address + "/plan.json?routine=ferse").json()
    [item] = (item for item in channel.findall("item") if text(item, "title") == "Ferse lösen")
    assert int(text(item, f"{ITUNES}duration")) == round(plan["length"])


def test_covers_are_of_a_size_that_apple_takes(channel: ET.Element) -> None:
    covers = [element.attrib["href"] for element in channel.iter(f"{ITUNES}image")]
    assert len(covers) == 1 + len(ROUTINES)
    for cover in covers:
        assert urlsplit(cover).path.endswith(".jpg")
        assert plain.head(cover, timeout=30).status_code == 200
        with Image.open(io.BytesIO(plain.get(cover).content)) as image:
            assert (image.format, image.mode) == ("JPEG", "RGB")
            assert image.width == image.height
            assert 1400 <= image.width <= 3000


def test_a_feed_of_nothing_is_a_feed() -> None:
    assert ET.fromstring(feed([], "http://127.0.0.1:1", GUID)).find("channel/title") is not None


def test_the_cover_of_all_is_that_of_a_routine_for_anybody() -> None:
    episodes = []
    for name in ("anna", FACE, "zeno"):
        routine = parse("# Feet\n\n- Press the heel spot for 20 seconds\n", "feet.md", name).routine
        assert routine is not None
        row = row_of(routine, fit(routine, None, steady_voice), Path("feet.md"), estimated=False)
        episodes.append(Episode(row, f"routine={name}", name, 60.0, 0, 1))
    written = ET.fromstring(feed(episodes, "http://127.0.0.1:1", GUID))
    [image] = written.findall(f"channel/{ITUNES}image")
    assert image.attrib["href"].endswith(f"routine={FACE}")


def test_dates_differ_though_all_scripts_were_saved_at_once_and_each_stays_as_it_is() -> None:
    routine = parse("# Feet\n\n- Press the heel spot for 20 seconds\n", "feet.md", "feet").routine
    assert routine is not None
    row = row_of(routine, fit(routine, None, steady_voice), Path("feet.md"), estimated=False)
    saved = 1_760_000_000.0
    together = [Episode(row, f"routine={number}", str(number), 60.0, saved, 1) for number in range(300)]
    dates = {episode.query: episode.written for episode in distinct(together)}
    assert len(set(dates.values())) == 300
    assert all(0 <= saved - date <= 3 * 86_400 for date in dates.values())
    later = Episode(row, "routine=new", "new", 60.0, saved + 3600, 1)
    with_another = {episode.query: episode.written for episode in distinct([later, *together])}
    assert with_another == dates | {"routine=new": saved + 3600}


def test_a_feed_is_answered_at_once_and_its_sessions_are_made_behind_it(
    scripts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path))
    gate = threading.Event()
    really = Sessions.get_ready

    async def slow(self: Sessions, name: str) -> None:
        await asyncio.to_thread(gate.wait, 30)
        await really(self, name)

    monkeypatch.setattr(Sessions, "get_ready", slow)

    def sizes(address: str) -> list[int]:
        items = ET.fromstring(plain.get(address + "/feed.xml").content).iter("enclosure")
        return [int(item.attrib["length"]) for item in items]

    with served() as server:
        begun = time.monotonic()
        first = sizes(server.address)
        assert time.monotonic() - begun < 5  # it waits for nobody; a busy machine may take a while
        assert 0 not in first
        gate.set()
        while not (real := sizes(server.address)) or real == first or len(real) < len(ROUTINES):
            time.sleep(0.05)


def test_an_estimated_size_grows_with_the_speech_and_with_a_bed() -> None:
    routine = parse(ROUTINES["heel"], "heel.md", "heel").routine
    assert routine is not None
    row = row_of(routine, fit(routine, None, steady_voice), Path("heel.md"), estimated=True)
    length = row.fields["natural"]
    spoken = replace(row, fields={**row.fields, "spoken": 2 * row.fields["spoken"]})
    sizes = [
        estimated_size(row, length, over_bed=False),
        estimated_size(spoken, length, over_bed=False),
        estimated_size(row, length, over_bed=True),
    ]
    assert sizes == sorted(set(sizes))
    assert 88_000 < sizes[0] < 88_000 + 9_800 * length


def test_a_silent_routine_has_a_size_too() -> None:
    assert estimated_size(Row({"spoken": 0}, "", "", estimated=True), 60, over_bed=False) == 148_000


def test_a_session_has_a_feed_of_its_own(server: Served) -> None:
    query = "routine=heel&length=150&side=left"
    content = plain.get(f"{server.address}/feed.xml?{query}").content
    channel = ET.fromstring(content)[0]
    [item] = channel.findall("item")
    [enclosure] = item.findall("enclosure")
    assert plain.get(enclosure.attrib["url"]).headers["content-type"] == "audio/mpeg"
    assert "length=150" in enclosure.attrib["url"]
    assert "side=left" in enclosure.attrib["url"]
    assert text(item, f"{ITUNES}duration") == "150"
    assert text(channel, "title") == "Heel pain <b>relief</b> & more"
    [own] = channel.findall(f"{ATOM}link")
    assert own.attrib["href"] == f"{server.address}/feed.xml?{query}"
    of_all = whole(server.address)[0]
    assert text(item, "guid") not in [guid.text for guid in of_all.iter("guid")]
    assert text(channel, f"{PODCAST}guid") != text(of_all, f"{PODCAST}guid")
    assert plain.get(f"{server.address}/feed.xml?routine=nobody").status_code == 404
    assert plain.get(f"{server.address}/feed.xml?routine=heel&length=1").status_code == 422
