"""Access control of the desk: this machine alone, the token, and nothing that another page could send.

An ASGI application around another. Every refused request gets the same answer, so that it tells nothing.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voiceguide.serve.access import not_found

HEADERS = [
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        b"media-src 'self' blob:; connect-src 'self'; worker-src 'self'; "
        b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"microphone=(self), camera=(), geolocation=()"),
    (b"cache-control", b"no-store"),
]
BODIES = (b"application/json", b"application/octet-stream")
"""The types of a body. A form of another page can send neither."""


class DeskAccess:
    """Accepts requests of the desk's own page."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        """`token`: the first part of every path. `port`: the port of this server."""
        self._app = app
        self._token = sha256(token.encode()).digest()
        self._hosts = tuple(f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        first, _, rest = scope["path"][1:].partition("/")
        has_token = hmac.compare_digest(sha256(first.encode()).digest(), self._token)
        if not has_token & self._is_own(scope):
            await not_found(send, HEADERS)
            return
        scope = {**scope, "path": f"/{rest}", "raw_path": b""}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *HEADERS]}
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _is_own(self, scope: Scope) -> bool:
        """True for a request of the desk's own page, or for its address typed or followed by its user."""
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name, []).append(value)
        host = headers.get(b"host", [])
        if len(host) != 1 or host[0].lower() not in self._hosts:
            return False
        origin, site = headers.get(b"origin", []), headers.get(b"sec-fetch-site", [])
        if origin not in ([], [b"http://" + host[0]]) or site not in ([], [b"same-origin"], [b"none"]):
            return False
        if scope["method"] in ("GET", "HEAD"):
            return True
        kinds = [kind.partition(b";")[0].strip().lower() for kind in headers.get(b"content-type", [])]
        return scope["method"] == "POST" and len(origin) == 1 and len(kinds) == 1 and kinds[0] in BODIES
