"""The routines that can be found: those shipped with voiceguide, those in `./scripts`, and scripts by path."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from voiceguide.errors import RoutineNotFoundError
from voiceguide.script.other_files import other_file

_PACKAGE = Path(__file__).parents[1]
LOCAL = Path("scripts")
_OUTSIDE = re.compile("[\ud800-\udfff]")
"""Bytes of a file name outside UTF-8, as Python holds them."""
_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)


def shipped() -> Path:
    """The folder of the shipped routines: inside the wheel, or beside the package in a checkout."""
    inside = _PACKAGE / "scripts"
    return inside if inside.is_dir() else _PACKAGE.parent / "scripts"


def routines() -> dict[str, Path]:
    """The scripts by name, sorted. One in `./scripts` hides a shipped one of the same name. A name that is not text is
    left out; `unnamed` has it."""
    return dict(sorted((path.stem, path) for path in _scripts() if is_text(path.name)))


def unnamed() -> list[Path]:
    """The scripts whose file names are not text (UTF-8), sorted. They come from old disks and archives."""
    return sorted(path for path in _scripts() if not is_text(path.name))


def is_text(name: str) -> bool:
    """True if a file name can be printed and sent."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def readable(name: str) -> str:
    """A file name with a replacement character for each byte outside UTF-8."""
    return _OUTSIDE.sub("\ufffd", name)


def left_out(name: str) -> str:
    """The note about a script whose file name is not text."""
    return f"{readable(name)} is left out: its name is not UTF-8; rename it"


def _scripts() -> Iterator[Path]:
    for folder in (shipped(), LOCAL):
        if folder.is_dir():
            yield from (path for path in folder.glob("*.md") if path.is_file())


def find(name: str) -> Path:
    """The script of a routine, by its name or its path. Raises RoutineNotFoundError."""
    known = routines()
    if name in known:
        return known[name]
    other, said = other_file(name), readable(name)
    if other:
        raise RoutineNotFoundError(f"{said} is {other.kind}, not a script", other.advice_for(said))
    path = Path(name)
    there = bool(name) and os.path.exists(name)  # noqa: PTH110 - Path.exists raises where a name is too long
    if there or _looks_like_a_path(name):
        if there:
            return path
        hint = _nearest(name, known) or "give the path of a script, or a routine's name"
        raise RoutineNotFoundError(f"{said}: there is no such file", hint)
    hint = _nearest(name, known) or "voiceguide list shows the routines there are"
    raise RoutineNotFoundError(f"there is no routine named {said!r}", hint)


def _nearest(name: str, known: Iterable[str]) -> str | None:
    """A hint at the script that was probably meant: the file of this name, or a routine of almost this name."""
    if os.path.isfile(f"{name}.md"):  # noqa: PTH113 - Path.is_file raises where a name is too long
        return f"did you mean {readable(name)}.md?"
    typed = _FOLDERS.sub("", name).removesuffix(".md").casefold()
    near = difflib.get_close_matches(typed, names := {each.casefold(): each for each in known}, n=1)
    return f"did you mean {names[near[0]]}?" if near else None


def shown(path: Path) -> str:
    """A path in the short form that its user would write."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _looks_like_a_path(name: str) -> bool:
    return name.endswith((".md", ".txt")) or "/" in name or "\\" in name


def look_in(folder: Path | None) -> None:
    """Find the routines of this folder in place of those in `./scripts`; with None, those in `./scripts` again."""
    global LOCAL
    LOCAL = folder or Path("scripts")
