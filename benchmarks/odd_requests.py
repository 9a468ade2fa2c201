"""Requests that no client should send, at random."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

PATHS = (
    "",
    "plan.json",
    "session.mp3",
    "chapters.json",
    "captions.vtt",
    "cover.jpg",
    "routines.json",
    "feed.xml",
    "player.js",
    "page.css",
    "icon.svg",
    "no-such-page",
    "robots.txt",
    "favicon.ico",
    "events",
    "preview.mp3",
)
ROUTINES = (
    "desk-break",
    "heel-pain",
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%00",
    "a" * 3000,
    "{{7*7}}",
    "\u202e",
)
VALUES = (
    "0",
    "-1",
    "nan",
    "1e9",
    "9" * 400,
    "10m",
    "150",
    "x",
    "",
    "%ff%fe",
    "left",
    "<b>",
    "'; drop table",
    "\r\nSet-Cookie: a=b",
)
QUERIES = ("length", "side", "talk", "without", "client", "note", "skip", "lang", "token", "key", "__proto__")
METHODS = (
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PATCH",
    "get",
    "G E T",
    "",
    "\x00",
    "X" * 500,
)
HEADERS = (
    "Range: bytes=0-",
    "Range: bytes=-1",
    "Range: bytes=9999999999-",
    "Range: bytes=5-1",
    "Range: items=0-1",
    "Range: bytes=" + ",".join(f"{n}-{n}" for n in range(300)),
    "Host: evil.example",
    "Host: ",
    "Host: 127.0.0.1:1",
    "Content-Length: -1",
    "Content-Length: 99999999999999999999",
    "Content-Length: 5\r\nContent-Length: 6",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: chunked, identity",
    "Expect: 100-continue",
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x",
    "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings",
    "If-None-Match: *",
    "If-None-Match: " + '"x",' * 500,
    "If-Modified-Since: never",
    "Cookie: " + "a=b; " * 800,
    "Accept-Encoding: gzip;q=nan",
    "Accept-Language: " + "de," * 500,
    "Origin: null",
    "Referer: http://evil.example/",
    "X-Forwarded-For: 127.0.0.1",
    "Authorization: Basic !!!!",
    "Connection: keep-alive",
    "Connection: close",
    "A" * 9000 + ": b",
    "B: " + "c" * 90_000,
    "No colon at all",
    " Folded: value\r\n and more",
    "Sec-Fetch-Site: cross-site",
)
POSTS = (
    *("save.json", "create.json", "import.json", "rename.json", "double.json", "throw-away.json", "bring-back.json"),
    *("check.json", "mend.json", "plan.json", "hear.wav", "prepare.json", "make.json", "stop.json", "clients.json"),
    *("phone-stop.json", "unpack.json", "drop.json", "own-lines.json", "own-keep.json", "own-hear.wav", "job.json"),
)
NAMES = (
    "name",
    "text",
    "base",
    "title",
    "length",
    "side",
    "talk",
    "without",
    "kind",
    "line",
    "job",
    "voice",
    "language",
)
ODD_VALUES = (
    *(None, True, 0, -1, 3.5, 10**30, [], {}, [[]], ["x"] * 100, "", "short", "../short", "/etc/passwd", "a" * 5000),
    *("\ud800", "\x00", "short.md", "CON", ".", "..", "# A\n\n- Press the heel spot for 20 seconds\n", "10m", "left"),
    *("- Tap, 1000 sets of 1000\n", "- Press " + "0" * 5000, "de", "en", "full", "nan", "\u202e", "<script>", "1e400"),
)
BODIES = (
    b"",
    b"x" * 10,
    b"{}",
    b"[" * 5000,
    b"0\r\n\r\n",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"fffffffff\r\n",
    b"\xff" * 3000,
    b"x" * 200_000,
)


class Enemy:
    """Makes requests at random."""

    def __init__(self, chance: random.Random, prefix: str, host: str, posts: int = 0) -> None:
        """`posts`: the share of requests with JSON, for a server that takes it."""
        self.chance = chance
        self.prefix = prefix
        self.host = host
        self.kinds: tuple[Callable[[], bytes], ...] = (
            self.nearly_right,
            self.nearly_right,
            self.nearly_right,
            self.noise,
            self.foreign,
            self.endless_head,
            self.pipelined,
            self.cut,
            self.smuggled,
            self.wrong_key,
            *((self.post,) * posts),
        )

    def request(self) -> tuple[str, bytes]:
        """The kind of a request, and its bytes."""
        kind = self.chance.choice(self.kinds)
        return kind.__name__, kind()

    def nearly_right(self) -> bytes:
        """A request with anything odd in its path, query, headers or body."""
        pick = self.chance.choice
        query = "&".join(f"{pick(QUERIES)}={pick(VALUES)}" for _ in range(pick([0, 1, 1, 2, 50])))
        routine = f"routine={pick(ROUTINES)}" if self.chance.random() < 0.8 else ""
        target = f"/{self.prefix}{pick(PATHS)}?{routine}&{query}".replace(" ", "%20").replace("\r\n", "%0d%0a")
        method = pick(METHODS) if self.chance.random() < 0.3 else "GET"
        return self._head(method, target, [pick(HEADERS) for _ in range(pick([0, 0, 1, 2, 5]))]) + pick(BODIES)

    def _head(self, method: str, target: str, headers: list[str]) -> bytes:
        version = self.chance.choice(["HTTP/1.1"] * 8 + ["HTTP/1.0", "HTTP/2.0", "HTTP/9.9", ""])
        lines = [f"{method} {target} {version}", f"Host: {self.host}", *headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")

    def noise(self) -> bytes:
        """Any bytes."""
        return self.chance.randbytes(self.chance.choice([1, 10, 1000, 70_000]))

    def foreign(self) -> bytes:
        """Another protocol."""
        return self.chance.choice(
            [
                b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                b"SSH-2.0-x\r\n",
                b"EHLO x\r\n",
                b"\x00\x00\x00\x85\xffSMBr",
                b"*1\r\n$4\r\nPING\r\n",
                b"GET /\n\n",
                b"GET\r\n\r\n",
                b"\r\n" * 50,
            ]
        )

    def endless_head(self) -> bytes:
        """Headers without an end."""
        return b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * self.chance.choice([10, 1000, 20_000])

    def pipelined(self) -> bytes:
        """Many requests at once."""
        return b"".join(self.nearly_right() for _ in range(self.chance.randint(2, 12)))

    def cut(self) -> bytes:
        """A request that stops anywhere."""
        whole = self.nearly_right()
        return whole[: self.chance.randrange(len(whole))]

    def smuggled(self) -> bytes:
        """Two lengths of one body."""
        head = self._head("POST", f"/{self.prefix}", ["Content-Length: 6", "Transfer-Encoding: chunked"])
        return head + b"0\r\n\r\nGET /secret HTTP/1.1\r\n\r\n"

    def post(self) -> bytes:
        """A body of JSON with odd values, sent as the writer's page sends it."""
        names = self.chance.sample(NAMES, self.chance.randint(0, len(NAMES)))
        values = {name: self.chance.choice(ODD_VALUES) for name in names}
        body = self.chance.choice([json.dumps(values), json.dumps(values)[:-3], "[]", "null", "NaN", ""]).encode()
        kind = self.chance.choice(["application/json", "application/json", "application/octet-stream", "text/plain"])
        length = len(body) if self.chance.random() < 0.9 else self.chance.choice([0, 3, len(body) + 50])
        headers = [f"Content-Type: {kind}", f"Content-Length: {length}", f"Origin: http://{self.host}"]
        query = self.chance.choice(["", "", "?name=../x", "?name=%ff", "?language=zz", "?name=short"])
        return self._head("POST", f"/{self.prefix}{self.chance.choice(POSTS)}{query}", headers) + body

    def wrong_key(self) -> bytes:
        """The path without its key, or with another."""
        wrong = self.chance.choice(
            ["", "x" * len(self.prefix), self.prefix[:-3] + "xx/", self.prefix.upper(), "%2e/" + self.prefix]
        )
        return self._head("GET", f"/{wrong}session.mp3?routine=desk-break", [])
