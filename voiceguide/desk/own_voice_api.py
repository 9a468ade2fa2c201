"""The addresses for lines recorded in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from voiceguide.desk.own_voice import MOST_BYTES, example, keep, listed
from voiceguide.desk.part_sound import wav
from voiceguide.desk.request_body import Body, body_of, data_of, number_in
from voiceguide.desk.services import DeskServices
from voiceguide.desk.studios import DeskScript
from voiceguide.studio.studio import Studio


class OwnVoiceApi:
    """One method for each address."""

    def __init__(self, services: DeskServices) -> None:
        self._services = services

    async def lines(self, request: Request) -> Response:
        """The lines to record, each with its state."""
        body = await body_of(request)

        def work() -> dict[str, Any]:
            with self._studio(body.text("name"), body.script()) as studio:
                return listed(studio, body.text("as"), of_kit=body.flag("kit"))

        return JSONResponse(await run_in_threadpool(work))

    async def kept(self, request: Request) -> Response:
        """Store a take. The script is the saved one."""
        data, query = await data_of(request, MOST_BYTES), request.query_params
        rate = number_in(query, "rate")

        def work() -> float:
            saved = self._services.folder.read(query.get("name", ""))
            with self._studio(saved.name, saved.text) as studio:
                return keep(studio, query.get("as", ""), query.get("words", ""), data, rate, of_kit="kit" in query)

        return JSONResponse({"seconds": await run_in_threadpool(work)})

    async def heard(self, request: Request) -> Response:
        """A line as it is heard in a session."""
        body = await body_of(request)

        def work(body: Body = body) -> bytes:
            with self._studio(body.text("name"), body.script()) as studio:
                return wav(example(studio, body.text("as"), body.text("words", most=5_000)))

        return Response(await run_in_threadpool(work), media_type="audio/wav")

    @contextmanager
    def _studio(self, name: str, text: str) -> Iterator[Studio]:
        with self._services.studios.studio(DeskScript(name, text), partly=True) as studio:
            yield studio
