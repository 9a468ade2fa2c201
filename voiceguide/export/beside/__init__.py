"""Files that stand beside a sound file and say in writing what is heard, and when.

A new kind is one file with one function `text` and one line in KINDS. They are imported when first used.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.plan import Plan
    from voiceguide.routine import Routine

KINDS: dict[str, tuple[str, str]] = {
    "handout": (".html", "voiceguide.export.beside.handout"),
    "chapters": (".chapters.json", "voiceguide.export.beside.chapters"),
    "webvtt": (".vtt", "voiceguide.export.beside.webvtt"),
    "lrc": (".lrc", "voiceguide.export.beside.lrc"),
}
"""Name -> the end of its file's name, and a module with a function text(plan, routine) -> str; of those
that are not TIMED also with `times`: whether there is one recording to tell times of."""

TIMED = ("chapters", "webvtt", "lrc")
"""Kinds that are nothing but the times of one sound file; a handout tells those of its session."""


def text(kind: str, plan: Plan, routine: Routine, *, album: bool = False) -> str:
    """The whole content of a file of this kind. `album`: beside an album's folder, where no TIMED one may stand."""
    times = {} if kind in TIMED else {"times": not album}
    written: str = import_module(KINDS[kind][1]).text(plan, routine, **times)
    return written


def read_kinds(typed: str) -> tuple[str, ...]:
    """The kinds in `handout, webvtt`. ValueError, with a message for the person who typed it, for any other word."""
    kinds = tuple(word.strip().lower() for word in typed.split(","))
    unknown = next((kind for kind in kinds if kind not in KINDS), None)
    if unknown is not None:
        raise ValueError(f"{unknown[:40]!r} is none of {', '.join(KINDS)}")
    return kinds


def paths(target: Path, kinds: Collection[str]) -> dict[str, Path]:
    """Kind -> its file beside `target`, a sound file or an album's folder, in the order of KINDS."""
    from voiceguide.export import suffixes

    target = target if target.name.strip(".") else target.resolve()  # `.` has no name to take
    stem = target.stem if target.suffix.lower() in suffixes() else target.name
    return {kind: target.with_name(stem + end) for kind, (end, _) in KINDS.items() if kind in kinds}
