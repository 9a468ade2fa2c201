"""`voiceguide resume` and `voiceguide again`: back to the last session."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from voiceguide.cli.live import live_options, play_live
from voiceguide.errors import PlaceError
from voiceguide.live.place import Place, read


@click.command()
@live_options
def resume(**options: Any) -> None:
    """Go on with the last session, at the start of the step that was cut."""
    place = _last()
    if place.finished:
        raise PlaceError(f"{place.title} was heard to its end.", hint="Play it once more: voiceguide again")
    play_live(place, options)


@click.command()
@live_options
def again(**options: Any) -> None:
    """Play the last routine from its start, with the same length, side, talk and voice."""
    play_live(replace(_last(), line=None, side=None, round=1, finished=False), options)


def _last() -> Place:
    place = read()
    if place is None:
        raise PlaceError("There is no session to go back to.", hint="Begin one: voiceguide play ROUTINE")
    return place
