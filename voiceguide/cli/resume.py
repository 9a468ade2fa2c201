"""`voiceguide resume` and `voiceguide again`: go back to the last session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, TypeVar

import click

from voiceguide.cli.live import live_options, play_live
from voiceguide.cli.options import recordings_option, voice_options
from voiceguide.errors import PlaceError
from voiceguide.live.place import Place, load_place

Command = TypeVar("Command", bound=Callable[..., Any])

OPTION_GROUPS = (("engine", "voice", "command"), ("bed", "wake_tone"))
"""Groups of options. Giving one of a group replaces all of its saved values: an engine has its own voices."""


def _options(command: Command) -> Command:
    """Add the options that can replace saved ones."""
    return voice_options(recordings_option(live_options(command)))


@click.command()
@_options
def resume(**options: Any) -> None:
    """Go on with the last session, at the start of the step that was cut."""
    place = _last()
    if place.finished:
        raise PlaceError(f"{place.title} was heard to its end.", hint="Play it once more: voiceguide again")
    play_live(place, _as_it_was(place, options))


@click.command()
@_options
def again(**options: Any) -> None:
    """Play the last routine from its start, with the same length, side, talk, voice and bed."""
    place = _last()
    options = _as_it_was(place, options)
    play_live(replace(place, line=None, side=None, round=1, finished=False), options)


def _last() -> Place:
    place = load_place()
    if place is None:
        raise PlaceError("There is no session to go back to.", hint="Begin one: voiceguide play ROUTINE")
    return place


def _as_it_was(place: Place, options: dict[str, Any]) -> dict[str, Any]:
    """Fill in saved values for options that are not given. Raises PlaceError if the saved bed file is missing."""
    given = {name: value for name, value in options.items() if value is not None}
    saved = {**asdict(place.voice), **asdict(place.bed), "command": place.command}
    saved |= {name: getattr(place, name) for name in ("output", "any_key", "listen")}
    for names in OPTION_GROUPS:
        if not given.keys().isdisjoint(names):
            saved = {name: value for name, value in saved.items() if name not in names}
    if "bed" in saved and place.bed.file and not place.bed.file.is_file():
        raise PlaceError(
            f"The bed {place.bed.file} is not there any more.",
            hint="Put it back, name another one with --bed, or go without: --bed none",
        )
    return {**options, **saved, **given}
