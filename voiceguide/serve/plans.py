"""Plans of sessions, each made once, and an estimated plan of each routine for the list."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from voiceguide.duration import clocks_of_ends
from voiceguide.errors import FitError, VoiceguideError
from voiceguide.export.pictures import pictures_of
from voiceguide.fit.handling import Handling
from voiceguide.fit.replanning import LengthChange, RemainingLengths
from voiceguide.language import load
from voiceguide.plan import Plan
from voiceguide.routine import Routine
from voiceguide.serve.refusals import RefusedError
from voiceguide.serve.row_cache import RowCache
from voiceguide.serve.rows import Row, row_of, wait_of
from voiceguide.serve.session_query import Asked
from voiceguide.serve.single_flight import SingleFlight
from voiceguide.serve.studios import Script, Studios
from voiceguide.studio.replanning import lengths_left, replan
from voiceguide.units import to_samples, to_seconds

PLANNERS = 2
WAITING = 30
MOST_KEPT = 100
"""The number of plans kept. A plan of half an hour takes some 150 kB."""
MOST_ROWS = 5_000
"""The number of rows kept for the list, of a kilobyte or two each."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A routine and the plan of a session."""

    routine: Routine
    plan: Plan
    same_until: int | None = None
    """The sample up to which a session is the same as before its length was changed; None where it was not."""

    def as_json(self) -> dict[str, Any]:
        """The object in `/plan.json`: as `voiceguide plan --json`, with further fields for the page."""
        waits = {step.line: wait for phase in self.routine.phases for step in phase.steps if (wait := wait_of(step))}
        needed = _needed(self.routine, {step.line for step in self.plan.steps})
        steps = [
            {
                **step,
                "ready": {"limit": waits[step["line"]].limit} if step["kind"] == "wait" else None,
                "picture": self._picture(step["line"]),
                "needed": step["line"] in needed,
            }
            for step in self.plan.as_json()["steps"]
        ]
        same = None if self.same_until is None else to_seconds(self.same_until)
        return {**self.plan.as_json(), "steps": steps, "same_until": same}

    def _picture(self, line: int) -> dict[str, str] | None:
        """The picture of the step on a line: its words and its address."""
        picture = pictures_of(self.routine).get(line)
        if picture is None:
            return None
        query = urlencode({"routine": self.routine.name, "line": line})
        return {"alt": picture.alt, "address": f"picture.jpg?{query}"}


class Plans:
    """The plans of all sessions, the latest kept. For one event loop."""

    def __init__(self, studios: Studios, note: Callable[[str], None]) -> None:
        """`note` is told of routines that cannot be read or spoken. The list leaves them out."""
        self._studios = studios
        self._note = note
        self._kept: OrderedDict[tuple[Script, Asked], Planned] = OrderedDict()
        self._once: SingleFlight[tuple[Script, Asked], Planned] = SingleFlight(PLANNERS, WAITING, self.keep)
        self._rows: OrderedDict[Script, Row] = OrderedDict()
        self._stored = RowCache(studios.frames.clips, studios.voice, studios.usual_engine)
        self._estimates: SingleFlight[Script, Row] = SingleFlight(1, WAITING, self._keep_row)
        self._lengths_left: SingleFlight[tuple[Script, Asked, float], RemainingLengths] = SingleFlight(
            1, WAITING, lambda asked, left: None
        )
        self._faults: OrderedDict[Script, VoiceguideError] = OrderedDict()

    async def plan(self, asked: Asked) -> Planned:
        """The plan of a session. Raises RefusedError, VoiceguideError."""
        script = self._studios.script(asked.routine)
        try:
            return await self._get(script, asked)
        except FitError as error:
            raise await self._explained(script, asked, error) from None

    async def lengths_left(self, asked: Asked, at: float) -> RemainingLengths:
        """The lengths that a session can still have at this second of it. Raises as `plan`."""
        await self.plan(asked)
        script = self._studios.script(asked.routine)

        def work() -> RemainingLengths:
            with self._studios.studio(script, sound=asked.sound) as studio:
                return lengths_left(studio, asked.length, asked.choices, _in_samples(asked), to_samples(at))

        return await self._lengths_left.get((script, asked, at), work)

    async def look_up(self, script: Script) -> Row | None:
        """A routine's entry for the list, without waiting for speech; None if it cannot be read or spoken."""
        if script in self._faults:
            return None
        row = self._rows.get(script)
        if row is not None:
            return row
        try:
            return await self._estimates.get(script, lambda: self._stored.read(script) or self._estimate(script))
        except VoiceguideError as error:
            if script not in self._faults:  # another request may have added it meanwhile
                self._faults[script] = error
                self._note(f"{script.name} is left out: {error.message}")
                while len(self._faults) > MOST_ROWS:
                    self._faults.popitem(last=False)
            return None

    def fault(self, script: Script) -> VoiceguideError | None:
        """The reason for which a script is not in the list, once it was looked up."""
        return self._faults.get(script)

    def row(self, script: Script) -> Row | None:
        """A routine's entry, if it was looked up before."""
        return self._rows.get(script)

    async def _get(self, script: Script, asked: Asked) -> Planned:
        key = (script, asked)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]

        def work() -> Planned:
            with self._studios.studio(script, sound=asked.sound) as studio:
                made = replan(studio, asked.length, asked.choices, _in_samples(asked))
                return Planned(studio.routine, made.plan, made.same_until)

        return await self._once.get(key, work)

    def keep(self, key: tuple[Script, Asked], planned: Planned) -> None:
        """Keep a plan, and the row of a natural one."""
        self._kept[key] = planned
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        script, asked = key
        if asked == Asked(script.name) and (script not in self._rows or self._rows[script].estimated):
            row = row_of(planned.routine, planned.plan, script.path, estimated=False)
            self._keep_row(script, row)
            self._stored.write(script, row)

    def _keep_row(self, script: Script, row: Row) -> None:
        """Keep a row, but no estimate in place of a measured one."""
        known = self._rows.get(script)
        if known is None or known.estimated:
            self._rows[script] = row
        while len(self._rows) > MOST_ROWS:
            self._rows.popitem(last=False)

    def _estimate(self, script: Script) -> Row:
        """The row of the natural session; unknown lengths of speech are estimated."""
        studio = self._studios.for_estimates(script)
        plan, missing = studio.estimate()
        assert plan is not None  # the natural length is always possible
        row = row_of(studio.routine, plan, script.path, estimated=bool(missing))
        self._stored.write(script, row)
        return row

    async def _explained(self, script: Script, asked: Asked, error: FitError) -> RefusedError:
        """The refusal of a request. It names the possible lengths where only the length is impossible."""
        try:
            plan = (await self._get(script, replace(asked, length=None, changes=()))).plan
        except FitError:
            return RefusedError(422, error.message, error.hint)
        shortest, longest = plan.ends_in_seconds
        least, most = clocks_of_ends(shortest, longest)
        hint = f"It can be from {least} to {most} long."
        return RefusedError(422, error.message, hint, shortest=shortest, longest=longest)

    def forget(self, script: Script) -> None:
        """Discard the plans of this routine."""
        for key in [key for key in self._kept if key[0] == script]:
            del self._kept[key]
        self._rows.pop(script, None)

    def close(self) -> None:
        """Plan nothing more."""
        self._once.close()
        self._estimates.close()
        self._lengths_left.close()


def _in_samples(asked: Asked) -> list[LengthChange]:
    return [LengthChange(to_samples(change.at), to_samples(change.length)) for change in asked.changes]


def _needed(routine: Routine, kept: Collection[int]) -> set[int]:
    """The lines of the steps that kept steps need. They cannot be left out alone."""
    pack, found = load(routine.language), set()
    for phase in routine.phases:
        handling = Handling(phase.steps, pack)
        gone = {place for place, step in enumerate(phase.steps) if step.line not in kept}
        found |= {step.line for place, step in enumerate(phase.steps) if handling.needed_for(place, gone) is not None}
    return found
