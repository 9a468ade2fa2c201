"""Keepers of a live session: functions that store its place, its levels, and the words that were heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.callbacks import Note
from voiceguide.cli.screen import Screen
from voiceguide.errors import OutputError
from voiceguide.live.saved_place import Place, save_place
from voiceguide.live.step_reference import StepReference

if TYPE_CHECKING:
    from voiceguide.audio.levels import Levels
    from voiceguide.studio.studio import Studio

Keep = Callable[[StepReference | None], None]
"""A function that stores each step that a session comes to, and None at its end."""


def place_keeper(place: Place, studio: Studio, shown: Screen, tell: Note) -> Keep:
    """Return a function that stores the place at each step and at the end. A failure is only a note."""
    shown.kept = False
    begun_at = studio.speed

    def keep(reference: StepReference | None) -> None:
        over = reference is None
        step = (None, None, 1) if reference is None else (reference.line, reference.side, reference.round)
        try:
            spoken_by = studio.narration.spoken_by
            voice = place.voice if studio.speed == begun_at else replace(place.voice, speech=studio.speed)
            save_place(
                replace(
                    place, voice=voice, spoken_by=spoken_by, line=step[0], side=step[1], round=step[2], finished=over
                )
            )
            shown.kept = True
        except OutputError as error:
            shown.kept = False
            tell(error.message)

    return keep


def full_at_first(place: Place, studio: Studio, keep: Keep, tell: Note) -> tuple[Place, Keep]:
    """Return the place with full talk until its safety lines were heard, and a keeper that remembers when they were."""
    from voiceguide.studio.heard_safety import NEW, in_full_at_first, is_daily, remember_or_tell

    routine, choices = studio.routine, in_full_at_first(studio.routine, place.choices)
    if is_daily(routine, place.choices) and not is_daily(routine, choices):
        tell(NEW)
    place = replace(place, choices=choices)
    if is_daily(routine, choices) or place.line is not None:
        return place, keep

    steps = set[StepReference | None]()

    def keep_heard(reference: StepReference | None) -> None:
        steps.add(reference)
        if len(steps) == 2:  # the first step is kept before its first word: the lines before it are over with the next
            remember_or_tell(routine, tell)
        keep(reference)

    return place, keep_heard


def level_keeper(tell: Note) -> Callable[[Levels], None]:
    """Return a function that keeps the levels for the next session. A failure is only a note."""
    from voiceguide.live.mixer import save_levels

    def keep(levels: Levels) -> None:
        try:
            save_levels(levels)
        except OutputError as error:
            tell(error.message)

    return keep


def lesson_keeper(keep: Keep, tell: Note) -> Keep:
    """Return a keeper that also remembers the lesson, once the session has begun."""
    from voiceguide.live.lesson import remember_lesson

    begun = set[bool]()

    def keep_lesson(reference: StepReference | None) -> None:
        if not begun:
            begun.add(True)
            try:
                remember_lesson()
            except OutputError as error:
                tell(error.message)
        keep(reference)

    return keep_lesson
