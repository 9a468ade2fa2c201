"""The refusals of requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voiceguide.serve.messages import said, translated


class RefusedError(Exception):
    """A refused request: a status of 400 or more, and a JSON object with a message and a hint."""

    def __init__(self, status: int, message: str, hint: str | None = None, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, "hint": hint, **more}
        self.headers: dict[str, str] = {}


def told(refusal: Mapping[str, Any], code: str) -> dict[str, Any]:
    """A message and its hint in a language, or else in English, with the code of the language of the message."""
    return {**translated(refusal, code), "language": said(refusal["message"], code)[1]}


class TooMuchError(RefusedError):
    """Too many sessions are being made and waiting."""

    def __init__(self) -> None:
        super().__init__(429, "Too much is being made at once.", "Try again in a moment.")
        self.headers = {"retry-after": "2"}
