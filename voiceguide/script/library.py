"""The routines that can be found: those shipped with voiceguide, those in `./scripts`, and scripts by path."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from voiceguide.errors import RoutineNotFoundError

_PACKAGE = Path(__file__).parents[1]
LOCAL = Path("scripts")


def shipped() -> Path:
    """The folder of the shipped routines: inside the wheel, or beside the package in a checkout."""
    inside = _PACKAGE / "scripts"
    return inside if inside.is_dir() else _PACKAGE.parent / "scripts"


def routines() -> dict[str, Path]:
    """The scripts by name, sorted. One in `./scripts` hides a shipped one of the same name."""
    found: dict[str, Path] = {}
    for folder in (shipped(), LOCAL):
        if folder.is_dir():
            found.update({path.stem: path for path in folder.glob("*.md") if path.is_file()})
    return dict(sorted(found.items()))


def find(name: str) -> Path:
    """The script of a routine, by its name or its path. Raises RoutineNotFoundError."""
    known = routines()
    if name in known:
        return known[name]
    path = Path(name)
    there = bool(name) and os.path.exists(name)  # noqa: PTH110 - Path.exists raises where a name is too long
    if there or _looks_like_a_path(name):
        if not there:
            raise RoutineNotFoundError(
                f"{name}: there is no such file", "give the path of a script, or a routine's name"
            )
        return path
    near = [f"{name}.md"] if os.path.isfile(f"{name}.md") else difflib.get_close_matches(name, known, n=1)  # noqa: PTH113
    hint = f"did you mean {near[0]}?" if near else "voiceguide list shows the routines there are"
    raise RoutineNotFoundError(f"there is no routine named {name!r}", hint)


def shown(path: Path) -> str:
    """A path in the short form that its user would write."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _looks_like_a_path(name: str) -> bool:
    return name.endswith(".md") or "/" in name or "\\" in name


def look_in(folder: Path | None) -> None:
    """Find the routines of this folder in place of those in `./scripts`; with None, those in `./scripts` again."""
    global LOCAL
    LOCAL = folder or Path("scripts")
