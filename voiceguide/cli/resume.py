"""`voiceguide resume` and `voiceguide again`: back to the last session."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any, TypeVar

import click

from voiceguide.cli.options import recordings_option, voice_options
from voiceguide.cli.play_live import live_options, play_live
from voiceguide.errors import PlaceError, RoutineNotFoundError
from voiceguide.live.saved_place import Place, load_place
from voiceguide.script.library import find
from voiceguide.speech.engine import DEFAULT, requested_engine

Command = TypeVar("Command", bound=Callable[..., Any])

OPTION_GROUPS = (("engine", "voice", "command"), ("bed", "wake_tone"))
"""Groups of options. Giving one resets the others, because each engine has its own voices."""


def _options(command: Command) -> Command:
    """Add the options that can change on resuming."""
    return voice_options(recordings_option(live_options(command)))


@click.command()
@_options
def resume(**options: Any) -> None:
    """Continue the last session at the step where you stopped."""
    place = _last()
    if place.finished:
        raise PlaceError(f"{place.title} is finished.", hint="Play it once more: voiceguide again")
    play_live(place, _as_it_was(place, options))


@click.command()
@_options
def again(**options: Any) -> None:
    """Play the last session again from its start.

    It keeps the length, side, talk, voice and bed.
    """
    place = _last()
    options = _as_it_was(place, options)
    play_live(replace(place, line=None, side=None, round=1, finished=False), options)


def _last() -> Place:
    place = load_place()
    if place is None:
        raise PlaceError("There is no session to continue.", hint="Start one: voiceguide play ROUTINE")
    return place


def _as_it_was(place: Place, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options, completed from the place. Raises PlaceError if the bed's file is gone."""
    given = {name: value for name, value in options.items() if value is not None}
    saved = {**asdict(place.voice), **_as_heard(place), **asdict(place.bed), "command": place.command}
    saved |= {name: getattr(place, name) for name in ("output", "lead_in", "any_key", "listen", "headset")}
    for names in OPTION_GROUPS:
        if not given.keys().isdisjoint(names):
            saved = {name: value for name, value in saved.items() if name not in names}
    if "bed" in saved and place.bed.file and not place.bed.file.is_file():
        raise PlaceError(
            f"The bed {place.bed.file} no longer exists.",
            hint="Put it back, choose another with --bed, or play without one: --bed none",
        )
    return {**options, **saved, **given}


def _as_heard(place: Place) -> dict[str, Any]:
    """Return the engine and the voice that spoke, where nobody had asked for them."""
    if place.voice.engine or place.voice.voice or requested_engine():
        return {}
    if place.spoken_by:
        return {"engine": place.spoken_by.engine, "voice": place.spoken_by.voice}
    return {} if _names_a_voice(place.routine) else {"engine": DEFAULT}


def _names_a_voice(routine: str) -> bool:
    """Return True if a script names its own voice."""
    from voiceguide.studio.script_voice import setting_in

    with suppress(RoutineNotFoundError):
        return setting_in(find(routine), "voice") is not None
    return False
