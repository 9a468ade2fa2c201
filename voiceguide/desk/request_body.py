"""Reads the body of a request within bounds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from voiceguide.desk.words import preferred
from voiceguide.fit.fitting import Length
from voiceguide.routine import Side
from voiceguide.serve.refusals import RefusedError
from voiceguide.studio.choosing import SIDES, TALKS, length_of, make_choices

MOST_JSON = 6_000_000
"""Bytes: a script of two megabytes in JSON, with room."""
MOST_UPLOAD = 100_000_000
MOST_VALUES = 60


class Body:
    """The JSON object of a request."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def text(self, name: str, default: str | None = None, most: int = 300) -> str:
        """A text. Raises RefusedError where it is missing, of another type or longer than `most`."""
        value = self._values.get(name, default)
        if not isinstance(value, str) or len(value) > most:
            raise RefusedError(400, f"“{name}” is missing or too long.")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise RefusedError(400, f"“{name}” holds half a letter.") from None
        return value

    def script(self) -> str:
        """The text of a script, with `\\n` between its lines."""
        return self.text("text", most=2_000_000).replace("\r\n", "\n").replace("\r", "\n")

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._values.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10_000_000:
            raise RefusedError(400, f"“{name}” is not a number.")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false where it is missing."""
        return self._values.get(name) is True

    def texts(self, name: str) -> list[str]:
        """A list of texts; empty where it is missing."""
        values = self._values.get(name) or []
        if not isinstance(values, list) or len(values) > MOST_VALUES:
            raise RefusedError(400, f"“{name}” is not a list.")
        return [Body({name: value}).text(name) for value in values]

    def length(self) -> Length:
        """A length in seconds, `shortest`, `longest`, or None for the length as written."""
        value = self._values.get("length")
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise RefusedError(400, "“length” is not a length.")
        try:
            found = length_of(value if isinstance(value, str) else round(float(value), 3))
        except (ValueError, OverflowError) as error:
            raise RefusedError(400, f"{error}.") from None
        return round(found, 3) if isinstance(found, float) else found

    def choices(self) -> Any:
        """The listener's choices. Raises RefusedError."""
        side = self._values.get("side") or None
        talk = self._values.get("talk") or None
        if side not in (None, *SIDES) or talk not in (None, *TALKS):
            raise RefusedError(400, "There is no such side or talk.")
        try:
            known: Side | None = side
            return make_choices(side=known, talk=talk, without=self.texts("without"))
        except ValueError as error:
            raise RefusedError(400, f"{error}.") from None


def language_of(request: Request) -> str:
    """The language of the page that asks."""
    return preferred(request.headers.get("accept-language", ""))


def number_in(query: Mapping[str, str], name: str) -> int:
    """A whole number of a query. Raises RefusedError."""
    text = query.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise RefusedError(400, f"“{name}” is not a number.")
    return int(text)


async def body_of(request: Request) -> Body:
    """The JSON object of a request. Raises RefusedError."""
    data = await data_of(request, MOST_JSON)
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise RefusedError(400, "This is not a JSON object.")
    return Body(values)


async def data_of(request: Request, most: int = MOST_UPLOAD) -> bytes:
    """The body of a request. Raises RefusedError where it is larger than `most`."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > most:
            raise RefusedError(413, f"Over {most // 1_000_000} MB are too much.")
    return bytes(data)
