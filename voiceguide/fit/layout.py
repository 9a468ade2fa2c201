"""When everything happens: a shape and its numbers laid on time, to the sample."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from voiceguide.fit.doses import hold_samples, written_seconds
from voiceguide.fit.inside import Inside, Moved, fill_breaths, fill_count, fill_hold, fill_rest
from voiceguide.fit.ladder import GAP, GAP_GROWTH, Ladder, Setting, gap_before, pause_between, settle_of
from voiceguide.fit.outline import Do, Item, Say, Settle
from voiceguide.fit.speech import PAUSE
from voiceguide.fit.wording import Fitted
from voiceguide.plan import Change, Chapter, Cue, PlannedHold, PlannedStep, to_samples, to_seconds
from voiceguide.routine import Breaths, Count, Dose, Hold, Sets, Wait
from voiceguide.sounds import LENGTHS


def share(amount: int, weights: list[int]) -> list[int]:
    """Whole samples in proportion to the weights; their sum is exactly the amount."""
    total, gone, passed = sum(weights), 0, 0
    parts = []
    for weight in weights:
        passed += weight
        upto = amount * passed // total if total else 0
        parts.append(upto - gone)
        gone = upto
    return parts


@dataclass
class Layout:
    """A session being laid out, from its start to its end."""

    ladder: Ladder
    setting: Setting
    now: int = 0
    cues: list[Cue] = field(default_factory=list)
    steps: list[PlannedStep] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    starts: dict[int, int] = field(default_factory=dict)
    """Index of each phase -> where its chapter starts."""
    chapters: tuple[Chapter, ...] = ()

    def say(self, say: Say) -> None:
        """A cue at this moment."""
        end = self.now + self.ladder.outliner.speech.of(say.parts)
        self.cues.append(Cue(self.now, end, say.kind, say.parts, say.line))
        self.now = end

    def do(self, item: Do, settle: int) -> None:
        """A whole doing, from its first word to its last bell."""
        doing, start = item.doing, self.now
        step, fitted = doing.step, self.setting.fitted[doing.step.line]
        for number, say in enumerate(self.ladder.outliner.lead_in(doing, fitted)):
            self.now += PAUSE if number else 0
            self.say(say)
        self.now += settle
        if step.dose is None:
            self._entry(item, start, None)
            return
        times = step.dose.times if isinstance(step.dose, Sets) else 1
        for number in range(times):
            if number:
                self.now += to_samples(fitted.rest)
                start = self.now
            hold = self._hold(item, step.dose, fitted)
            last = number == times - 1
            if not step.rest:
                bell = "last-bell" if item.last and last else "end-bell"
                self.cues.append(Cue(self.now, self.now + LENGTHS[bell], "bell", (bell,)))
                if last:
                    self.now += LENGTHS[bell]
            self._entry(item, start, hold, end=self.cues[-1].end if not step.rest else self.now)

    def _entry(self, item: Do, start: int, hold: PlannedHold | None, end: int | None = None) -> None:
        doing = item.doing
        title = self.ladder.shape.routine.phases[doing.phase].title
        self.steps.append(
            PlannedStep(
                line=doing.step.line,
                phase=title,
                text=doing.step.text,
                side=doing.side,
                round=doing.round,
                start=start,
                end=self.now if end is None else end,
                hold=hold,
            )
        )

    def _hold(self, item: Do, dose: Dose, fitted: Fitted) -> PlannedHold:
        """One hold and what is heard in it."""
        step, outliner = item.doing.step, self.ladder.outliner
        one = dose.of if isinstance(dose, Sets) else dose
        length = hold_samples(one, fitted)
        inside = Inside(length, outliner.speech, outliner.pack)
        talk = outliner.choices.talk
        match one:
            case Hold() if step.rest:
                fill_rest(inside, item.coming)
            case Hold() | Wait():
                fill_hold(inside, step.coaching, talk, waiting=isinstance(one, Wait))
            case Count():
                fill_count(inside, one, round(fitted.value), step.coaching, talk)
            case Breaths():
                fill_breaths(inside, one, round(fitted.value), step.coaching, talk)
        start = self.now
        for cue in inside.placed:
            line = cue.line if cue.kind == "coaching" else None if cue.kind in ("bell", "tick") else step.line
            self.cues.append(Cue(start + cue.start, start + cue.end, cue.kind, cue.parts, line))
        self.changes += [_told(moved, start, step.line) for moved in inside.moved]
        self.now += length
        return PlannedHold(start, self.now, to_seconds(length), written_seconds(one))


def _told(moved: Moved, start: int, line: int) -> Change:
    what = "cue left out" if moved.to is None else "cue moved"
    to = None if moved.to is None else to_seconds(start + moved.to)
    return Change(moved.line or line, what, to_seconds(start + moved.at), to, moved.why)


def lay_out(ladder: Ladder, setting: Setting, title_words: tuple[str, ...], total: int) -> Layout:
    """Lay a session out so that it ends exactly at `total` samples."""
    into_gaps = min(setting.left_over, ladder.gaps * GAP_GROWTH)
    growth = setting.settle_growth + setting.left_over - into_gaps
    gaps = iter(share(into_gaps, [1] * ladder.gaps))
    settles = iter(share(growth, [settle_of(item) for item in ladder.items if settle_of(item)]))
    layout = Layout(ladder, setting)
    previous: Item | None = None
    for item in _titled(ladder.items, title_words):
        layout.now += pause_between(previous, item)
        _begin_chapter(layout, item)
        if gap_before(item):
            layout.now += GAP + next(gaps)
        settle = settle_of(item) + (next(settles) if settle_of(item) else 0)
        match item:
            case Say():
                layout.say(item)
            case Settle():
                layout.now += settle
            case Do():
                layout.do(item, settle)
        previous = item
    assert layout.now == total, f"laid out {layout.now} samples, not {total}"
    layout.cues.sort(key=lambda cue: cue.start)
    layout.chapters = tuple(_chapters(layout, total))
    return layout


def _titled(items: list[Item], title_words: tuple[str, ...]) -> Iterator[Item]:
    for number, item in enumerate(items):
        if number == 0 and isinstance(item, Say) and item.kind == "title":
            yield Say("title", item.parts + title_words)
        else:
            yield item


def _begin_chapter(layout: Layout, item: Item) -> None:
    index = item.doing.phase if isinstance(item, Do) else item.phase if isinstance(item, Say) else None
    if index is not None:
        layout.starts.setdefault(index, layout.now)


def _chapters(layout: Layout, total: int) -> Iterator[Chapter]:
    phases = layout.ladder.shape.routine.phases
    starts = [(start, index) for index, start in layout.starts.items()]
    for (start, index), (end, _) in zip(starts, [*starts[1:], (total, 0)], strict=True):
        yield Chapter(phases[index].title, start, end)
