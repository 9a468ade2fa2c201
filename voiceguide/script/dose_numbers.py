"""The numbers of one amount of a dose, with the bounds that fitting keeps to."""

from __future__ import annotations

import math
from dataclasses import dataclass

from voiceguide.grid import rounded_middle
from voiceguide.routine import Count, Hold, Rounds, Wait
from voiceguide.script.amount_patterns import HOUR
from voiceguide.script.amounts import Amount

MOST_TIMES = 1000
"""The most repetitions, sets or rounds. A larger number is a typing error."""


@dataclass(frozen=True, slots=True)
class Elastic:
    """The limits within which fitting may stretch a plain dose, as parts of the written one."""

    low: float = 0.5
    high: float = 1.5


USUAL = Elastic()
"""The limits where the script sets none."""


class DoseError(Exception):
    """Pieces that make no dose: the message, the hint, and the amount at fault, if any.

    A hint may have slots for the examples of the language pack: `{pace}`.
    """

    def __init__(self, message: str, hint: str | None = None, amount: Amount | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.amount = amount


def hold_of(amount: Amount, elastic: Elastic) -> Hold:
    """A hold of this time."""
    natural, written = natural_of(amount), (amount.low, amount.high)
    if amount.ranged:
        return Hold(natural, amount.low, amount.high, written)
    least = natural if amount.bound in ("exactly", "least") else natural * elastic.low
    most = natural if amount.bound in ("exactly", "most") else max(natural, min(HOUR, natural * elastic.high))
    return Hold(natural, round(least, 3), round(most, 3), written)


def rest_of(amount: Amount) -> Hold:
    """A rest. Fitting may halve it; `most` is its bound before rests grow."""
    natural = natural_of(amount)
    if amount.bound == "exactly":
        return Hold(natural, natural, natural, (natural, natural))
    if amount.ranged:
        return Hold(natural, amount.low, amount.high, (amount.low, amount.high))
    return Hold(natural, natural if amount.bound == "least" else natural / 2, natural, (natural, natural))


def wait_of(amount: Amount) -> Wait:
    """A wait for the listener. A range is taken as its middle."""
    return Wait(natural_of(amount), limit=amount.bound == "most")


def rounds_of(amount: Amount) -> Rounds:
    """The rounds of a phase."""
    least, most = numbers_of(amount)
    if amount.bound == "most":
        least = 1
        return Rounds(most, least, most)
    return Rounds((least + most) // 2, least, most)


def count_of(amount: Amount, pace: float, pace_written: bool, elastic: Elastic) -> Count:
    """Repetitions at a pace, in seconds."""
    least, natural, most, written = whole_of(amount, pace, elastic)
    return Count(natural, least, most, written, pace, pace_written)


def natural_of(amount: Amount) -> float:
    """Seconds: the amount, or the middle of a range."""
    _check(amount, "a time")
    if amount.high > HOUR:
        raise DoseError(f"{_said(amount.high)} is over an hour, the longest time there can be", None, amount)
    return rounded_middle(amount.low, amount.high) if amount.ranged else amount.low


def whole_of(amount: Amount, pace: float, elastic: Elastic = USUAL) -> tuple[int, int, int, tuple[int, int]]:
    """The least, natural, most and written numbers of repetitions that take `pace` seconds each."""
    first, last = numbers_of(amount)
    if last * pace > HOUR:
        raise DoseError(f"{last} of {_said(pace)} each are over an hour, the longest there can be", None, amount)
    if amount.ranged:
        return first, (first + last) // 2, last, (first, last)
    longest = max(first, min(math.floor(HOUR / pace), math.floor(first * elastic.high)))
    least = first if amount.bound in ("exactly", "least") else min(first, max(1, math.ceil(first * elastic.low)))
    most = first if amount.bound in ("exactly", "most") else longest
    return least, first, most, (first, last)


def numbers_of(amount: Amount) -> tuple[int, int]:
    """The fewest and the most repetitions."""
    _check(amount, "a number of times")
    if amount.high > MOST_TIMES:
        raise DoseError(f"{amount.high:g} is more than {MOST_TIMES}, the most there can be", None, amount)
    if amount.low != int(amount.low) or amount.high != int(amount.high):
        raise DoseError("only whole numbers can be counted", None, amount)
    return int(amount.low), int(amount.high)


def _check(amount: Amount, what: str) -> None:
    if amount.fault:
        raise DoseError(amount.fault, "write it like `{time}`, `1:30`, `{range}`", amount)
    if amount.low > amount.high:
        message = f"the range is upside down: {amount.low:g} to {amount.high:g}"
        raise DoseError(message, f"write `{amount.high:g}` first", amount)
    if amount.low <= 0:
        raise DoseError(f"{what} must be more than 0", None, amount)


def _said(seconds: float) -> str:
    if seconds >= HOUR and seconds % 60 == 0:
        return f"{seconds / 60:g} minutes"
    return f"{seconds:g} seconds"
