"""Routines as a podcast: each is an episode.

Sources: https://www.rssboard.org/rss-specification, Apple's "A podcaster's guide to RSS"
(https://podcasters.apple.com/support/823-podcast-requirements) and the podcast namespace
(https://github.com/Podcastindex-org/podcast-namespace).
"""

from __future__ import annotations

import re
import uuid
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from zlib import crc32

from voiceguide import __version__
from voiceguide.duration import clock
from voiceguide.serve.key import new_key
from voiceguide.serve.persisted import persisted
from voiceguide.serve.rows import GUIDS, Row
from voiceguide.serve.session_query import Asked, as_query

MEDIA_TYPE = "application/rss+xml"
CHAPTERS_TYPE = "application/json+chapters"
COVER_PIXELS = 1_400
"""The smallest cover that Apple accepts."""
TITLE = "voiceguide"
ABOUT = "Guided sessions, spoken and timed."
CATEGORY = "Health & Fitness"
"""One of Apple's categories."""
FACE = "heel-pain"
"""The routine whose cover the feed shows, if it exists."""
MINUTES = 60
"""The time after which an app should ask again."""
WITHIN_MINUTES = 1_440
"""The dates of episodes that were saved together are spread over this time."""
MOST_DESCRIPTION = 3_900
"""Bytes; Apple's limit is 4,000."""

ATOM = "http://www.w3.org/2005/Atom"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
GUID_FILE = "serve.feed"
"""In the state folder."""
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Episode:
    """A session that can be downloaded."""

    row: Row
    query: str
    """The query of its addresses."""
    guid: str
    length: float
    """Seconds."""
    written: float
    """The time at which its script was saved; seconds since the epoch."""
    size: int
    """Bytes of its sound file; an estimate until it is made."""
    folder: str = ""
    """The folder of its files where it is published, relative to the address."""


def guid_of(address: str) -> str:
    """The id that the podcast namespace derives from the feed's address. `address` is as for `feed`."""
    return str(uuid.uuid5(GUIDS, _own(address).removeprefix("http://").removeprefix("https://")))


def session_guid(row: Row, asked: Asked) -> str:
    """The id of a session's episode. The natural session has that of its routine."""
    natural = asked == Asked(row.fields["name"])
    return row.guid if natural else str(uuid.uuid5(GUIDS, f"{row.guid}\n{as_query(asked)}"))


def kept_guid(address: str) -> str:
    """The stored id of the feed, made once from its first address and a random word. So a feed keeps its id when it
    moves, and two machines that share an address have two ids. Raises OutputError where it cannot be stored."""
    return persisted(GUID_FILE, _GUID, lambda: guid_of(f"{address}/{new_key()}"))


def feed(episodes: Sequence[Episode], address: str, guid: str, own: str = "") -> bytes:
    """The whole feed. `address` is the server's, with the key, without a slash at the end; `guid` is the feed's id;
    `own` is the query of the feed itself."""
    for prefix, space in (("atom", ATOM), ("itunes", ITUNES), ("podcast", PODCAST)):
        ET.register_namespace(prefix, space)
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    dated = sorted(distinct(episodes), key=lambda episode: -episode.written)
    titles = _titles(dated)
    _head(channel, dated, address, own)
    _add(channel, f"{{{PODCAST}}}guid", guid)
    for episode, title in zip(dated, titles, strict=True):
        _item(ET.SubElement(channel, "item"), episode, title, address)
    written: bytes = ET.tostring(rss, encoding="utf-8", xml_declaration=True)
    return written


def distinct(episodes: Sequence[Episode]) -> list[Episode]:
    """The episodes with dates that differ. Scripts that were saved in the same minute, as by an installation, are
    moved back by a time that their names decide, so that each keeps its date."""
    found: list[Episode] = []
    minutes = Counter(episode.written // 60 for episode in episodes)
    taken: set[int] = set()
    for episode in sorted(episodes, key=lambda episode: episode.query):
        written = int(episode.written)
        if minutes[episode.written // 60] > 1:
            written -= 60 * (crc32(episode.query.encode()) % WITHIN_MINUTES)
        while written in taken:
            written -= 60
        taken.add(written)
        found.append(replace(episode, written=written))
    return found


def _head(channel: ET.Element, episodes: Sequence[Episode], address: str, own: str) -> None:
    languages = Counter(episode.row.fields["language"] for episode in episodes)
    title = episodes[0].row.fields["title"] if own and episodes else TITLE
    _add(channel, "title", title)
    _add(channel, "link", f"{address}/")
    _add(channel, "description", ABOUT)
    _add(channel, "language", languages.most_common(1)[0][0] if languages else "en")
    _add(channel, "generator", f"voiceguide {__version__}")
    _add(channel, "lastBuildDate", _date(max((episode.written for episode in episodes), default=0)))
    _add(channel, "ttl", str(MINUTES))
    _add(channel, f"{{{ATOM}}}link", href=_own(address) + (own and f"?{own}"), rel="self", type=MEDIA_TYPE)
    _add(channel, f"{{{ITUNES}}}author", TITLE)
    _add(channel, f"{{{ITUNES}}}type", "episodic")
    _add(channel, f"{{{ITUNES}}}explicit", "false")
    _add(channel, f"{{{ITUNES}}}block", "Yes")  # only people with the address should find it
    _add(channel, f"{{{ITUNES}}}category", text=CATEGORY)
    if episodes:
        face = next((episode for episode in episodes if episode.row.fields["name"] == FACE), episodes[0])
        cover = _url(address, "cover.jpg", face)
        _add(channel, f"{{{ITUNES}}}image", href=cover)
        image = ET.SubElement(channel, "image")
        for name, value in (("url", cover), ("title", title), ("link", f"{address}/")):
            _add(image, name, value)
    _add(channel, f"{{{PODCAST}}}locked", "yes")
    _add(channel, f"{{{PODCAST}}}block", "yes")
    _add(channel, f"{{{PODCAST}}}medium", "podcast")


def _titles(episodes: Sequence[Episode]) -> list[str]:
    """The titles of episodes. Sessions of one routine are told apart by their lengths."""
    sessions = Counter(episode.row.guid for episode in episodes)
    return [
        f"{title} ({clock(each.length)})" if sessions[each.row.guid] > 1 else title
        for each in episodes
        for title in [each.row.fields["title"]]
    ]


def _item(item: ET.Element, episode: Episode, title: str, address: str) -> None:
    fields = episode.row.fields
    about = (fields["description"] or title).encode()[:MOST_DESCRIPTION].decode(errors="ignore")
    _add(item, "title", title)
    _add(item, "description", about)
    _add(item, "link", f"{address}/?{episode.query}")
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(item, "pubDate", _date(episode.written))
    _add(item, "enclosure", url=_url(address, "session.mp3", episode), length=str(episode.size), type="audio/mpeg")
    _add(item, f"{{{ITUNES}}}title", title)
    _add(item, f"{{{ITUNES}}}author", episode.row.author or TITLE)
    _add(item, f"{{{ITUNES}}}duration", str(round(episode.length)))
    _add(item, f"{{{ITUNES}}}explicit", "false")
    _add(item, f"{{{ITUNES}}}episodeType", "full")
    _add(item, f"{{{ITUNES}}}image", href=_url(address, "cover.jpg", episode))
    _add(item, f"{{{PODCAST}}}chapters", url=_url(address, "chapters.json", episode), type=CHAPTERS_TYPE)
    captions, language = _url(address, "captions.vtt", episode), fields["language"]
    _add(item, f"{{{PODCAST}}}transcript", url=captions, type="text/vtt", language=language, rel="captions")


def _add(parent: ET.Element, name: str, content: str | None = None, **attributes: str) -> None:
    element = ET.SubElement(parent, name, attributes)
    if content is not None:
        element.text = _NO_XML.sub("", content).strip()


def _own(address: str) -> str:
    return f"{address}/feed.xml"


def _url(address: str, name: str, episode: Episode) -> str:
    return f"{address}/{episode.folder}/{name}" if episode.folder else f"{address}/{name}?{episode.query}"


def _date(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)
