"""Contents of answers: compressed for clients that accept it, and not sent again to clients that have them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

KEEP_ASKING = {"cache-control": "no-cache"}
"""A script may change at any time."""
LASTS = {"cache-control": "private, max-age=31536000, immutable"}
"""The address names the content."""
FEWEST_COMPRESSED = 300
"""Bytes from which on compression saves more than its header costs."""
_TEXTS = ("text/", "application/json", "application/rss+xml", "application/manifest+json", "image/svg+xml")
_LEVEL = 6
_WEAK, _ANY = "W/", "*"


@dataclass(frozen=True)
class Body:
    """The content of an answer. One may serve many requests."""

    content: bytes
    media_type: str

    @cached_property
    def tag(self) -> str:
        """A digest of the content."""
        return hashlib.sha256(self.content).hexdigest()[:20]

    @cached_property
    def compressed(self) -> bytes:
        """The content under gzip; empty where it would hardly be smaller."""
        if len(self.content) < FEWEST_COMPRESSED or not self.media_type.startswith(_TEXTS):
            return b""
        return gzip.compress(self.content, _LEVEL, mtime=0)

    def answer(self, request: Request, headers: Mapping[str, str] = KEEP_ASKING) -> Response:
        """The answer to a request: the content, or 304 for a client that has it."""
        small = self.compressed if _accepts_gzip(request) else b""
        tag = f'"{self.tag}-gz"' if small else f'"{self.tag}"'
        sent = {**headers, "etag": tag}
        if self.compressed:
            sent["vary"] = "accept-encoding"
        if is_known(request, tag):
            return Response(status_code=304, headers=sent)
        if small:
            sent["content-encoding"] = "gzip"
        return Response(small or self.content, headers=sent, media_type=self.media_type)


def json_body(value: Any, media_type: str = "application/json") -> Body:
    """A value as compact JSON."""
    import json

    return Body(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), media_type)


def is_known(request: Request, tag: str) -> bool:
    """True if the client has the content with this tag. The tag stands in quotation marks."""
    given = [each.strip().removeprefix(_WEAK) for each in request.headers.get("if-none-match", "").split(",")]
    return tag in given or _ANY in given


def _accepts_gzip(request: Request) -> bool:
    """True if the client reads gzip. A quality of 0 refuses it."""
    for each in request.headers.get("accept-encoding", "").split(","):
        name, _, quality = each.strip().lower().partition(";")
        if name.strip() in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
