"""A signal that ends the server, also while it answers."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys

import pytest
from starlette.applications import Starlette

from voiceguide.serve.http_server import HttpServer


class HungUp(BaseException):
    """The terminal is gone."""


class ToldToEnd(HttpServer):
    """A server that gets a signal while a task runs, as each answer is one."""

    def begun(self) -> None:
        self.answer = asyncio.create_task(self._answer())

    async def _answer(self) -> None:
        try:
            signal.raise_signal(signal.SIGHUP)
        finally:
            self.should_exit = True  # else a server that loses the signal would never end


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGHUP")
def test_a_server_that_answers_ends_with_its_terminal() -> None:
    def hang_up(number: int, frame: object) -> None:
        raise HungUp

    before = signal.signal(signal.SIGHUP, hang_up)
    try:
        with pytest.raises(HungUp):
            ToldToEnd(Starlette(), print).run_on(socket.create_server(("127.0.0.1", 0)))
        assert signal.getsignal(signal.SIGHUP) is hang_up
    finally:
        signal.signal(signal.SIGHUP, before)
