"""The refusal of a request."""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """A refused request: a status of 400 or more, and a JSON object with a message and a hint."""

    def __init__(self, status: int, message: str, hint: str | None = None, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, "hint": hint, **more}
        self.headers: dict[str, str] = {}
