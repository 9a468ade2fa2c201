"""A session without its silences, so that whoever wrote the routine can check half an hour in a few minutes."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import replace

from voiceguide.plan import Cue, Plan, PlannedStep
from voiceguide.units import to_samples

PAUSE = to_samples(0.25)
"""What is left of each silence that is longer: enough to hear where one cue ends and the next begins."""
WITHIN = ("coaching", "halfway", "time-left", "next")
"""Kinds of cues that are said within holds and rests, on both sides and in each round."""


def proof(plan: Plan) -> Plan:
    """The same session with every silence cut down to `PAUSE`, and `(proof)` behind its title.

    Speech and bells stay whole and in their order. Left out are ticks; of the numbers or breaths of a hold all but the
    first and the last; and what is said within a hold, if it was heard before in the same words. Steps, holds and
    chapters go where their cues go; the `seconds` of a hold stay what is spoken.
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
    """Maps the samples of a session to those of a shorter one, in which silences last `PAUSE` at the most."""

    def __init__(self, sounds: Iterable[tuple[int, int]], length: int) -> None:
        """`sounds`: where each begins, and the sample after its last. They may overlap, and then still do."""
        self._starts: list[int] = []
        """The first sample to go of each silence that is cut."""
        self._cuts: list[tuple[int, int]] = []
        """For each of them how many samples go, and how many went before."""
        end = gone = 0
        for start, until in [*sorted(sounds), (length, length)]:
            cut = start - end - PAUSE
            if cut > 0:
                self._starts.append(end + PAUSE)
                self._cuts.append((cut, gone))
                gone += cut
            end = max(end, until)

    def at(self, sample: int) -> int:
        """Where a sample comes to be; if it goes itself, where the next one that stays does."""
        index = bisect.bisect_right(self._starts, sample) - 1
        if index < 0:
            return sample
        cut, gone = self._cuts[index]
        return sample - gone - min(cut, sample - self._starts[index])


def _repeated(cues: tuple[Cue, ...]) -> Iterator[int]:
    """Indexes of what is said within holds and was said before."""
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
