"""Steps that get the hands ready for others, or clean up behind them: spread the oil, wipe the hands.

Such a step has no exercise in it: the listener takes the time it needs. If later steps need its thing, it prepares
them. If it comes behind those, it cleans up. It stays as long as they do, and goes with them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from voiceguide.language import Pack
from voiceguide.routine import Step, Wait


def is_handling(step: Step) -> bool:
    """True for a step without an exercise: a wait until the listener is ready, or words without a dose."""
    return not step.rest and (
        step.dose is None or (isinstance(step.dose, Wait) and not step.dose.limit and not step.dose.count)
    )


class Handling:
    """The handling steps among the steps of a phase, and the steps that each is there for. Steps are their places."""

    def __init__(self, steps: Sequence[Step], pack: Pack) -> None:
        self._steps = steps
        self._served = list(_served(steps, pack))
        self._serving: dict[int, list[int]] = defaultdict(list)
        for place, served in enumerate(self._served):
            for other in served:
                self._serving[other].append(place)

    def served_by(self, place: int) -> tuple[int, ...]:
        """The steps for which a step is there: those that it prepares, or the handling steps behind which it cleans up.
        Empty for a step that stands for itself."""
        return self._served[place]

    def needed_for(self, place: int, gone: Collection[int]) -> int | None:
        """A step that stays and needs a handling step, which cannot be left out alone; None without one. `gone`: the
        steps that are left out."""
        return next((other for other in self._served[place] if other not in gone), None)

    def idle(self, more: Collection[int], gone: Collection[int] = ()) -> list[int]:
        """The optional steps that are there for nothing but steps that are gone, in order, once `more` steps go.
        `gone`: the steps that went before, and all that were idle without them."""
        all_gone, found, looked = {*gone, *more}, [], list(more)
        while looked:
            for place in self._serving.get(looked.pop(), ()):
                if place in all_gone or not self._steps[place].optional or self.needed_for(place, all_gone) is not None:
                    continue
                all_gone.add(place)
                found.append(place)
                looked.append(place)
        return sorted(found)


def _served(steps: Sequence[Step], pack: Pack) -> Iterator[tuple[int, ...]]:
    """For each step, the steps that `Handling.served_by` tells."""
    things = [set(map(pack.bare_thing, step.needs)) for step in steps]
    needing: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(things):
        for thing in own:
            needing[thing].append(place)
    first_prepared: dict[int, int] = {}
    for place, step in enumerate(steps):
        lists = [needing[thing] for thing in things[place]] if is_handling(step) else []
        later = sorted({other for each in lists for other in each[bisect_right(each, place) :]})
        if later:
            first_prepared[place] = later[0]
            yield tuple(later)
        elif is_handling(step):
            yield tuple(other for other, first in first_prepared.items() if first < place)
        else:
            yield ()
