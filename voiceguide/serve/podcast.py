"""The routines as a podcast: each is an episode, at its natural length.

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
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlencode

from voiceguide import __version__
from voiceguide.serve.key import new_key
from voiceguide.serve.persisted import persisted
from voiceguide.serve.plans import Planned
from voiceguide.units import to_seconds

MEDIA_TYPE = "application/rss+xml"
CHAPTERS_TYPE = "application/json+chapters"
COVER_PIXELS = 1_400
"""The smallest cover that Apple accepts."""
TITLE = "voiceguide"
ABOUT = "Guided sessions from this machine's routines, each at its natural length."
CATEGORY = "Health & Fitness"
"""One of Apple's categories."""
FACE = "heel-pain"
"""The routine whose cover the feed shows, if it exists."""
MINUTES = 60
"""The time after which an app should ask again."""
MOST_DESCRIPTION = 3_900
"""Bytes; Apple's limit is 4,000."""

ATOM = "http://www.w3.org/2005/Atom"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of feed ids, as the podcast namespace defines it."""
GUID_FILE = "serve.feed"
"""In the state folder."""
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Episode:
    """A session that can be downloaded."""

    planned: Planned
    written: float
    """The time at which its script was saved; seconds since the epoch."""
    size: int
    """Bytes of its sound file."""


def guid_of(address: str) -> str:
    """The id that the podcast namespace derives from the feed's address. `address` is as for `feed`."""
    return str(uuid.uuid5(GUIDS, _own(address).removeprefix("http://")))


def kept_guid(address: str) -> str:
    """The stored id of the feed, made once from its first address and a random word. So a feed keeps its id when it
    moves, and two machines that share an address have two ids. Raises OutputError where it cannot be stored."""
    return persisted(GUID_FILE, _GUID, lambda: guid_of(f"{address}/{new_key()}"))


def feed(episodes: Sequence[Episode], address: str, guid: str) -> bytes:
    """The whole feed. `address` is the server's, with the key, without a slash at the end; `guid` is the feed's id."""
    for prefix, space in (("atom", ATOM), ("itunes", ITUNES), ("podcast", PODCAST)):
        ET.register_namespace(prefix, space)
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    _head(channel, episodes, address)
    _add(channel, f"{{{PODCAST}}}guid", guid)
    for episode in sorted(episodes, key=lambda episode: -episode.written):
        _item(ET.SubElement(channel, "item"), episode, address)
    written: bytes = ET.tostring(rss, encoding="utf-8", xml_declaration=True)
    return written


def _head(channel: ET.Element, episodes: Sequence[Episode], address: str) -> None:
    languages = Counter(episode.planned.plan.language for episode in episodes)
    _add(channel, "title", TITLE)
    _add(channel, "link", f"{address}/")
    _add(channel, "description", ABOUT)
    _add(channel, "language", languages.most_common(1)[0][0] if languages else "en")
    _add(channel, "generator", f"voiceguide {__version__}")
    _add(channel, "lastBuildDate", _date(max((episode.written for episode in episodes), default=0)))
    _add(channel, "ttl", str(MINUTES))
    _add(channel, f"{{{ATOM}}}link", href=_own(address), rel="self", type=MEDIA_TYPE)
    _add(channel, f"{{{ITUNES}}}author", TITLE)
    _add(channel, f"{{{ITUNES}}}type", "episodic")
    _add(channel, f"{{{ITUNES}}}explicit", "false")
    _add(channel, f"{{{ITUNES}}}block", "Yes")  # only people with the address should find it
    _add(channel, f"{{{ITUNES}}}category", text=CATEGORY)
    if episodes:
        face = next((episode for episode in episodes if episode.planned.routine.name == FACE), episodes[0])
        cover = _url(address, "cover.jpg", face)
        _add(channel, f"{{{ITUNES}}}image", href=cover)
        image = ET.SubElement(channel, "image")
        for name, value in (("url", cover), ("title", TITLE), ("link", f"{address}/")):
            _add(image, name, value)
    _add(channel, f"{{{PODCAST}}}locked", "yes")
    _add(channel, f"{{{PODCAST}}}block", "yes")
    _add(channel, f"{{{PODCAST}}}medium", "podcast")


def _item(item: ET.Element, episode: Episode, address: str) -> None:
    routine, plan = episode.planned.routine, episode.planned.plan
    about = (routine.description or plan.title).encode()[:MOST_DESCRIPTION].decode(errors="ignore")
    _add(item, "title", plan.title)
    _add(item, "description", about)
    _add(item, "link", f"{address}/?{urlencode({'routine': routine.name})}")
    # Another script under the same name is another episode. The same script has the same id on every server.
    _add(item, "guid", str(uuid.uuid5(GUIDS, f"{routine.name}\n{routine.source}")), isPermaLink="false")
    _add(item, "pubDate", _date(episode.written))
    _add(item, "enclosure", url=_url(address, "session.mp3", episode), length=str(episode.size), type="audio/mpeg")
    _add(item, f"{{{ITUNES}}}title", plan.title)
    _add(item, f"{{{ITUNES}}}author", routine.author or TITLE)
    _add(item, f"{{{ITUNES}}}duration", str(round(to_seconds(plan.length))))
    _add(item, f"{{{ITUNES}}}explicit", "false")
    _add(item, f"{{{ITUNES}}}episodeType", "full")
    _add(item, f"{{{ITUNES}}}image", href=_url(address, "cover.jpg", episode))
    _add(item, f"{{{PODCAST}}}chapters", url=_url(address, "chapters.json", episode), type=CHAPTERS_TYPE)
    captions = _url(address, "captions.vtt", episode)
    _add(item, f"{{{PODCAST}}}transcript", url=captions, type="text/vtt", language=plan.language, rel="captions")


def _add(parent: ET.Element, name: str, content: str | None = None, **attributes: str) -> None:
    element = ET.SubElement(parent, name, attributes)
    if content is not None:
        element.text = _NO_XML.sub("", content).strip()


def _own(address: str) -> str:
    return f"{address}/feed.xml"


def _url(address: str, name: str, episode: Episode) -> str:
    return f"{address}/{name}?{urlencode({'routine': episode.planned.routine.name})}"


def _date(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)
