"""Servers on this machine for tests, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class LocalServer(ThreadingHTTPServer):
    """A server on a free port. A handler that stays silent waits for `release`, which is set at the end."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.release = threading.Event()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve while the block runs."""
        with self:
            thread = threading.Thread(target=lambda: self.serve_forever(0.01), daemon=True)
            thread.start()
            try:
                yield
            finally:
                self.release.set()
                self.shutdown()
                thread.join()
