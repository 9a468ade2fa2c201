"""`voiceguide list`: the routines and their possible lengths."""

from __future__ import annotations

import json
from collections.abc import Callable

import click

from voiceguide.cli.harmless import harmless
from voiceguide.cli.options import note
from voiceguide.cli.progress_bars import progress
from voiceguide.duration import clocks
from voiceguide.errors import VoiceguideError
from voiceguide.json_types import RoutineJson
from voiceguide.script.library import left_out, routines, shown, unnamed
from voiceguide.studio.studio import Studio


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_routines(as_json: bool) -> int:
    """List the routines, with the lengths that each can have.

    The lengths are the shortest, the natural and the longest.
    """
    rows, failed, found = [], False, routines()
    notes: list[str] = []
    with progress() as begin:
        advance = begin("measuring the routines")
        for number, (name, path) in enumerate(found.items()):
            advance(number, len(found))
            try:
                rows.append(_row(name, notes.append))
            except VoiceguideError as error:
                failed = True
                notes.append(f"{harmless(shown(path))} is left out: {error.message}")
    notes += [left_out(path.name) for path in unnamed()]
    for each in notes:  # the bar has gone from the terminal by now
        note(each)
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    elif rows:
        _table(rows)
    return 1 if failed and not rows else 0


def _row(name: str, note: Callable[[str], None]) -> RoutineJson:
    with Studio(name, note=note) as studio:
        lengths = studio.lengths()
    return {
        "name": name,
        "title": studio.routine.title,
        "language": studio.routine.language,
        "shortest": lengths.shortest,
        "natural": lengths.natural,
        "longest": lengths.longest,
        "description": studio.routine.description,
        "path": studio.path,
    }


def _table(rows: list[RoutineJson]) -> None:
    names = [harmless(row["name"]) for row in rows]
    width = max(map(len, names))
    click.echo(f"{'ROUTINE':<{width}}  SHORTEST  NATURAL  LONGEST  TITLE")
    for name, row in zip(names, rows, strict=True):
        shortest, natural, longest = clocks(row["shortest"], row["natural"], row["longest"])
        click.echo(f"{name:<{width}}  {shortest:>8}  {natural:>7}  {longest:>7}  {row['title']}")
