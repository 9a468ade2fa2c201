"""The rest of an item that is under way: a hold goes on to the sample, and a sentence that was cut is said again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.inside import TOLERANCE, Inside, Placed
from voiceguide.routine import Coaching
from voiceguide.units import to_samples

FIXED = ("bell", "tick", "count", "breath")
"""Kinds of cues that keep their moment."""
ROOM = to_samples(10)
"""The longest delay of a cue that was cut, or of an answer."""


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """The progress of an item."""

    said: int = 0
    """The number of cues before the hold of a step that were heard whole."""
    part: int = 0
    """The number of utterances of the current cue that were heard: those of its whole sentences."""
    hold: int | None = None
    """The index of the current part of its dose; None before the first."""
    elapsed: int = 0
    """Samples of that hold that are over; below 0, the rest before it is on."""
    extra: int = 0
    """Samples that the listener added to that hold alone."""
    cut: Placed | None = None
    """The cue that was cut in the middle of that hold."""
    halfway: bool = False
    """True if the middle of that hold is over."""
    answer: tuple[str, ...] = ()
    """The answer to the listener, while the hold goes on."""
    wait: int = 0
    """Samples before the answer."""
    bell: bool = False
    """True if a bell tells that the hold goes on."""


FRESH = ItemProgress()


def finish(whole: Inside, progress: ItemProgress, coaching: tuple[Coaching, ...]) -> Inside:
    """The cues in the rest of a hold. `whole` is the same hold, filled from its start."""
    left = Inside(whole.length, whole.speech, whole.pack, whole.countdown, whole.spoken)
    now = progress.elapsed
    if now <= 0 and not progress.answer:
        return whole
    fixed = list(_ticking([cue for cue in whole.placed if cue.kind in FIXED and cue.start >= now]))
    if progress.bell and 0 < now < whole.length - 2 * LENGTHS["start-bell"]:
        fixed.append(Placed(now, now + LENGTHS["start-bell"], "bell", ("start-bell",)))
    for cue in fixed:
        left.placed.append(cue)
        left.take(cue.start, cue.end - cue.start)
    if progress.answer:
        _put(left, now + progress.wait, Placed(0, 0, "answer", progress.answer))
    if progress.cut is not None:
        _put(left, now + (LENGTHS["start-bell"] if progress.bell else 0), progress.cut)
    left.take(min(0, now), max(0, now) - min(0, now))
    middle = {cue.line for cue in coaching if cue.when == "halfway"}
    for cue in whole.placed:
        heard = progress.halfway and (cue.kind == "halfway" or (cue.kind == "coaching" and cue.line in middle))
        if cue.kind not in FIXED and cue.start >= now and not heard:
            start = left.free(cue.start, cue.end - cue.start, TOLERANCE.get(cue.kind, 0))
            if start is not None:
                left.put(start, cue.kind, cue.parts, cue.line)
    return left


def _put(left: Inside, wanted: int, cue: Placed) -> None:
    """Say this as soon as there is room for it, if there is soon."""
    length = left.speech.of(cue.parts)
    start = left.free_from(wanted, length, ROOM)
    if start is not None:
        left.put(start, cue.kind, cue.parts, cue.line)


def _ticking(cues: list[Placed]) -> Iterator[Placed]:
    """Ticks into the end that are one sound become single ones where its first is gone."""
    whole = any(part.startswith("countdown") for cue in cues for part in cue.parts)
    for cue in cues:
        yield replace(cue, parts=("tick",)) if cue.kind == "tick" and not whole else cue
