"""The words that a listener still has in mind: a side is named once, and a step that was heard a few minutes ago needs
its short form only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from voiceguide.fit.doses import parts_of
from voiceguide.fit.numbers import natural
from voiceguide.fit.step_instance import Shape, Sides, StepInstance, StepKey
from voiceguide.units import to_seconds

FEW_MINUTES = 6 * 60.0
"""Seconds, at the written times, after which a step is said in full again."""
AROUND_HOLD = 10.0
"""Seconds that the words of a step and its settle time take, roughly."""


def instances_of(shape: Shape, index: int, sides: Sides, rest_words: str) -> list[StepInstance]:
    """Every time that a step of one phase is done, in order, with the words that it needs."""
    instances = shape.instances(index, sides, rest_words)
    return list(map(_with_words, instances, _named(instances), _heard(instances)))


def begins_half(before: StepInstance | None, instance: StepInstance) -> bool:
    """True for the first step on the second side of a phase."""
    return (
        before is not None
        and instance.half is not None
        and instance.half != before.half
        and instance.round == before.round
    )


def _with_words(instance: StepInstance, named: bool, heard: bool) -> StepInstance:
    unchanged = (named, heard) == (instance.named, instance.heard)
    return instance if unchanged else replace(instance, named=named, heard=heard)


def _named(instances: Sequence[StepInstance]) -> Iterator[bool]:
    """For each instance, True where its side was not said since the last change."""
    said: object = None
    before: StepInstance | None = None
    for instance in instances:
        if before is None or instance.round > before.round:
            said = None
        elif begins_half(before, instance):
            said = instance.half
        before = instance
        if instance.step.rest or instance.side is None:
            said = None if instance.step.alternating else said
            yield True
            continue
        yield instance.step.sides is not None or said != instance.side
        said = None if instance.step.sides else instance.side


def _heard(instances: Sequence[StepInstance]) -> Iterator[bool]:
    """For each instance, True where its step was said a few minutes before."""
    last: dict[StepKey, float] = {}
    lengths: dict[tuple[StepKey, bool], float] = {}
    now = 0.0
    for instance in instances:
        since = now - last[instance.key] if instance.key in last else None
        yield since is not None and since <= FEW_MINUTES and not instance.step.rest
        dose = (instance.key, instance.is_second)
        if dose not in lengths:
            lengths[dose] = _seconds(instance)
        now += lengths[dose]
        last[instance.key] = now


def _seconds(instance: StepInstance) -> float:
    """Seconds that one instance takes with its numbers as written, roughly."""
    parts = parts_of(instance.dose, natural(instance.dose))
    return AROUND_HOLD + sum(to_seconds(part.length + part.pause) for part in parts)
