"""Plans of sessions, each made once, and an estimated plan of each routine for the list."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from voiceguide.duration import clock
from voiceguide.errors import FitError, VoiceguideError
from voiceguide.fit.choices import needed
from voiceguide.language import load
from voiceguide.plan import Plan
from voiceguide.routine import Routine
from voiceguide.serve.asked import Asked, RefusedError
from voiceguide.serve.once import Once
from voiceguide.serve.studios import Script, Studios
from voiceguide.units import ceil_milliseconds, floor_milliseconds, to_seconds

PLANNERS = 2
WAITING = 30
MOST_KEPT = 100
"""The number of plans kept. A plan of half an hour takes some 150 kB."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A routine and the plan of a session."""

    routine: Routine
    plan: Plan

    def as_row(self) -> dict[str, Any]:
        """The routine's entry in `/routines.json`; lengths in seconds."""
        phases, plan = self.routine.phases, self.plan
        steps = [step for phase in phases for step in phase.steps]
        return {
            "name": self.routine.name,
            "title": plan.title,
            "description": self.routine.description or "",
            "language": plan.language,
            "shortest": ceil_milliseconds(plan.shortest),
            "natural": to_seconds(plan.length),
            "longest": floor_milliseconds(plan.longest),
            "sides": any(step.sides for step in steps) or any(phase.sides for phase in phases),
            "things": list(needed(steps, load(plan.language))),
            "facts": [fact.text for fact in self.routine.facts],
            "frequency": self.routine.frequency,
            "talk": self.routine.preferences.talk or "full",
        }


class Plans:
    """The plans of all sessions, the latest kept. For one event loop."""

    def __init__(self, studios: Studios, note: Callable[[str], None]) -> None:
        """`note` is told of routines that cannot be read or spoken. The list leaves them out."""
        self._studios = studios
        self._note = note
        self._kept: OrderedDict[tuple[Script, Asked], Planned] = OrderedDict()
        self._once: Once[tuple[Script, Asked], Planned] = Once(PLANNERS, WAITING, self._keep)
        self._estimates: Once[Script, Planned] = Once(1, WAITING, lambda script, planned: None)
        self._left_out: set[Script] = set()

    async def plan(self, asked: Asked) -> Planned:
        """The plan of a session. Raises RefusedError, VoiceguideError."""
        script = self._studios.script(asked.routine)
        try:
            return await self._get(script, asked)
        except FitError as error:
            raise await self._explained(script, asked, error) from None

    async def listed(self) -> list[Planned]:
        """All routines at their natural lengths, without waiting for speech."""
        found = [await self.look_up(script) for script in self._studios.scripts()]
        return [planned for planned in found if planned]

    async def look_up(self, script: Script) -> Planned | None:
        """A routine's entry for the list; None if it cannot be read or spoken."""
        if script in self._left_out:
            return None
        try:
            return await self._estimated(script)
        except VoiceguideError as error:
            if script not in self._left_out:  # another request may have added it meanwhile
                self._left_out.add(script)
                self._note(f"{script.name} is left out: {error.message}")
            return None

    async def _get(self, script: Script, asked: Asked) -> Planned:
        key = (script, asked)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]

        def work() -> Planned:
            with self._studios.studio(script) as studio:
                return Planned(studio.routine, studio.plan(asked.length, asked.choices))

        return await self._once.get(key, work)

    def _keep(self, key: tuple[Script, Asked], planned: Planned) -> None:
        self._kept[key] = planned
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    async def _estimated(self, script: Script) -> Planned:
        """The natural session without waiting: unknown lengths of speech are estimated."""
        key = (script, Asked(script.name))
        if key in self._kept:
            return self._kept[key]

        def work() -> Planned:
            studio = self._studios.for_estimates(script)
            plan, _ = studio.estimate()
            assert plan is not None  # the natural length is always possible
            return Planned(studio.routine, plan)

        return await self._estimates.get(script, work)

    async def _explained(self, script: Script, asked: Asked, error: FitError) -> RefusedError:
        """The refusal of a request. It names the possible lengths where only the length is impossible."""
        try:
            plan = (await self._get(script, replace(asked, length=None))).plan
        except FitError:
            for_page = error.hint and "--" not in error.hint  # else it names options of the command line
            return RefusedError(422, error.message, error.hint if for_page else "Leave out less.")
        shortest, longest = ceil_milliseconds(plan.shortest), floor_milliseconds(plan.longest)
        hint = f"It can be from {clock(-(-shortest // 1))} to {clock(longest)} long."
        return RefusedError(422, error.message, hint, shortest=shortest, longest=longest)

    def forget(self, script: Script) -> None:
        """Discard the plans of this routine."""
        for key in [key for key in self._kept if key[0] == script]:
            del self._kept[key]

    def close(self) -> None:
        """Plan nothing more."""
        self._once.close()
        self._estimates.close()
