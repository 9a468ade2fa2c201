"""The settings of a session in a query: bells, countdown, time left and rests, in the vocabulary of the scripts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from starlette.datastructures import QueryParams

from voiceguide.fit import Choices
from voiceguide.preferences import READERS, Countdown
from voiceguide.serve.offers import SETTINGS
from voiceguide.serve.refusals import RefusedError


def read_settings(query: QueryParams, fixed: Collection[str]) -> dict[str, Any]:
    """Field of `Choices` -> value. The settings in `fixed` are ignored. Raises RefusedError (400)."""
    found: dict[str, Any] = {}
    for name in SETTINGS:
        typed = query.getlist(name)
        if len(typed) > 1:
            raise RefusedError(400, f"{name} is given more than once.")
        if name in fixed or not typed or not typed[0].strip():
            continue
        try:
            found[_field(name)] = READERS[name](typed[0])
        except ValueError as error:
            raise RefusedError(400, f"{error}.") from None
    return found


def setting_pairs(choices: Choices) -> Iterator[tuple[str, str]]:
    """The settings as `read_settings` reads them."""
    for name in SETTINGS:
        value = getattr(choices, _field(name))
        if value is not None:
            yield name, _text(value)


def _field(name: str) -> str:
    return name.replace("-", "_")


def _text(value: Any) -> str:
    if isinstance(value, Countdown):
        return f"{value.seconds} spoken" if value.spoken else str(value.seconds)
    return str(value)
