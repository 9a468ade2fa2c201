"""The ladder of numbers from a shape's shortest session to its longest, in the order in which fitting gives and takes.

From the bottom up: all holds rise together to their written values, then rests, which gave up to half; then holds rise
above it, then rests and settle times, to three times at the most, and settle times to fifteen seconds. A rung is one
number of one step, one notch up. Between two rungs, the rest of the time goes into the gaps. Full gaps pass it on to
settle times.
"""

from __future__ import annotations

import bisect
import copy
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.adjustable import Adjustable, Rung, Stage, adjustables, adjusted, rungs
from voiceguide.fit.numbers import REST_GROWTH, Fitted, natural
from voiceguide.fit.outline import Do, Item, Outliner, Say
from voiceguide.fit.silences import GAP, GAP_GROWTH, gap_before, pause_between, room_of, settle_of
from voiceguide.fit.speech import Speech
from voiceguide.fit.step_instance import Shape, StepInstance, StepKey
from voiceguide.routine import Step


@dataclass(frozen=True, slots=True)
class Setting:
    """The numbers of one session, and the time for its gaps and settle times."""

    fitted: dict[StepKey, Fitted]
    """Each step -> its numbers."""
    left_over: int
    """Samples to spread over gaps, and over settle times where these are full."""
    settle_growth: int
    """Samples that settle times grow by in all, before `left_over`."""


class Ladder:
    """All that one shape can be. Lengths are samples, without the words for the session's length in its title."""

    def __init__(
        self,
        shape: Shape,
        outliner: Outliner,
        items: list[Item] | None = None,
        before: Item | None = None,
        frozen: Mapping[StepKey, Fitted] | None = None,
    ) -> None:
        """`items`: the remaining items of a session, by default all of them. `before`: the item before them. `frozen`:
        the steps whose numbers stay, and these numbers."""
        self.shape = shape
        self.outliner = outliner
        self.items: list[Item] = outliner.items(shape) if items is None else items
        self.before = before
        self.frozen = frozen or {}
        self._instances: dict[StepKey, dict[object, list[StepInstance]]] = defaultdict(lambda: defaultdict(list))
        self.steps: dict[StepKey, Step] = {}
        for item in self.items:
            if isinstance(item, Do):
                self._instances[item.instance.key][item.instance.alike].append(item.instance)
                self.steps[item.instance.key] = item.instance.step
        self.adjustables = [
            adjustable
            for key, step in self.steps.items()
            for adjustable in adjustables(step, key)
            if key not in self.frozen
        ]
        self.settle = sum(settle_of(item) for item in self.items)
        self.settle_room = sum(room_of(settle_of(item)) for item in self.items)
        self.gaps = sum(gap_before(item) for item in self.items)
        self.fixed = self._fixed()

    def _fixed(self) -> int:
        """Everything but the steps: the words between them, pauses, settle times and the least gaps."""
        length = self.settle + self.gaps * GAP
        previous = self.before
        for item in self.items:
            length += pause_between(previous, item)
            if isinstance(item, Say):
                length += self.outliner.speech.of(item.parts)
            elif isinstance(item, Do) and item.last:
                length += LENGTHS["last-bell"] - LENGTHS["end-bell"]
            previous = item
        return length

    def cost(self, key: StepKey, fitted: Fitted) -> int:
        """Samples of one step, each time that it is done."""
        alike = self._instances[key].values()
        return sum(self.outliner.length(instances[0], fitted) * len(instances) for instances in alike)

    def base(self, fitted: dict[StepKey, Fitted]) -> int:
        """Samples of the whole session with these numbers and nothing grown."""
        return self.fixed + sum(self.cost(key, fitted[key]) for key in self.steps)

    @cached_property
    def lowest(self) -> dict[StepKey, Fitted]:
        """Every number at its least."""
        fitted = dict(self.as_written)
        for adjustable in self.adjustables:
            fitted[adjustable.key] = adjusted(fitted[adjustable.key], adjustable, adjustable.values[0])
        return fitted

    @cached_property
    def shortest(self) -> int:
        return self.base(self.lowest)

    @cached_property
    def written(self) -> int:
        """The length with every number as written."""
        return self.base(self.as_written)

    @cached_property
    def as_written(self) -> dict[StepKey, Fitted]:
        """Every number as written."""
        return {key: self.frozen.get(key) or natural(step.dose) for key, step in self.steps.items()}

    @cached_property
    def highest(self) -> dict[StepKey, Fitted]:
        """Every number at its most."""
        fitted = dict(self.as_written)
        for adjustable in self.adjustables:
            fitted[adjustable.key] = adjusted(fitted[adjustable.key], adjustable, adjustable.values[-1])
        return fitted

    @cached_property
    def longest(self) -> int:
        return self.base(self.highest) + self.settle_growth(REST_GROWTH) + self.gaps * GAP_GROWTH

    def settle_growth(self, factor: float) -> int:
        """Samples that settle times grow by in all, when they grow by this factor."""
        return int(self.settle_room * (factor - 1) / (REST_GROWTH - 1))

    @cached_property
    def rungs(self) -> list[Rung]:
        return rungs(self.adjustables)

    def climb(self, length: int) -> Setting | None:
        """The highest setting that makes this length exactly, or None where it falls into a hole."""
        # Where another number takes longer to say than it lasts, lengths do not rise with every rung.
        return self.near(length) or next(
            (place.setting(length) for place in self._descent() if place.makes(length)), None
        )

    def near(self, length: int) -> Setting | None:
        """The setting that makes this length, found from the place that estimates give; None where it is not there.

        The search goes up or down from that place, so that only the numbers on the way have to be spoken.
        """
        place = self._moved(self.rough.place(length).on(self) if self.rough else self._at_written(), length)
        return place.setting(length) if place.makes(length) else None

    def place(self, length: int) -> LadderPosition:
        """The place for this length, searched from the written numbers on."""
        return self._moved(self._at_written(), length)

    def _at_written(self) -> LadderPosition:
        height = bisect.bisect_left([rung.stage for rung in self.rungs], Stage.HOLDS_ABOVE)
        return LadderPosition(self, height, self.as_written)

    def _moved(self, place: LadderPosition, length: int) -> LadderPosition:
        """The place, moved to the highest one from which a session of this length can be made."""
        while place.least <= length and place.height <= len(self.rungs):
            place.up()
        while place.least > length and place.height > 0:
            place.down()
        return place

    @cached_property
    def rough(self) -> Ladder | None:
        """The same ladder with estimated lengths; None where there are no estimates."""
        rough = self.outliner.speech.rough
        return self.with_speech(rough) if rough else None

    def with_speech(self, speech: Speech) -> Ladder:
        """The same ladder with other lengths of speech."""
        other = copy.copy(self)
        for name in ("shortest", "written", "longest", "rough", "spans"):
            other.__dict__.pop(name, None)
        other.outliner = replace(self.outliner, speech=speech)
        other.fixed = other._fixed()
        if speech.rough is self.outliner.speech:
            other.rough = self
        return other

    def _descent(self) -> Iterator[LadderPosition]:
        """Every height, from the top down."""
        place = LadderPosition(self, len(self.rungs) + 1, self.highest)
        yield place
        while place.height > 0:
            place.down()
            yield place

    @property
    def lowest_span(self) -> tuple[int, int]:
        """All lengths, in samples, from the shortest up, with every number at its least."""
        return self.shortest, self.shortest + self.gaps * GAP_GROWTH + self.settle_growth(REST_GROWTH)

    @property
    def highest_span(self) -> tuple[int, int]:
        """All lengths, up to the longest, at which every number is at its most."""
        return self.longest - self.gaps * GAP_GROWTH, self.longest

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """For each height, from the top down, all lengths that can be made there."""
        return [(place.least, place.least + place.room) for place in self._descent()]


class LadderPosition:
    """A position on a ladder: the numbers there, and the lengths they make. It moves rung by rung."""

    def __init__(self, ladder: Ladder, height: int, fitted: dict[StepKey, Fitted]) -> None:
        """`height`: the number of rungs below; at the top, where settle times have grown, one more than there are."""
        self.height = height
        self._ladder = ladder
        self._fitted = dict(fitted)
        self._costs = {key: ladder.cost(key, numbers) for key, numbers in fitted.items()}
        self._length = ladder.fixed + sum(self._costs.values())

    def on(self, ladder: Ladder) -> LadderPosition:
        """The same place on a ladder with other lengths of speech."""
        return LadderPosition(ladder, self.height, self._fitted)

    @property
    def least(self) -> int:
        """Samples of the shortest session here."""
        return self._length + self._grown

    @property
    def room(self) -> int:
        """Samples that a session here can take up beyond that, in gaps and settle times."""
        return self._ladder.gaps * GAP_GROWTH + self._ladder.settle_growth(REST_GROWTH) - self._grown

    def makes(self, length: int) -> bool:
        """True if a session of this length can be made here."""
        return self.least <= length <= self.least + self.room

    def setting(self, length: int) -> Setting:
        """The numbers here, made up to a length."""
        return Setting(dict(self._fitted), length - self.least, self._grown)

    def up(self) -> None:
        """One rung higher."""
        if self.height < len(self._ladder.rungs):
            rung = self._ladder.rungs[self.height]
            self._change(rung.adjustable, rung.value)
        self.height += 1

    def down(self) -> None:
        """One rung lower."""
        self.height -= 1
        if self.height < len(self._ladder.rungs):
            rung = self._ladder.rungs[self.height]
            values = rung.adjustable.values
            self._change(rung.adjustable, values[values.index(rung.value) - 1])

    def _change(self, adjustable: Adjustable, value: float) -> None:
        key = adjustable.key
        self._fitted[key] = adjusted(self._fitted[key], adjustable, value)
        cost = self._ladder.cost(key, self._fitted[key])
        self._length += cost - self._costs[key]
        self._costs[key] = cost

    @property
    def _grown(self) -> int:
        """Samples by which settle times have grown here: together with the rests, and wholly at the top."""
        rungs = self._ladder.rungs
        if self.height > len(rungs):
            return self._ladder.settle_growth(REST_GROWTH)
        rung = rungs[self.height - 1] if self.height else None
        if rung is None or rung.stage is not Stage.RESTS_ABOVE:
            return 0
        return self._ladder.settle_growth(min(REST_GROWTH, rung.ratio))


def nearest(ladder: Ladder, length: int) -> tuple[int, Setting]:
    """The session of this length, or of the nearest that the ladder can make."""
    setting = ladder.climb(length)
    if setting is not None:
        return length, setting
    spans = [(least, most) for least, most in ladder.spans if least <= most]
    near = min((min(max(length, least), most) for least, most in spans), key=lambda total: abs(total - length))
    setting = ladder.climb(near)
    assert setting is not None
    return near, setting
