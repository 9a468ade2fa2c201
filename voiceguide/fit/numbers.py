"""The numbers that fitting chooses for a step, and all the numbers that they may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from voiceguide.grid import allowed_seconds
from voiceguide.routine import BreathPattern, Breaths, Count, Dose, Hold, Intervals, Series, Sets, Wait
from voiceguide.units import to_samples

REST_GROWTH = 3.0
"""The factor by which rests and settle times may grow."""
SETTLE_MOST = to_samples(15)
"""No settle time grows beyond this: nobody needs longer to get in place, and a longer silence seems to be the end."""
CLOSE = 1e-6
"""Two numbers that differ by less are the same."""

Single = Hold | Count | Breaths | BreathPattern | Wait
"""A dose that is done in one go."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The numbers that fitting chose for one step."""

    value: float = 0.0
    """Seconds of a hold or wait, or the number of repetitions, breaths, cycles or rounds."""
    rest: float = 0.0
    """Seconds of the rest between the holds of a set."""


def natural(dose: Dose | None) -> Fitted:
    """The numbers as written."""
    if dose is None:
        return Fitted()
    rest = dose.rest.natural if isinstance(dose, Sets | Series) else 0.0
    return Fitted(_natural(lead(dose)), rest)


def lead(dose: Dose) -> Single | Intervals:
    """The dose whose number is fitted; all other numbers of a series keep their ratio to it."""
    match dose:
        case Sets():
            return dose.of
        case Series():
            return dose.of[0]
        case Hold() | Count() | Breaths() | BreathPattern() | Wait() | Intervals():
            return dose
        case _:
            assert_never(dose)


def values(dose: Dose, second: Dose | None = None, *, grows: bool = False) -> tuple[float, ...]:
    """All numbers that the lead of a dose may have, rising: those for which every number that depends on it is allowed,
    too. `grows`: the dose is a rest, which may grow beyond its bounds."""
    first = lead(dose)
    followers: list[Single | Intervals] = list(dose.of[1:]) if isinstance(dose, Series) else []
    if second is not None:
        followers += second.of if isinstance(second, Series) else [lead(second)]
    if any(type(other) is not type(first) for other in followers):
        return (_natural(first),)
    found = _allowed(first, grows=grows)
    for other in followers:
        may = _allowed(other, grows=grows)
        ratio = _natural(other) / _natural(first)
        found = {value for value in found if any(abs(value * ratio - allowed) < CLOSE for allowed in may)}
    return tuple(sorted(found | {_natural(first)}))


def rest_values(rest: Hold) -> tuple[float, ...]:
    """All seconds that the rest between the holds of a set may have, rising."""
    return tuple(sorted(_allowed(rest, grows=True)))


def in_ratio(value: float, of: Single | Intervals, to: Single | Intervals) -> float:
    """The number of another dose while `of` has this value: their ratio is kept."""
    if of is to or type(of) is not type(to) or not _natural(of):
        return value if of is to else _natural(to)
    found = round(value * _natural(to) / _natural(of), 6)
    return found if isinstance(to, Hold | Wait) else float(max(1, round(found)))


def own(dose: Dose | None, second: Dose | None, fitted: Fitted) -> Fitted:
    """The numbers of the second side of a step, where its dose is another one than that of the first."""
    if dose is None or second is None:
        return fitted
    rest = fitted.rest
    if isinstance(second, Sets | Series):
        between = dose.rest if isinstance(dose, Sets | Series) else None
        rest = in_ratio(rest, between, second.rest) if between else second.rest.natural
    return Fitted(in_ratio(fitted.value, lead(dose), lead(second)), rest)


def each_value(dose: Series, fitted: Fitted) -> Iterator[tuple[Hold | Count, float]]:
    """The sets of a series, each with its number."""
    for one in dose.of:
        yield one, in_ratio(fitted.value, dose.of[0], one)


def _natural(dose: Single | Intervals) -> float:
    match dose:
        case Hold() | Count() | Breaths() | BreathPattern():
            return float(dose.natural)
        case Wait():
            return dose.seconds
        case Intervals():
            return float(dose.rounds.natural)
        case _:
            assert_never(dose)


def _allowed(dose: Single | Intervals, *, grows: bool) -> set[float]:
    match dose:
        case Hold():
            longer = grows and dose.least < dose.most and dose.written[0] == dose.written[1]
            return set(allowed_seconds(dose, dose.natural * REST_GROWTH if longer else dose.most)) | {dose.natural}
        case Count() | Breaths() | BreathPattern():
            return set(map(float, range(dose.least, dose.most + 1)))
        case Intervals():
            return set(map(float, range(dose.rounds.least, dose.rounds.most + 1)))
        case Wait():
            return {dose.seconds}
        case _:
            assert_never(dose)
