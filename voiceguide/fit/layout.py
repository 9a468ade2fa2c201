"""The times of all cues: timed items laid one after the other, to the sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from voiceguide.audio.bells import LENGTHS, OWN_BELL
from voiceguide.fit.beats import fill_breaths, fill_count, fill_pattern
from voiceguide.fit.doses import Part, written_seconds
from voiceguide.fit.holds import fill_hold, fill_rest, fill_wait
from voiceguide.fit.inside import Inside, Moved
from voiceguide.fit.outline import AROUND, Do, Outliner, Say, Settle
from voiceguide.fit.pacing import strokes
from voiceguide.fit.progress import ItemProgress, finish
from voiceguide.fit.speech import PAUSE
from voiceguide.fit.step_instance import StepInstance
from voiceguide.fit.timing import Timed
from voiceguide.fit.wording import turn_of
from voiceguide.plan import Change, ChangeKind, Chapter, Cue, PlannedHold, PlannedStep, StepKind
from voiceguide.routine import BreathPattern, Breaths, Count, Hold, Intervals, Routine, Series, Sets, Wait
from voiceguide.units import to_samples, to_seconds

STILL_ON = to_samples(5)
"""Between two soft knocks in a long time to get in place: they tell that the session still runs."""
STILL_ON_FROM = to_samples(10)
"""The least time to get in place that has them."""
STILL_ON_END = to_samples(3)
"""The quiet behind the last of them."""


@dataclass(frozen=True, slots=True)
class LaidHold:
    """One hold at its place."""

    number: int
    """0 is the first of its dose."""
    start: int
    """Samples; of a hold that is under way, its start in the past."""
    end: int


@dataclass(slots=True)
class Mark:
    """The place of one item of a session, in samples."""

    index: int
    """Of the item among all that are laid."""
    start: int
    """Of its first sound; the silence before it left out."""
    end: int = 0
    says: list[int] = field(default_factory=list)
    """The ends of the cues before its hold."""
    holds: list[LaidHold] = field(default_factory=list)


@dataclass
class Layout:
    """A session being laid out, from its start to its end."""

    outliner: Outliner
    routine: Routine
    live: bool = False
    """True if waits last until their listener is ready."""
    now: int = 0
    goes_on: int = 0
    """The end of its interjections, if it begins with some."""
    cues: list[Cue] = field(default_factory=list)
    steps: list[PlannedStep] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    starts: dict[int, int] = field(default_factory=dict)
    """Index of each phase -> where its chapter starts."""

    def lay(self, items: Sequence[Timed], progress: ItemProgress | None = None) -> None:
        """Lay items from this moment on. The first may be under way; then no silence stands before it."""
        for index, each in enumerate(items):
            first = progress if index == 0 else None
            self.now += 0 if first else each.before
            self._begin_chapter(each)
            self.marks.append(Mark(index, self.now))
            match each.item:
                case Say():
                    self.say(each.item, first.part if first else 0)
                case Settle():
                    self._settle(each.settle)
                case Do():
                    self.do(each.item, each, first or ItemProgress())
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

    def do(self, item: Do, timed: Timed, progress: ItemProgress) -> None:
        """A step as it is done once, from its first word to its last bell, or the rest of it."""
        instance, start = item.instance, self.now
        if progress.hold is None:
            self._lead_in(item, timed, progress)
        parts = self.outliner.parts(instance, timed.fitted)
        if not parts:
            self._entry(item, start)
        for number in range(progress.hold or 0, len(parts)):
            part = parts[number]
            under_way = progress if number == progress.hold else None
            if number:
                under_way = self._pause(instance, number, part, under_way)
                start = self.now if under_way is None else start
            if under_way:
                self.now -= under_way.elapsed
            hold = self._hold(item, number, part, under_way)
            self.marks[-1].holds.append(LaidHold(number, hold.start, hold.end))
            end = self.now if part.flows or instance.step.rest else self._end_bell(item, last=part is parts[-1])
            self._entry(item, start, hold, part, number, end)
            start = self.now

    def _lead_in(self, item: Do, timed: Timed, progress: ItemProgress) -> None:
        for number, say in enumerate(self.outliner.lead_in(item.instance, timed.fitted)):
            if number >= progress.said:
                self.now += PAUSE if number > progress.said else 0
                self.say(say, progress.part if number == progress.said else 0)
            self.marks[-1].says.append(self.now)
        self._settle(timed.settle)

    def _settle(self, length: int) -> None:
        """Time to get in place. Soft knocks in a long one tell that the session still runs."""
        if length >= STILL_ON_FROM and self.outliner.choices.ends_in.seconds:
            for moment in range(STILL_ON, length - STILL_ON_END, STILL_ON):
                self.cues.append(Cue(self.now + moment, self.now + moment + LENGTHS["stroke"], "tick", ("stroke",)))
        self.now += length

    def _pause(
        self, instance: StepInstance, number: int, part: Part, under_way: ItemProgress | None
    ) -> ItemProgress | None:
        """The quiet before a part, with the words at its end. A pause that is under way
        goes on, and its words are said again."""
        if under_way and under_way.elapsed >= 0:
            return under_way
        words = self.outliner.part_words(instance, number, part)
        length = self.outliner.pause(instance, number, part)
        if under_way:
            if under_way.answer:
                return under_way
            length = max(-under_way.elapsed, self.outliner.speech.of(words) + 2 * AROUND if words else 0)
        if words:
            end = self.now + length - AROUND
            self.cues.append(Cue(end - self.outliner.speech.of(words), end, "switch", words, instance.step.line))
        if under_way:
            return replace(under_way, elapsed=-length)
        self.now += length
        return None

    def _end_bell(self, item: Do, *, last: bool) -> int:
        """The bell at the end of a part; the session waits for that of the last one. Returns its end."""
        bell = "last-bell" if item.last and last else "end-bell"
        end = self.now + LENGTHS[bell]
        sound = self._bell(bell)
        if sound:
            self.cues.append(Cue(self.now, end, "bell", (sound,)))
        if last:
            self.now = end
        return end

    def _bell(self, name: str) -> str | None:
        """The sound of a bell in the style that the listener chose."""
        style = self.outliner.choices.bells
        if style in (None, "clear") or not name.endswith("-bell"):
            return name
        if style == "none":
            return None
        if style != "soft":
            return f"{OWN_BELL}{name.removeprefix('soft-')}:{style}"
        return name if name.startswith("soft-") else f"soft-{name}"

    def _entry(
        self,
        item: Do,
        start: int,
        hold: PlannedHold | None = None,
        part: Part | None = None,
        number: int = 0,
        end: int | None = None,
    ) -> None:
        instance = item.instance
        sided = instance.turns and isinstance(instance.dose, Sets | Series)
        self.steps.append(
            PlannedStep(
                line=instance.step.line,
                phase=self.routine.phases[instance.phase].title,
                text=part.text if part and part.text else instance.step.text,
                side=turn_of(instance, number) if sided else instance.side,
                round=instance.round,
                start=start,
                end=self.now if end is None else end,
                hold=hold,
                rest=instance.step.rest or bool(part and part.rest),
                kind=kind_of(instance, part) if part else None,
                way=instance.way,
                key=instance.key,
            )
        )

    def _hold(self, item: Do, number: int, part: Part, progress: ItemProgress | None) -> PlannedHold:
        """One part and the cues in it."""
        step, outliner = item.instance.step, self.outliner
        length = part.length + (progress.extra if progress else 0)
        ends_in, talked = outliner.choices.ends_in, outliner.choices.talk != "bells"
        ticks = ends_in.seconds
        inside = Inside(length, outliner.speech, outliner.pack, ticks, ends_in.spoken and talked)
        self._fill(inside, item, number, part)
        if progress:
            inside = finish(inside, replace(progress, bell=progress.bell and not step.rest), step.coaching)
        if step.strokes:
            inside.placed += strokes(step.strokes, length, progress.elapsed if progress else 0, ticks)
        start = self.now
        for cue in inside.placed:
            line = cue.line if cue.kind == "coaching" else None if cue.kind in ("bell", "tick") else step.line
            sound = self._bell(cue.parts[0]) if cue.kind == "bell" else None
            if cue.kind != "bell" or sound:
                parts = (sound,) if sound else cue.parts
                self.cues.append(Cue(start + cue.start, start + cue.end, cue.kind, parts, line))
        self.changes += [_told(moved, start, step.line) for moved in inside.moved]
        self.now += length
        return PlannedHold(start, self.now, to_seconds(length), written_seconds(part.dose))

    def _fill(self, inside: Inside, item: Do, number: int, part: Part) -> None:
        instance, talk = item.instance, self.outliner.choices.talk
        step, one = instance.step, part.dose
        inner = isinstance(instance.dose, Intervals) and number > 0
        match one:
            case Hold() if step.rest:
                fill_rest(inside, item.coming)
            case Hold() if part.rest:
                inside.start_bell("soft-end-bell")
            case Wait() if self.live:
                fill_wait(inside, step.coaching, talk)
            case Hold() | Wait():
                bell = "soft-start-bell" if inner else "start-bell"
                times = "none" if isinstance(one, Wait) else self.outliner.choices.time_left or "usual"
                fill_hold(inside, step.coaching, talk, times=times, bell=bell)
            case Count():
                fill_count(inside, one, round(part.value), step.coaching, talk, instance.turns)
            case Breaths():
                fill_breaths(inside, one, round(part.value), step.coaching, talk)
            case BreathPattern():
                fill_pattern(inside, one, round(part.value), step.coaching, talk)
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


def kind_of(instance: StepInstance, part: Part) -> StepKind:
    """The way in which the time of a part is filled."""
    if instance.step.rest:
        return "pause" if instance.step.quiet else "rest"
    if isinstance(instance.dose, Intervals):
        return "interval"
    match part.dose:
        case Hold():
            return "hold"
        case Count():
            return "count"
        case Breaths():
            return "breaths"
        case BreathPattern():
            return "pattern"
        case Wait():
            return "wait"
        case _:
            assert_never(part.dose)


def _told(moved: Moved, start: int, line: int) -> Change:
    what: ChangeKind = "cue left out" if moved.to is None else "cue moved"
    to = None if moved.to is None else to_seconds(start + moved.to)
    return Change(moved.line or line, what, to_seconds(start + moved.at), to, moved.why)
