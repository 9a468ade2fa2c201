"""Makes likely sessions before anybody asks for them, while the server is idle."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module

from voiceguide.errors import VoiceguideError
from voiceguide.serve.plans import Planned, Plans
from voiceguide.serve.refusals import RefusedError, TooMuchError
from voiceguide.serve.session_query import Asked
from voiceguide.serve.sessions import Sessions
from voiceguide.serve.single_flight import SingleFlight, StoppedError
from voiceguide.serve.studios import Script, Studios

WANTED_SOON = (
    "voiceguide.audio.clip",
    "voiceguide.export.cover",
    "voiceguide.export.mp3",
    "voiceguide.export.id3",
    "soundfile",
)
"""Modules that load large libraries, imported before the first session needs them."""


class _GivenWayError(Exception):
    """A request arrived, so work that nobody waits for was stopped."""


class Ahead:
    """Makes the list of routines, their natural sessions, and the speech of their shortest and longest. For one event
    loop."""

    def __init__(self, studios: Studios, plans: Plans, sessions: Sessions) -> None:
        self._studios = studios
        self._plans = plans
        self._sessions = sessions
        self._asking = 0
        """The number of requests under way, or ended just now."""
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._once: SingleFlight[tuple[Script, Asked] | None, Planned | None] = SingleFlight(1, 1, self._keep)
        """One for each of `run` and `measure`: one of them speaks, the other waits."""
        self._unmeasurable: set[Script] = set()
        """Scripts that could not be spoken or planned."""

    @contextmanager
    def held_off(self, rest: float = 0.0) -> Iterator[None]:
        """Speak nothing ahead while the block runs, since a request waits, and for so many seconds after it."""
        self._asking += 1
        self._quiet.clear()
        try:
            yield
        finally:
            if rest:
                asyncio.get_running_loop().call_later(rest, self._let_go)
            else:
                self._let_go()

    def _let_go(self) -> None:
        self._asking -= 1
        if not self._asking:
            self._quiet.set()

    async def run(self) -> None:
        """Make everything, then end. Failures are skipped: whoever asks for it gets the message."""
        with suppress(StoppedError):
            await self._make_all()

    async def _make_all(self) -> None:
        await self._once.get(None, self._warm_up)
        for script in self._studios.scripts():
            await self._quiet.wait()
            await self._plans.look_up(script)
        for script in self._studios.scripts():
            with suppress(RefusedError, VoiceguideError):
                await self._speak(Asked(script.name))
                await self._quiet.wait()
                await self._sessions.get_ready(script.name)
        for script in self._studios.scripts():
            with suppress(RefusedError, VoiceguideError):
                await self._speak(Asked(script.name, "shortest"))
                await self._speak(Asked(script.name, "longest"))

    async def make_missing(self) -> None:
        """Make the natural sessions that were never made, then end."""
        with suppress(StoppedError):
            for script in self._studios.scripts():
                if self._sessions.size(script, Asked(script.name)) is None:
                    with suppress(RefusedError, VoiceguideError):
                        await self._sessions.get_ready(script.name)

    async def measure(self) -> None:
        """Measure the routines that are listed with an estimate, then end: scripts that were written or saved since the
        start. The next list has this tried again where the server was too busy."""
        scripts = self._studios.scripts()
        self._unmeasurable.intersection_update(scripts)
        with suppress(StoppedError, TooMuchError):
            for script in scripts:
                row = self._plans.row(script)
                if row is not None and row.estimated and script not in self._unmeasurable:
                    await self._measure(script)

    async def _measure(self, script: Script) -> None:
        try:
            await self._speak(Asked(script.name))
            await self._plans.plan(Asked(script.name))
        except (StoppedError, TooMuchError):
            raise
        except (RefusedError, VoiceguideError):
            self._unmeasurable.add(script)

    def _keep(self, key: tuple[Script, Asked] | None, planned: Planned | None) -> None:
        """Keep a natural plan, so that it is not made again for the list and for the session."""
        if key is not None and planned is not None and key[1].length is None:
            self._plans.keep(key, planned)

    def _warm_up(self) -> None:
        self._studios.start_workers()
        for module in WANTED_SOON:
            import_module(module)

    async def _speak(self, asked: Asked) -> None:
        """Plan a session and speak its words. A request interrupts it; the rest is spoken later."""
        script = self._studios.script(asked.routine)

        def work() -> Planned:
            with self._studios.studio(script, self._give_way) as studio:
                return Planned(studio.routine, studio.plan(asked.length))

        while True:
            await self._quiet.wait()
            with suppress(_GivenWayError):
                await self._once.get((script, asked), work)
                return

    def _give_way(self, done: int, total: int) -> None:
        """A `Progress` that stops speaking when a request arrives."""
        self._studios.go_on()
        if self._asking:
            raise _GivenWayError

    def close(self) -> None:
        """Stop."""
        self._once.close()
