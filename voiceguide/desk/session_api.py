"""The addresses for the session: its plan, its sound, and the voices there are."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from voiceguide.desk.part_sound import line_sound, phase_sound, step_sound
from voiceguide.desk.planning import Planner
from voiceguide.desk.request_body import Body, body_of, language_of
from voiceguide.desk.services import DeskServices
from voiceguide.desk.studios import DeskScript
from voiceguide.errors import FitError
from voiceguide.recordings.store import recorded_voices
from voiceguide.serve.messages import said
from voiceguide.serve.refusals import RefusedError
from voiceguide.speech.engine_voices import voices
from voiceguide.studio.voice_options import FASTEST, SLOWEST, VoiceOptions

PARTS = ("line", "step", "phase")
_FITTED = re.compile(r"(?:^|, )(?:to fit .*|as written)$")
"""The end of a reason that is the same for all changes."""


class SessionApi:
    """One method for each address."""

    def __init__(self, services: DeskServices) -> None:
        self._services = services
        self._voices: list[dict[str, Any]] | None = None
        self._planner = Planner(services.studios)

    async def planned(self, request: Request) -> Response:
        """The plan of a session, without waiting for speech: `exact` is false while lengths of speech are estimated."""
        body = await body_of(request)
        planned = await run_in_threadpool(self._planned, body)
        for change in planned["plan"]["changes"]:
            change["why"] = said(_FITTED.sub("", change["why"]), language_of(request))[0]
        return JSONResponse(planned)

    async def heard(self, request: Request) -> Response:
        """The sound of a line, a step or a phase."""
        body = await body_of(request)
        return Response(await run_in_threadpool(self._heard, body), media_type="audio/wav")

    async def prepared(self, request: Request) -> Response:
        """Speak the words of a line before its writer asks for them."""
        body = await body_of(request)

        def work() -> None:
            with self._services.studios.studio(script_of(body), partly=True) as studio, suppress(FitError):
                line_sound(studio, body.number("line"), body.choices())

        await run_in_threadpool(work)
        return JSONResponse({})

    async def voices(self, request: Request) -> Response:
        """The voices of this machine, and the recorded ones."""
        if self._voices is None:
            found = await run_in_threadpool(voices)
            self._voices = [
                {"id": one.id, "name": one.name, "languages": list(one.languages), "engine": one.engine}
                for one in found
            ]
        return JSONResponse({"voices": self._voices, "recordings": await run_in_threadpool(recorded_voices)})

    def _planned(self, body: Body) -> dict[str, Any]:
        return self._planner.planned(script_of(body, "planning"), body.length(), body.choices())

    def _heard(self, body: Body) -> bytes:
        part, line = body.text("part"), body.number("line")
        if part not in PARTS:
            raise RefusedError(400, "There is no such part.")
        script = script_of(body)
        reading = self._services.checker.read(script.name, script.text)
        mistakes = [one.line for one in reading.findings if one.severity == "error"]
        with self._services.studios.studio(script, partly=True) as studio:
            if part == "line":
                return line_sound(studio, line, body.choices(), mistakes)
            if part == "step":
                return step_sound(studio, body.length(), body.choices(), line, mistakes)
            return phase_sound(studio, body.length(), body.choices(), line)


def script_of(body: Body, use: str = "hearing") -> DeskScript:
    """The script of a request, the voice that it asks for, and its use."""
    rate = body.number("rate", 0) or None
    if rate is not None and not SLOWEST <= rate <= FASTEST:
        raise RefusedError(400, f"Speech has {SLOWEST} to {FASTEST} words a minute.")
    recordings = body.text("recordings", "") or None
    if recordings is not None and recordings not in recorded_voices():
        raise RefusedError(404, "There are no such recordings.")
    voice = VoiceOptions(voice=body.text("voice", "") or None, rate=rate, recordings=recordings)
    return DeskScript(body.text("name"), body.script(), voice, use)
