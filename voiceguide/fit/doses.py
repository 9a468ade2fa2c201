"""How long a dose takes."""

from __future__ import annotations

from typing import assert_never

from voiceguide.fit.wording import Fitted
from voiceguide.routine import Breaths, Count, Dose, Hold, Sets, Wait
from voiceguide.units import to_samples


def hold_samples(dose: Dose, fitted: Fitted) -> int:
    """Samples of one hold."""
    match dose:
        case Sets():
            return hold_samples(dose.of, fitted)
        case Count():
            return round(fitted.value) * to_samples(dose.pace)
        case Breaths():
            return round(fitted.value) * to_samples(dose.seconds_in + dose.seconds_out)
        case Hold() | Wait():
            return to_samples(fitted.value)
        case _:
            assert_never(dose)


def dose_samples(dose: Dose, fitted: Fitted) -> int:
    """Samples from the start of the first hold to the end of the last, rests between included."""
    one = hold_samples(dose, fitted)
    if isinstance(dose, Sets):
        return dose.times * one + (dose.times - 1) * to_samples(fitted.rest)
    return one


def written_seconds(dose: Dose) -> tuple[float, float]:
    """The shortest and the longest of one hold as written."""
    match dose:
        case Sets():
            return written_seconds(dose.of)
        case Hold():
            return dose.written
        case Wait():
            return (dose.seconds, dose.seconds)
        case Count():
            return (dose.written[0] * dose.pace, dose.written[1] * dose.pace)
        case Breaths():
            breath = dose.seconds_in + dose.seconds_out
            return (dose.written[0] * breath, dose.written[1] * breath)
        case _:
            assert_never(dose)
