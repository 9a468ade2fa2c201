"""Desks for tests: real ones, on loopback, whose voice speaks tones."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests import fakes
from tests.serve.running import NO_CERTIFICATES

if TYPE_CHECKING:
    from voiceguide.desk.services import DeskServices

SOLES = """---
title: Sole release
---

Sit on a chair, shoes off.

Caution: stop if the pain turns sharp.

## Release

- Press the heel spot for 20 to 60 seconds, each foot
  - halfway: Change direction.
- Roll the sole over the ball for 20 to 40 seconds (needs a ball)
- Rest for 10 seconds

## Stretch

- Pull the toes back for 15 to 30 seconds, each foot
"""

BROKEN = "# Knee\n\n- Press the knee for 20 secnds\n- Bend it 10 times\n"


@dataclass
class Running:
    """A desk that runs in this process."""

    address: str
    """With the token, and a slash at the end."""
    folder: Path
    services: DeskServices
    notes: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.address.split("/", 3)[0] + "//" + self.address.split("/")[2]

    def get(self, path: str, **query: str) -> httpx.Response:
        """The answer to the desk's own page."""
        return client.get(self.address + path, params=query)

    def post(self, path: str, **body: Any) -> httpx.Response:
        return client.post(self.address + path, json=body, headers={"origin": self.origin})

    def send(self, path: str, data: bytes, **query: str) -> httpx.Response:
        kind = {"origin": self.origin, "content-type": "application/octet-stream"}
        return client.post(self.address + path, content=data, params=query, headers=kind)


client = httpx.Client(verify=NO_CERTIFICATES, timeout=60, limits=httpx.Limits(max_keepalive_connections=0))


@contextmanager
def desk(folder: Path, opened: str | None = None, cache: Path | None = None) -> Iterator[Running]:
    """Run a desk on a folder, in a thread. Its voice speaks tones into a cache of its own, or into this one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VOICEGUIDE_CACHE", str(cache or folder.parent / "cache"))
        patch.setenv("VOICEGUIDE_STATE", str(folder.parent / "state"))
        patch.setenv("VOICEGUIDE_RECORDINGS", str(folder.parent / "recordings"))
        patch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
        from voiceguide.desk.server import DeskServer
        from voiceguide.desk.services import DeskServices

        notes: list[str] = []
        ready = threading.Event()
        services = DeskServices.open(folder, notes.append)
        server = DeskServer(services, lambda address: ready.set(), opened=opened)
        thread = threading.Thread(target=server.serve_desk)
        thread.start()
        try:
            assert ready.wait(30)
            yield Running(server.address, folder, services, notes)
        finally:
            server.should_exit = True
            thread.join(30)
            assert not thread.is_alive()
