"""The addresses of the desk, and the answer of each."""

from __future__ import annotations

import secrets
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from h11 import LocalProtocolError
from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from voiceguide.desk.access import DeskAccess
from voiceguide.desk.making_api import MakingApi
from voiceguide.desk.own_voice_api import OwnVoiceApi
from voiceguide.desk.request_body import language_of
from voiceguide.desk.scripts_api import ScriptsApi
from voiceguide.desk.services import DeskServices
from voiceguide.desk.session_api import SessionApi
from voiceguide.desk.words import languages, preferred, words_of
from voiceguide.errors import RoutineNotFoundError, ScriptError, VoiceguideError
from voiceguide.language import load
from voiceguide.serve.access import NOT_FOUND
from voiceguide.serve.messages import translated
from voiceguide.serve.refusals import RefusedError

PAGE = Path(__file__).parent / "page"
LISTENERS_PAGE = Path(__file__).parents[1] / "serve" / "page"
SHARED = ("tokens.css", "controls.css", "shared.css", "icon.svg", "picture.js", "svg.js", "lengths.js")
"""Files of the listener's page that the desk's page uses."""
TOKEN_BYTES = 24


def new_token() -> str:
    """A random token for the addresses of one desk."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def make_app(services: DeskServices, token: str, port: int, opened: str | None = None) -> ASGIApp:
    """The ASGI application; all paths begin with the token. `opened`: the script that the page opens at first."""
    scripts, session, making, own = (
        ScriptsApi(services),
        SessionApi(services),
        MakingApi(services),
        OwnVoiceApi(services),
    )
    routes = [
        *_page(token, opened),
        Route("/scripts.json", scripts.listed),
        Route("/script.json", scripts.opened),
        Route("/bundled.json", scripts.bundled),
        Route("/versions.json", scripts.versions),
        Route("/version.json", scripts.version),
        *(
            Route(f"/{path}", endpoint, methods=["POST"])
            for path, endpoint in {
                "save.json": scripts.saved,
                "create.json": scripts.created,
                "import.json": scripts.imported,
                "rename.json": scripts.renamed,
                "double.json": scripts.doubled,
                "throw-away.json": scripts.thrown_away,
                "bring-back.json": scripts.brought_back,
                "check.json": scripts.checked,
                "mend.json": scripts.mended,
                "plan.json": session.planned,
                "hear.wav": session.heard,
                "prepare.json": session.prepared,
                "make.json": making.begun,
                "stop.json": making.stopped,
                "clients.json": making.clients,
                "phone-start.json": making.phone_started,
                "phone-stop.json": making.phone_stopped,
                "unpack.json": making.unpacked,
                "drop.json": making.dropped,
                "own-lines.json": own.lines,
                "own-keep.json": own.kept,
                "own-hear.wav": own.heard,
            }.items()
        ),
        Route("/voices.json", session.voices),
        Route("/job.json", making.job),
        Route("/made", making.file),
        Route("/phone.json", making.phone),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={
            RefusedError: _refused,
            VoiceguideError: _explained,
            HTTPException: _not_here,
            Exception: _fault(services.note),
        },
    )
    app.router.redirect_slashes = False
    return DeskAccess(app, token, port)


def _page(token: str, opened: str | None) -> list[Route]:
    """The page, in the language of its query or of the browser, and its files."""
    templates = Environment(loader=FileSystemLoader(PAGE), autoescape=True)

    async def page(request: Request) -> Response:
        asked = request.query_params.get("language")
        code = asked if asked in languages() else preferred(request.headers.get("accept-language", ""))
        words = words_of(code)
        names = {code: load(code).data["name"] for code in languages()}
        text = templates.get_template("index.html").render(
            base=f"/{token}", words=words.section("page"), language=code, languages=names, opened=opened
        )
        return HTMLResponse(text)

    own = [path for path in PAGE.iterdir() if path.is_file() and path.suffix != ".html"]
    shared = [LISTENERS_PAGE / name for name in SHARED]
    return [Route("/", page), *(Route(f"/{path.name}", _file(path)) for path in (*own, *shared))]


def _file(path: Path) -> Any:
    async def endpoint(request: Request) -> Response:
        return FileResponse(path)

    return endpoint


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return JSONResponse(translated(error.body, language_of(request)), error.status, headers=error.headers)


async def _explained(request: Request, error: Exception) -> Response:
    """The answer to a problem that the writer can solve."""
    assert isinstance(error, VoiceguideError)
    status = 404 if isinstance(error, RoutineNotFoundError) else 422
    message, hint = error.message, error.hint
    if isinstance(error, ScriptError):
        first = next((one for one in error.findings if one.severity == "error"), None)
        message, hint = "The script has mistakes.", f"Line {first.line}: {first.message}" if first else None
    return JSONResponse(translated({"message": message, "hint": hint}, language_of(request)), status)


async def _not_here(request: Request, error: Exception) -> Response:
    """The answer to an unknown path or method."""
    assert isinstance(error, HTTPException)
    return PlainTextResponse(NOT_FOUND, 404)


def _fault(note: Callable[[str], None]) -> Any:
    async def fault(request: Request, error: Exception) -> Response:
        if not isinstance(error, LocalProtocolError):  # the client broke off while it was answered
            note("".join(traceback.format_exception(error)))
        status = 503 if isinstance(error, OSError) else 500  # the machine lacks a resource; else a fault of the desk
        told = {"message": "Something went wrong.", "hint": "The terminal tells more."}
        return JSONResponse(translated(told, language_of(request)), status)

    return fault
