"""The addresses for files to hand over, for clients, and for the page for phones."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from voiceguide.desk.client_cells import COLUMNS
from voiceguide.desk.clients import Client, clients_in, in_words, make_all
from voiceguide.desk.dropped import take
from voiceguide.desk.handover import KINDS, hand_over
from voiceguide.desk.jobs import Job
from voiceguide.desk.packing import MOST_PACKED, pack, unpack
from voiceguide.desk.request_body import Body, body_of, data_of, language_of, number_in
from voiceguide.desk.services import DeskServices
from voiceguide.desk.session_api import script_of
from voiceguide.desk.words import words_of
from voiceguide.errors import BatchError
from voiceguide.serve.messages import said, translated
from voiceguide.serve.refusals import RefusedError

PLAYED = (".mp3",)
"""Files that the page plays itself."""


class MakingApi:
    """One method for each address."""

    def __init__(self, services: DeskServices) -> None:
        self._services = services

    async def begun(self, request: Request) -> Response:
        """Begin to make a file."""
        body = await body_of(request)
        return _state(await run_in_threadpool(self._begin, body, language_of(request)), request)

    async def job(self, request: Request) -> Response:
        """The progress of a job."""
        return _state(self._services.jobs.get(request.query_params.get("id", "")), request)

    async def stopped(self, request: Request) -> Response:
        """Stop a job."""
        job = self._services.jobs.get((await body_of(request)).text("id"))
        job.stop.set()
        return _state(job, request)

    async def file(self, request: Request) -> Response:
        """The file that a job made."""
        made = self._services.jobs.file(request.query_params.get("id", ""))
        kind = "audio/mpeg" if made.suffix in PLAYED else "application/octet-stream"
        return FileResponse(made, media_type=kind, filename=made.name)

    async def clients(self, request: Request) -> Response:
        """The rows of a table, as they are understood."""
        body = await body_of(request)
        rows = await run_in_threadpool(clients_in, body.text("table", most=200_000))
        code = language_of(request)
        return JSONResponse(
            [{"row": one.row, "cells": in_words(one, words_of(code)), "fault": _fault(one, code)} for one in rows]
        )

    async def phone(self, request: Request) -> Response:
        """The state of the page for phones."""
        return JSONResponse(await run_in_threadpool(self._services.phone.state))

    async def phone_started(self, request: Request) -> Response:
        """Start the page for phones."""
        await body_of(request)
        return JSONResponse(await run_in_threadpool(self._services.phone.start))

    async def phone_stopped(self, request: Request) -> Response:
        """Stop the page for phones."""
        await body_of(request)
        return JSONResponse(await run_in_threadpool(self._services.phone.stop))

    async def unpacked(self, request: Request) -> Response:
        """Open a package."""
        data = await data_of(request, MOST_PACKED)
        opened = await run_in_threadpool(unpack, self._services.folder, data)
        return JSONResponse({**opened.script.as_json(), "recordings": opened.voices})

    async def dropped(self, request: Request) -> Response:
        """Store a file that was dropped on a line of a saved script, and name it there."""
        query, data = request.query_params, await data_of(request)
        name, line = query.get("name", ""), number_in(query, "line")

        def work() -> dict[str, Any]:
            folder, checker = self._services.folder, self._services.checker
            script = name, folder.read(name).text
            done = take(folder, checker, script, line, query.get("file", "")[:300], data)
            return {"file": done.file, "text": done.text}

        return JSONResponse(await run_in_threadpool(work))

    def _begin(self, body: Body, code: str) -> Job:
        kind, jobs = body.text("kind"), self._services.jobs
        script = script_of(body, "making")
        if kind == "package":
            name = body.text("name")
            data = pack(self._services.folder, name)

            def work(job: Job) -> Any:
                made = job.folder / f"{name}.zip"
                made.write_bytes(data)
                return made

            return jobs.begin(work)
        if kind == "clients":
            rows = clients_in(body.text("table", most=200_000))
            if all(row.fault for row in rows):
                raise BatchError("No row can be made.", rows[0].fault if rows else None)
            path = self._services.folder.script_path(script.name)
            return jobs.begin(make_all(rows, path, script.voice, words_of(code)))
        if kind not in KINDS:
            raise RefusedError(400, "There is no such kind of file.")
        return jobs.begin(hand_over(self._services.studios, script, kind, body.length(), body.choices()))


def _fault(client: Client, code: str) -> str:
    """The fault of a row in a language, which calls the column as the page does."""
    column, _, rest = client.fault.partition(": ")
    if column not in COLUMNS:
        return said(client.fault, code)[0]
    words = words_of(code)
    name = words[f"columns.{column}"].partition("|")[0].capitalize()
    return words["table.fault"].format(column=name, fault=said(rest.removesuffix("."), code)[0])


def _state(job: Job, request: Request) -> Response:
    """The state of a job, in the language of the page."""
    code = language_of(request)
    state = translated(job.as_json(), code)
    if "faults" in state:
        state["faults"] = [said(fault, code)[0] for fault in state["faults"]]
    return JSONResponse(state)
