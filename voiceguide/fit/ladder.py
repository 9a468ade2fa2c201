"""The ladder of numbers from a shape's shortest session to its longest, in the order in which fitting gives and takes.

From the bottom up: all holds rise together to what is written, then rests, which gave up to half; then holds rise
above it, then rests and settle times, to three times at the most. A rung is one number of one step, one notch up.
Between two rungs, what is left over goes into the gaps, and only where these are full into settle times.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from voiceguide.fit.doings import Doing, Shape
from voiceguide.fit.outline import Do, Item, Outliner, Say, Settle
from voiceguide.fit.speech import PAUSE
from voiceguide.fit.wording import Fitted, natural
from voiceguide.grid import allowed_seconds
from voiceguide.plan import to_samples
from voiceguide.routine import Breaths, Count, Dose, Hold, Sets, Step
from voiceguide.sounds import LENGTHS

GAP = to_samples(0.5)
"""The least gap before a doing and before the closing word."""
GAP_GROWTH = to_samples(1.5)
"""What each gap may grow by."""
REST_GROWTH = 3.0
"""What rests and settle times may grow to."""


@dataclass(frozen=True, slots=True)
class Dial:
    """One number that fitting may turn: both sides and all rounds of a step follow it."""

    line: int
    """Of its step."""
    field: str
    """`value` or `rest` of Fitted."""
    natural: float
    values: tuple[float, ...]
    """All it may be, rising."""
    quiet: bool
    """Whether it is a rest."""


def dials(step: Step) -> list[Dial]:
    """The dials of one step, those that can be turned."""
    found = []
    if isinstance(step.dose, Sets):
        found.append(_dial(step.line, "value", step.dose.of, quiet=False))
        found.append(_dial(step.line, "rest", step.dose.rest, quiet=True))
    elif isinstance(step.dose, Hold | Count | Breaths):
        found.append(_dial(step.line, "value", step.dose, quiet=step.rest))
    return [dial for dial in found if len(dial.values) > 1]


def _dial(line: int, field: str, dose: Dose, *, quiet: bool) -> Dial:
    if isinstance(dose, Hold):
        grows = quiet and dose.least < dose.most and dose.written[0] == dose.written[1]
        most = dose.natural * REST_GROWTH if grows else dose.most
        values = set(allowed_seconds(dose, most)) | {dose.natural}
        return Dial(line, field, dose.natural, tuple(sorted(values)), quiet)
    assert isinstance(dose, Count | Breaths)
    return Dial(line, field, dose.natural, tuple(range(dose.least, dose.most + 1)), quiet)


@dataclass(frozen=True, slots=True)
class Rung:
    """One notch up: the dial and what it is turned to."""

    stage: int
    """0 and 2: holds below and above what is written; 1 and 3: rests, likewise."""
    ratio: float
    """Of the number to the natural one: all dials of a stage rise together."""
    dial: Dial
    value: float


def rungs(all_dials: list[Dial]) -> list[Rung]:
    """Every notch above the lowest, in order."""
    found = [
        Rung(2 * (value > dial.natural) + dial.quiet, value / dial.natural, dial, value)
        for dial in all_dials
        for value in dial.values[1:]
    ]
    return sorted(found, key=lambda rung: (rung.stage, rung.ratio))


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a session stands on the ladder."""

    fitted: dict[int, Fitted]
    """Line of each step -> its numbers."""
    left_over: int
    """Samples to spread over gaps, and over settle times where these are full."""
    settle_growth: int
    """Samples that settle times grow by in all, before what is left over."""


class Ladder:
    """All that one shape can be. Lengths are samples, without the words for the session's length in its title."""

    def __init__(self, shape: Shape, outliner: Outliner) -> None:
        self.shape = shape
        self.outliner = outliner
        self.items: list[Item] = outliner.items(shape)
        self.doings: dict[int, list[Doing]] = defaultdict(list)
        self.steps: dict[int, Step] = {}
        for item in self.items:
            if isinstance(item, Do):
                self.doings[item.doing.step.line].append(item.doing)
                self.steps[item.doing.step.line] = item.doing.step
        self.dials = [dial for step in self.steps.values() for dial in dials(step)]
        self.settle = sum(settle_of(item) for item in self.items)
        self.gaps = sum(gap_before(item) for item in self.items)
        self.fixed = self._fixed()

    def _fixed(self) -> int:
        """Everything but the doings: what is said between them, pauses, settle times and the least gaps."""
        length = self.settle + self.gaps * GAP
        previous: Item | None = None
        for item in self.items:
            length += pause_between(previous, item)
            if isinstance(item, Say):
                length += self.outliner.speech.of(item.parts)
            elif isinstance(item, Do) and item.last:
                length += LENGTHS["last-bell"] - LENGTHS["end-bell"]
            previous = item
        return length

    def cost(self, line: int, fitted: Fitted) -> int:
        """Samples of all doings of one step."""
        return sum(self.outliner.length(doing, fitted) for doing in self.doings[line])

    def base(self, fitted: dict[int, Fitted]) -> int:
        """Samples of the whole session with these numbers and nothing grown."""
        return self.fixed + sum(self.cost(line, fitted[line]) for line in self.steps)

    @cached_property
    def lowest(self) -> dict[int, Fitted]:
        """Every number at its least."""
        fitted = dict(self.as_written)
        for dial in self.dials:
            fitted[dial.line] = _turned(fitted[dial.line], dial, dial.values[0])
        return fitted

    @cached_property
    def shortest(self) -> int:
        return self.base(self.lowest)

    @cached_property
    def written(self) -> int:
        """The length with every number as written."""
        return self.base(self.as_written)

    @cached_property
    def as_written(self) -> dict[int, Fitted]:
        """Every number as written."""
        return {line: natural(step.dose) for line, step in self.steps.items()}

    @cached_property
    def longest(self) -> int:
        highest = dict(self.lowest)
        for dial in self.dials:
            highest[dial.line] = _turned(highest[dial.line], dial, dial.values[-1])
        return self.base(highest) + self._settle_growth(REST_GROWTH) + self.gaps * GAP_GROWTH

    def _settle_growth(self, factor: float) -> int:
        return int(self.settle * (factor - 1))

    @cached_property
    def rungs(self) -> list[Rung]:
        return rungs(self.dials)

    @cached_property
    def bases(self) -> list[tuple[int, int]]:
        """For each height from 0 to the top: the least length there, and how much of it is grown settle time."""
        fitted = dict(self.lowest)
        costs = {line: self.cost(line, numbers) for line, numbers in fitted.items()}
        length = self.fixed + sum(costs.values())
        found = [(length, 0)]
        for rung in self.rungs:
            line = rung.dial.line
            fitted[line] = _turned(fitted[line], rung.dial, rung.value)
            cost = self.cost(line, fitted[line])
            length += cost - costs[line]
            costs[line] = cost
            grown = self._settle_growth(min(REST_GROWTH, rung.ratio)) if rung.stage == 3 else 0
            found.append((length + grown, grown))
        grown = self._settle_growth(REST_GROWTH)
        found.append((length + grown, grown))
        return found

    def room(self, height: int) -> int:
        """How many samples a session at this height can take up beyond its least length."""
        return self.gaps * GAP_GROWTH + self._settle_growth(REST_GROWTH) - self.bases[height][1]

    def climb(self, length: int) -> Setting | None:
        """The highest setting that makes this length exactly, or None where it falls into a hole."""
        for height in range(len(self.bases) - 1, -1, -1):
            least = self.bases[height][0]
            if least <= length <= least + self.room(height):
                return self._setting(height, length)
        return None

    def _setting(self, height: int, length: int) -> Setting:
        fitted = dict(self.lowest)
        for rung in self.rungs[:height]:
            fitted[rung.dial.line] = _turned(fitted[rung.dial.line], rung.dial, rung.value)
        least, grown = self.bases[height]
        return Setting(fitted, length - least, grown)

    @property
    def lowest_span(self) -> tuple[int, int]:
        """All lengths, in samples, from the shortest up, that need no number turned."""
        return self.shortest, self.shortest + self.gaps * GAP_GROWTH + self._settle_growth(REST_GROWTH)

    @property
    def highest_span(self) -> tuple[int, int]:
        """All lengths, up to the longest, at which every number is at its most."""
        return self.longest - self.gaps * GAP_GROWTH, self.longest

    @property
    def spans(self) -> list[tuple[int, int]]:
        """For each height, all lengths that can be made there."""
        return [(least, least + self.room(height)) for height, (least, _) in enumerate(self.bases)]


def _turned(fitted: Fitted, dial: Dial, value: float) -> Fitted:
    return replace(fitted, value=value) if dial.field == "value" else replace(fitted, rest=value)


def settle_of(item: Item) -> int:
    """Samples to get in place that this item brings, before they grow."""
    match item:
        case Do():
            return item.settle
        case Settle():
            return item.length
        case Say():
            return 0


def gap_before(item: Item) -> bool:
    """Whether a gap that fitting may grow stands before this item."""
    return isinstance(item, Do) or (isinstance(item, Say) and item.kind == "outro")


def pause_between(previous: Item | None, item: Item) -> int:
    """Samples of silence that always stand between two items."""
    if previous is None or isinstance(previous, Settle) or isinstance(item, Settle) or gap_before(item):
        return 0
    return PAUSE
