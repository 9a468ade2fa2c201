"""Messages for a page: in its language, with lengths as a clock shows them, and numbers as the language writes them.

The command line tells a length to the millisecond, so that it works when it is typed. A page tells whole seconds: the
shortest length rounded up, and the longest rounded down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil, floor
from typing import Any

from voiceguide.duration import clock, clocks_of_ends
from voiceguide.language import load, translating
from voiceguide.script.library import readable

_LENGTH = r"[\d:.]+ \(([\d.]+) s\)"
_OUT_OF_REACH = re.compile(f"cannot be {_LENGTH} long: its shortest is {_LENGTH}, its longest {_LENGTH}")
_TOO_LONG = re.compile(f"takes {_LENGTH} at least")
_ENDS = re.compile(r"--length (\d+\.\d{3}) or --length (\d+\.\d{3})(?= \(or )")
_NEAREST = re.compile(r"(?<=reached: )--length (\d+\.\d{3})(?: or --length (\d+\.\d{3}))?")
_NUMBER = re.compile(
    r"(?<!\S)(?:\d{1,3}(?:,\d{3})+(?= (?:characters|bytes|rows|jobs|can be made)\b)|\d+\.\d+(?= seconds of sound\b))"
)
"""Numbers of messages, by the words behind them: a number in a file's name stays as it is."""
_THIN_SPACE = "\u202f"
_GROUPS = {"en": ",", "fr": _THIN_SPACE}
"""Language -> the sign between groups of three digits, in Unicode's CLDR; a dot in others."""
_GROUPED_FROM = {"es": 5, "it": 5}
"""Language -> the digits of the first number with groups; 4 in others."""


def said(text: str, code: str) -> tuple[str, str]:
    """A message in a language, or else in English, with the code of the language that it is in."""
    text = readable(text)
    found, language = translating.said(_NUMBER.sub(lambda each: written(each[0], code), in_clocks(text)), code)
    return (found, language) if language == code else (in_clocks(text), language)


def translated(answer: Mapping[str, Any], code: str) -> dict[str, Any]:
    """An answer of a server with its `message` and its `hint` in a language."""
    told = {key: said(answer[key], code)[0] for key in ("message", "hint") if answer.get(key)}
    return {**answer, **told}


def written(number: str, code: str) -> str:
    """An English number as a language writes it: `1,200` -> `1.200`."""
    whole, _, fraction = number.replace(",", "").partition(".")
    if len(whole) >= _GROUPED_FROM.get(code, 4):
        whole = f"{int(whole):,}".replace(",", _GROUPS.get(code, "."))
    return f"{whole}{load(code).data['decimal']}{fraction}" if fraction else whole


def in_clocks(text: str) -> str:
    """A message or a hint of `FitError` with its lengths in whole seconds; any other text as it is."""
    text = _OUT_OF_REACH.sub(_out_of_reach, text)
    text = _TOO_LONG.sub(lambda found: f"takes {clock(ceil(float(found[1])))} at least", text)
    text = _ENDS.sub(
        lambda found: "--length {} or --length {}".format(*clocks_of_ends(*map(float, found.groups()))), text
    )
    return _NEAREST.sub(_nearest, text)


def _out_of_reach(found: re.Match[str]) -> str:
    length, shortest, longest = map(float, found.groups())
    least, most = clocks_of_ends(shortest, longest)
    asked = clock(floor(length) if length < shortest else ceil(length) if length > longest else round(length))
    return f"cannot be {asked} long: its shortest is {least}, its longest {most}"


def _nearest(found: re.Match[str]) -> str:
    """The nearest lengths below and above one that falls into a hole; one alone is below."""
    below = f"--length {clock(floor(float(found[1])))}"
    return f"{below} or --length {clock(ceil(float(found[2])))}" if found[2] else below
