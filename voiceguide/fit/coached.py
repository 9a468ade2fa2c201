"""The writer's own cues inside a hold, each with time behind it."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.fit.inside import TOLERANCE, Inside, Moved
from voiceguide.fit.wording import words_of
from voiceguide.routine import Coaching
from voiceguide.units import RATE, to_samples

TIME_TO_ACT = to_samples(5)
"""The time behind a coaching cue, before the next one or the end of its hold."""


def fill_coaching(inside: Inside, coaching: tuple[Coaching, ...]) -> None:
    """The writer's own cues, at their moments or near them: those before the end first, since they cannot wait. Each
    has time behind it to do what it says."""
    moments = sorted(_moments(inside.length, coaching), key=lambda pair: (pair[1].when != "before-end", pair[0]))
    for wanted, cue in moments:
        parts = words_of(cue, inside.pack)
        if not 0 <= wanted < inside.length:
            why = "its moment is outside the hold, now that this is shorter"
            inside.moved.append(Moved(cue.line, max(0, wanted), None, why))
        elif cue.when in ("before-end", "every"):
            inside.fit_in(wanted, "coaching", parts, cue.line, "this cue")
        else:
            _fit_in_time(inside, wanted, cue, parts)


def _fit_in_time(inside: Inside, wanted: int, cue: Coaching, parts: tuple[str, ...]) -> None:
    """Place a coaching cue with time behind it, a little earlier where it must, or leave it out."""
    length = inside.speech.of(parts)
    later = [each.start for each in inside.placed if each.kind == "coaching" and each.start >= wanted]
    latest = min([inside.length, *later]) - TIME_TO_ACT - length
    start = inside.free(min(wanted, latest), length, max(0, TOLERANCE["coaching"] - max(0, wanted - latest)))
    if wanted - latest > TOLERANCE["coaching"] or start is None or start > latest:
        why = (
            "no time is left behind it to do what it says" if latest < wanted else "no room for this cue at its moment"
        )
        inside.moved.append(Moved(cue.line, wanted, None, why))
        return
    inside.put(start, "coaching", parts, cue.line)
    if abs(start - wanted) >= to_samples(0.05):
        inside.moved.append(Moved(cue.line, wanted, start, "no room for this cue at its moment"))


def _moments(length: int, coaching: tuple[Coaching, ...]) -> Iterator[tuple[int, Coaching]]:
    for cue in coaching:
        seconds = to_samples(cue.seconds)
        match cue.when:
            case "halfway":
                yield length // 2, cue
            case "after":
                yield seconds, cue
            case "before-end":
                yield length - seconds, cue
            case "every":
                for moment in range(seconds, length - RATE, seconds):
                    yield moment, cue
            case unknown:
                raise ValueError(f"no rule places coaching {unknown!r}")
