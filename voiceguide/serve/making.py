"""Makes everything that the server hands out, and turns failures into refusals."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache, partial

from voiceguide.audio.ffmpeg import converter
from voiceguide.audio.timeline import Timeline
from voiceguide.bed import BedOptions, lay_under
from voiceguide.errors import LanguageError, PictureError, RoutineNotFoundError, ScriptError, VoiceguideError
from voiceguide.export import beside
from voiceguide.export.cover import cover
from voiceguide.export.pictures import jpeg, pictures_of
from voiceguide.fit.replanning import RemainingLengths
from voiceguide.serve.ahead import Ahead
from voiceguide.serve.body import Body
from voiceguide.serve.feeds import Feeds
from voiceguide.serve.listing import Listed, Listing
from voiceguide.serve.plans import Planned, Plans
from voiceguide.serve.podcast import COVER_PIXELS
from voiceguide.serve.refusals import RefusedError
from voiceguide.serve.rows import Row
from voiceguide.serve.session_query import Asked
from voiceguide.serve.sessions import SessionFile, Sessions
from voiceguide.serve.single_flight import SingleFlight
from voiceguide.serve.sound_choices import OfferedChoices
from voiceguide.serve.studios import NOTHING_USUAL, Script, Studios, Usual
from voiceguide.studio.voice_options import VoiceOptions

CHOOSING_SECONDS = 1.0
"""The time after a plan in which a visitor may ask for another."""
NO_BED = "none"
"""The bed that visitors choose for silence."""


class Making:
    """Makes plans, sounds, pictures and texts. Every failure is a RefusedError without file paths."""

    def __init__(
        self,
        note: Callable[[str], None],
        voice: VoiceOptions | None = None,
        bed: BedOptions | None = None,
        offer_voices: Sequence[str] = (),
        offer_beds: Sequence[str] = (),
        fixed: Sequence[str] = (),
        usual: Usual = NOTHING_USUAL,
    ) -> None:
        """`note` is told of failures. Sessions use `voice` and `bed`, unless a visitor chooses among those offered;
        `usual` is for routines without a wish of their own. `fixed` names choices that visitors do not have. Raises
        VoiceNotFoundError, RecordingError, BedError."""
        chosen = bed or BedOptions()
        for each in (chosen, BedOptions(usual.bed), *(_bed(offered) for offered in offer_beds)):
            lay_under(each)

        def bed_of(asked: str | None, preferred: str | None) -> BedOptions:
            return _bed(asked) if asked else chosen.preferring(preferred).preferring(usual.bed)

        @lru_cache(maxsize=8)
        def under(asked: str | None, preferred: str | None, balance: float | None) -> Callable[[Timeline], Timeline]:
            return lay_under(bed_of(asked, preferred).preferring(None, balance))

        self._note = note
        self._studios = Studios(note, voice, usual.voice)
        voices = tuple(map(self._studios.offered_voice, offer_voices))
        self.offers = OfferedChoices(voices, tuple(offer_beds), frozenset(fixed), _has_bed(chosen))
        """The sounds that visitors may choose among."""
        self._plans = Plans(self._studios, note)
        self._sessions = Sessions(self._studios, self._plans, under)
        self._ahead = Ahead(self._studios, self._plans, self._sessions)
        self._feeds = Feeds(self._studios, self._plans, self._sessions, self._ahead, note, bed_of)
        self._listing = Listing(self._studios, self._plans)
        self._measuring: asyncio.Task[None] | None = None
        self._step_pictures: SingleFlight[tuple[Script, int, int], bytes] = SingleFlight(
            1, 16, lambda asked, picture: None
        )
        self._pictures: SingleFlight[Asked, bytes] = SingleFlight(1, 8, lambda asked, picture: None)

    async def listed(self) -> Listed:
        """All routines at their natural lengths, without waiting for speech: lengths that are estimated now are
        measured when the server is idle."""
        with self._explained():
            listed = await self._listing.listed()
        if any(row.estimated for row in listed.rows) and (self._measuring is None or self._measuring.done()):
            self._measuring = asyncio.create_task(self._ahead.measure())
        return listed

    def has(self, name: str) -> bool:
        """True if there is a script of this name."""
        return any(script.name == name for script in self._studios.scripts())

    async def row(self, name: str) -> Row | None:
        """The entry of one routine in the list; None where it cannot be used."""
        with self._explained():
            return await self._plans.look_up(self._studios.script(name))

    async def page(self, language: str, render: Callable[[Listed], Body]) -> Body:
        """The page with all routines."""
        with self._explained():
            return await self._listing.page(language, render)

    async def plan(self, asked: Asked) -> Planned:
        """The plan of a session. Whoever moves the slider asks for the next one in a moment."""
        with self._explained(CHOOSING_SECONDS):
            return await self._plans.plan(asked)

    async def lengths_left(self, asked: Asked, at: float) -> RemainingLengths:
        """The lengths that a session can still have at this second of it."""
        with self._explained():
            return await self._plans.lengths_left(asked, at)

    @asynccontextmanager
    async def lend(self, asked: Asked, suffix: str = ".mp3") -> AsyncIterator[SessionFile]:
        """The file of a session, which exists while the block runs."""
        with self._explained():
            recording = await self._sessions.borrow(asked, suffix)
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

    async def step_picture(self, name: str, line: int, most: int) -> bytes:
        """The picture of the step on a line, with `most` pixels at most on a side."""
        with self._explained():
            script = self._studios.script(name)

            def read() -> bytes:
                routine = self._studios.routine(script)
                picture = pictures_of(routine).get(line)
                if picture is None:
                    raise RefusedError(404, "This step has no picture.")
                return jpeg(script.path.parent, picture, most)

            return await self._step_pictures.get((script, line, most), read)

    async def text(self, kind: str, asked: Asked) -> str:
        """A text beside a session; `kind` is one of `beside.KINDS`."""
        planned = await self.plan(asked)
        return beside.text(kind, planned.plan, planned.routine)

    async def feed(self, address: str, asked: Asked | None = None) -> bytes:
        """All routines as a podcast, or one session; `address` is the server's."""
        if asked is None:
            return await self._feeds.all(address)
        planned = await self.plan(asked)
        return self._feeds.one(address, asked, planned)

    @property
    def makes_m4b(self) -> bool:
        """True if this machine can make M4B files."""
        return _has_ffmpeg()

    @property
    def closed(self) -> bool:
        """True once all work was stopped."""
        return self._studios.stopped

    async def get_ahead(self) -> None:
        """Make likely sessions while the server is idle."""
        await self._ahead.run()

    def close(self) -> None:
        """Stop all work and remove all files."""
        if self._measuring is not None:
            self._measuring.cancel()
        self._feeds.close()
        self._ahead.close()
        self._plans.close()
        self._sessions.close()
        self._pictures.close()
        self._step_pictures.close()
        self._studios.close()

    @contextmanager
    def _explained(self, rest: float = 0.0) -> Iterator[None]:
        """Turn failures into refusals. Nothing is spoken ahead meanwhile, and for so many seconds after it."""
        try:
            with self._ahead.held_off(rest):
                yield
        except RoutineNotFoundError as error:
            raise RefusedError(404, error.message, error.hint) from None
        except PictureError as error:
            self._note(error.message)
            raise RefusedError(404, "This picture cannot be shown.", "`voiceguide check` tells why.") from None
        except (ScriptError, LanguageError) as error:
            self._note(error.message)
            raise RefusedError(404, "This routine cannot be read.", "`voiceguide check` tells why.") from None
        except VoiceguideError as error:
            self._studios.go_on()  # while the server ends, work fails in many ways
            self._note(error.message)
            raise RefusedError(503, "This could not be made.", "The terminal of the server tells why.") from None


def _has_bed(bed: BedOptions) -> bool | None:
    """True if a bed lies under all sessions; None where each script decides."""
    if bed.bed is not None:
        return True
    return False if bed.silent or bed.wake_tone else None


def _bed(name: str) -> BedOptions:
    return BedOptions(silent=True) if name == NO_BED else BedOptions(name)


@lru_cache(maxsize=1)
def _has_ffmpeg() -> bool:
    return converter() is not None
