"""A proof: a session without its silences, for checking half an hour in a few minutes."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import replace

from voiceguide.plan import Cue, Plan, PlannedStep
from voiceguide.units import to_samples

PAUSE = to_samples(0.25)
"""The rest of each longer silence, enough to hear the border between two cues."""
WITHIN = ("coaching", "halfway", "time-left", "next")
"""Kinds of cues within holds and rests. They repeat on both sides and in each round."""


def proof(plan: Plan) -> Plan:
    """The session with every silence cut down to `PAUSE`, and `(proof)` after its title.

    Speech and bells stay complete and in order. Dropped are all ticks, the numbers or breaths of a hold between the
    first and the last, and repeated cues within holds. Steps, holds and chapters move with their cues. The `seconds` of
    a hold stay as spoken.
    """
    gone = {*_repeated(plan.cues), *_counted(plan.cues, plan.steps)}
    cues = [cue for index, cue in enumerate(plan.cues) if index not in gone and cue.kind != "tick"]
    at = Squeeze(((cue.start, cue.end) for cue in cues), plan.length).at
    return replace(
        plan,
        title=f"{plan.title} (proof)",
        length=at(plan.length),
        chapters=tuple(replace(chapter, start=at(chapter.start), end=at(chapter.end)) for chapter in plan.chapters),
        steps=tuple(
            replace(
                step,
                start=at(step.start),
                end=at(step.end),
                hold=step.hold and replace(step.hold, start=at(step.hold.start), end=at(step.hold.end)),
            )
            for step in plan.steps
        ),
        cues=tuple(replace(cue, start=at(cue.start), end=at(cue.end)) for cue in cues),
    )


class Squeeze:
    """Maps the samples of a session to a shorter one, in which silences last at most `PAUSE`."""

    def __init__(self, sounds: Iterable[tuple[int, int]], length: int) -> None:
        """`sounds`: the start of each, and the first sample after it. Overlaps are kept."""
        self._starts: list[int] = []
        """The first removed sample of each shortened silence."""
        self._cuts: list[tuple[int, int]] = []
        """For each, the number of removed samples, and of those removed earlier."""
        end = gone = 0
        for start, until in [*sorted(sounds), (length, length)]:
            cut = start - end - PAUSE
            if cut > 0:
                self._starts.append(end + PAUSE)
                self._cuts.append((cut, gone))
                gone += cut
            end = max(end, until)

    def at(self, sample: int) -> int:
        """The new position of a sample. A removed sample maps to the next one that stays."""
        index = bisect.bisect_right(self._starts, sample) - 1
        if index < 0:
            return sample
        cut, gone = self._cuts[index]
        return sample - gone - min(cut, sample - self._starts[index])


def _repeated(cues: tuple[Cue, ...]) -> Iterator[int]:
    """Indexes of cues within holds that repeat an earlier one."""
    heard = set()
    for index, cue in enumerate(cues):
        if cue.kind in WITHIN:
            if cue.parts in heard:
                yield index
            heard.add(cue.parts)


def _counted(cues: tuple[Cue, ...], steps: tuple[PlannedStep, ...]) -> Iterator[int]:
    """Indexes of the numbers and breaths between the first and the last of each hold."""
    starts = [cue.start for cue in cues]
    for hold in (step.hold for step in steps if step.hold):
        inside = range(bisect.bisect_left(starts, hold.start), bisect.bisect_left(starts, hold.end))
        yield from [index for index in inside if cues[index].kind in ("count", "breath")][1:-1]
