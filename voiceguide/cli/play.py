"""`voiceguide play`: a live session through the speakers."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any

import click

from voiceguide.cli.defaults import with_defaults
from voiceguide.cli.options import Typed, choices_of, session_options
from voiceguide.cli.play_live import live_options, play_live
from voiceguide.cli.suggesting import SuggestingCommand
from voiceguide.duration import clock
from voiceguide.errors import FitError
from voiceguide.live.saved_place import Place
from voiceguide.live.until import seconds_until, times_between
from voiceguide.script.library import find, shipped


def _time_of_day(text: str) -> str:
    seconds_until(text, datetime.now())  # reports wrong usage before anything opens
    return text


@click.command(cls=SuggestingCommand)
@session_options
@live_options
@click.option("--until", type=Typed("time", _time_of_day), metavar="7:45", help="End at this time of day.")
@click.option("--let-end-move", is_flag=True, help="Let longer and skipped steps move the end.")
def play(routine: str, length: Any, until: str | None, let_end_move: bool, **options: Any) -> None:
    """Play a session hands-free.

    \b
    space, Enter   once: pause, go on   twice: the step again   three times: next
    ← →            step before, next step       r  again        w  where am I?
    l  s           longer, shorter             + -  volume     q q  leave
    < >  speech slower, faster     v V  voice     b B  bells     m M  music
    """
    if length is not None and until:
        raise click.UsageError("--length and --until both set the end: give one of them.")
    usual, options = with_defaults(routine, length, options)
    length = length if until else usual
    place = Place(
        routine=_lasting(routine),
        title="",
        fingerprint="",
        length=length,
        choices=choices_of(options),
        let_end_move=let_end_move,
    )
    if not until:
        play_live(place, options)
        return
    try:
        play_live(place, options, lambda: seconds_until(until, datetime.now()))
    except FitError as error:
        raise _by_the_clock(error, until, options["start_in"] or 0) from error


def _by_the_clock(error: FitError, until: str, start_in: float) -> FitError:
    """Return the error of an impossible length, in times of day."""
    if error.ends is None:
        return error
    least, most = error.ends
    now = datetime.now()
    times = times_between(least + start_in, most + start_in, now, until)
    can = f"if it starts now, it can end {times}" if times else "it can end on no full minute of the next 24 hours"
    message = f"The session cannot end at {until}: {can}. "
    if least <= seconds_until(until, now) - start_in <= most:  # inside the range, but not possible
        return FitError(message + error.message, error.hint, error.ends)
    message += f"It can last from {clock(ceil(least))} to {clock(most)}."
    return FitError(message, "Choose one of these times, or start at another.", error.ends)


def _lasting(routine: str) -> str:
    """Return a name for the routine that works from another folder and in another installation."""
    path = find(routine).resolve()
    return path.stem if path.parent == shipped().resolve() and find(path.stem).resolve() == path else str(path)
