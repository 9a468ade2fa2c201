"""The paths of the server and the answer of each."""

from __future__ import annotations

import hashlib
import re
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
from starlette.types import ASGIApp, Receive, Scope, Send

from voiceguide.serve.access import NOT_FOUND, Access
from voiceguide.serve.asked import RefusedError, read_query, session_name
from voiceguide.serve.making import Making
from voiceguide.serve.podcast import CHAPTERS_TYPE, MEDIA_TYPE

PAGE = Path(__file__).parent / "page"
KEEP_ASKING = {"cache-control": "no-cache"}
"""A script may change at any time."""
PICTURE_LASTS = {"cache-control": "private, max-age=3600"}
"""Lock screens ask for it at each step, also without a network."""
PART = re.compile(rb"\s*((?P<first>\d{1,18})-(?P<last>\d{1,18})?|-\d{1,18})\s*")


def make_app(making: Making, key: str | None, note: Callable[[str], None]) -> ASGIApp:
    """The ASGI application; with a key, all paths begin with `/KEY/`. `note` is told of faults of the server."""
    base = "" if key is None else f"/{key}"
    at = _Addresses(making, base)
    files = [path for path in PAGE.iterdir() if path.is_file() and path.suffix != ".html"]

    async def fault(request: Request, error: Exception) -> Response:
        if not isinstance(error, LocalProtocolError):  # the client broke off while it was answered
            note("".join(traceback.format_exception(error)))
        status = 503 if isinstance(error, OSError) else 500  # the machine lacks a resource; else a fault of the server
        return PlainTextResponse("Something went wrong. The terminal of the server tells what.\n", status)

    app = Starlette(
        routes=[
            Route("/", at.page),
            Route("/routines.json", at.routines),
            Route("/plan.json", at.plan),
            Route("/session.mp3", at.session),
            Route("/chapters.json", at.chapters),
            Route("/captions.vtt", at.captions),
            Route("/cover.jpg", at.cover),
            Route("/feed.xml", at.feed),
            *(Route(f"/{path.name}", _file(path)) for path in files),
        ],
        exception_handlers={RefusedError: _refused, HTTPException: _not_here, Exception: fault},
    )
    app.router.redirect_slashes = False
    return Access(app, key)


class _Addresses:
    """One method for each path; `base` is the beginning of all paths."""

    def __init__(self, making: Making, base: str) -> None:
        self._making = making
        self._base = base
        self._templates = Environment(loader=FileSystemLoader(PAGE), autoescape=True)

    async def page(self, request: Request) -> Response:
        """The page for the phone."""
        rows = [planned.as_row() for planned in await self._making.listed()]
        template = self._templates.get_template("index.html")
        return HTMLResponse(template.render(routines=rows, base=self._base), headers=KEEP_ASKING)

    async def routines(self, request: Request) -> Response:
        """The list of routines."""
        rows = [planned.as_row() for planned in await self._making.listed()]
        return JSONResponse(rows, headers=KEEP_ASKING)

    async def plan(self, request: Request) -> Response:
        """The plan of one session."""
        planned = await self._making.plan(read_query(request.query_params))
        return JSONResponse(planned.plan.as_json(), headers=KEEP_ASKING)

    async def session(self, request: Request) -> ASGIApp:
        """The sound of one session, whole or in parts."""
        asked = read_query(request.query_params)
        name = session_name(asked) if request.query_params.get("download") else None

        async def respond(scope: Scope, receive: Receive, send: Send) -> None:
            async with self._making.lend(asked) as recording:
                headers = {**KEEP_ASKING, "etag": f'"{recording.tag}"'}
                response = FileResponse(recording.path, headers=headers, media_type="audio/mpeg", filename=name)
                await response(_with_sound_range(scope), receive, send)

        return respond

    async def chapters(self, request: Request) -> Response:
        """The chapters of one session, for podcast apps."""
        text = await self._making.text("chapters", read_query(request.query_params))
        return Response(text, headers=KEEP_ASKING, media_type=CHAPTERS_TYPE)

    async def captions(self, request: Request) -> Response:
        """The captions of one session."""
        text = await self._making.text("webvtt", read_query(request.query_params))
        return Response(text, headers=KEEP_ASKING, media_type="text/vtt")

    async def cover(self, request: Request) -> Response:
        """The picture of one session."""
        picture = await self._making.picture(read_query(request.query_params))
        headers = {**PICTURE_LASTS, "etag": f'"{hashlib.sha256(picture).hexdigest()[:32]}"'}
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        return Response(picture, headers=headers, media_type="image/jpeg")

    async def feed(self, request: Request) -> Response:
        """All routines as a podcast."""
        address = f"http://{request.headers['host']}{self._base}"
        return Response(await self._making.feed(address), headers=KEEP_ASKING, media_type=MEDIA_TYPE)


def _with_sound_range(scope: Scope) -> Scope:
    """The scope without a Range header that is malformed: it is to be ignored (RFC 9110, section 14.2)."""
    headers = [(k, v) for k, v in scope["headers"] if k != b"range" or _means_parts(v)]
    return {**scope, "headers": headers}


def _means_parts(value: bytes) -> bool:
    """True if a Range header names parts in bytes, none of which ends before it begins."""
    unit, _, parts = value.partition(b"=")
    found = [PART.fullmatch(part) for part in parts.split(b",")]
    return unit == b"bytes" and all(
        part and (part["last"] is None or int(part["first"]) <= int(part["last"])) for part in found
    )


def _file(path: Path) -> Any:
    async def endpoint(request: Request) -> Response:
        return FileResponse(path, headers=KEEP_ASKING)

    return endpoint


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return JSONResponse(error.body, error.status, headers={**KEEP_ASKING, **error.headers})


async def _not_here(request: Request, error: Exception) -> Response:
    """The answer to an unknown path or method."""
    assert isinstance(error, HTTPException)
    body = NOT_FOUND if error.status_code == 404 else b"Only to be read.\n"
    return PlainTextResponse(body, error.status_code, headers=error.headers)
