"""Access control, and the headers that every answer carries. An ASGI application around another.

Without the key, or under a host name that is not this machine's, every request gets the same answer, whatever its path.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection, Iterable
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy(style: str) -> str:
    """The Content-Security-Policy of a page. `style`: the source of its styles."""
    return (
        f"default-src 'none'; script-src 'self'; style-src {style}; img-src 'self' data:; media-src 'self' blob:; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


HEADERS = [
    (b"content-security-policy", policy("'none'").encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_HOST = re.compile(rb"(localhost|\d+\.\d+\.\d+\.\d+|\[[0-9a-f:.]+\])(:\d{1,5})?", re.IGNORECASE)
_PORT = re.compile(rb":\d{1,5}\Z")
NOT_FOUND = b"Not found.\n"


class Access:
    """Accepts requests that carry the key and name this machine by a number, as localhost, or by one of its names."""

    def __init__(self, app: ASGIApp, key: str | None, names: Collection[str] = ()) -> None:
        """`key`: the first part of every path; None where only this machine can reach the server. `names`: further
        names of this machine, in lower case."""
        self._app = app
        self._names = frozenset(name.encode() for name in names)
        self._key = None if key is None else sha256(key.encode()).digest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        first, _, rest = scope["path"][1:].partition("/")
        # Both are computed, whatever the other says. Digests have one length, so the comparison reveals
        # nothing of the key's length either.
        has_key = self._key is None or hmac.compare_digest(sha256(first.encode()).digest(), self._key)
        is_ours = _is_ours(scope["headers"], self._names)
        if not has_key & is_ours:
            await not_found(send, HEADERS)
            return
        if self._key is not None:
            scope = {**scope, "path": f"/{rest}", "raw_path": b""}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                usual = (each for each in HEADERS if each[0] not in own)
                message = {**message, "headers": [*message["headers"], *usual]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _is_ours(headers: Iterable[tuple[bytes, bytes]], names: Collection[bytes]) -> bool:
    """True if the request names its host by a number or a name of this machine, and no page of another site embeds it.
    Any other name on the web may be made to point here (DNS rebinding)."""
    found = dict(headers)
    host = found.get(b"host", b"")
    named = _PORT.sub(b"", host).removesuffix(b".").lower() in names
    embedded = found.get(b"sec-fetch-site") in (b"cross-site", b"same-site")
    return (named or bool(_HOST.fullmatch(host))) and (not embedded or found.get(b"sec-fetch-mode") == b"navigate")


async def not_found(send: Send, usual: Iterable[tuple[bytes, bytes]]) -> None:
    """Answer that nothing is there. `usual`: the headers of every answer."""
    length = str(len(NOT_FOUND)).encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", length), *usual]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": NOT_FOUND})
