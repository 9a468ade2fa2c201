"""The history of this machine, for the page: sessions that were done are added, and shown as dots and reminders."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from voiceguide.errors import OutputError
from voiceguide.history import log
from voiceguide.history.calendar import MEDIA_TYPE, MOST_TIMES, calendar, read_time
from voiceguide.history.dots import periods
from voiceguide.history.frequency import Frequency
from voiceguide.serve.body import json_body
from voiceguide.serve.making import Making
from voiceguide.serve.refusals import RefusedError, TooMuchError

MOST_BYTES = 1_000
"""The limit for what a page sends."""
MOST_SENT = 200
"""The sessions that are sent to a page."""
MOST_AN_HOUR = 120
"""The sessions that pages may add within an hour."""


class History:
    """The answers to `/history.json` and `/reminder.ics`."""

    def __init__(self, making: Making, note: Callable[[str], None], *, kept: bool) -> None:
        """`note` is told where the history cannot be stored. `kept`: False to store and show none."""
        self._making = making
        self._note = note
        self.kept = kept
        self._added: deque[float] = deque(maxlen=MOST_AN_HOUR)

    async def history(self, request: Request) -> Response:
        """The sessions that were done here, or a further one."""
        if not self.kept:
            raise RefusedError(404, "This server keeps no history.")
        return await (self._add(request) if request.method == "POST" else self._show(request))

    async def reminder(self, request: Request) -> Response:
        """A calendar file with reminders for a routine."""
        row = await self._row(request)
        if row["often"] is None:
            raise RefusedError(404, "This routine does not say how often to do it.")
        typed = request.query_params.getlist("at")
        if len(typed) > MOST_TIMES:
            raise RefusedError(400, "These are too many times.", f"{MOST_TIMES} at most.")
        try:
            times = [read_time(each) for each in typed]
        except ValueError as error:
            raise RefusedError(400, f"{error}.") from None
        now = datetime.now().astimezone()
        minutes, often = round(row["natural"] / 60), Frequency(**row["often"])
        text = calendar(row["name"], row["title"], minutes, often, now.date(), times, now)
        headers = {"cache-control": "no-store", "content-disposition": 'attachment; filename="voiceguide.ics"'}
        return Response(text, headers=headers, media_type=MEDIA_TYPE)

    async def _show(self, request: Request) -> Response:
        named = "routine" in request.query_params
        row = await self._row(request) if named else None
        try:
            sessions = await run_in_threadpool(log.read, row["name"] if row else None)
        except OutputError as error:
            self._note(error.message)
            raise RefusedError(503, "The history cannot be read.", "The terminal of the server tells why.") from None
        often = Frequency(**row["often"]) if row and row["often"] else None
        dots = periods(sessions, often, datetime.now().date()) if often else []
        found = {
            "often": row["often"] if row else None,
            "sessions": [asdict(done) for done in sessions[:MOST_SENT]],
            "dots": [period.as_json() for period in dots],
        }
        return json_body(found).answer(request)

    async def _add(self, request: Request) -> Response:
        """Add the session that a page describes. Only this server's own page may do it: no form can send JSON."""
        if not _is_own_page(request):
            raise RefusedError(403, "Only the page itself may add to the history.")
        values = await _body(request)
        if not isinstance(values, dict) or not self._making.has(str(values.get("routine"))):
            raise RefusedError(400, "The session names a routine that is not here.")
        now = time.monotonic()
        if len(self._added) == MOST_AN_HOUR and now - self._added[0] < 3600:
            raise TooMuchError
        try:
            await run_in_threadpool(log.add, _done(values))
        except (ValueError, TypeError, KeyError):
            raise RefusedError(400, "A part is missing.", "length, heard, finished and side describe it.") from None
        except OutputError as error:
            self._note(error.message)
            raise RefusedError(503, "The history cannot be stored.", "The terminal of the server tells why.") from None
        self._added.append(now)
        return Response(status_code=204)

    async def _row(self, request: Request) -> dict[str, Any]:
        row = await self._making.row(request.query_params.get("routine", ""))
        if row is None:
            raise RefusedError(404, "This routine cannot be read.", "`voiceguide check` tells why.")
        return row.fields


def _is_own_page(request: Request) -> bool:
    """True for a request that no other site can make."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin, host = request.headers.get("origin"), request.headers.get("host")
    return kind == "application/json" and site == "same-origin" and origin in (None, f"http://{host}")


async def _body(request: Request) -> Any:
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > MOST_BYTES:
            raise RefusedError(413, "This is too long.", f"{MOST_BYTES} bytes at most.")
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise RefusedError(400, "The request is not JSON.") from None


def _done(values: dict[str, Any]) -> log.Done:
    """The session that a page describes. Raises KeyError, TypeError, ValueError."""
    if not isinstance(values["finished"], bool):
        raise TypeError
    return log.Done(
        at=log.stamp(datetime.now()),
        routine=values["routine"],
        heard=round(float(values["heard"]), 1),
        finished=values["finished"],
        where="page",
        length=round(float(values["length"]), 3),
        side=values.get("side") or None,
    )
