"""Steps that get the hands ready for others, or clean up behind them: spread the oil, wipe the hands.

Such a step has no exercise in it: the listener takes the time it needs. If later steps need its thing, it prepares
them. If it comes behind those, it cleans up. It stays as long as they do, and goes with them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from voiceguide.language import Pack
from voiceguide.routine import Step, Wait


def is_handling(step: Step) -> bool:
    """True for a step without an exercise: a wait until the listener is ready, or words without a dose."""
    return not step.rest and (
        step.dose is None or (isinstance(step.dose, Wait) and not step.dose.limit and not step.dose.count)
    )


def served_by(steps: Sequence[Step], number: int, pack: Pack) -> tuple[int, ...]:
    """The places of the steps for which the step at a place is there: those that it prepares, or behind which it cleans
    up. Empty for a step that stands for itself."""
    if not is_handling(steps[number]):
        return ()
    prepared = _prepared_by(steps, number, pack)
    if prepared:
        return prepared
    before = (place for place in range(number) if is_handling(steps[place]))
    return tuple(place for place in before if any(after < number for after in _prepared_by(steps, place, pack)))


def needed_for(steps: Sequence[Step], number: int, gone: Collection[int], pack: Pack) -> int | None:
    """The place of a step that stays and needs the handling step at a place: it cannot be left out alone. None without
    one. `gone`: the places of the steps that are left out."""
    return next((place for place in served_by(steps, number, pack) if place not in gone), None)


def idle(steps: Sequence[Step], gone: Collection[int], pack: Pack) -> list[int]:
    """The places of the optional steps that are there for nothing but steps that are gone, in order."""
    found: list[int] = []
    while True:
        all_gone = {*gone, *found}
        more = [
            place
            for place, step in enumerate(steps)
            if step.optional
            and place not in all_gone
            and (served := served_by(steps, place, pack))
            and all_gone.issuperset(served)
        ]
        if not more:
            return sorted(found)
        found += more


def _prepared_by(steps: Sequence[Step], number: int, pack: Pack) -> tuple[int, ...]:
    """The places of the later steps that need a thing of the handling step at a place."""
    things = set(map(pack.bare_thing, steps[number].needs))
    later = range(number + 1, len(steps)) if things else ()
    return tuple(place for place in later if things & set(map(pack.bare_thing, steps[place].needs)))
