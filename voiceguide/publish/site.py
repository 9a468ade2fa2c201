"""A published site: sessions in folders of their own, and the page, the list and the feed that lead to them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from voiceguide import __version__
from voiceguide.errors import OutputError
from voiceguide.publish.session import SOUND, Wanted
from voiceguide.serve.home_screen import ICONS, icon, manifest
from voiceguide.serve.languages import language_of
from voiceguide.serve.page_files import (
    PAGE,
    TEMPLATE,
    compact_page,
    folder_name,
    page_files,
    style,
    style_source,
)
from voiceguide.serve.podcast import Episode, feed, guid_of, session_guid
from voiceguide.serve.rows import Row
from voiceguide.serve.session_query import Asked, as_query
from voiceguide.serve.sound_choices import CHOICES, NOTHING_OFFERED
from voiceguide.storage.atomic_folder import check_folder
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.opening import read_kept
from voiceguide.units import to_seconds

MARK = "published.json"
"""The file that tells a published folder from any other, with the folders that are voiceguide's."""
MOST_BYTES = 10_000_000
"""The limit for the mark."""
_VERSION = 1
_OURS = re.compile(r"(sessions/[^/\\]+/[^/\\]+|static-[0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Published:
    """A routine of the site."""

    row: Row
    saved: float
    """The time at which its script was saved; seconds since the epoch."""
    sessions: tuple[Wanted, ...]

    def as_row(self) -> dict[str, Any]:
        """Its entry in the list of the page. Nothing can be chosen there but one of the sessions."""
        lengths = [to_seconds(each.plan.length) for each in self.sessions]
        usual = next((each for each in self.sessions if each.natural), self.sessions[0])
        sessions = [
            {"length": length, "natural": each is usual, "written": each.natural, "folder": each.path()}
            for length, each in zip(lengths, self.sessions, strict=True)
        ]
        ends = {"shortest": min(lengths), "natural": to_seconds(usual.plan.length), "longest": max(lengths)}
        minutes = sorted({round(length / 60) for length in lengths if abs(length / 60 - round(length / 60)) < 0.001})
        fixed = {"sides": False, "things": [], "minutes": minutes, "sessions": sessions, "estimated": False}
        return {**self.row.fields, **ends, **fixed}


@dataclass(frozen=True, slots=True)
class Site:
    """A folder for the site. `check` first."""

    folder: Path
    base_url: str | None = None
    """The address of the folder on the web, for the feed."""
    routines: list[Published] = field(default_factory=list)

    def check(self) -> None:
        """Raise OutputError for a folder that is not voiceguide's to write."""
        check_folder(self.folder, overwrite=True)
        if self.folder.is_dir() and any(self.folder.iterdir()) and not (self.folder / MARK).is_file():
            raise OutputError(f"{self.folder} has other files.", hint="Name a new folder, or an empty one.")

    def has(self, session: Wanted) -> bool:
        """True if a session is there already."""
        return (self.folder / session.path() / SOUND).is_file()

    def finish(self) -> None:
        """Write the page, the list and the feed; then remove the sessions that nothing leads to. Raises OutputError."""
        before = _ours(self.folder)
        files = page_files()
        static = folder_name(files)
        folders = [static, *(session.path() for each in self.routines for session in each.sessions)]
        self._mark([*before, *folders])
        for name, body in files.items():
            self._write(f"{static}/{name}", body.content)
        for name in ICONS:
            self._write(name, icon(name))
        rows = [each.as_row() for each in self.routines]
        self._write("manifest.webmanifest", _json(manifest(".")))
        self._write("server.json", _json(_about()))
        self._write("problems.json", _json([]))
        if self.base_url:
            self._write("feed.xml", self._feed(self.base_url))
        self._write("routines.json", _json(rows))
        self._write("index.html", self._page(rows, static))
        for path in set(before) - set(folders):
            shutil.rmtree(self.folder / path, ignore_errors=True)
            with suppress(OSError):  # other sessions of the routine remain
                (self.folder / path).parent.rmdir()
        if not self.base_url:
            (self.folder / "feed.xml").unlink(missing_ok=True)
        self._mark(folders)

    def _page(self, rows: Sequence[dict[str, Any]], static: str) -> bytes:
        templates = Environment(loader=FileSystemLoader(PAGE), autoescape=True)
        page = templates.get_template(TEMPLATE).render(
            routines=rows,
            problems=[],
            complete=True,
            language=language_of([row["language"] for row in rows]),
            server=_about(),
            base=".",
            static=f"./{static}",
            style=style(published=True),
            style_source=style_source(style(published=True)),
            published=True,
            feed=bool(self.base_url),
        )
        return compact_page(page).encode()

    def _feed(self, address: str) -> bytes:
        episodes = [self._episode(each, session) for each in self.routines for session in each.sessions]
        return feed(episodes, address, guid_of(address))

    def _episode(self, routine: Published, session: Wanted) -> Episode:
        asked = Asked(session.plan.routine, session.plan.requested)
        size = (self.folder / session.path() / SOUND).stat().st_size
        guid = session_guid(routine.row, asked)
        length = to_seconds(session.plan.length)
        return Episode(routine.row, as_query(asked), guid, length, routine.saved, size, session.path())

    def _mark(self, folders: Iterable[str]) -> None:
        self._write(MARK, _json({"voiceguide": "published", "version": _VERSION, "folders": sorted(set(folders))}))

    def _write(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.read_bytes() == content:
            return
        with atomic_write(path, overwrite=True) as file:
            file.write(content)


def prepared(site: Site, make: Callable[[Wanted], None], session: Wanted) -> bool:
    """Make a session unless it is there. Returns True if it was made."""
    if site.has(session):
        return False
    make(session)
    return True


def _ours(folder: Path) -> list[str]:
    """The folders in a published folder that are voiceguide's, as its mark says. Any other path in it is ignored."""
    try:
        content = json.loads(read_kept(folder / MARK, MOST_BYTES))
        found = [str(path) for path in content["folders"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
    return [path for path in found if _OURS.fullmatch(path) and ".." not in path.split("/")]


def _about() -> dict[str, Any]:
    offers = {**NOTHING_OFFERED.as_json(), "paces": [], "liked": {}, "fixed": list(CHOICES)}
    return {"version": __version__, "offers": offers, "m4b": False, "history": False, "published": True, "lan": False}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
