"""Many at once, slow ones, and ones that go away: nothing of them stays."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.needs import need
from tests.serve.running import NO_CERTIFICATES, Served, command, plain, served
from voiceguide.serve.connection import Connection

MEGABYTE = 1024 * 1024


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether it comes true in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def memory(process: int) -> dict[str, int]:
    """Bytes that a process has in memory: now (VmRSS), and at the most (VmHWM)."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.startswith(("VmRSS", "VmHWM"))}


def open_files(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def allow_open_files(count: int) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    need(hard == resource.RLIM_INFINITY or hard >= count, f"{count} files may not be open here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))


async def ask(port: int, path: str) -> bytes:
    """The status of an answer, all of which is read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    status = (await reader.read(12)).split(b" ")[1]
    while await reader.read(MEGABYTE):
        pass
    writer.close()
    return status


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is looked up in /proc")
def test_a_thousand_at_once_are_all_answered_in_bounded_memory(scripts: Path) -> None:
    allow_open_files(3000)
    paths = [
        "/session.mp3?routine=heel",
        "/",
        "/plan.json?routine=heel&length={}",
        "/session.mp3?routine=heel&length={}",
    ]

    async def crowd(port: int) -> Counter[bytes]:
        wanted = [paths[n % 4].format(150 + n / 50) for n in range(1000)]
        return Counter(await asyncio.gather(*(ask(port, path) for path in wanted)))

    with command(scripts, "--no-qr") as (process, address):
        port = int(address.rstrip("/").rpartition(":")[2])
        assert plain.get(address + "session.mp3?routine=heel", timeout=30).status_code == 200
        before, files = memory(process.pid)["VmRSS"], open_files(process.pid)
        statuses = asyncio.run(crowd(port))
        assert set(statuses) <= {b"200", b"429"}
        assert statuses.total() == 1000
        assert statuses[b"200"] >= 500  # those that wanted nothing new
        assert memory(process.pid)["VmHWM"] - before < 150 * MEGABYTE
        assert until(lambda: open_files(process.pid) <= files + 20)


def test_when_much_is_being_made_the_rest_is_asked_to_come_back(server: Served) -> None:
    async def crowd() -> list[httpx.Response]:
        async with httpx.AsyncClient(
            verify=NO_CERTIFICATES, timeout=60, limits=httpx.Limits(max_connections=None)
        ) as client:
            asked = [f"{server.address}/session.mp3?routine=heel&length={150 + n / 7:.3f}" for n in range(80)]
            return await asyncio.gather(*(client.get(url) for url in asked))

    answers = asyncio.run(crowd())
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
    assert all(answer.status_code in (200, 429) for answer in answers)
    assert plain.get(server.address + "/session.mp3?routine=heel&length=150", timeout=30).status_code == 200


def test_what_two_ask_for_at_the_same_time_is_made_once(server: Served) -> None:
    async def crowd() -> list[httpx.Response]:
        async with httpx.AsyncClient(verify=NO_CERTIFICATES, timeout=60) as client:
            url = server.address + "/session.mp3?routine=heel&length=163"
            return await asyncio.gather(*(client.get(url) for _ in range(20)))

    answers = asyncio.run(crowd())
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.headers["last-modified"] for answer in answers}) == 1
    assert len({answer.headers["etag"] for answer in answers}) == 1


def open_to(server: Served, sent: bytes = b"", buffer: int | None = None) -> socket.socket:
    connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    connection.settimeout(20)
    connection.connect(("127.0.0.1", server.port))
    connection.sendall(sent)
    return connection


def received(connection: socket.socket) -> int:
    """The bytes that come until the server ends the connection."""
    got = 0
    with suppress(ConnectionResetError):
        while part := connection.recv(65536):
            got += len(part)
    return got


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: loc"])
def test_who_never_finishes_asking_is_shown_out(server: Served, monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr(Connection, "asking_seconds", 0.2)
    with open_to(server, sent) as connection:
        assert received(connection) == 0  # or a TimeoutError


def test_who_asks_a_letter_at_a_time_gains_nothing(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "asking_seconds", 0.3)
    with open_to(server) as connection:
        begun = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - begun < 20:
                connection.sendall(b"G")
                time.sleep(0.05)
        assert time.monotonic() - begun < 20


@pytest.mark.parametrize("more", [b"", b"GET / HTTP/1.1\r\n"])
def test_who_never_reads_is_shown_out(scripts: Path, monkeypatch: pytest.MonkeyPatch, more: bytes) -> None:
    monkeypatch.setattr("voiceguide.serve.server.SEND_BYTES", 4096)
    monkeypatch.setattr(Connection, "reading_seconds", 0.3)
    session = "/session.mp3?routine=heel&length=longest"
    with served() as server:
        size = int(plain.head(server.address + session, timeout=30).headers["content-length"])
        asked = f"GET {session} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        with open_to(server, asked.encode(), buffer=4096) as connection:
            time.sleep(0.1)
            connection.sendall(more)
            time.sleep(1)
            assert received(connection) < size


def test_who_stops_reading_for_a_while_gets_the_rest(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voiceguide.serve.server.SEND_BYTES", 4096)
    monkeypatch.setattr(Connection, "reading_seconds", 5)
    session = "/session.mp3?routine=heel"
    with served() as server:
        size = int(plain.head(server.address + session, timeout=30).headers["content-length"])
        asked = f"GET {session} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        with open_to(server, asked.encode(), buffer=65536) as connection:
            time.sleep(0.5)
            assert received(connection) > size


def test_who_goes_away_in_the_middle_leaves_nothing(server: Served) -> None:
    for _ in range(50):
        with open_to(server, b"GET /session.mp3?routine=heel HTTP/1.1\r\nHost: localhost\r\n\r\n") as connection:
            connection.recv(100)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, not an end
    assert plain.get(server.address + "/session.mp3?routine=heel", timeout=30).status_code == 200
    assert not server.notes
