"""When everything happens: timed items laid one after the other, to the sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.doses import hold_samples, written_seconds
from voiceguide.fit.inside import Inside, Moved, fill_breaths, fill_count, fill_hold, fill_rest, fill_wait
from voiceguide.fit.outline import Do, Outliner, Say, Settle
from voiceguide.fit.pacing import strokes
from voiceguide.fit.progress import Progress, finish
from voiceguide.fit.speech import PAUSE
from voiceguide.fit.timing import Timed
from voiceguide.fit.wording import Fitted
from voiceguide.plan import Change, Chapter, Cue, PlannedHold, PlannedStep
from voiceguide.routine import Breaths, Count, Dose, Hold, Routine, Sets, Wait
from voiceguide.units import to_samples, to_seconds

PATIENCE = 3
"""So many times its written time a live session waits until its listener is ready."""


@dataclass(frozen=True, slots=True)
class LaidHold:
    """One hold at its place."""

    number: int
    """0 is the first of its dose."""
    start: int
    """Samples; of a hold that was begun before, where it would have started."""
    end: int


@dataclass(slots=True)
class Mark:
    """Where one item of a session lies, in samples."""

    index: int
    """Of the item among all that are laid."""
    start: int
    """Of its first sound; the silence before it left out."""
    end: int = 0
    says: list[int] = field(default_factory=list)
    """The ends of what is said before its hold."""
    holds: list[LaidHold] = field(default_factory=list)


@dataclass
class Layout:
    """A session being laid out, from its start to its end."""

    outliner: Outliner
    routine: Routine
    live: bool = False
    """Whether steps until ready wait for their listener."""
    now: int = 0
    goes_on: int = 0
    """Where its asides are over, if it begins with some."""
    cues: list[Cue] = field(default_factory=list)
    steps: list[PlannedStep] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    starts: dict[int, int] = field(default_factory=dict)
    """Index of each phase -> where its chapter starts."""

    def lay(self, items: Sequence[Timed], progress: Progress | None = None) -> None:
        """Lay items from this moment on. The first may have been begun before; then no silence stands before it."""
        for index, each in enumerate(items):
            first = progress if index == 0 else None
            self.now += 0 if first else each.before
            self._begin_chapter(each)
            self.marks.append(Mark(index, self.now))
            match each.item:
                case Say():
                    self.say(each.item, first.part if first else 0)
                case Settle():
                    self.now += each.settle
                case Do():
                    self.do(each.item, each, first or Progress())
                case _:
                    assert_never(each.item)
            self.marks[-1].end = self.now
        self.cues.sort(key=lambda cue: cue.start)

    def say(self, say: Say, part: int = 0) -> None:
        """A cue at this moment, from one of its utterances on."""
        parts = say.parts[part:] or say.parts
        end = self.now + self.outliner.speech.of(parts)
        self.cues.append(Cue(self.now, end, say.kind, parts, say.line))
        self.now = end

    def do(self, item: Do, timed: Timed, progress: Progress) -> None:
        """A whole doing, from its first word to its last bell, or what is left of it."""
        step, fitted, start = item.instance.step, timed.fitted, self.now
        if progress.hold is None:
            self._lead_in(item, timed, progress)
        if step.dose is None:
            self._entry(item, start, None)
            return
        times = step.dose.times if isinstance(step.dose, Sets) else 1
        for number in range(progress.hold or 0, times):
            under_way = progress if number == progress.hold else None
            if under_way:
                self.now -= under_way.elapsed
            elif number:
                self.now += to_samples(fitted.rest)
                start = self.now
            hold = self._hold(item, step.dose, fitted, under_way)
            self.marks[-1].holds.append(LaidHold(number, hold.start, hold.end))
            last = number == times - 1
            if not step.rest:
                bell = "last-bell" if item.last and last else "end-bell"
                self.cues.append(Cue(self.now, self.now + LENGTHS[bell], "bell", (bell,)))
                if last:
                    self.now += LENGTHS[bell]
            self._entry(item, start, hold, end=self.cues[-1].end if not step.rest else self.now)

    def _lead_in(self, item: Do, timed: Timed, progress: Progress) -> None:
        for number, say in enumerate(self.outliner.lead_in(item.instance, timed.fitted)):
            if number >= progress.said:
                self.now += PAUSE if number > progress.said else 0
                self.say(say, progress.part if number == progress.said else 0)
            self.marks[-1].says.append(self.now)
        self.now += timed.settle

    def _entry(self, item: Do, start: int, hold: PlannedHold | None, end: int | None = None) -> None:
        instance = item.instance
        self.steps.append(
            PlannedStep(
                line=instance.step.line,
                phase=self.routine.phases[instance.phase].title,
                text=instance.step.text,
                side=instance.side,
                round=instance.round,
                start=start,
                end=self.now if end is None else end,
                hold=hold,
            )
        )

    def _hold(self, item: Do, dose: Dose, fitted: Fitted, progress: Progress | None) -> PlannedHold:
        """One hold and what is heard in it."""
        step = item.instance.step
        one = dose.of if isinstance(dose, Sets) else dose
        length = hold_samples(one, fitted) + (progress.extra if progress else 0)
        if self.live and isinstance(one, Wait):
            length = wait_samples(one)
        inside = Inside(length, self.outliner.speech, self.outliner.pack)
        self._fill(inside, item, one, fitted)
        if progress:
            inside = finish(inside, replace(progress, bell=progress.bell and not step.rest), step.coaching)
        if step.strokes:
            inside.placed += strokes(step.strokes, length, since=progress.elapsed if progress else 0)
        start = self.now
        for cue in inside.placed:
            line = cue.line if cue.kind == "coaching" else None if cue.kind in ("bell", "tick") else step.line
            self.cues.append(Cue(start + cue.start, start + cue.end, cue.kind, cue.parts, line))
        self.changes += [_told(moved, start, step.line) for moved in inside.moved]
        self.now += length
        return PlannedHold(start, self.now, to_seconds(length), written_seconds(one))

    def _fill(self, inside: Inside, item: Do, one: Dose, fitted: Fitted) -> None:
        step, talk = item.instance.step, self.outliner.choices.talk
        match one:
            case Hold() if step.rest:
                fill_rest(inside, item.coming)
            case Wait() if self.live:
                fill_wait(inside, step.coaching, talk)
            case Hold() | Wait():
                fill_hold(inside, step.coaching, talk, waiting=isinstance(one, Wait))
            case Count():
                fill_count(inside, one, round(fitted.value), step.coaching, talk)
            case Breaths():
                fill_breaths(inside, one, round(fitted.value), step.coaching, talk)
            case _:
                assert_never(one)

    def _begin_chapter(self, timed: Timed) -> None:
        item = timed.item
        index = item.instance.phase if isinstance(item, Do) else item.phase if isinstance(item, Say) else None
        if index is not None:
            self.starts.setdefault(index, self.now)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """One for each phase that was laid, in order."""
        return tuple(self._chapters())

    def _chapters(self) -> Iterator[Chapter]:
        starts = [(start, index) for index, start in self.starts.items()]
        for (start, index), (end, _) in zip(starts, [*starts[1:], (self.now, 0)], strict=True):
            yield Chapter(self.routine.phases[index].title, start, end)


def wait_samples(wait: Wait) -> int:
    """Samples that a live session waits at the most."""
    return to_samples(wait.seconds) * (1 if wait.limit else PATIENCE)


def _told(moved: Moved, start: int, line: int) -> Change:
    what = "cue left out" if moved.to is None else "cue moved"
    to = None if moved.to is None else to_seconds(start + moved.to)
    return Change(moved.line or line, what, to_seconds(start + moved.at), to, moved.why)
