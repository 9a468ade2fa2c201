"""`voiceguide plan`: a session as a table, or as JSON for other programs."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from typing import Any

import click

from voiceguide.cli.defaults import with_defaults
from voiceguide.cli.options import choices_of, note, session_options, voice_of
from voiceguide.cli.progress_bars import progress
from voiceguide.cli.suggesting import SuggestingCommand
from voiceguide.duration import clock, clocks
from voiceguide.plan import Change, Plan, PlannedStep
from voiceguide.routine import Routine
from voiceguide.units import RATE


@click.command(cls=SuggestingCommand)
@session_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def plan(routine: str, length: Any, as_json: bool, **options: Any) -> None:
    """Show the times and changes of a session, without playing it."""
    from voiceguide.studio.studio import Studio

    length, options = with_defaults(routine, length, options)
    with progress() as begin, Studio(routine, voice_of(options), note=note, progress=begin("speaking")) as studio:
        made = studio.plan(length, choices_of(options))
    if as_json:
        click.echo(json.dumps(made.as_json(), indent=2, ensure_ascii=False))
    else:
        _table(made, studio.routine)


def _table(plan: Plan, routine: Routine) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, soft_wrap=False, width=None if sys.stdout and sys.stdout.isatty() else 120)
    changes = _by_line(plan)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for heading in ("time", "phase"):
        table.add_column(heading)
    table.add_column("step", ratio=1)
    table.add_column("side")
    table.add_column("hold", justify="right")
    table.add_column("changed, and why", ratio=1)
    names = {step.line: f" ({step.text})" for phase in routine.phases for step in phase.steps}
    names |= {phase.line: f" ({phase.title})" for phase in routine.phases if phase.heading}
    title_before, told = None, set()
    for step in plan.steps:
        title = step.phase if step.round == 1 else f"{step.phase} (round {step.round})"
        new = [] if step.line in told else changes[step.line]
        told.add(step.line)
        table.add_row(
            clock(step.start // RATE),
            "" if title == title_before else _plain(title),
            _plain(step.text),
            step.side or "",
            _hold(step),
            _plain("; ".join(new)),
        )
        title_before = title
    shortest, longest = plan.ends_in_seconds
    least, length, most = clocks(shortest, plan.length / RATE, longest)
    console.print(_plain(f"{plan.title}: {length} (can be {least} to {most})"), style="bold")
    console.print(table)
    for line, texts in changes.items():
        if line not in told:
            for text in texts:
                console.print(_plain(f"line {line}{names.get(line, '')}: {text}" if line else text))


def _plain(text: str) -> str:
    """Escape rich's markup in a text."""
    from rich.markup import escape

    return escape(text)


def _hold(step: PlannedStep) -> str:
    return f"{step.hold.seconds:g} s" if step.hold else ""


def _by_line(plan: Plan) -> dict[int | None, list[str]]:
    """Return line -> its changes, without repetitions."""
    told: dict[int | None, dict[str, None]] = defaultdict(dict)
    for change in plan.changes:
        told[change.line][_change(change)] = None
    return defaultdict(list, {line: list(texts) for line, texts in told.items()})


def _change(change: Change) -> str:
    match change.what:
        case "shortened" | "lengthened":
            return f"{_tenths(change.before)} → {_tenths(change.after)} s, {change.why}"
        case "round added" | "round dropped":
            return f"{change.before:g} → {change.after:g} rounds, {change.why}"
        case _:
            return f"{change.what}: {change.why}"


def _tenths(seconds: float | None) -> str:
    """Seconds to a tenth; nothing for no value."""
    return "" if seconds is None else f"{round(seconds, 1):g}"
