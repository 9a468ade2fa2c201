"""A server of the program, from outside: the address that it prints, and answers to plain requests."""

from __future__ import annotations

import http.client
import itertools
import random
import select
import subprocess
import threading
import time
from urllib.parse import urlsplit


def ready_address(process: subprocess.Popen[str], seconds: float = 30) -> str | None:
    """The address that a server prints first, with a slash at its end; None if it prints none in time."""
    assert process.stdout
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if select.select([process.stdout], [], [], 0.2)[0]:
            line = process.stdout.readline().strip()
            if line.startswith("http"):
                return line if line.endswith("/") else line + "/"
    return None


CLIENTS = 6
SHORTEST, LONGEST = 1100, 2200
"""Tenths of a second that the session can last."""


def ask_on(address: str, chance: random.Random) -> None:
    """Let clients in threads ask for this session in ever other lengths, each until it gets none."""
    lengths = itertools.cycle(chance.sample(range(SHORTEST, LONGEST), LONGEST - SHORTEST))

    def ask() -> None:
        while fetched(f"{address}&length={next(lengths) / 10}s")[0] == 200:
            pass

    for _ in range(CLIENTS):
        threading.Thread(target=ask, daemon=True).start()


def fetched(address: str, seconds: float = 60) -> tuple[int, bytes]:
    """The status and the body of an answer; status 0 where there is none."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)
    try:
        connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()
