"""Connections are freed when they close, with the bytes that they received. The garbage collector runs too rarely."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp
from uvicorn import Config
from uvicorn.server import ServerState

from voiceguide.serve.connection import Connection

WHOLE = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
MALFORMED = b"no request at all\r\n\r\n" + b"x" * 50_000
TOO_LONG = b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000
CUT = WHOLE[:20]


class _Line(asyncio.Transport):
    """A client that hears nothing."""

    closed = False

    def write(self, data: object) -> None:
        """Lose the data."""

    def close(self) -> None:
        """Close it."""
        self.closed = True

    def is_closing(self) -> bool:
        """True once it is closed."""
        return self.closed


@contextmanager
def _no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def _closed(received: bytes, error: Exception | None) -> weakref.ref[Connection]:
    """A connection that received this and is closed."""
    app: ASGIApp = PlainTextResponse("Here.\n")
    config = Config(app, http=Connection, lifespan="off", log_config=None)
    config.load()
    connection, line = Connection(config, ServerState(), {}), _Line()
    connection.connection_made(line)
    connection.data_received(received)
    for _ in range(5):  # the answer
        await asyncio.sleep(0)
    line.close()
    connection.connection_lost(error)
    return weakref.ref(connection)


@pytest.mark.parametrize("error", [None, ConnectionResetError()])
@pytest.mark.parametrize("received", [WHOLE, MALFORMED, TOO_LONG, CUT])
def test_a_closed_connection_is_freed_at_once(received: bytes, error: Exception | None) -> None:
    async def closed() -> bool:
        freed = await _closed(received, error)
        for _ in range(5):
            await asyncio.sleep(0)
        return freed() is None

    with _no_collector():
        assert asyncio.run(closed())


def test_a_hundred_malformed_requests_leave_nothing() -> None:
    async def closed() -> list[weakref.ref[Connection]]:
        return [await _closed(MALFORMED, None) for _ in range(100)]

    with _no_collector():
        assert not [each for each in asyncio.run(closed()) if each() is not None]
