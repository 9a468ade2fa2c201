"""The decision: the shape and the numbers that make a session of the requested length."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass, replace
from typing import Literal

from voiceguide.duration import clock
from voiceguide.errors import FitError
from voiceguide.fit.changes import changes_of
from voiceguide.fit.choices import Choices, choose
from voiceguide.fit.ladder import Ladder, Setting
from voiceguide.fit.layout import Layout
from voiceguide.fit.live_plan import LivePlan
from voiceguide.fit.outline import Outliner
from voiceguide.fit.safety import in_full_unless_known
from voiceguide.fit.search import Search, Unreachable
from voiceguide.fit.shapes import shapes_of
from voiceguide.fit.speech import Speech, SpeechLength
from voiceguide.fit.timing import Timed, timed
from voiceguide.fit.title import TitleLength
from voiceguide.language import load
from voiceguide.plan import Change, Plan
from voiceguide.routine import Routine
from voiceguide.units import MOST_SECONDS, ceil_milliseconds, floor_milliseconds, to_samples, to_seconds

Length = float | Literal["shortest", "longest"] | None
"""Seconds, or one of the ends, or None for the natural length."""


def fit(
    routine: Routine,
    length: Length,
    speech_length: SpeechLength,
    choices: Choices | None = None,
    about: SpeechLength | None = None,
) -> Plan:
    """Decide a session of exactly this length. Raises FitError where it cannot be reached or nothing is left.

    `about` estimates lengths of speech. With it, fitting asks `speech_length` for little more than what is spoken.
    """
    return Fitting(routine, speech_length, choices or Choices(), about).plan(length)


@dataclass(frozen=True, slots=True)
class Decision:
    """The shape and the numbers of a session of one length."""

    ladder: Ladder
    setting: Setting
    total: int
    """Samples."""
    requested: float | None
    """Seconds, as asked for."""
    ends: tuple[int, int] | None
    """Samples of the shortest and the longest session; None where they were not asked for."""


class Fitting:
    """One routine with its listener's choices, being fitted."""

    def __init__(
        self, routine: Routine, speech_length: SpeechLength, choices: Choices, about: SpeechLength | None = None
    ) -> None:
        """`about` estimates lengths of speech; see `search`."""
        self.pack = load(routine.language)
        self.choices = in_full_unless_known(choices.settled(routine.preferences), routine)
        self.chosen = choose(routine, self.choices, self.pack)
        self.shapes = shapes_of(self.chosen.routine)
        self._silent = routine.silent_title or self.choices.talk == "bells"
        rough = Speech(about) if about else None
        self._rough = self._search_with(rough) if rough else None
        self._measure(Speech(speech_length, rough))

    def measured_by(self, speech_length: SpeechLength) -> Fitting:
        """The same with other lengths of speech. Estimates are kept."""
        other = copy.copy(self)
        other._measure(self.speech.measured_by(speech_length))
        return other

    def _measure(self, speech: Speech) -> None:
        self.speech = speech
        self.search = self._search_with(speech, self._rough)
        self.title, self.outliner = self.search.title, self.search.outliner

    def _search_with(self, speech: Speech, rough: Search | None = None) -> Search:
        outliner = Outliner(speech, self.pack, self.choices, self.chosen.notices)
        return Search(self.shapes, outliner, TitleLength(speech, self.pack, silent=self._silent), rough)

    @property
    def shortest(self) -> int:
        """Samples of the shortest session there is."""
        return self.search.shortest

    @property
    def longest(self) -> int:
        """Samples of the longest session there is."""
        return self.search.longest

    def plan(self, length: Length, *, ends: bool = True) -> Plan:
        """The session of this length. `ends=False` leaves out its shortest and longest length, to speak less."""
        return self._finish(self.decide(length, ends=ends))

    def decide(self, length: Length, *, ends: bool = True) -> Decision:
        """The shape and the numbers for a session of this length."""
        found = self._preferred() or self._natural() if length is None else self._decided(length)
        return replace(found, ends=(self.shortest, self.longest)) if ends else found

    def _decided(self, length: float | str) -> Decision:
        if isinstance(length, str):
            total = self.shortest if length == "shortest" else self.longest
            requested = to_seconds(total)
        else:
            total, requested = to_samples(length), float(length)
        found = self.search.quick(total) or self.search.full(total)
        if isinstance(found, Unreachable):
            if total == self.search.written:  # its title may be the only one that has its own length
                return replace(self._natural(), requested=requested)
            raise self._unreachable(total, found)
        index, setting = found
        return Decision(self.search.ladder(index), setting, total, requested, None)

    def _natural(self) -> Decision:
        """The session with everything as written."""
        ladder = self.search.ladder(self.shapes.natural)
        total = self.search.written
        if total > to_samples(MOST_SECONDS):  # with this voice: the bound of scripts knows a quick one
            raise self._unreachable(total, Unreachable(below=self.longest))
        setting = Setting(ladder.as_written, total - self.title.time(total) - ladder.written, 0)
        return Decision(ladder, setting, total, None, None)

    def _preferred(self) -> Decision | None:
        """The session of the length that the script prefers, or of the end that is nearest to it. None where the script
        prefers none, or one that falls into a hole."""
        seconds = self.chosen.routine.preferences.length
        if seconds is None:
            return None
        try:
            return self._decided(seconds)
        except FitError:
            total = to_samples(seconds)
            end = "shortest" if total < self.shortest else "longest" if total > self.longest else None
            return self._decided(end) if end else None

    def items(self, decision: Decision) -> list[Timed]:
        """All that happens in the session, in order."""
        return timed(decision.ladder, decision.setting, self.title.words(decision.total))

    def live_plan(self, length: Length) -> LivePlan:
        """The session of this length, to be played live."""
        decision = self.decide(length, ends=False)
        return LivePlan(self.outliner, decision.ladder.shape, tuple(self.items(decision)))

    def _finish(self, decision: Decision) -> Plan:
        ladder, total = decision.ladder, decision.total
        laid = Layout(self.outliner, ladder.shape.routine)
        laid.lay(self.items(decision))
        assert laid.now == total, f"laid out {laid.now} samples, not {total}"
        asked = decision.requested is not None
        why = f"to fit {load('en').duration(rounded_seconds(total))}" if asked else "as written"
        fitting = changes_of(self.shapes[self.shapes.natural], ladder, decision.setting, why)
        changes: list[Change] = [*self.chosen.changes, *fitting, *laid.changes]
        routine = self.chosen.routine
        return Plan(
            routine=routine.name,
            title=routine.title,
            language=routine.language,
            requested=decision.requested,
            length=total,
            ends=decision.ends,
            chapters=laid.chapters,
            steps=tuple(laid.steps),
            cues=tuple(laid.cues),
            changes=tuple(changes),
            client=self.choices.client,
            note=self.choices.note,
        )

    def _unreachable(self, total: int, found: Unreachable) -> FitError:
        name = self.chosen.routine.name
        low = ceil_milliseconds(self.shortest)
        if low > MOST_SECONDS:
            most = f"{MOST_SECONDS / 3600:g} hours"
            message = f"{name} takes {spoken_seconds(low)} at least, and a session lasts at most {most}"
            return FitError(message, "Write fewer sets, rounds or repetitions.")
        high = floor_milliseconds(self.longest)
        message = (
            f"{name} cannot be {spoken_seconds(to_seconds(total))} long: "
            f"its shortest is {spoken_seconds(low)}, its longest {spoken_seconds(high)}"
        )
        near = []
        if found.below is not None:
            near.append(f"--length {floor_milliseconds(found.below):.3f}")
        if found.above is not None:
            near.append(f"--length {ceil_milliseconds(found.above):.3f}")
        hint = f"--length {low:.3f} or --length {high:.3f} (or 'shortest', 'longest')"
        if near:
            hint = "the nearest that can be reached: " + " or ".join(near)
        return FitError(message, hint, (low, high))


def rounded_seconds(samples: int) -> float:
    """Seconds for a message: whole ones where they are."""
    return float(math.floor(to_seconds(samples) + 0.5))


def spoken_seconds(seconds: float) -> str:
    """A length for a message: `9:35.214 (575.214 s)`."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{clock(whole)}{f'.{thousandths:03}' if thousandths else ''} ({seconds:.3f} s)".replace(".000", "")
