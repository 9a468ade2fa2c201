"""Links from words to a sound file beside the script: a recording of these words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from voiceguide.errors import RecordingError
from voiceguide.script.file_beside import file_beside
from voiceguide.script.source import Remark, Source

ENDINGS = (
    *(".wav", ".flac", ".mp3", ".ogg", ".opus", ".aiff", ".aif", ".caf"),
    *(".m4a", ".mp4", ".m4b", ".3gp", ".aac", ".amr", ".webm", ".wma"),
)
"""The endings of sound files in a script: those of libsndfile, then those of ffmpeg."""
LONGEST = 250
"""Characters of the name of a file with its folders."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|[/\\]{2}")
_ABSOLUTE = re.compile(r"[A-Za-z]:|[/\\~]")
_UNSAID = " \t\n.,;:!?…–—-"
_BESIDE = "name a file beside the script: `[…](heel.m4a)`"


@dataclass(frozen=True, slots=True)
class Link:
    """Words with a link on them."""

    text: str
    target: str
    """The path of the file from the folder of the script."""
    excerpt: str
    """The same, as written."""


def link(text: str, href: str, written: str) -> Link:
    """A link in a written text."""
    target = unquote(href)
    return Link(text, target, next((form for form in (target, href) if form in written), "]("))


def is_address(href: str) -> bool:
    """True if a link leads to a web page, and not to a recording."""
    return href.lower().startswith(("http:", "https:")) and not href.lower().endswith(ENDINGS)


def check_name(target: str) -> None:
    """Raise RecordingError for a name that no sound file beside a script can have."""
    if fault := _fault(target):
        raise RecordingError(*fault)


def file_of(folder: Path, target: str) -> Path:
    """The file that a script in this folder names. Raises RecordingError if the name is not allowed or there is no
    file."""
    check_name(target)
    return file_beside(folder, target, "file", (_BESIDE, "put it there, or take the link away"), RecordingError)


def recording(source: Source, links: tuple[Link, ...], words: str, line: int, last: int | None = None) -> str | None:
    """The recording of these words on the lines `line` to `last`, if a link is on them."""
    if not links:
        return None
    found = links[0]
    fault = _fault(found.target) or _misplaced(links, words) or _unusable(source, found.target, words)
    other = source.recordings.setdefault(_bare(words), (found.target, line))
    if not fault and other[0] != found.target:
        hint = "one recording is heard for both: name it twice"
        fault = f"the same words have another recording on line {other[1]}", hint
    if fault:
        source.add(Remark("error", fault[0], found.excerpt, fault[1]), line, last)
        return None
    return found.target


def _misplaced(links: tuple[Link, ...], words: str) -> tuple[str, str] | None:
    if len(links) > 1:
        return "two recordings for one line", "put one link around all of its words"
    if "{number}" in words:
        return "the number in these words is fitted, and no recording can follow it", "leave the link out here"
    if _bare(links[0].text) != _bare(words):
        hint = "the link goes around the words, all of them, without their time, side or brackets"
        return "the link is not on what is said here: " + f"`{words[:80]}`", hint
    return None


def _fault(target: str) -> tuple[str, str] | None:
    """The fault of a file's name and its hint. None if the name is allowed."""
    if not target:
        return "a link without an address or a file", _BESIDE
    if _ADDRESS.match(target):
        return f"`{target[:80]}` is an address, and a recording is a file", _BESIDE
    if _ABSOLUTE.match(target) or ".." in re.split(r"[/\\]", target):
        return f"`{target[:80]}` leads out of the script's folder", _BESIDE
    if "\\" in target:
        return f"`{target[:80]}` has a backslash", "write `/` between a folder and its file"
    if len(target) > LONGEST or not target.isprintable():
        return "this cannot be the name of a file", _BESIDE
    if PurePosixPath(target).suffix.lower() not in ENDINGS:
        hint = f"write the words themselves, or name a sound file: {' '.join(ENDINGS)}"
        return f"`{target[:80]}` is neither an `http` address nor a sound file", hint
    return None


def _unusable(source: Source, target: str, words: str) -> tuple[str, str | None] | None:
    if source.folder is None:
        return None
    try:
        path = file_of(source.folder, target)
        if source.try_out:
            source.try_out(words, path)
    except RecordingError as error:
        return error.message, error.hint
    return None


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(_UNSAID)
