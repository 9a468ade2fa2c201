"""Trials of faults.py: their kind, the input of their workplace, and its leftovers."""

from __future__ import annotations

import shutil
from collections.abc import Callable

if __package__:
    from benchmarks.workplace import Workplace
else:
    from workplace import Workplace  # type: ignore[import-not-found, no-redef]

Trial = tuple[str, Callable[[], str | None]]
"""The kind of a trial, and a function that returns its fault."""
SCRIPT = "# Heel\n\n- Press the heel spot for 5 seconds\n- Rub the arch for 6 seconds\n"
EXPORT = ("export", "heel.md", "-l", "shortest", "--force", "-o")


def prepare(place: Workplace) -> None:
    """Write a script and a sheet of jobs."""
    (place.root / "heel.md").write_text(SCRIPT)
    (place.root / "jobs.csv").write_text("routine,length,target\nheel.md,shortest,a.mp3\nheel.md,,b.wav\n")


def empty_cache(place: Workplace) -> None:
    """Remove all cached files."""
    for path in (place.root / "cache").iterdir():
        path.unlink()


def leftovers(place: Workplace) -> str | None:
    """The leftovers of a trial, which are removed for the next."""
    orphans = place.orphans()
    if orphans:
        place.kill_all()
        return "leaves processes"
    found = [*place.left(), *place.parts()]
    for path in (place.root / name for name in place.parts()):
        path.unlink(missing_ok=True)
    for name in place.left():
        shutil.rmtree(place.temporary / name, ignore_errors=True)
    return f"leaves {', '.join(found)[:120]}" if found else None
