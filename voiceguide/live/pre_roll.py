"""The sound before the first plan is ready: the opening words, or a countdown for lying down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from voiceguide.audio.bells import LENGTHS
from voiceguide.audio.timeline import Timeline
from voiceguide.fit.live_plan import Interjection, LivePlan
from voiceguide.language import Pack
from voiceguide.live.answers import PRESSED, said
from voiceguide.live.transport import QUIET
from voiceguide.units import RATE, to_samples

if TYPE_CHECKING:
    from voiceguide.fit import Choices
    from voiceguide.studio.opening import Opening
    from voiceguide.studio.studio import Studio

ANNOUNCED_SECONDS = (10, 20, 30, 60, 120, 300, 600)
"""The times left that are announced on the way."""
COUNT_FROM = 5


@dataclass(frozen=True, slots=True)
class PreRoll:
    """The sound to begin with, and the sample of the plan to go on from."""

    timeline: Timeline
    goes_on_at: Callable[[LivePlan], int]
    """Returns that sample. It is the length of the pre-roll if the plan begins with the same sounds."""
    pause: Callable[[], Timeline] | None = None
    """Makes the sound of a pause, from the press on."""
    longer: Callable[[], PreRoll | None] | None = None
    """Makes a longer pre-roll that begins with the same sounds. It follows while this one plays."""


def opening_words(
    opening: Opening, studio: Studio, choices: Choices, longer: Callable[[], Opening | None] | None = None
) -> PreRoll:
    """Use the opening words of the session itself. `longer` speaks more of them."""

    def more() -> PreRoll | None:
        found = longer() if longer else None
        return opening_words(found, studio, choices) if found else None

    return PreRoll(opening.timeline, opening.goes_on_at, partial(_paused, studio, choices), more if longer else None)


def countdown_pre_roll(interjections: tuple[Interjection, ...], studio: Studio, choices: Choices) -> PreRoll:
    """Use the countdown that the plan will begin with."""
    alone = studio.interjections(interjections, choices)
    timeline = studio.sounds(alone.length, alone.cues)
    return PreRoll(timeline, lambda live_plan: alone.length, partial(_paused, studio, choices))


def _paused(studio: Studio, choices: Choices) -> Timeline:
    words = () if choices.talk == "bells" else (said(studio.pack.phrase("paused")),)
    alone = studio.interjections((PRESSED, *words), choices)
    return studio.sounds(alone.length + QUIET.length, alone.cues)


def countdown(seconds: float, pack: Pack, *, silent: bool = False) -> tuple[Interjection, ...]:
    """Count down the seconds before a session. The whole time is announced first, then some times on the way, then the
    last seconds one by one. A `silent` countdown has only ticks at its end."""
    whole = max(1, round(seconds))
    told = [left for left in ANNOUNCED_SECONDS if COUNT_FROM < left < whole]
    moments = [(whole - left, pack.time_left(left)) for left in sorted(told, reverse=True)]
    moments += [(whole - left, pack.number(left) + ".") for left in range(min(COUNT_FROM, whole - 3), 0, -1)]
    interjections = [PRESSED, said(pack.phrase("starting-in", duration=pack.duration(whole)))]
    if silent:
        moments = [(whole - left, "") for left in range(min(3, whole - 1), 0, -1)]
        interjections = [PRESSED]
    at = 0
    for number, (moment, words) in enumerate(moments):
        sound = Interjection("tick", ("tick",)) if silent else Interjection("answer", (words,))
        start = moment * RATE
        # The first moment is counted from the words before it, which begin a little after the press.
        since = start - at if number else start - (0 if silent else LENGTHS["press"] + to_samples(0.05))
        interjections.append(Interjection(sound.kind, sound.parts, since=since))
        at = start
    end = whole * RATE - at
    return (*interjections, Interjection("silence", since=end))
