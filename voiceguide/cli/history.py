"""`voiceguide history`: the sessions that were done on this machine."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide.cli import candidates
from voiceguide.cli.candidates import or_file
from voiceguide.cli.options import Typed, note
from voiceguide.cli.quiet import tell
from voiceguide.duration import clock
from voiceguide.errors import VoiceguideError
from voiceguide.history.calendar import read_time
from voiceguide.units import to_seconds

if TYPE_CHECKING:
    from datetime import date, time

    from voiceguide.history.frequency import Frequency
    from voiceguide.history.log import Done
    from voiceguide.routine import Routine

MOST_SHOWN = 30


@click.command()
@click.argument("routine", required=False, shell_complete=or_file(candidates.routines))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--ics", type=click.Path(dir_okay=False, path_type=Path), help="Write reminders to this calendar file.")
@click.option("--at", multiple=True, type=Typed("time", read_time), metavar="8:00", help="Remind at this time.")
@click.option("--force", is_flag=True, help="Replace the calendar file.")
@click.option("--forget", is_flag=True, help="Delete the whole history.")
def history(
    routine: str | None, as_json: bool, ics: Path | None, at: tuple[time, ...], force: bool, forget: bool
) -> None:
    """Show the sessions that were done, by `play` and on the page.

    With a ROUTINE whose script says how often to do it, this shows a dot for each session. --ics writes reminders.
    """
    from voiceguide.history import log

    if (ics or at) and (routine is None or not ics):
        raise click.UsageError("--ics needs a ROUTINE, and --at needs --ics.")
    if forget and routine is not None:
        raise click.UsageError("--forget deletes the history of all routines: leave out the ROUTINE.")
    if forget:
        log.forget()
        note("the history is deleted")
        return
    found = _routine(routine) if routine else None
    sessions = log.read(found.name if found else None)
    often = _often(found) if found else None
    if ics and found:
        _write_reminders(ics, found, often, at, force)
    elif as_json:
        click.echo(json.dumps(_as_json(sessions, often), indent=2, ensure_ascii=False))
    else:
        _show(sessions, often)


def _routine(name: str) -> Routine:
    from voiceguide.studio.reading import read_routine

    return read_routine(name)


def _often(routine: Routine) -> Frequency | None:
    from voiceguide.history.frequency import frequency_of

    return frequency_of(routine.frequency, (fact.text for fact in routine.facts), routine.language)


def _as_json(sessions: list[Done], often: Frequency | None) -> dict[str, object]:
    from voiceguide.history.dots import periods

    dots = [each.as_json() for each in periods(sessions, often, _today())] if often else []
    return {"often": often.as_json() if often else None, "sessions": [asdict(each) for each in sessions], "dots": dots}


def _show(sessions: list[Done], often: Frequency | None) -> None:
    if not sessions:
        tell("No session was done yet.")
    width = max((len(each.routine) for each in sessions[:MOST_SHOWN]), default=0)
    for each in sessions[:MOST_SHOWN]:
        state = "finished" if each.finished else "left"
        click.echo(f"{each.moment:%Y-%m-%d %H:%M}  {each.routine:<{width}}  {clock(each.heard):>6}  {state}")
    if len(sessions) > MOST_SHOWN:
        note(f"{len(sessions) - MOST_SHOWN} older ones are not shown; --json prints all")
    if often:
        from voiceguide.history.dots import periods

        click.echo(" ".join(map(str, periods(sessions, often, _today()))))


def _write_reminders(
    target: Path, routine: Routine, often: Frequency | None, times: tuple[time, ...], force: bool
) -> None:
    from voiceguide.history.calendar import calendar
    from voiceguide.storage.atomic_write import atomic_write
    from voiceguide.studio.studio import Studio

    if often is None:
        raise VoiceguideError(
            f"{routine.name} does not say how often to do it.",
            "Write it into the script's front matter: `frequency: Twice a day for two weeks`.",
        )
    with Studio(routine, note=note) as studio:
        plan, _ = studio.estimate(ends=False)
    minutes = round(to_seconds(plan.length) / 60) if plan else 1
    text = calendar(routine.name, routine.title, minutes, often, _today(), times, datetime.now().astimezone())
    with atomic_write(target, overwrite=force) as file:
        file.write(text.encode())
    tell(f"{target} has the reminders. Open it with your calendar.")


def _today() -> date:
    return datetime.now().date()
