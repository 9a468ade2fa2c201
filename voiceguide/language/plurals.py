"""The plural categories of a language, chosen by its rules in the notation of the CLDR (Unicode's Common Locale Data
Repository): `one = "i = 1 and v = 0"`. A number that no rule takes is `other`."""

from __future__ import annotations

import re
from collections.abc import Mapping

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_RELATION = re.compile(r"(?P<operand>[nivft])(?: % (?P<modulus>\d+))? (?P<sign>!?=) (?P<ranges>[\d.,]+)")


def category(rules: Mapping[str, str], digits: str) -> str:
    """The category of a number as it is written with a decimal point: `1`, `1.5`."""
    operands = _operands(digits)
    return next((name for name in CATEGORIES if name in rules and _holds(rules[name], operands)), "other")


def _operands(digits: str) -> dict[str, float]:
    """The CLDR's names for a number's properties: n its value, i its whole part, v and f its decimals."""
    whole, _, decimals = digits.partition(".")
    bare = decimals.rstrip("0")
    return {
        "n": float(digits),
        "i": int(whole or 0),
        "v": len(decimals),
        "f": int(decimals or 0),
        "t": int(bare or 0),
    }


def _holds(rule: str, operands: Mapping[str, float]) -> bool:
    return any(all(_relation(part, operands) for part in each.split(" and ")) for each in rule.split(" or "))


def _relation(text: str, operands: Mapping[str, float]) -> bool:
    match = _RELATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"this is not a plural rule: {text!r}")
    number = operands[match["operand"]]
    if match["modulus"]:
        number %= int(match["modulus"])
    return any(_within(each, number) for each in match["ranges"].split(",")) == (match["sign"] == "=")


def _within(text: str, number: float) -> bool:
    least, _, most = text.partition("..")
    return number == int(number) and int(least) <= number <= int(most or least)
