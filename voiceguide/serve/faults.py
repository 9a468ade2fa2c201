"""The answer to an exception that nobody expected, for the page for the phone and for the desk."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable

from h11 import LocalProtocolError
from starlette.requests import Request
from starlette.responses import Response


def fault_handler(
    note: Callable[[str], None], is_ending: Callable[[], bool], answer: Callable[[Request, int], Response]
) -> Callable[[Request, Exception], Awaitable[Response]]:
    """A handler that tells the terminal of a fault, and the client by `answer`, which is given the status. Answers that
    fail while the server ends are no faults: their files are removed."""

    async def fault(request: Request, error: Exception) -> Response:
        broke_off = isinstance(error, LocalProtocolError)  # the client, while it was answered
        if not broke_off and not is_ending():
            note("".join(traceback.format_exception(error)))
        return answer(request, 503 if isinstance(error, OSError) else 500)  # the machine lacks a resource; else a fault

    return fault
