"""Servers for tests: real ones, on loopback, with short routines spoken as tones."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients of plain http: to load the usual ones takes longer than most tests."""
plain = httpx.Client(verify=NO_CERTIFICATES, timeout=30, limits=httpx.Limits(max_keepalive_connections=0))
"""Asks on a connection of its own each time, as `httpx.get` does."""

ROUTINES = {
    "heel": """---
title: Heel pain <b>relief</b> & more
description: For the evening & the "morning".
author: A. Therapist
---

Stop if it hurts.

## Release

- Press the heel spot for 20 to 60 seconds, each foot
- Roll the sole over a ball for 20 to 40 seconds (needs a ball)

## Stretch (after Release)

- Pull your toes back for 10 to 20 seconds
""",
    "ferse": """---
title: Ferse lösen
language: de
---

- Drück auf den Fersenpunkt für 20 bis 40 Sekunden
""",
}


@dataclass
class Served:
    """A server that runs in this process."""

    address: str
    """Without a slash at the end, with the key if there is one."""
    key: str | None
    port: int
    notes: list[str] = field(default_factory=list)


@contextmanager
def served(lan: bool = False, **heard: Any) -> Iterator[Served]:
    """Run a server in a thread; ended with the block. `heard`: its voice and its bed."""
    from voiceguide.serve.key import new_key
    from voiceguide.serve.server import Server, listen

    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    key = new_key() if lan else None
    running = Served(f"http://127.0.0.1:{port}" + (f"/{key}" if key else ""), key, port)
    ready = threading.Event()
    server = Server(key, running.notes.append, ready.set, **heard)
    thread = threading.Thread(target=server.run_on, args=[listening])
    thread.start()
    try:
        assert ready.wait(30)
        yield running
    finally:
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()


@contextmanager
def routines(folder: Path) -> Iterator[Path]:
    """Have these short routines, and no others, spoken as tones into a cache of their own; their folder."""
    scripts = folder / "routines"
    scripts.mkdir()
    for name, text in ROUTINES.items():
        (scripts / f"{name}.md").write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("voiceguide.script.library.shipped", lambda: scripts)
        patch.setattr("voiceguide.script.library.LOCAL", folder / "none")
        patch.setenv("VOICEGUIDE_CACHE", str(folder / "cache"))
        patch.setenv("VOICEGUIDE_ENGINE", "tests.fakes:ToneEngine")
        yield scripts


_COMMAND = (
    "import sys; from pathlib import Path; from voiceguide.script import library; from voiceguide.cli import main; "
    "library.shipped = lambda: Path(sys.argv[1]); library.LOCAL = Path(sys.argv[1]); main(sys.argv[2:])"
)


@contextmanager
def command(scripts: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`voiceguide serve` as a process of its own, with these routines, and the address that it prints."""
    root = Path(__file__).parent.parent.parent
    process = subprocess.Popen(
        [sys.executable, "-c", _COMMAND, str(scripts), "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=root,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.terminate()
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
