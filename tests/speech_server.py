"""A speech server with OpenAI's interface. It speaks in tones that are as long as the text, and may misbehave."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

import numpy as np
import soundfile

from tests import fakes
from tests.local_server import LocalServer

RATE = 24_000


class SpeechServer(LocalServer):
    """Answers with tones. What it was asked and over how many connections is kept."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.connections = 0
        self.slowness = 1.0
        """The factor of its tones' lengths."""
        self.voices: Any = None
        """The content of `/v1/audio/voices`; None if there is no such page."""
        self.how = "speaks"
        """Or `refuses`, `floods`, `cuts`, `leads away`, `stays silent`, `sends a page`."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


def tone(text: str, speed: float = 1.0) -> bytes:
    """A WAV file as long as the text."""
    times = np.arange(int(RATE * fakes.tone_seconds(text) / speed)) / RATE
    file = io.BytesIO()
    soundfile.write(file, 0.3 * np.sin(2 * np.pi * 220 * times), RATE, "PCM_16", format="WAV")
    return file.getvalue()


class _Handler(BaseHTTPRequestHandler):
    server: SpeechServer
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        self.server.connections += 1
        super().setup()

    def do_GET(self) -> None:
        if self.path != "/v1/audio/voices" or self.server.voices is None:
            self._answer(b'{"detail":"Not Found"}', 404)
            return
        found = self.server.voices
        self._answer(found if isinstance(found, bytes) else json.dumps(found).encode())

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, **asked})
        self.server.keys.append(self.headers["Authorization"])
        sound = tone(asked["input"], asked["speed"] / self.server.slowness)
        match self.server.how:
            case "refuses":
                self._answer(b'{"error": {"message": "No voice called \\"xyz\\".\\u001b[2J", "code": 1}}', 400)
            case "floods":
                self._answer(sound, told=10**10)
                block = b"\0" * (1 << 20)
                for _ in range(2000):
                    self.wfile.write(block)
            case "cuts":
                self._answer(sound[:1000], told=len(sound))
                self.close_connection = True
            case "leads away":
                self._answer(b"", 307, {"Location": "http://192.0.2.1/v1/audio/speech"})
            case "stays silent":
                self.server.release.wait(20)
                self.close_connection = True
            case "sends a page":
                self._answer(b"<html>Welcome</html>")
            case _:
                self._answer(sound)

    def _answer(
        self, body: bytes, status: int = 200, headers: dict[str, str] | None = None, told: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if told is None else told))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def speech_server() -> Iterator[SpeechServer]:
    server = SpeechServer()
    with server.running():
        yield server
