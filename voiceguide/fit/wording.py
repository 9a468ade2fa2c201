"""What is said: the words for each doing with its fitted numbers, cut into utterances that can be spoken once and
used again. The number of a dose is an utterance of its own wherever the language allows, so that another length of
session needs only a few new words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from voiceguide.fit.step_instance import StepInstance
from voiceguide.language import Pack
from voiceguide.language.sentences import sentences
from voiceguide.routine import Breaths, Coaching, Count, Dose, Hold, Line, Sets, Wait

Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The numbers that fitting chose for one step."""

    value: float = 0.0
    """Seconds of a hold or wait, or how many repetitions or breaths."""
    rest: float = 0.0
    """Seconds of the rest between the holds of a set."""


def natural(dose: Dose | None) -> Fitted:
    """The numbers as written."""
    match dose:
        case Sets():
            return Fitted(dose.of.natural, dose.rest.natural)
        case Wait():
            return Fitted(dose.seconds)
        case None:
            return Fitted()
        case _:
            return Fitted(dose.natural)


def sentence(text: str) -> str:
    """The text with an end that a voice can hear."""
    return text if text.endswith((".", "!", "?", "…")) else text + "."


def words_of(said: Line | Coaching, pack: Pack) -> Parts:
    """A writer's words, sentence by sentence, so that one that is cut can be said again. What was recorded in one piece
    stays whole."""
    return (said.text,) if said.recording else sentences(pack, said.text)


def note_words(note: str, pack: Pack) -> Parts:
    """What is said to the person that a session is made for."""
    return sentences(pack, sentence(note))


def client_words(client: str, pack: Pack) -> str:
    """Who the session is made for: the utterance that names somebody."""
    return pack.phrase("for-client", name=client.rstrip("."))


def instruction(instance: StepInstance, fitted: Fitted, pack: Pack) -> Parts:
    """The side, the instruction and its dose: `Left foot.` `Press the heel spot` `for 45 seconds.`"""
    step = instance.step
    side = pack.side(instance.noun, instance.side) if instance.noun and instance.side and not step.rest else None
    if instance.again and side:
        again = pack.phrase("same-again", side=side)
        dose = _ended(dose_parts(step.dose, fitted, pack, bare=True))
        return (again, *(part[:1].upper() + part[1:] for part in dose[:1]), *dose[1:])
    words = step.spoken.replace("{number}", f"{fitted.value:.0f}")
    *before, last = (words,) if step.recording else sentences(pack, words)
    if "{number}" in step.spoken or step.dose is None:
        body: Parts = (*before, sentence(last))
    else:
        join = "" if step.rest or isinstance(step.dose, Hold) else ","
        body = (*before, last + join, *_ended(dose_parts(step.dose, fitted, pack)))
    return (sentence(side), *body) if side else body


def _ended(parts: Parts) -> Parts:
    return (*parts[:-1], sentence(parts[-1])) if parts else ()


@lru_cache(maxsize=1 << 16)
def dose_parts(dose: Dose | None, fitted: Fitted, pack: Pack, *, bare: bool = False) -> Parts:
    """A dose in round words; `bare` is without `for`, where it stands alone."""
    match dose:
        case Hold():
            words = pack.duration(fitted.value)
            return (words if bare else pack.phrase("hold", duration=words),)
        case Wait():
            return (pack.phrase("wait-limit" if dose.limit else "wait", duration=pack.duration(fitted.value)),)
        case Count():
            times = pack.phrase("count", number=int(fitted.value))
            if dose.pace_written and not bare:
                return (times + ", " + pack.phrase("pace", duration=pack.duration(dose.pace)),)
            return (times,)
        case Breaths():
            return (pack.phrase("breaths", number=int(fitted.value)),)
        case Sets():
            return _sets_parts(dose, fitted, pack)
        case None:
            return ()
        case _:
            assert_never(dose)


def _sets_parts(dose: Sets, fitted: Fitted, pack: Pack) -> Parts:
    if isinstance(dose.of, Hold):
        words = pack.phrase("sets-hold", times=dose.times, duration=pack.duration(fitted.value))
    else:
        words = pack.phrase("sets-count", times=dose.times, number=int(fitted.value))
    if dose.times < 2:
        return (words,)
    return (words + ",", pack.phrase("sets-rest", duration=pack.duration(fitted.rest)))
