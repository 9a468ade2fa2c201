"""The addresses for scripts: the list, opening, saving, checking, and beginning from something."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from voiceguide.desk.folder import ChangedError, Saved
from voiceguide.desk.new_script import blank_text, bundled, bundled_text, draft_of_data
from voiceguide.desk.request_body import Body, body_of, data_of, language_of
from voiceguide.desk.services import DeskServices
from voiceguide.desk.versions import moment_of
from voiceguide.desk.words import words_of
from voiceguide.importing.limits import MOST_BYTES
from voiceguide.script.library import left_out, readable
from voiceguide.serve.messages import translated


class ScriptsApi:
    """One method for each address."""

    def __init__(self, services: DeskServices) -> None:
        self._services = services

    async def listed(self, request: Request) -> Response:
        """All scripts, and the bin."""
        return JSONResponse(await run_in_threadpool(self._listed))

    async def bundled(self, request: Request) -> Response:
        """The routines to begin from."""
        return JSONResponse(await run_in_threadpool(bundled, request.query_params.get("language", "")))

    async def opened(self, request: Request) -> Response:
        """One script."""
        return JSONResponse(await run_in_threadpool(self._opened, request.query_params.get("name", "")))

    async def saved(self, request: Request) -> Response:
        """Save a script that was opened at a version. 409 with the disk's text if it was changed meanwhile."""
        body = await body_of(request)
        name, text, base = body.text("name"), body.script(), body.text("base")
        try:
            found = await run_in_threadpool(self._services.folder.save, name, text, base)
        except ChangedError as error:
            told = translated({"message": error.message, "hint": error.hint}, language_of(request))
            return JSONResponse({**told, "text": error.text, "version": error.version}, 409)
        return JSONResponse({"name": found.name, "version": found.version})

    async def created(self, request: Request) -> Response:
        """Save a new script: blank, one of the bundled routines, or a given text."""
        body = await body_of(request)
        return JSONResponse((await run_in_threadpool(self._create, body)).as_json())

    async def imported(self, request: Request) -> Response:
        """Save the draft of a document or of a paste."""
        data = await data_of(request, MOST_BYTES)
        name = request.query_params.get("name", "")[:300]
        return JSONResponse((await run_in_threadpool(self._import, data, name)).as_json())

    async def renamed(self, request: Request) -> Response:
        """Give a script another name."""
        body = await body_of(request)
        new = await run_in_threadpool(self._services.folder.rename, body.text("name"), body.text("title"))
        return JSONResponse({"name": new})

    async def doubled(self, request: Request) -> Response:
        """Make a copy."""
        body = await body_of(request)
        return JSONResponse((await run_in_threadpool(self._services.folder.double, body.text("name"))).as_json())

    async def thrown_away(self, request: Request) -> Response:
        """Move a script to the bin."""
        body = await body_of(request)
        await run_in_threadpool(self._services.folder.throw_away, body.text("name"))
        return JSONResponse({})

    async def brought_back(self, request: Request) -> Response:
        """Move a script out of the bin."""
        body = await body_of(request)
        return JSONResponse({"name": await run_in_threadpool(self._services.folder.bring_back, body.text("entry"))})

    async def versions(self, request: Request) -> Response:
        """The earlier versions of a script."""
        names = await run_in_threadpool(self._services.folder.versions, request.query_params.get("name", ""))
        return JSONResponse([{"version": name, "at": _at(name)} for name in names])

    async def version(self, request: Request) -> Response:
        """The text of an earlier version."""
        query = request.query_params
        text = await run_in_threadpool(self._services.folder.version, query.get("name", ""), query.get("version", ""))
        return JSONResponse({"text": text})

    async def checked(self, request: Request) -> Response:
        """The meanings and the findings of a text."""
        body = await body_of(request)
        words, check = words_of(body.text("language", "en")), self._services.checker.check
        name, text = body.text("name"), body.script()
        return JSONResponse(await run_in_threadpool(check, name, text, words, at_once=body.flag("at_once")))

    async def mended(self, request: Request) -> Response:
        """The text with all fixes that are sure."""
        body = await body_of(request)
        return JSONResponse(await run_in_threadpool(self._services.checker.mended, body.text("name"), body.script()))

    def _listed(self) -> dict[str, Any]:
        folder = self._services.folder
        for name in folder.unnamed():
            self._services.note(left_out(name))
        scripts = []
        for name in folder.names():
            path = folder.path / f"{name}.md"
            scripts.append({"name": name, "changed": _changed(path)})
        return {
            "folder": readable(str(folder.path)),
            "scripts": scripts,
            "bin": [{"entry": entry, "name": name, "at": _at(entry)} for entry, name in folder.thrown_away()],
        }

    def _opened(self, name: str) -> dict[str, Any]:
        return self._services.folder.read(name).as_json()

    def _create(self, body: Body) -> Saved:
        folder = self._services.folder
        source, title = body.text("from", "blank"), body.text("title", "")
        if source == "blank":
            words = words_of(body.text("language", "en"))
            return folder.create(title or words["page.new_title"], blank_text(title, words))
        if source == "text":
            return folder.create(title or "routine", body.script())
        return folder.create(title or source, bundled_text(source))

    def _import(self, data: bytes, name: str) -> Saved:
        draft = draft_of_data(data, name)
        return self._services.folder.create(draft.title, draft.text)


def _at(name: str) -> float | None:
    moment = moment_of(f"{name.partition('.')[0]}.md")
    return moment.timestamp() if moment else None


def _changed(path: Path) -> float | None:
    try:
        return path.lstat().st_mtime
    except OSError:  # gone meanwhile
        return None
