"""The beginning of a live session: the lesson, the countdown and the first plan."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from voiceguide.errors import PlaceError
from voiceguide.live.saved_place import Place, place_age_seconds

if TYPE_CHECKING:
    from voiceguide.fit.live_plan import Interjection, LivePlan
    from voiceguide.live.pre_roll import PreRoll
    from voiceguide.live.pre_roll_jobs import MakePreRoll
    from voiceguide.studio.studio import Studio

LONG_AGO_SECONDS = 4 * 3600
"""A session that is continued after this time says its safety lines again."""


def lesson_before(studio: Studio, place: Place, options: dict[str, Any], *, timed: bool) -> tuple[Interjection, ...]:
    """Return the lesson before a session; empty if it is not due."""
    from voiceguide.live.lesson import is_lesson_due, lesson

    wanted = options["lesson"]
    if wanted is None:
        fresh = place.line is None and not timed and place.choices.talk != "bells"
        wanted = fresh and sys.stdin.isatty() and is_lesson_due()
    return lesson(studio.pack, any_key=place.any_key) if wanted else ()


def beginning(
    studio: Studio, place: Place, taught: tuple[Interjection, ...], start_in: float | None
) -> tuple[Callable[[], LivePlan], MakePreRoll | None]:
    """Return a function that makes the first live plan, and one that makes the pre-roll to play meanwhile. A
    press skips the lesson, unless a countdown follows it."""
    from voiceguide.live.pre_roll import countdown, countdown_pre_roll

    silent = place.choices.talk == "bells"
    before = (*taught, *(countdown(start_in, studio.pack, silent=silent) if start_in else ()))
    if before:
        return (
            lambda: replace(_live_plan(studio, place, before), lesson=not start_in),
            lambda: countdown_pre_roll(before, studio, place.choices),
        )
    if place.line is not None:
        return lambda: _live_plan(studio, place), None
    live_plan = studio.live_plan_at_hand(place.length, place.choices)
    if live_plan is not None:
        return lambda: live_plan, None
    return lambda: _live_plan(studio, place), partial(_opening, studio, place)


def _live_plan(studio: Studio, place: Place, interjections: tuple[Interjection, ...] = ()) -> LivePlan:
    """Return the first live plan, after these interjections."""
    from voiceguide.live.plan_edits import at_step
    from voiceguide.live.stop import stop_at

    live_plan = studio.live_plan(place.length, place.choices)
    if place.line is not None:
        another_day = place_age_seconds() > LONG_AGO_SECONDS
        edit = at_step(stop_at(live_plan, 0), place.line, place.side, place.round, safety=another_day)
        if edit is None:
            raise PlaceError(
                f"The step on line {place.line} is no longer in this session.",
                hint="Play it from its start: voiceguide again",
            )
        edit = replace(edit, interjections=interjections + edit.interjections)
        return studio.spoken(lambda length_of: live_plan.spoken(length_of).edited(edit))
    return (
        studio.spoken(lambda length_of: replace(live_plan.spoken(length_of), interjections=interjections))
        if interjections
        else live_plan
    )


def _opening(studio: Studio, place: Place) -> PreRoll | None:
    """Speak the first words of the session."""
    from voiceguide.live.pre_roll import opening_words

    first = studio.first_words(place.length, place.choices)
    more = partial(studio.opening, place.length, place.choices)
    return opening_words(first, studio, place.choices, more) if first else None
