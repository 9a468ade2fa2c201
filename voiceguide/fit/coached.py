"""The writer's own cues inside a hold, each with time behind it."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.fit.inside import TOLERANCE, Inside, Moved
from voiceguide.fit.wording import words_of
from voiceguide.routine import Coaching
from voiceguide.units import RATE, to_samples

TIME_TO_ACT = {"halfway": to_samples(8), "after": to_samples(3)}
"""The time behind a coaching cue before the next one. Cues of other moments need none: their writer gave it."""
TIME_LEFT = to_samples(3)
"""The least time between such a cue and the end of its hold."""

_Span = tuple[int, int, int]
"""Start and end of a cue, and the time that it needs behind it."""


def fill_coaching(inside: Inside, coaching: tuple[Coaching, ...]) -> None:
    """The writer's own cues, at their moments or near them: those before the end first, since they cannot wait. Each
    has time behind it to do what it says."""
    moments = sorted(_moments(inside.length, coaching), key=lambda pair: (pair[1].when != "before-end", pair[0]))
    spans: list[_Span] = []
    for wanted, cue in moments:
        if not 0 <= wanted < inside.length:
            why = "its moment is outside the hold, now that this is shorter"
            inside.moved.append(Moved(cue.line, max(0, wanted), None, why))
            continue
        parts = words_of(cue, inside.pack)
        start = _start(inside, wanted, cue, parts, spans)
        if start is not None:
            inside.put(start, "coaching", parts, cue.line)
        if start is None or abs(start - wanted) >= to_samples(0.05):
            inside.moved.append(Moved(cue.line, wanted, start, "no room for this cue at its moment"))
        if start is not None and cue.when != "every":
            spans.append((start, start + inside.speech.of(parts), TIME_TO_ACT.get(cue.when, 0)))


def _start(inside: Inside, wanted: int, cue: Coaching, parts: tuple[str, ...], spans: list[_Span]) -> int | None:
    """The start of a cue: near the moment it wants, with time behind it and behind the cue before it."""
    length, tolerance = inside.speech.of(parts), TOLERANCE["coaching"]
    if cue.when not in TIME_TO_ACT:
        return inside.free(wanted, length, tolerance)
    ends = [inside.length - TIME_LEFT, *(start - TIME_TO_ACT[cue.when] for start, _, _ in spans if start >= wanted)]
    latest = min(ends) - length
    earliest = max((end + needed for start, end, needed in spans if start < wanted), default=0)
    meant = max(earliest, min(wanted, latest))
    if meant > latest or abs(meant - wanted) > tolerance:
        return None
    start = inside.free(meant, length, tolerance - abs(meant - wanted))
    return start if start is not None and earliest <= start <= latest else None


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
