"""Pictures of steps: `![Thumbs on the heel](heel.jpg)`, alone on an indented line beneath its step.

The file stands beside the script. Pictures are seen and never spoken: the reader of the words does not see their lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from voiceguide.errors import PictureError
from voiceguide.routine import Phase, Picture, Routine, Step
from voiceguide.script.file_beside import file_beside
from voiceguide.script.source import Remark, Source

ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
LONGEST = 250
"""Characters of the name of a file with its folders."""
_LINE = re.compile(
    r"[ \t]+(?:[-*+][ \t]+)?!\[(?P<alt>[^\]\n]*)\]\((?P<target><[^>\n]*>|[^\s()]*)(?:[ \t]+\"[^\"]*\")?\)[ \t]*"
)
_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\~]")
_BESIDE = "name a file beside the script: `![…](heel.jpg)`"


@dataclass(frozen=True, slots=True)
class WrittenPicture:
    """A picture as it stands in a script."""

    line: int
    alt: str
    target: str


def take_pictures(text: str) -> tuple[str, list[WrittenPicture]]:
    """The text with an empty line for each picture, and the pictures."""
    found, lines = [], text.split("\n")
    for index, line in enumerate(lines):
        match = _LINE.fullmatch(line)
        if match:
            target = unquote(match["target"].removeprefix("<").removesuffix(">"))
            found.append(WrittenPicture(index + 1, " ".join(match["alt"].split()), target))
            lines[index] = ""
    return "\n".join(lines), found


def with_pictures(source: Source, routine: Routine, pictures: Sequence[WrittenPicture]) -> Routine:
    """The routine with its pictures at the steps above them. A picture that cannot be used is an error."""
    taken: dict[int, Picture] = {}
    starts = sorted({step.line for phase in routine.phases for step in phase.steps})
    phases = sorted(phase.line for phase in routine.phases if phase.heading)
    for picture in pictures:
        step = max((line for line in starts if line < picture.line), default=None)
        between = step is not None and any(step < line < picture.line for line in phases)
        if fault := _fault_of(source, picture):
            source.add(Remark("error", fault[0], picture.target or "![", fault[1]), picture.line)
        elif step is None or between:
            source.error("a picture that belongs to no step", picture.line, "write it, indented, beneath a step")
        elif step in taken:
            source.error("a second picture for one step", picture.line, "keep one of them")
        else:
            taken[step] = Picture(picture.line, picture.alt, picture.target)
    return replace(routine, phases=tuple(_seen(phase, taken) for phase in routine.phases)) if taken else routine


def picture_file(folder: Path, target: str) -> Path:
    """The picture that a script in this folder names. Raises PictureError if the name is not allowed, or there is no
    such file in the folder."""
    if fault := _name_fault(target):
        raise PictureError(*fault)
    advice = _BESIDE, "put it there, or take the line away"
    return file_beside(folder, target, "picture", advice, PictureError)


def _seen(phase: Phase, taken: dict[int, Picture]) -> Phase:
    steps: list[Step] = [
        replace(step, picture=taken[step.line]) if step.line in taken else step for step in phase.steps
    ]
    return replace(phase, steps=tuple(steps))


def _fault_of(source: Source, picture: WrittenPicture) -> tuple[str, str | None] | None:
    """The fault of a picture and its hint; None if it can be used."""
    if source.folder is None:
        return _name_fault(picture.target)
    try:
        picture_file(source.folder, picture.target)
    except PictureError as error:
        return error.message, error.hint
    return None


def _name_fault(target: str) -> tuple[str, str] | None:
    if not target or len(target) > LONGEST or not target.isprintable():
        return "this cannot be the name of a picture", _BESIDE
    if _OUTSIDE.match(target) or ".." in re.split(r"[/\\]", target):
        return f"`{target[:80]}` leads out of the script's folder", _BESIDE
    if "\\" in target:
        return f"`{target[:80]}` has a backslash", "write `/` between a folder and its file"
    if PurePosixPath(target).suffix.lower() not in ENDINGS:
        return f"`{target[:80]}` is no picture", f"name a picture: {' '.join(ENDINGS)}"
    return None
