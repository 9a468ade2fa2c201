"""The feeds of this server: of all routines, and of single sessions. A feed never waits for speech."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable

from voiceguide.bed import BedOptions
from voiceguide.errors import OutputError
from voiceguide.serve.ahead import Ahead
from voiceguide.serve.file_size import estimated_size
from voiceguide.serve.plans import Planned, Plans
from voiceguide.serve.podcast import Episode, feed, guid_of, kept_guid, session_guid
from voiceguide.serve.rows import GUIDS, Row, row_of
from voiceguide.serve.session_query import Asked, as_query
from voiceguide.serve.sessions import Sessions
from voiceguide.serve.studios import Script, Studios
from voiceguide.units import to_seconds

PATIENCE_SECONDS = 0.7
"""The time that a feed waits for sessions that are being made. Apps give up after some seconds."""


class Feeds:
    """Writes feeds, and has their sessions made behind them. For one event loop."""

    def __init__(
        self,
        studios: Studios,
        plans: Plans,
        sessions: Sessions,
        ahead: Ahead,
        note: Callable[[str], None],
        bed_of: Callable[[str | None, str | None], BedOptions],
    ) -> None:
        """`note` is told once if the feed's id cannot be stored. `bed_of` takes the bed that a visitor chose and the
        one that the script prefers."""
        self._studios = studios
        self._plans = plans
        self._sessions = sessions
        self._ahead = ahead
        self._note = note
        self._bed_of = bed_of
        self._guid: str | None = None
        self._behind: asyncio.Task[None] | None = None

    async def all(self, address: str) -> bytes:
        """All routines whose lengths are known in time, each at its natural length."""
        end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        await self._wait_until(end)
        scripts = self._studios.scripts()
        found = [episode for script in scripts if (episode := self._episode(script))]
        return feed(found, address, self._own_guid(address))

    def one(self, address: str, asked: Asked, planned: Planned) -> bytes:
        """A feed of one session."""
        script, query = self._studios.script(asked.routine), as_query(asked)
        row = row_of(planned.routine, planned.plan, script.path, estimated=False)
        guid = session_guid(row, asked)
        length = to_seconds(planned.plan.length)
        episode = Episode(row, query, guid, length, script.saved / 1e9, self._size(script, asked, row, length))
        return feed([episode], address, str(uuid.uuid5(GUIDS, f"{self._own_guid(address)}\n{query}")), query)

    async def _wait_until(self, end: float) -> None:
        """Have the missing sessions made. Returns when all are there, or at this time of the loop."""
        if self._behind is None or self._behind.done():
            self._behind = asyncio.create_task(self._make())
        await asyncio.wait({self._behind}, timeout=max(0.0, end - asyncio.get_running_loop().time()))

    async def _make(self) -> None:
        for script in self._studios.scripts():
            await self._plans.look_up(script)
        await self._ahead.make_missing()

    def _episode(self, script: Script) -> Episode | None:
        """The episode of a routine. It is left out while its length is not even estimated."""
        row, asked = self._plans.row(script), Asked(script.name)
        if row is None:
            return None
        length = row.fields["natural"]
        size = self._size(script, asked, row, length)
        return Episode(row, as_query(asked), row.guid, length, script.saved / 1e9, size)

    def _size(self, script: Script, asked: Asked, row: Row, length: float) -> int:
        """The bytes of a session's file; an estimate until it was made."""
        made = self._sessions.size(script, asked)
        sound = asked.sound
        over_bed = self._bed_of(sound.bed, row.fields["bed"]).bed is not None
        return made or estimated_size(row, length, over_bed=over_bed)

    def _own_guid(self, address: str) -> str:
        """The feed's id, the same under every address."""
        if self._guid is None:
            try:
                self._guid = kept_guid(address)
            except OutputError as error:
                self._note(
                    f"the feed's name cannot be kept, so apps may take it for another next time: {error.message}"
                )
                self._guid = guid_of(address)
        return self._guid

    def close(self) -> None:
        """Make nothing more."""
        if self._behind is not None:
            self._behind.cancel()
