"""One HTTP connection of uvicorn, with time limits for clients that never finish a request or never read."""

from __future__ import annotations

import asyncio
from typing import TypeAlias

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from voiceguide.serve.access import HEADERS

MOST_HEADER_BYTES = 16_384
ASKING_SECONDS = 10.0
"""The time limit from the connection, or the first byte of a request, to its last."""
READING_SECONDS = 300.0
"""The time limit for a client that reads nothing. A paused player may reach it; it asks for the rest when it
resumes."""

Event: TypeAlias = h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]


class RequestParser(h11.Connection):
    """Parses the requests of a connection. A malformed one is freed with its connection.

    An error of h11 stands in a frame of its own traceback, with the frames that hold the connection and its bytes.
    They would be freed at the next full run of the garbage collector, after megabytes of malformed requests.
    """

    def next_event(self) -> Event:
        """The next part of a request. Raises h11.RemoteProtocolError."""
        try:
            return super().next_event()
        except h11.RemoteProtocolError as error:
            raise error.with_traceback(None) from None


class Connection(H11Protocol):
    """An HTTP connection that ends at its time limits."""

    asking_seconds = ASKING_SECONDS
    reading_seconds = READING_SECONDS
    _asking: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the time limit for a request."""
        self.conn = RequestParser(h11.SERVER, MOST_HEADER_BYTES)
        super().connection_made(transport)
        self._asking = self._ends_in(self.asking_seconds)

    def data_received(self, data: bytes) -> None:
        """Cancel the time limit once the request is complete."""
        if self._asking is None and self._is_idle():
            self._asking = self._ends_in(self.asking_seconds)
        super().data_received(data)
        if self._asking and not self._is_idle():
            self._asking.cancel()
            self._asking = None

    def pause_writing(self) -> None:
        """Start the time limit for a client to read."""
        super().pause_writing()
        self._reading = self._ends_in(self.reading_seconds)

    def resume_writing(self) -> None:
        """Cancel it: the client has read."""
        if self._reading:
            self._reading.cancel()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel all time limits, and let the answer go: it and the connection hold each other."""
        for timer in (self._asking, self._reading, self.timeout_keep_alive_task):
            if timer:
                timer.cancel()
        super().connection_lost(exc)
        self.cycle = None  # type: ignore[assignment]

    def send_400_response(self, msg: str) -> None:
        """Reply to malformed requests with the standard headers."""
        body = f"{msg}\n".encode()
        length = str(len(body)).encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", length), *HEADERS]
        head = h11.Response(status_code=400, headers=[*headers, (b"connection", b"close")], reason=b"Bad Request")
        for event in (head, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _is_idle(self) -> bool:
        """True if no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def _ends_in(self, seconds: float) -> asyncio.TimerHandle:
        return self.loop.call_later(seconds, self.transport.abort)
