"""Text files that accompany a sound file: a handout, chapters, captions, lyrics. It knows nothing of samples.

To add a kind, write a module with a function `text`, and add a line to KINDS. The module is imported on first use.
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
"""Name -> suffix, and a module with a function text(plan, routine) -> str. The functions of kinds outside of
TIMED also take `times`: False if no single recording has these times."""

TIMED = ("chapters", "webvtt", "lrc")
"""Kinds that consist of the times of one sound file. A handout has times but is useful without them."""


def text(kind: str, plan: Plan, routine: Routine, *, album: bool = False) -> str:
    """The content of a file of this kind. `album`: for an album's folder, which allows no TIMED kind."""
    times = {} if kind in TIMED else {"times": not album}
    written: str = import_module(KINDS[kind][1]).text(plan, routine, **times)
    return written


def read_kinds(typed: str) -> tuple[str, ...]:
    """The kinds in a list such as `handout, webvtt`. Raises ValueError for an unknown one, with a message for its
    author."""
    kinds = tuple(word.strip().lower() for word in typed.split(","))
    unknown = next((kind for kind in kinds if kind not in KINDS), None)
    if unknown is not None:
        raise ValueError(f"{unknown[:40]!r} is not one of {', '.join(KINDS)}")
    return kinds


def paths(target: Path, kinds: Collection[str]) -> dict[str, Path]:
    """Kind -> its file beside `target`, a sound file or an album's folder, in the order of KINDS."""
    from voiceguide.export import suffixes

    target = target if target.name.strip(".") else target.resolve()  # `.` has no name
    stem = target.stem if target.suffix.lower() in suffixes() else target.name
    return {kind: target.with_name(stem + end) for kind, (end, _) in KINDS.items() if kind in kinds}
