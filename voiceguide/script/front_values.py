"""The values of settings in the front matter, read and checked. A wrong one raises BadValueError."""

from __future__ import annotations

import re
from typing import Any, get_args

import yaml

from voiceguide.language import Pack
from voiceguide.preferences import BELL_STYLES, READERS, LeadIn, Speed, is_bell_file
from voiceguide.script.amounts import lexer
from voiceguide.script.dose_numbers import Elastic
from voiceguide.script.near import near

_FEW = {"bells": BELL_STYLES, "speech": get_args(Speed), "lead-in": get_args(LeadIn)}
"""The values of settings that have few."""
LONGEST_LENGTH = 24 * 3600.0
SLOWEST, FASTEST = 20, 600
"""Words a minute that a voice can speak."""
LONGEST_SETTLE = 600.0


class BadValueError(Exception):
    """A wrong value of a setting. `instead` is the value that is probably meant."""

    def __init__(self, message: str, hint: str | None = None, instead: str | None = None, *, sure: bool = True) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.instead = instead
        self.sure = sure


def one_of(key: str, value: str, known: tuple[str, ...]) -> Any:
    """A value that is one of these."""
    if value in known:
        return value
    meant = near(value, known) or (value.casefold() if value.casefold() in known else None)
    hint = f"write `{key}: {meant}`" if meant else f"there {'is' if len(known) < 2 else 'are'} {', '.join(known)}"
    raise BadValueError(f"`{value}` is no value of `{key}`", hint, meant)


def length_of(value: str, pack: Pack) -> float:
    """The length of a session, in seconds."""
    amounts = lexer(pack.code).find(value)
    minutes = pack.words("units", "minutes")[0]
    if re.fullmatch(r"[0-9]{1,3}", value):
        raise BadValueError(
            f"`{value}` has no unit", f"write `length: {value} {minutes}`", f"{value} {minutes}", sure=False
        )
    whole = len(amounts) == 1 and amounts[0].start == 0 and amounts[0].end == len(value) and amounts[0].cover != "\x03"
    if not whole or amounts[0].fault or amounts[0].ranged or amounts[0].bound not in ("", "exactly", "about"):
        raise BadValueError(f"`{value}` is not one time", f"write `length: 20 {minutes}`")
    if not 0 < amounts[0].low <= LONGEST_LENGTH:
        raise BadValueError(f"`{value}` is no length of a session", f"write `length: 20 {minutes}`")
    return amounts[0].low


def liked(key: str, value: str, pack: Pack) -> Any:
    """A value of the listener's vocabulary."""
    if key in _FEW and not (key == "bells" and is_bell_file(value)):
        return one_of(key, value, _FEW[key])
    try:
        return READERS[key](value)
    except ValueError as error:
        amounts = lexer(pack.code).find(value)
        if len(amounts) == 1 and amounts[0].end - amounts[0].start == len(value) and key.startswith("rest-"):
            return READERS[key](f"{settle_of(value, pack):g}")
        usual = {"countdown": "3", "time-left": "halfway", "balance": "louder"}.get(key, "10 seconds")
        raise BadValueError(
            str(error), f"write `{key}: {usual}`, or `{'usual' if key == 'balance' else 'none'}`"
        ) from error


def scalar(key: str, node: yaml.Node) -> str:
    """The one value of a setting, its blanks folded."""
    if not isinstance(node, yaml.ScalarNode):
        raise BadValueError(f"`{key}` takes one value")
    value = " ".join(node.value.split())
    if not value.isprintable():
        raise BadValueError(f"`{key}` has a control character in it", "delete it")
    if not value:
        raise BadValueError(f"`{key}` has no value", f"write one, or delete `{key}:`")
    return value


def pronounced(node: yaml.Node) -> dict[str, str]:
    """Each word and its respelling."""
    if not isinstance(node, yaml.MappingNode):
        raise BadValueError(
            "`pronounce` takes words and their respellings", "write `  fascia: fasha`, one a line, indented"
        )
    words: dict[str, str] = {}
    for key, value in node.value:
        word = scalar("pronounce", key)
        if word in words:
            raise BadValueError(f"`{word}` is respelt twice", "delete one of the two")
        words[word] = scalar(word, value)
    return words


def rate_of(value: str) -> int:
    """Words a minute."""
    if not re.fullmatch(r"[0-9]{1,4}", value) or not SLOWEST <= int(value) <= FASTEST:
        raise BadValueError(f"`{value}` is no rate: it is words a minute, {SLOWEST} to {FASTEST}", "write `rate: 150`")
    return int(value)


def settle_of(value: str, pack: Pack) -> float:
    """Seconds to get into position."""
    if re.fullmatch(r"[0-9]{1,4}", value):
        return _settled(float(value), value)
    amounts = lexer(pack.code).find(value)
    if len(amounts) != 1 or amounts[0].start or amounts[0].end != len(value) or amounts[0].cover == "\x03":
        raise BadValueError(
            f"`{value}` cannot be read as a time", f"write `settle: 4 {pack.words('units', 'seconds')[0]}`"
        )
    amount = amounts[0]
    if amount.fault or amount.ranged or amount.bound not in ("", "exactly"):
        raise BadValueError(f"`{value}` is not one time", f"write `settle: 4 {pack.words('units', 'seconds')[0]}`")
    return _settled(amount.low, value)


def _settled(seconds: float, value: str) -> float:
    if not 0 <= seconds <= LONGEST_SETTLE:
        raise BadValueError(f"`{value}` is no time to settle: it is 0 to 10 minutes")
    return seconds


def elastic_of(value: str) -> Elastic:
    """The parts of a dose to which fitting may stretch it."""
    match = re.fullmatch(r"(\d{1,4})\s?%?\s?[-–]\s?(\d{1,4})\s?%", value)
    if not match:
        raise BadValueError(f"`{value}` cannot be read as two parts of the whole", "write `elastic: 50%-150%`")
    low, high = int(match[1]), int(match[2])
    if not 0 < low <= 100 <= high <= 1000:
        message = f"`{value}` must go from 1–100% to 100–1000%"
        raise BadValueError(message, "write `elastic: 50%-150%`, or `100%-100%` to stretch nothing")
    return Elastic(low / 100, high / 100)
