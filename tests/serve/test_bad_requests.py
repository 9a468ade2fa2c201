"""What nobody should ask for: refused plainly, with no path in any message, and nothing breaks."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.serve.running import Served

ADDRESSES = ["/plan.json", "/session.mp3", "/chapters.json", "/captions.vtt", "/cover.jpg"]


def raw(port: int, sent: bytes, *, goes_on: bool = True) -> bytes:
    """All that is answered to these bytes, until the server closes; or the client, where nothing `goes_on`."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection, suppress(ConnectionResetError):
        connection.sendall(sent)
        if not goes_on:
            connection.shutdown(socket.SHUT_WR)
        while part := connection.recv(65536):
            answer += part
    return answer


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "routine",
    [
        "no-such-routine",
        "../heel",
        "./heel",
        "heel.md",
        "routines/heel",
        "..%2fheel",
        "..\\heel",
        "/etc/passwd",
        "C:\\Windows\\win.ini",
        "heel\0",
        "heel\n",
        "HEEL%00.md",
        "file:///etc/passwd",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        "{{7*7}}",
        "<script>alert(1)</script>",
    ],
)
def test_only_known_routines_can_be_named(get: httpx.Client, scripts: Path, address: str, routine: str) -> None:
    answer = get.get(address, params={"routine": routine})
    if routine.strip() == "heel":
        assert answer.status_code == 200
        return
    assert answer.status_code == 404
    assert set(answer.json()) == {"message", "hint", "language"}
    assert "/" not in answer.text
    assert routine not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "",
        "routine=",
        "length=150",
        "routine=heel&routine=heel",
        "routine=heel&length=1&length=2",
        "routine=heel&length=nan",
        "routine=heel&length=inf",
        "routine=heel&length=-5",
        "routine=heel&length=0",
        "routine=heel&length=1e3",
        "routine=heel&length=" + "9" * 90,
        "routine=heel&length=" + "9" * 5000,
        "routine=heel&length=0x10",
        "routine=heel&length=%FF%FE",
        "routine=heel&length=١٢٣",
        "routine=heel&length[]=1",
        "routine=heel&side=both",
        "routine=heel&side=left&side=right",
        "routine=heel&talk=loud",
        "routine=heel&" + "&".join(f"without={n}" for n in range(100)),
        "routine=heel&without=" + "x" * 1000,
        "routine=" + "h" * 5000,
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(get: httpx.Client, query: str) -> None:
    for address in ADDRESSES:
        answer = get.get(f"{address}?{query}")
        if "[]" in query:
            assert answer.status_code == 200  # another name, and so passed over
        else:
            assert answer.status_code == 400
            assert answer.json()["message"]


@pytest.mark.parametrize("length", ["1", "1s", "1h", "86399", "0.001"])
def test_a_length_out_of_reach_is_refused_with_both_ends(get: httpx.Client, length: str) -> None:
    plan = get.get("/plan.json", params={"routine": "heel"}).json()
    for address in ADDRESSES:
        answer = get.get(address, params={"routine": "heel", "length": length})
        assert answer.status_code == 422
        assert answer.json()["shortest"] == plan["shortest"]
        assert answer.json()["longest"] == plan["longest"]
        assert answer.json()["message"]
        assert "--" not in answer.json()["hint"]


def test_a_thing_that_nothing_needs_is_refused_by_name(get: httpx.Client) -> None:
    answer = get.get("/plan.json", params={"routine": "heel", "without": "a hammer"})
    assert answer.status_code == 422
    assert "hammer" in answer.json()["message"]
    assert answer.json()["hint"] == "the steps need: a ball"
    nothing = get.get("/plan.json", params={"routine": "ferse", "without": "x"})
    assert "--" not in nothing.json()["hint"]


def test_what_is_unknown_is_passed_over(get: httpx.Client) -> None:
    assert get.get("/plan.json?routine=heel&utm_source=x&__proto__=1&length=").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/..%2f..%2fpyproject.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/page/index.html",
        "/index.html",
        "//etc/passwd",
        "/player.js/../app.py",
        "/player.js%00.png",
        "/%",
        "/%zz",
        "/%ff%fe",
        "/" + "a" * 8000,
        "/session.mp3/",
        "/SESSION.MP3",
        "/.git/config",
        "/app.py",
    ],
)
def test_there_is_nothing_at_any_other_path(server: Served, path: str) -> None:
    answer = raw(server.port, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ")[1] == b"404"
    assert answer.endswith(b"\r\n\r\nNot found.\n")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_everything_is_only_to_be_read(get: httpx.Client, method: str) -> None:
    for address in ("/", "/routines.json", "/player.js", *ADDRESSES):
        assert get.request(method, address, content=b"x" * 100_000).status_code == 405


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"hello\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
        (b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 600_000 + b"\r\n\r\n", b"400"),
        (b"GET /plan.json?routine=%ff%zz%&%=%&length=%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", b"400"),
        (
            b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"400",
        ),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
        (b"GET * HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
        (b"GET /player.js HTTP/1.0\r\nHost: localhost\r\n\r\n", b"200"),
        (b"GET /player.js HTTP/1.0\r\n\r\n", b"404"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n", b"200"),
    ],
)
def test_what_is_hardly_http_is_answered_or_closed(server: Served, sent: bytes, status: bytes) -> None:
    sent = sent.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
    answer = raw(server.port, sent)
    assert answer.split(b" ")[1:2] in ([status], [])  # it may close before all was read, and the answer is lost
    assert not answer or b"content-security-policy" in answer
    assert not server.notes


@pytest.mark.parametrize(
    "sent", [b"", b"G", b"GET / HTTP/1.1\r\nHost: loc", b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-"]
)
def test_half_a_request_is_no_request(server: Served, sent: bytes) -> None:
    assert raw(server.port, sent, goes_on=False) == b""


def test_a_step_that_another_needs_is_not_left_out_alone(get: httpx.Client, scripts: Path) -> None:
    script = scripts / "oiled.md"
    oil = "- Spread a little oil until ready, about 9 seconds (needs oil, optional)\n"
    script.write_text(f"# Oiled\n\n{oil}- Scrape the sole for 20 seconds (needs oil)\n- Sit for 9 seconds\n", "utf-8")
    try:
        steps = get.get("/plan.json?routine=oiled").json()["steps"]
        assert [step["needed"] for step in steps] == [True, False, False]
        answer = get.get("/session.mp3?routine=oiled&skip=3")
        assert answer.status_code == 422
        assert "“Spread a little oil” (line 3) goes with “Scrape the sole” (line 4), which stays" in answer.text
        both = get.get("/plan.json?routine=oiled&skip=3&skip=4").json()["steps"]
        assert [step["line"] for step in both] == [5]
    finally:
        script.unlink()
