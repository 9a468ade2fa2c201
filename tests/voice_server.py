"""A place on this machine that gives out voices as Piper's does: a list, and the files below it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests import tiny_voice
from tests.local_server import LocalServer

NAME = "en_US-tiny-low"
CARD = b"# Model card for tiny (low)\n\n* URL: https://tones.example\n* License: CC0\n"


@dataclass
class Answer:
    """The answer of the server at a path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    told: int | None = None
    """Bytes that it says it would send, if not the right number; less than 0: it does not say."""


class VoiceServer(LocalServer):
    """Answers at the paths in `answers`."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.release.set()  # a test clears it, to keep an answer open that is shorter than it says

    @property
    def list_address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/voices.json"

    def offer(self, name: str = NAME, **changed: Any) -> None:
        """Have a voice in the list; `changed` replaces fields of its model's entry."""
        model, config = tiny_voice.model_bytes(), json.dumps(tiny_voice.config()).encode()
        base = f"en/en_US/tiny/{name}"
        files = {f"{base}.onnx": model, f"{base}.onnx.json": config, f"{base}.MODEL_CARD": CARD}
        about = {
            path: {"size_bytes": len(data), "md5_digest": hashlib.md5(data).hexdigest()} for path, data in files.items()
        }
        about[f"{base}.onnx"].update(changed)
        self.answers |= {f"/{path}": Answer(data) for path, data in files.items()}
        self.list(**{name: {"language": {"code": "en_US"}, "num_speakers": 1, "files": about}})

    def list(self, **entries: Any) -> None:
        """Have these entries in the list, beside what it has."""
        old = self.answers.get("/voices.json", Answer(b"{}")).body
        self.answers["/voices.json"] = Answer(json.dumps({**json.loads(old), **entries}).encode())

    @property
    def model(self) -> Answer:
        """The answer that is the model."""
        return self.answers[f"/en/en_US/tiny/{NAME}.onnx"]

    @property
    def config(self) -> Answer:
        """The answer that is the model's description."""
        return self.answers[f"/en/en_US/tiny/{NAME}.onnx.json"]

    def copy_to(self, folder: Path) -> Path:
        """The same as files; the list's path."""
        for path, answer in self.answers.items():
            target = folder / path.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(answer.body)
        return folder / "voices.json"


class _Handler(BaseHTTPRequestHandler):
    server: VoiceServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        answer = self.server.answers.get(self.path, Answer(status=404))
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        told = len(answer.body) if answer.told is None else answer.told
        if told >= 0:
            self.send_header("Content-Length", str(told))
        self.end_headers()
        self.wfile.write(answer.body)
        self.wfile.flush()
        self.server.release.wait(30)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def voice_server() -> Iterator[VoiceServer]:
    server = VoiceServer()
    with server.running():
        yield server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[VoiceServer]:
    """A server that offers voices, and that the list of voices is read from."""
    with voice_server() as server:
        server.offer()
        monkeypatch.setenv("VOICEGUIDE_VOICE_LIST", server.list_address)
        yield server
