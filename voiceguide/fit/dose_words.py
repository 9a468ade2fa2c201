"""The words for a dose with its fitted numbers."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import assert_never

from voiceguide.fit.doses import hold_samples
from voiceguide.fit.numbers import Fitted, Single, each_value
from voiceguide.language import Pack
from voiceguide.routine import BreathPattern, Breaths, Count, Dose, Hold, Intervals, Series, Sets, Wait
from voiceguide.units import to_seconds

Parts = tuple[str, ...]
"""The utterances of a cue."""

FEW_CYCLES = 12
"""Up to this many cycles of a breath pattern are announced as cycles, more of them as a time."""


def ends(text: str) -> bool:
    """True if the text ends a sentence."""
    return text.endswith((".", "!", "?", "…"))


def sentence(text: str) -> str:
    """The text as a whole sentence."""
    return text if ends(text) else text + "."


@lru_cache(maxsize=1 << 16)
def dose_parts(
    dose: Dose | None,
    numbers: Fitted,
    pack: Pack,
    *,
    bare: bool = False,
    paced: bool | None = None,
    live: bool = False,
) -> Parts:
    """A dose in round words; `bare` is without `for`, where it stands alone. `paced`: with the pace of a count, as by
    default where it does not stand alone. `live`: the listener can press at the end of a wait."""
    match dose:
        case None:
            return ()
        case Hold():
            words = pack.duration(numbers.value)
            return (words if bare else pack.phrase("hold", duration=words),)
        case Wait():
            return _waited(dose, numbers, pack, live=live)
        case Count():
            times = pack.phrase("count", number=int(numbers.value))
            if dose.pace_written and (not bare if paced is None else paced):
                return (times + ", " + pack.phrase("pace", duration=pack.duration(dose.pace)),)
            return (times,)
        case Breaths():
            return (pack.phrase("breaths", number=int(numbers.value)),)
        case BreathPattern():
            return (_pattern_words(dose, numbers, pack, bare=bare),)
        case Sets():
            return with_rest(sets_words(dose, numbers, pack), dose, numbers, pack)
        case Series():
            return with_rest((_series_words(dose, numbers, pack, bare=bare),), dose, numbers, pack)
        case Intervals():
            return tuple(_interval_words(dose, numbers, pack))
        case _:
            assert_never(dose)


def _wait_words(wait: Wait, numbers: Fitted, pack: Pack) -> str:
    return pack.phrase("wait-limit" if wait.limit else "wait", duration=pack.duration(numbers.value))


def _waited(wait: Wait, numbers: Fitted, pack: Pack, *, live: bool) -> Parts:
    """The repetitions and the time to take for a wait, or the press that ends it."""
    if wait.count:
        counted = sentence(pack.phrase("count", number=wait.count))
        return (counted[:1].upper() + counted[1:], *_waited(replace(wait, count=0), numbers, pack, live=live))
    if wait.limit:
        limit = pack.phrase("wait-limit", duration=pack.duration(numbers.value))
        return (sentence(limit), pack.phrase("ready")) if live else (limit,)
    return (pack.phrase("ready"),) if live else (pack.phrase("take", duration=pack.duration(numbers.value)),)


def _pattern_words(dose: BreathPattern, numbers: Fitted, pack: Pack, *, bare: bool) -> str:
    cycles = int(numbers.value)
    if cycles <= FEW_CYCLES:
        return pack.phrase("cycles", number=cycles)
    seconds = to_seconds(hold_samples(dose, numbers))
    nearest = 15.0 * round(seconds / 15)
    if bare and nearest == seconds:
        return pack.duration(nearest)
    return pack.phrase("hold" if nearest == seconds else "wait", duration=pack.duration(nearest))


def sets_words(dose: Sets, numbers: Fitted, pack: Pack) -> Parts:
    """The words for some sets of the same dose: `3 sets of 10`."""
    one: Single = dose.of
    match one:
        case Hold():
            return (pack.phrase("sets-hold", times=dose.times, duration=pack.duration(numbers.value)),)
        case Count():
            return (pack.phrase("sets-count", times=dose.times, number=int(numbers.value)),)
        case Breaths() | BreathPattern():
            breaths = pack.phrase("breaths", number=int(numbers.value))
            return (pack.phrase("sets-breaths", times=dose.times, breaths=breaths),)
        case Wait():
            return (pack.phrase("sets-wait", times=dose.times, wait=_wait_words(one, numbers, pack)),)
        case _:
            assert_never(one)


def _series_words(dose: Series, numbers: Fitted, pack: Pack, *, bare: bool) -> str:
    each = [value for _, value in each_value(dose, numbers)]
    if isinstance(dose.of[0], Count):
        return pack.phrase("series-count", numbers=pack.join([f"{value:.0f}" for value in each]))
    plain = all(value < 60 and value == int(value) for value in each)
    *others, last = [pack.duration(value) for value in each]
    words = pack.join([*(f"{value:.0f}" for value in each[:-1]), last] if plain else [*others, last])
    return words if bare else pack.phrase("hold", duration=words)


def _interval_words(dose: Intervals, numbers: Fitted, pack: Pack) -> list[str]:
    """`high knees, 20 seconds,` `10 seconds rest,` `8 rounds`"""
    found = []
    for part in dose.parts:
        time = pack.duration(part.hold.natural)
        if part.text:
            found += [f"{part.text},", f"{time},"]
        else:
            found.append((pack.phrase("interval-rest", duration=time) if part.rest else time) + ",")
    return [*found, pack.phrase("rounds", number=int(numbers.value))]


def with_rest(said: Parts, dose: Sets | Series, numbers: Fitted, pack: Pack) -> Parts:
    """The words for some sets, with those for the rest between them."""
    times = dose.times if isinstance(dose, Sets) else len(dose.of)
    if times < 2 or not numbers.rest:
        return said
    rest = pack.phrase("sets-rest", duration=pack.duration(numbers.rest))
    return (*said[:-1], *(words + "," for words in said[-1:]), rest)
