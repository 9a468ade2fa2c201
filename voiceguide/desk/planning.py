"""Plans for the length slider, without waiting for speech.

The slider asks for one length after the other. So the last fitting stays, with all that it has measured, as long as the
script, the choices and the spoken words are the same.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from voiceguide.desk.studios import DeskScript, Studios
from voiceguide.errors import FitError
from voiceguide.fit import Choices
from voiceguide.fit.choices import needed
from voiceguide.fit.fitting import Length
from voiceguide.plan import Plan
from voiceguide.studio.studio import Studio
from voiceguide.units import to_seconds


class Planner:
    """Plans sessions of the desk's scripts. For several threads."""

    def __init__(self, studios: Studios) -> None:
        self._studios = studios
        self._last: _Estimates | None = None

    def planned(self, script: DeskScript, length: Length, choices: Choices) -> dict[str, Any]:
        """The plan for the page, with the natural length and the choices that this script has. `exact` is false while
        lengths of speech are estimated. Raises FitError, ScriptError, SpeechError."""
        with self._studios.studio(script) as studio:
            plan, estimates = self._estimated(studio, length, choices)
            exact = estimates.exact or plan is None
            if plan is None:  # estimates make this length impossible: the true lengths decide
                plan = studio.plan(length, choices)
            steps = [step for phase in studio.routine.phases for step in phase.steps]
            return {
                "plan": {key: value for key, value in plan.as_json().items() if key != "cues"},
                "exact": exact,
                "natural": estimates.natural,
                "things": list(needed(steps, studio.pack)),
                "sides": any(step.sides for step in steps) or any(phase.sides for phase in studio.routine.phases),
            }

    def _estimated(self, studio: Studio, length: Length, choices: Choices) -> tuple[Plan | None, _Estimates]:
        """The plan of this length, and the estimates that it stands on: those of the last plan where they are still
        true. Estimates that only other lengths need are given up."""
        last = self._last
        if last is not None and last.are_for(studio, choices):
            plan = last.plan(length)
            if plan is None or last.exact or not last.know(plan):
                return plan, last
        self._last = fresh = _Estimates(studio, choices)
        return fresh.plan(length), fresh


class _Estimates:
    """A fitting that is measured with the speech that exists, and with estimates of the rest."""

    def __init__(self, studio: Studio, choices: Choices) -> None:
        self._studio = studio
        self._choices = choices
        self._missing: set[str] = set()
        self._fitting = studio.fitting(choices).measured_by(self._seconds)

    def _seconds(self, text: str) -> float:
        narration = self._studio.narration
        seconds = narration.seconds(text)
        if seconds is None:
            self._missing.add(text)
            return narration.about(text)
        return seconds

    def are_for(self, studio: Studio, choices: Choices) -> bool:
        """True for this studio and these choices, until one of the missing utterances is spoken."""
        same = studio is self._studio and choices == self._choices
        return same and all(studio.narration.seconds(text) is None for text in self._missing)

    @property
    def exact(self) -> bool:
        """True if no length had to be estimated up to now."""
        return not self._missing

    def know(self, plan: Plan) -> bool:
        """True if all words of a plan were spoken before."""
        return self._missing.isdisjoint(part for cue in plan.cues for part in cue.parts)

    @cached_property
    def natural(self) -> float:
        """The natural length in seconds. Raises FitError."""
        return to_seconds(self._fitting.decide(None, ends=False).total)

    def plan(self, length: Length) -> Plan | None:
        """The plan of this length; none where estimates make it impossible. Raises FitError where they do not."""
        try:
            return self._fitting.plan(length)
        except FitError:
            if self.exact:
                raise
            return None
