"""The shapes of a routine: those that are measured for its shortest and its longest session."""

from __future__ import annotations

from voiceguide.fit.shapes import Shapes, shapes_of
from voiceguide.script import parse

STEPS = "\n".join(f"- Tap point {number} for 5 seconds" for number in range(1, 101))


def test_each_of_a_few_shapes_is_measured() -> None:
    assert len(rounds("2-12").ends()) == 11


def test_of_long_shapes_only_some_are_measured() -> None:
    shapes = rounds("2-40")
    assert len(shapes) == 39
    assert shapes.ends() == (0, shapes.natural, 38)


def test_of_many_long_shapes_few_are_looked_at_for_a_length() -> None:
    looked_at: list[int] = []

    def is_long_enough(index: int) -> bool:
        looked_at.append(index)
        return index >= 20

    assert rounds("2-40").first_that(range(39), is_long_enough) == 20
    assert len(looked_at) < 8


def rounds(written: str) -> Shapes:
    """The shapes of a hundred steps in so many rounds."""
    reading = parse(f"# Tapping\n\n## Points ({written} rounds)\n\n{STEPS}\n", "tapping.md", "tapping")
    assert reading.routine is not None
    return shapes_of(reading.routine)
