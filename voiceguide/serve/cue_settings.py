"""The vocabulary of a session in the addresses of the page: bells, countdown, times left, rests, balance, lead-in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from voiceguide.fit import Choices
from voiceguide.preferences import READERS, Countdown, is_bell_file
from voiceguide.serve.refusals import RefusedError

OFFERED: Mapping[str, tuple[str, ...]] = {
    "bells": ("soft", "clear", "none"),
    "countdown": ("none", "3", "5", "10", "3 spoken", "5 spoken", "10 spoken"),
    "time-left": ("usual", "halfway", "none", "15", "30", "60"),
    "rest-between-sides": ("none", "10", "20", "30"),
    "rest-between-rounds": ("none", "10", "20", "30", "60"),
    "balance": ("12", "6", "usual", "-6"),
    "lead-in": ("on", "off"),
}
"""Setting -> the values that the page shows. An address may have any other value of the vocabulary, but no file."""
BALANCE = "balance"
LEAD_IN = "lead-in"
"""The page makes it itself, beside the sound of the session."""


def read_cue_settings(one: Callable[[str], str]) -> tuple[dict[str, Any], float | None]:
    """The fields of `Choices` in a query, and the balance. The lead-in changes neither. `one` returns the value of a
    name. Raises RefusedError."""
    found: dict[str, Any] = {}
    for name in OFFERED:
        typed = one(name)
        if not typed:
            continue
        try:
            value = READERS[name](typed)
        except ValueError as error:
            raise RefusedError(400, f"{name} cannot be that.", f"{error}.") from None
        if name == "bells" and is_bell_file(value):
            raise RefusedError(400, "bells cannot be that.", "It is one of soft, clear, none.")
        if name != LEAD_IN:
            found[name.replace("-", "_")] = value
    balance = found.pop(BALANCE, None)
    return found, balance


def cue_setting_pairs(choices: Choices, balance: float | None) -> list[tuple[str, str | None]]:
    """The names and values that `read_cue_settings` reads as these choices."""
    values = {**{name: getattr(choices, name.replace("-", "_"), None) for name in OFFERED}, BALANCE: balance}
    return [(name, None if value is None else _written(value)) for name, value in values.items()]


def _written(value: object) -> str:
    if isinstance(value, Countdown):
        return f"{value.seconds} spoken" if value.spoken else str(value.seconds)
    return f"{value:g}" if isinstance(value, float) else str(value)
