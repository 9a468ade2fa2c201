"""The paths of the server and the answer of each."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from voiceguide.serve.access import NOT_FOUND, Access
from voiceguide.serve.body import KEEP_ASKING, LASTS, Body
from voiceguide.serve.endpoints import Endpoints
from voiceguide.serve.faults import fault_handler
from voiceguide.serve.languages import language_asked
from voiceguide.serve.making import Making
from voiceguide.serve.page_files import folder_name, page_files
from voiceguide.serve.page_history import History
from voiceguide.serve.refusals import RefusedError, told


def make_app(
    making: Making,
    key: str | None,
    note: Callable[[str], None],
    names: Collection[str] = (),
    *,
    history: bool = True,
) -> ASGIApp:
    """The ASGI application; with a key, all paths begin with `/KEY/`. `note` is told of faults of the server. `names`
    are names of this machine beside its addresses. `history`: keep a log of the sessions that were done."""
    base = "" if key is None else f"/{key}"
    files = page_files()
    static = folder_name(files)
    done = History(making, note, kept=history)
    at = Endpoints(making, base, f"{base}/{static}", lan=key is not None, history=history)
    fault = fault_handler(note, lambda: making.closed, _failed)
    app = Starlette(
        routes=[
            Route("/history.json", done.history, methods=["GET", "POST"]),
            Route("/reminder.ics", done.reminder),
            *(Route(path, endpoint) for path, endpoint in at.paths().items()),
            *(Route(f"/{name}", _file(body, KEEP_ASKING)) for name, body in files.items()),
            *(Route(f"/{static}/{name}", _file(body, LASTS)) for name, body in files.items()),
        ],
        exception_handlers={RefusedError: _refused, HTTPException: _not_here, Exception: fault},
    )
    app.router.redirect_slashes = False
    return Access(app, key, names)


def _file(body: Body, headers: dict[str, str]) -> Any:
    async def endpoint(request: Request) -> Response:
        return body.answer(request, headers)

    return endpoint


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return JSONResponse(
        told(error.body, language_asked(request)), error.status, headers={**KEEP_ASKING, **error.headers}
    )


def _failed(request: Request, status: int) -> Response:
    return PlainTextResponse("Something went wrong. The terminal of the server tells what.\n", status)


async def _not_here(request: Request, error: Exception) -> Response:
    """The answer to an unknown path or method."""
    assert isinstance(error, HTTPException)
    body = NOT_FOUND if error.status_code == 404 else b"Only to be read.\n"
    return PlainTextResponse(body, error.status_code, headers=error.headers)
