"""The list of all routines, made once for all who ask while no script changes."""

from __future__ import annotations

import asyncio
import operator
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from voiceguide.script.library import unnamed
from voiceguide.serve.body import Body, json_body
from voiceguide.serve.plans import Plans
from voiceguide.serve.rows import Row, problem_of
from voiceguide.serve.studios import Script, Studios

PATIENCE_SECONDS = 2.0
"""The time that a visitor waits for lengths that are being found out."""
MOST_PAGES = 8
"""The number of rendered pages kept."""


@dataclass(frozen=True)
class Listed:
    """All routines and all problems at one moment."""

    rows: tuple[Row, ...]
    problems: tuple[dict[str, Any], ...]
    complete: bool = True
    """False if the lengths of some routines are still being found out."""

    @cached_property
    def fields(self) -> list[dict[str, Any]]:
        """The rows as in `/routines.json`."""
        return [row.fields for row in self.rows]

    @cached_property
    def routines(self) -> Body:
        """The answer to `/routines.json`."""
        return json_body(self.fields)

    @cached_property
    def faults(self) -> Body:
        """The answer to `/problems.json`."""
        return json_body(self.problems)


class Listing:
    """The list of all routines. For one event loop."""

    def __init__(self, studios: Studios, plans: Plans) -> None:
        self._studios = studios
        self._plans = plans
        self._last: tuple[tuple[Script, ...], tuple[Row | None, ...], Listed] | None = None
        self._pages: OrderedDict[tuple[int, str], tuple[Listed, Body]] = OrderedDict()

    async def listed(self) -> Listed:
        """All routines that can be used, and the faults of the others. Nothing waits for speech. The first time,
        hundreds of routines take longer than a visitor waits; then it is not complete."""
        scripts = tuple(self._studios.scripts())
        end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        rows = tuple([await self._row(script, end) for script in scripts])
        last = self._last
        if last and last[0] == scripts and all(map(operator.is_, last[1], rows)):
            return last[2]
        found = tuple(row for row in rows if row)
        problems = self._problems(scripts)
        complete = all(row or self._plans.fault(script) for row, script in zip(rows, scripts, strict=True))
        listed = Listed(found, tuple(problems), complete)
        self._last = scripts, rows, listed
        return listed

    async def _row(self, script: Script, end: float) -> Row | None:
        """The row of a script; None if it cannot be used, or is not known at this time of the loop."""
        if row := self._plans.row(script):
            return row
        left = end - asyncio.get_running_loop().time()
        if left <= 0:
            return None
        with suppress(TimeoutError):
            return await asyncio.wait_for(self._plans.look_up(script), left)
        return None

    async def page(self, language: str, render: Callable[[Listed], Body]) -> Body:
        """The page with the list, rendered once for each list and each language."""
        listed = await self.listed()
        key = (id(listed), language)
        known = self._pages.get(key)
        if known is None or known[0] is not listed:
            known = self._pages[key] = listed, render(listed)
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
        return known[1]

    def _problems(self, scripts: tuple[Script, ...]) -> list[dict[str, Any]]:
        found = [problem_of(path, None, None) for path in unnamed()]
        for script in scripts:
            fault = self._plans.fault(script)
            if fault is not None:
                found.append(problem_of(script.path, script.name, fault))
        return sorted(found, key=lambda problem: str(problem["file"]))
