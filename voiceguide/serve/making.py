"""Makes everything that the server hands out, and turns failures into refusals."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import lru_cache, partial

from voiceguide.bed import BedOptions, lay_under
from voiceguide.errors import LanguageError, OutputError, RoutineNotFoundError, ScriptError, VoiceguideError
from voiceguide.export import beside
from voiceguide.export.cover import cover
from voiceguide.serve.ahead import Ahead
from voiceguide.serve.asked import Asked, RefusedError
from voiceguide.serve.once import Once
from voiceguide.serve.plans import Planned, Plans
from voiceguide.serve.podcast import COVER_PIXELS, Episode, feed, guid_of, kept_guid
from voiceguide.serve.sessions import SessionFile, Sessions
from voiceguide.serve.studios import Studios
from voiceguide.studio.voice_options import VoiceOptions


class Making:
    """Makes plans, sounds, pictures and texts. Every failure is a RefusedError without file paths."""

    def __init__(
        self, note: Callable[[str], None], voice: VoiceOptions | None = None, bed: BedOptions | None = None
    ) -> None:
        """`note` is told of failures. Every session uses `voice` and `bed`. Raises VoiceNotFoundError, RecordingError,
        BedError."""
        chosen = bed or BedOptions()
        lay_under(chosen)
        under = lru_cache(maxsize=8)(lambda preferred: lay_under(chosen.preferring(preferred)))
        self._note = note
        self._studios = Studios(note, voice)
        self._plans = Plans(self._studios, note)
        self._sessions = Sessions(self._studios, self._plans, under)
        self._feed_guid: str | None = None
        self._ahead = Ahead(self._studios, self._plans, self._sessions)
        self._pictures: Once[Asked, bytes] = Once(1, 8, lambda asked, picture: None)

    async def listed(self) -> list[Planned]:
        """All routines at their natural lengths, without waiting for speech."""
        with self._explained():
            return await self._plans.listed()

    async def plan(self, asked: Asked) -> Planned:
        """The plan of a session."""
        with self._explained():
            return await self._plans.plan(asked)

    @asynccontextmanager
    async def lend(self, asked: Asked) -> AsyncIterator[SessionFile]:
        """The file of a session, which exists while the block runs."""
        with self._explained():
            recording = await self._sessions.borrow(asked)
        try:
            yield recording
        finally:
            self._sessions.give_back(recording)

    async def picture(self, asked: Asked) -> bytes:
        """The picture of a session as a JPEG for podcast apps and lock screens; drawn once, then cached."""
        planned = await self.plan(asked)
        draw = partial(cover, planned.plan, COVER_PIXELS, self._studios.frames)
        with self._explained():
            return await self._pictures.get(asked, draw)

    async def text(self, kind: str, asked: Asked) -> str:
        """A text beside a session; `kind` is one of `beside.KINDS`."""
        planned = await self.plan(asked)
        return beside.text(kind, planned.plan, planned.routine)

    async def feed(self, address: str) -> bytes:
        """All routines as a podcast; `address` is the server's."""
        episodes = []
        for script in self._studios.scripts():
            asked = Asked(script.name)
            with suppress(RefusedError):  # noted; the other episodes are worth having
                async with self.lend(asked) as recording:
                    episodes.append(Episode(await self.plan(asked), script.saved / 1e9, recording.size))
        return feed(episodes, address, self._guid(address))

    def _guid(self, address: str) -> str:
        """The feed's id, the same under every address."""
        if self._feed_guid is None:
            try:
                self._feed_guid = kept_guid(address)
            except OutputError as error:
                self._note(
                    f"the feed's name cannot be kept, so apps may take it for another next time: {error.message}"
                )
                self._feed_guid = guid_of(address)
        return self._feed_guid

    async def get_ahead(self) -> None:
        """Make likely sessions while the server is idle."""
        await self._ahead.run()

    def close(self) -> None:
        """Stop all work and remove all files."""
        self._ahead.close()
        self._plans.close()
        self._sessions.close()
        self._pictures.close()
        self._studios.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            with self._ahead.held_off():
                yield
        except RoutineNotFoundError as error:
            raise RefusedError(404, error.message, error.hint) from None
        except (ScriptError, LanguageError) as error:
            self._note(error.message)
            raise RefusedError(404, "This routine cannot be read.", "`voiceguide check` tells why.") from None
        except VoiceguideError as error:
            self._studios.go_on()  # while the server ends, work fails in many ways
            self._note(error.message)
            raise RefusedError(503, "This could not be made.", "The terminal of the server tells why.") from None
