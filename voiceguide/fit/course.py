"""A session under way: all its items, where in them it is, and everything that is heard from now on.

A course is never changed: what a listener does makes a new one, whose sample 0 is the moment it begins. Where a length
was asked for, what comes after the step that is on is fitted anew, so that the end keeps its time.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.begun import FRESH, Begun
from voiceguide.fit.doings import Doing, Shape
from voiceguide.fit.inside import Placed
from voiceguide.fit.ladder import Ladder, Setting
from voiceguide.fit.layout import Layout, Mark, wait_samples
from voiceguide.fit.outline import Do, Outliner
from voiceguide.fit.speech import Speech, SpeechLength
from voiceguide.fit.timing import Timed, timed
from voiceguide.fit.wording import Fitted
from voiceguide.plan import Cue
from voiceguide.routine import Wait
from voiceguide.units import to_samples

SAID_AGAIN = ("coaching", "next", "count", "breath", "safety")
"""Kinds of cues in a hold that are said again where they were cut; a time that has passed is not."""

ENDING = to_samples(2)
"""Samples in which a wait is about to end."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where in a session something begins."""

    index: int = 0
    """Of the item; as many as there are items, at the end."""
    begun: Begun = FRESH
    """How far that item has come."""


BEGINNING = Head()


@dataclass(frozen=True, slots=True)
class Aside:
    """Something said or sounded before a session goes on, while its clock stands still."""

    kind: str
    """`answer` or `safety` for words, `bell` or `tick` for a sound, `silence` for none."""
    parts: tuple[str, ...] = ()
    before: int = 0
    """Samples of silence before it, at least."""
    since: int = 0
    """Samples from the start of the aside before it, at least."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a course is to become."""

    head: Head
    items: tuple[Timed, ...]
    """All of the session."""
    asides: tuple[Aside, ...] = ()
    wanted: int | None = None
    """Samples from now to the end, asides included, which what comes after the head is fitted to. None leaves all
    numbers as they are, and the end moves."""


@dataclass(frozen=True, eq=False)
class Course:
    """A session from some moment on."""

    outliner: Outliner
    shape: Shape
    items: tuple[Timed, ...]
    """All of the session, what is over included."""
    head: Head = BEGINNING
    asides: tuple[Aside, ...] = ()
    late: int = 0
    """Samples by which it will end later than was wanted."""
    known: int = 0
    """How many of these the listener has been told of before."""
    tells: bool = False
    """Whether they are told of now, in its answer."""
    fitted: bool = False
    """Whether its asides were fitted into the time to the end; else they move that."""

    @cached_property
    def laid(self) -> Layout:
        """Everything on time; sample 0 is now."""
        layout = self._layout(live=True)
        for cue in self._aside_cues(layout):
            layout.cues.append(cue)
        layout.goes_on = layout.now
        layout.lay(self.items[self.head.index :], self.head.begun)
        return layout

    @property
    def length(self) -> int:
        """Samples from now to the end, if every wait is waited out."""
        return self.laid.now

    @property
    def cues(self) -> Sequence[Cue]:
        """All that is heard from now on, in order."""
        return self.laid.cues

    @property
    def goes_on(self) -> int:
        """The sample at which the asides are over and the session's clock goes on."""
        return self.laid.goes_on

    def wanted(self, position: int) -> int:
        """Samples from a sample of this course to the end that was wanted."""
        begun = position if self.fitted else max(position, self.goes_on)
        return self.length - begun - self.late - self._waiting

    def left(self, position: int) -> int:
        """Samples from a sample of this course to its end as planned: each wait with its written time."""
        return max(0, self.length - max(position, self.goes_on) - self._waiting)

    def told(self, position: int) -> Course:
        """The same, whose listener knows what was told up to a sample. What was cut is not known."""
        if not self.tells:
            return self
        cut = any(cue.kind == "answer" and cue.end > position for cue in self.cues)
        return replace(self, known=self.known if cut else self.late, tells=False)

    def spot(self, position: int) -> Head:
        """What is on at a sample of this course, as the head of another one."""
        if position < self.goes_on:
            return replace(self.head, begun=replace(self.head.begun, answer=(), wait=0))
        mark = self.mark(position)
        if mark is None:
            return Head(len(self.items))
        index = self.head.index + mark.index
        if position >= mark.end:
            return Head(index + 1)
        if not isinstance(self.items[index].item, Do):
            return Head(index, Begun(part=self._heard(index, 0, position)))
        return self._inside(mark, index, position)

    def _heard(self, index: int, said: int, position: int) -> int:
        """How many utterances are over of what is said at a sample, before the sentence that is on. A side alone is
        said again with what is done there."""
        begun = self.head.begun if index == self.head.index else FRESH
        before = begun.part if said == begun.said else 0
        cue, item = self._said_at(position), self.items[index].item
        if cue is None:
            return before
        heard = before + self.outliner.speech.heard(cue.parts, position - cue.start)
        alone = heard == 1 and cue.kind == "instruction" and isinstance(item, Do) and item.doing.noun is not None
        return 0 if alone else heard

    def _said_at(self, position: int) -> Cue | None:
        """What is being said at a sample."""
        near = bisect(self.cues, position, key=lambda cue: cue.start)
        under_way = (cue for cue in self.cues[max(0, near - 4) : near] if cue.start <= position < cue.end)
        return next((cue for cue in under_way if cue.kind not in ("bell", "tick")), None)

    def _left_of(self, cue: Cue, position: int) -> tuple[str, ...]:
        """Its utterances from the sentence that was cut on."""
        return cue.parts[self.outliner.speech.heard(cue.parts, position - cue.start) :]

    def mark(self, position: int) -> Mark | None:
        """The item at a sample, or the one just before its silence; None at the end."""
        if position >= self.length or not self.laid.marks:
            return None
        return self.laid.marks[max(0, bisect(self.laid.marks, position, key=lambda mark: mark.start) - 1)]

    def after_wait(self, position: int) -> tuple[int, int] | None:
        """The item that follows the wait that is about to end by itself, and the sample at which it starts; None where
        none is."""
        mark = self.mark(position)
        if mark is None or mark.index + 1 >= len(self.laid.marks) or position < mark.end - ENDING:
            return None
        item = self.items[self.head.index + mark.index].item
        if not isinstance(item, Do) or not isinstance(item.doing.step.dose, Wait):
            return None
        return self.head.index + mark.index + 1, self.laid.marks[mark.index + 1].start

    def _inside(self, mark: Mark, index: int, position: int) -> Head:
        hold = next((hold for hold in mark.holds if position < hold.end), None)
        if hold is None and mark.holds:
            return Head(index + 1)
        if hold is None or (position < hold.start and hold.number == 0):
            before = self.head.begun.said if index == self.head.index else 0
            said = max(before, sum(end <= position for end in mark.says))
            return Head(index, Begun(said, self._heard(index, said, position)))
        same = index == self.head.index and hold.number == self.head.begun.hold
        elapsed = position - hold.start
        cut = self._said_at(position)
        if cut is not None and (cut.kind not in SAID_AGAIN or position == cut.start):
            cut = None
        begun = Begun(
            hold=hold.number,
            elapsed=elapsed,
            extra=self.head.begun.extra if same else 0,
            cut=Placed(0, 0, cut.kind, self._left_of(cut, position), cut.line) if cut else None,
            halfway=2 * elapsed >= hold.end - hold.start,
        )
        return Head(index, begun)

    def turned(self, turn: Turn) -> Course:
        """The course that comes of this one."""
        if turn.wanted is None:
            return replace(self, items=turn.items, head=turn.head, asides=turn.asides, fitted=False)
        rest = turn.wanted - self._planned(turn)
        tail = turn.items[turn.head.index + 1 :]
        if not tail:
            return replace(self, items=turn.items, head=turn.head, asides=turn.asides, late=-rest, fitted=True)
        ladder = Ladder(
            self.shape,
            self.outliner,
            [each.item for each in tail],
            before=turn.items[turn.head.index].item,
            frozen=_frozen(turn.items, turn.head.index),
        )
        length, setting = _nearest(ladder, rest)
        items = (*turn.items[: turn.head.index + 1], *timed(ladder, setting))
        return replace(self, items=items, head=turn.head, asides=turn.asides, late=length - rest, fitted=True)

    def spoken(self, length_of: SpeechLength) -> Course:
        """The same with other lengths of speech."""
        return replace(self, outliner=replace(self.outliner, speech=Speech(length_of)))

    def _planned(self, turn: Turn) -> int:
        """Samples of the asides and of what is left of the head's item, a wait with its written time."""
        layout = self._layout(live=False)
        for _ in self._aside_cues(layout, turn.asides):
            pass
        layout.lay(turn.items[turn.head.index : turn.head.index + 1], turn.head.begun)
        return layout.now

    def _layout(self, *, live: bool) -> Layout:
        return Layout(self.outliner, self.shape.routine, live=live)

    def _aside_cues(self, layout: Layout, asides: tuple[Aside, ...] | None = None) -> Iterator[Cue]:
        start = 0
        for aside in self.asides if asides is None else asides:
            layout.now = start = max(layout.now + aside.before, start + aside.since)
            if aside.kind in ("bell", "tick"):
                layout.now += LENGTHS[aside.parts[0]]
            elif aside.parts:
                layout.now += layout.outliner.speech.of(aside.parts)
            if aside.parts:
                yield Cue(start, layout.now, aside.kind, aside.parts)

    @cached_property
    def _waiting(self) -> int:
        """Samples that live waits take at the most beyond their written time."""
        doses = (each.item.doing.step.dose for each in self.items[self.head.index :] if isinstance(each.item, Do))
        waits = (dose for dose in doses if isinstance(dose, Wait))
        return sum(wait_samples(wait) - to_samples(wait.seconds) for wait in waits)


def doings(items: Iterable[Timed]) -> Iterator[tuple[int, Doing]]:
    """Every doing, with the index of its item."""
    for index, each in enumerate(items):
        if isinstance(each.item, Do):
            yield index, each.item.doing


def _frozen(items: Sequence[Timed], index: int) -> dict[int, Fitted]:
    """Lines of the steps that come after an item and whose other side is done or under way -> their numbers: both
    sides are equal."""
    begun = {(doing.step.line, doing.round) for _, doing in doings(items[: index + 1])}
    return {
        each.item.doing.step.line: each.fitted
        for each in items[index + 1 :]
        if isinstance(each.item, Do) and (each.item.doing.step.line, each.item.doing.round) in begun
    }


def _nearest(ladder: Ladder, length: int) -> tuple[int, Setting]:
    """The session of this length, or of the nearest that the ladder can make."""
    setting = ladder.climb(length)
    if setting is not None:
        return length, setting
    spans = [(least, most) for least, most in ladder.spans if least <= most]
    near = min((min(max(length, least), most) for least, most in spans), key=lambda total: abs(total - length))
    setting = ladder.climb(near)
    assert setting is not None
    return near, setting
