"""One function for each address of the server."""

from __future__ import annotations

import re
from asyncio import to_thread
from collections.abc import Callable
from math import ceil, floor
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from voiceguide import __version__
from voiceguide.export.pictures import LARGE, SMALL
from voiceguide.serve.access import policy
from voiceguide.serve.body import KEEP_ASKING, Body, is_known, json_body
from voiceguide.serve.home_screen import ICONS, icon, manifest
from voiceguide.serve.home_screen import MEDIA_TYPE as MANIFEST_TYPE
from voiceguide.serve.languages import language_asked
from voiceguide.serve.listing import Listed
from voiceguide.serve.making import Making
from voiceguide.serve.page_files import PAGE, TEMPLATE, compact_page, style, style_source
from voiceguide.serve.podcast import CHAPTERS_TYPE
from voiceguide.serve.podcast import MEDIA_TYPE as FEED_TYPE
from voiceguide.serve.refusals import RefusedError, told
from voiceguide.serve.rows import MOST_MINUTES
from voiceguide.serve.session_query import Asked, read_moment, read_query, read_step, session_name
from voiceguide.serve.sessions import OPENING
from voiceguide.units import ceil_milliseconds, floor_milliseconds, to_seconds

PICTURE_LASTS = {"cache-control": "private, max-age=3600"}
"""Lock screens ask for it at each step, also without a network."""
MEDIA_TYPES = {".mp3": "audio/mpeg", ".m4b": "audio/mp4"}
_PART = re.compile(rb"\s*((?P<first>\d{1,18})-(?P<last>\d{1,18})?|-\d{1,18})\s*")


class Endpoints:
    """The addresses. `base` is the beginning of all paths, `static` that of the page's own files."""

    def __init__(self, making: Making, base: str, static: str, *, lan: bool, history: bool) -> None:
        self._making = making
        self._base = base
        self._static = static
        self._styled = {"content-security-policy": policy(style_source(style()))}
        """It allows the style of the page, as the server found it when it started."""
        self._templates = Environment(loader=FileSystemLoader(PAGE), autoescape=True)
        about = {"m4b": making.makes_m4b, "history": history, "published": False, "lan": lan}
        self._server = {"version": __version__, "offers": making.offers.as_json(), **about}

    def paths(self) -> dict[str, Callable[[Request], Any]]:
        """Path -> its function."""
        return {
            "/": self.page,
            "/routines.json": self.routines,
            "/problems.json": self.problems,
            "/server.json": self.server,
            "/plan.json": self.plan,
            "/lengths-left.json": self.lengths_left,
            "/session.mp3": self.session,
            "/session.m4b": self.session,
            "/opening.mp3": self.opening,
            "/chapters.json": self.chapters,
            "/captions.vtt": self.captions,
            "/cover.jpg": self.cover,
            "/handout.html": self.handout,
            "/picture.jpg": self.step_picture,
            "/feed.xml": self.feed,
            "/manifest.webmanifest": self.manifest,
            **{f"/{name}": self.icon for name in ICONS},
        }

    async def page(self, request: Request) -> Response:
        """The page for the phone."""
        language = language_asked(request)

        def render(listed: Listed) -> Body:
            text = self._templates.get_template(TEMPLATE).render(
                routines=listed.fields,
                problems=[told(problem, language) for problem in listed.problems],
                complete=listed.complete,
                language=language,
                server=self._server,
                base=self._base,
                static=self._static,
                style=style(),
                published=False,
            )
            return Body(compact_page(text).encode(), "text/html; charset=utf-8")

        return (await self._making.page(language, render)).answer(request, {**KEEP_ASKING, **self._styled})

    async def routines(self, request: Request) -> Response:
        """The list of routines."""
        listed = await self._making.listed()
        return listed.routines.answer(request, KEEP_ASKING if listed.complete else {**KEEP_ASKING, "retry-after": "2"})

    async def problems(self, request: Request) -> Response:
        """The scripts that cannot be used."""
        return (await self._making.listed()).faults.answer(request)

    async def server(self, request: Request) -> Response:
        """The server's version, and the choices that it offers."""
        return json_body(self._server).answer(request)

    async def plan(self, request: Request) -> Response:
        """The plan of one session."""
        planned = await self._making.plan(self._asked(request))
        return json_body(planned.as_json()).answer(request)

    async def lengths_left(self, request: Request) -> Response:
        """The lengths that a session can still have while it plays."""
        asked, at = self._asked(request), read_moment(request.query_params)
        left = await self._making.lengths_left(asked, at)
        shortest, longest = ceil_milliseconds(left.shortest), floor_milliseconds(left.longest)
        minutes = list(range(ceil(shortest / 60), floor(longest / 60) + 1))[:MOST_MINUTES]
        ends = {"shortest": shortest, "longest": longest, "minutes": minutes}
        return json_body({"at": at, **ends, "same_until": to_seconds(left.same_until)}).answer(request)

    async def session(self, request: Request) -> ASGIApp:
        """The sound of one session, whole or in parts."""
        asked = self._asked(request)
        suffix = request.url.path[-4:]
        if suffix == ".m4b" and not self._making.makes_m4b:
            raise RefusedError(404, "This computer makes no M4B files.", "It needs FFmpeg.")
        name = session_name(asked, suffix) if request.query_params.get("download") else None
        return self._sound(request, asked, suffix, name)

    async def opening(self, request: Request) -> ASGIApp:
        """The first minute of a session, which is there before the whole."""
        return self._sound(request, self._asked(request), OPENING)

    def _sound(self, request: Request, asked: Asked, suffix: str, name: str | None = None) -> ASGIApp:
        async def respond(scope: Scope, receive: Receive, send: Send) -> None:
            async with self._making.lend(asked, suffix) as recording:
                headers = {**KEEP_ASKING, "etag": f'"{recording.tag}"'}
                if is_known(request, headers["etag"]) and "range" not in request.headers:
                    await Response(status_code=304, headers=headers)(scope, receive, send)
                    return
                kind = MEDIA_TYPES[suffix[-4:]]
                response = FileResponse(recording.path, headers=headers, media_type=kind, filename=name)
                await response(_with_sound_range(scope), receive, send)

        return respond

    async def chapters(self, request: Request) -> Response:
        """The chapters of one session, for podcast apps."""
        return await self._text(request, "chapters", CHAPTERS_TYPE)

    async def captions(self, request: Request) -> Response:
        """The captions of one session."""
        return await self._text(request, "webvtt", "text/vtt; charset=utf-8")

    async def _text(self, request: Request, kind: str, media_type: str) -> Response:
        text = await self._making.text(kind, self._asked(request))
        return Body(text.encode(), media_type).answer(request)

    async def handout(self, request: Request) -> Response:
        """A page of one session to print."""
        text = await self._making.text("handout", self._asked(request))
        return Body(text.encode(), "text/html; charset=utf-8").answer(request, {**KEEP_ASKING, **styled(text)})

    async def manifest(self, request: Request) -> Response:
        """The description of the page for a home screen."""
        return json_body(manifest(self._base), MANIFEST_TYPE).answer(request)

    async def icon(self, request: Request) -> Response:
        """An icon for a home screen."""
        drawn = await to_thread(icon, request.url.path.rpartition("/")[2])
        return Body(drawn, "image/png").answer(request, PICTURE_LASTS)

    async def cover(self, request: Request) -> Response:
        """The picture of one session."""
        picture = await self._making.picture(self._asked(request))
        return Body(picture, "image/jpeg").answer(request, PICTURE_LASTS)

    async def step_picture(self, request: Request) -> Response:
        """The picture of a step."""
        name, line = read_step(request.query_params)
        most = SMALL if request.query_params.get("small") else LARGE
        return Body(await self._making.step_picture(name, line, most), "image/jpeg").answer(request)

    async def feed(self, request: Request) -> Response:
        """All routines as a podcast, or the session that the query names."""
        address = f"http://{request.headers['host']}{self._base}"
        asked = self._asked(request) if "routine" in request.query_params else None
        return Body(await self._making.feed(address, asked), FEED_TYPE).answer(request)

    def _asked(self, request: Request) -> Asked:
        return read_query(request.query_params, self._making.offers)


def styled(page: str) -> dict[str, str]:
    """The policy of a page with its style in it and without scripts: this style is allowed, and no other."""
    source = style_source(page.partition("<style>")[2].partition("</style>")[0])
    return {
        "content-security-policy": f"default-src 'none'; style-src {source}; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }


def _with_sound_range(scope: Scope) -> Scope:
    """The scope without a Range header that is malformed: it is to be ignored (RFC 9110, section 14.2)."""
    headers = [(k, v) for k, v in scope["headers"] if k != b"range" or _means_parts(v)]
    return {**scope, "headers": headers}


def _means_parts(value: bytes) -> bool:
    """True if a Range header names parts in bytes, none of which ends before it begins."""
    unit, _, parts = value.partition(b"=")
    found = [_PART.fullmatch(part) for part in parts.split(b",")]
    return unit == b"bytes" and all(
        part and (part["last"] is None or int(part["first"]) <= int(part["last"])) for part in found
    )
