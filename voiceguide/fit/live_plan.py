"""A session under way: all its items, the current place, and every cue from now on.

A live plan never changes: a command makes a new one, whose sample 0 is the moment of the command. If a length was asked
for, everything after the current step is fitted again, so that the end keeps its time.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.doses import Part
from voiceguide.fit.inside import Placed
from voiceguide.fit.ladder import Ladder, nearest
from voiceguide.fit.layout import Layout, Mark
from voiceguide.fit.numbers import Fitted
from voiceguide.fit.outline import Do, Outliner
from voiceguide.fit.progress import FRESH, ItemProgress
from voiceguide.fit.speech import SpeechLength
from voiceguide.fit.step_instance import Shape, StepInstance, StepKey
from voiceguide.fit.timing import Timed, timed
from voiceguide.plan import Cue, CueKind
from voiceguide.routine import Wait
from voiceguide.units import to_samples

SAID_AGAIN: tuple[CueKind, ...] = ("coaching", "next", "count", "breath", "safety")
"""Kinds of cues in a hold that are said again where they were cut; a time that has passed is not."""

ENDING = to_samples(2)
"""Samples in which a wait is about to end."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a session."""

    index: int = 0
    """Of the item; as many as there are items, at the end."""
    progress: ItemProgress = FRESH
    """The progress of that item."""


BEGINNING = Cursor()


@dataclass(frozen=True, slots=True)
class Interjection:
    """Something said or sounded before a session goes on, while its clock stands still."""

    kind: CueKind
    """`answer` or `safety` for words, `bell` or `tick` for a sound, `silence` for none."""
    parts: tuple[str, ...] = ()
    before: int = 0
    """Samples of silence before it, at least."""
    since: int = 0
    """Samples from the start of the interjection before it, at least."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The change from one live plan to the next."""

    cursor: Cursor
    items: tuple[Timed, ...]
    """All of the session."""
    interjections: tuple[Interjection, ...] = ()
    wanted: int | None = None
    """Samples from now to the wanted end, interjections included. The items after the current one are fitted to it.
    With None, all numbers stay and the end moves."""


@dataclass(frozen=True, eq=False)
class LivePlan:
    """A session from some moment on."""

    outliner: Outliner
    shape: Shape
    items: tuple[Timed, ...]
    """All items of the session, past ones included."""
    cursor: Cursor = BEGINNING
    interjections: tuple[Interjection, ...] = ()
    late: int = 0
    """Samples by which it will end later than was wanted."""
    known: int = 0
    """The samples of these that the listener has been told of."""
    tells: bool = False
    """True if its answer tells of them."""
    lesson: bool = False
    """True if its interjections are a lesson, which a press skips."""
    fitted: bool = False
    """True if its interjections were fitted into the time to the end; else they move the end."""
    heard: frozenset[tuple[str, ...]] = frozenset()
    """The words of the safety lines that were heard whole."""

    @cached_property
    def laid(self) -> Layout:
        """All cues with their times; sample 0 is now."""
        layout = self._layout(live=True)
        for cue in self._interjection_cues(layout):
            layout.cues.append(cue)
        layout.goes_on = layout.now
        layout.lay(self.items[self.cursor.index :], self.cursor.progress)
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
        """The sample at which the interjections are over and the session's clock goes on."""
        return self.laid.goes_on

    def wanted(self, position: int) -> int:
        """Samples from a sample of this plan to the end that was wanted."""
        progress = position if self.fitted else max(position, self.goes_on)
        return self.length - progress - self.late

    def left(self, position: int) -> int:
        """Samples from a sample of this plan to its end."""
        return max(0, self.length - max(position, self.goes_on))

    def told(self, position: int) -> LivePlan:
        """The same plan, after it was heard up to a sample. An answer that was cut counts as not heard."""
        safety = {cue.parts for cue in self.cues if cue.kind == "safety" and cue.end <= position}
        heard = self.heard | safety if safety else self.heard
        if not self.tells:
            return self if heard == self.heard else replace(self, heard=heard)
        cut = any(cue.kind == "answer" and cue.end > position for cue in self.cues)
        return replace(self, known=self.known if cut else self.late, tells=False, heard=heard)

    def spot(self, position: int) -> Cursor:
        """The place at a sample of this plan, at which another one can go on."""
        if position < self.goes_on:
            return replace(self.cursor, progress=replace(self.cursor.progress, answer=(), wait=0))
        mark = self.mark(position)
        if mark is None:
            return Cursor(len(self.items))
        index = self.cursor.index + mark.index
        if position >= mark.end:
            return Cursor(index + 1)
        if not isinstance(self.items[index].item, Do):
            return Cursor(index, ItemProgress(part=self._heard(index, 0, position)))
        return self._inside(mark, index, position)

    def _heard(self, index: int, said: int, position: int) -> int:
        """The number of utterances that are over at a sample, up to the current sentence. A side alone is said again
        with its instruction, and so is a time."""
        progress = self.cursor.progress if index == self.cursor.index else FRESH
        before = progress.part if said == progress.said else 0
        cue, item = self._said_at(position), self.items[index].item
        if cue is None:
            return before
        over = self.outliner.speech.heard(cue.parts, position - cue.start)
        heard = before + over
        if cue.kind != "instruction" or not isinstance(item, Do):
            return heard
        heard -= heard > 0 and over == len(cue.parts) - 1  # a time alone is said again with its instruction
        return 0 if heard == 1 and item.instance.named and item.instance.noun is not None else heard

    def _said_at(self, position: int) -> Cue | None:
        """The spoken cue at a sample."""
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
        parts = self.parts(self.cursor.index + mark.index)
        if not parts or not isinstance(parts[-1].dose, Wait):
            return None
        return self.cursor.index + mark.index + 1, self.laid.marks[mark.index + 1].start

    def _inside(self, mark: Mark, index: int, position: int) -> Cursor:
        hold = next((hold for hold in mark.holds if position < hold.end), None)
        if hold is None and mark.holds:
            return Cursor(index + 1)
        if hold is None or (position < hold.start and hold.number == 0):
            before = self.cursor.progress.said if index == self.cursor.index else 0
            said = max(before, sum(end <= position for end in mark.says))
            return Cursor(index, ItemProgress(said, self._heard(index, said, position)))
        same = index == self.cursor.index and hold.number == self.cursor.progress.hold
        elapsed = position - hold.start
        cut = self._said_at(position)
        if cut is not None and (cut.kind not in SAID_AGAIN or position == cut.start):
            cut = None
        progress = ItemProgress(
            hold=hold.number,
            elapsed=elapsed,
            extra=self.cursor.progress.extra if same else 0,
            cut=Placed(0, 0, cut.kind, self._left_of(cut, position), cut.line) if cut else None,
            halfway=2 * elapsed >= hold.end - hold.start,
        )
        return Cursor(index, progress)

    def edited(self, edit: Edit) -> LivePlan:
        """The live plan after an edit."""
        if edit.wanted is None:
            return replace(self, items=edit.items, cursor=edit.cursor, interjections=edit.interjections, fitted=False)
        rest = edit.wanted - self._planned(edit)
        tail = edit.items[edit.cursor.index + 1 :]
        if not tail:
            return replace(
                self, items=edit.items, cursor=edit.cursor, interjections=edit.interjections, late=-rest, fitted=True
            )
        ladder = Ladder(
            self.shape,
            self.outliner,
            [each.item for each in tail],
            before=edit.items[edit.cursor.index].item,
            frozen=frozen(edit.items, edit.cursor.index),
        )
        length, setting = nearest(ladder, rest)
        items = (*edit.items[: edit.cursor.index + 1], *timed(ladder, setting))
        return replace(
            self, items=items, cursor=edit.cursor, interjections=edit.interjections, late=length - rest, fitted=True
        )

    def spoken(self, length_of: SpeechLength) -> LivePlan:
        """The same with other lengths of speech."""
        return replace(self, outliner=replace(self.outliner, speech=self.outliner.speech.measured_by(length_of)))

    def _planned(self, edit: Edit) -> int:
        """Samples of the interjections and of the rest of the current item, a wait with its written time."""
        layout = self._layout(live=False)
        for _ in self._interjection_cues(layout, edit.interjections):
            pass
        layout.lay(edit.items[edit.cursor.index : edit.cursor.index + 1], edit.cursor.progress)
        return layout.now

    def _layout(self, *, live: bool) -> Layout:
        return Layout(self.outliner, self.shape.routine, live=live)

    def _interjection_cues(
        self, layout: Layout, interjections: tuple[Interjection, ...] | None = None
    ) -> Iterator[Cue]:
        start = 0
        for interjection in self.interjections if interjections is None else interjections:
            layout.now = start = max(layout.now + interjection.before, start + interjection.since)
            if interjection.kind in ("bell", "tick"):
                layout.now += LENGTHS[interjection.parts[0]]
            elif interjection.parts:
                layout.now += layout.outliner.speech.of(interjection.parts)
            if interjection.parts:
                yield Cue(start, layout.now, interjection.kind, interjection.parts)

    def parts(self, index: int) -> tuple[Part, ...]:
        """The timed parts of an item; none where it is no step."""
        each = self.items[index] if index < len(self.items) else None
        if each is None or not isinstance(each.item, Do):
            return ()
        return self.outliner.parts(each.item.instance, each.fitted)


def instances(items: Iterable[Timed]) -> Iterator[tuple[int, StepInstance]]:
    """Every step instance, with the index of its item."""
    for index, each in enumerate(items):
        if isinstance(each.item, Do):
            yield index, each.item.instance


def frozen(items: Sequence[Timed], index: int) -> dict[StepKey, Fitted]:
    """The steps that come after an item and whose other side is done or under way -> their numbers: both sides are
    equal."""
    started = {(instance.key, instance.round) for _, instance in instances(items[: index + 1])}
    return {
        each.item.instance.key: each.fitted
        for each in items[index + 1 :]
        if isinstance(each.item, Do) and (each.item.instance.key, each.item.instance.round) in started
    }
