"""The timed parts of a dose, and their lengths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from voiceguide.fit.numbers import Fitted, Single, each_value
from voiceguide.routine import BreathPattern, Breaths, Count, Dose, Hold, Intervals, Series, Sets, Wait
from voiceguide.units import to_samples


@dataclass(frozen=True, slots=True)
class Part:
    """One timed part of a dose."""

    dose: Single
    value: float
    """Seconds of a hold or wait, or the number of repetitions, breaths or cycles."""
    pause: int = 0
    """Samples of quiet before it: the rest between the holds of a set."""
    rest: bool = False
    """True for the rest of an interval."""
    text: str = ""
    """The name of the part, if the parts of an interval differ."""
    flows: bool = False
    """True if the next part follows at once, so that no bell ends this one."""

    @property
    def length(self) -> int:
        """Samples."""
        return single_samples(self.dose, self.value)

    @property
    def seconds_each(self) -> float:
        """Seconds of one repetition, breath or cycle; 1 for a hold."""
        match self.dose:
            case Count():
                return self.dose.pace
            case Breaths():
                return self.dose.seconds_in + self.dose.seconds_out
            case BreathPattern():
                return sum(phase.seconds for phase in self.dose.phases)
            case Hold() | Wait():
                return 1.0
            case _:
                assert_never(self.dose)


def parts_of(dose: Dose | None, fitted: Fitted) -> tuple[Part, ...]:
    """The parts of a dose in order."""
    match dose:
        case None:
            return ()
        case Sets():
            rest = to_samples(fitted.rest)
            return tuple(Part(dose.of, fitted.value, rest if number else 0) for number in range(dose.times))
        case Series():
            rest = to_samples(fitted.rest)
            each = enumerate(each_value(dose, fitted))
            return tuple(Part(one, value, rest if number else 0) for number, (one, value) in each)
        case Intervals():
            return tuple(_intervals(dose, round(fitted.value)))
        case Hold() | Count() | Breaths() | BreathPattern() | Wait():
            return (Part(dose, fitted.value),)
        case _:
            assert_never(dose)


def _intervals(dose: Intervals, rounds: int) -> Iterator[Part]:
    """The parts in rounds, without a rest after the last."""
    parts = [part for _ in range(rounds) for part in dose.parts]
    while len(parts) > 1 and parts[-1].rest:
        parts.pop()
    differ = len({part.text for part in dose.parts}) > 1
    for number, part in enumerate(parts):
        text = part.text if differ else ""
        yield Part(part.hold, part.hold.natural, 0, part.rest, text, flows=number < len(parts) - 1)


def single_samples(dose: Single, value: float) -> int:
    """Samples of a dose that is done in one go."""
    match dose:
        case Count():
            return round(value) * to_samples(dose.pace)
        case Breaths():
            return round(value) * to_samples(dose.seconds_in + dose.seconds_out)
        case BreathPattern():
            return round(value) * sum(to_samples(phase.seconds) for phase in dose.phases)
        case Hold() | Wait():
            return to_samples(value)
        case _:
            assert_never(dose)


def hold_samples(dose: Dose, fitted: Fitted) -> int:
    """Samples of the first hold; of intervals, of all of them."""
    parts = parts_of(dose, fitted)
    return sum(part.length for part in parts) if isinstance(dose, Intervals) else parts[0].length


def written_seconds(dose: Single) -> tuple[float, float]:
    """The shortest and the longest of one part as written."""
    match dose:
        case Hold():
            return dose.written
        case Wait():
            return (dose.seconds, dose.seconds)
        case Count() | Breaths() | BreathPattern():
            one = Part(dose, 1).seconds_each
            return (dose.written[0] * one, dose.written[1] * one)
        case _:
            assert_never(dose)
