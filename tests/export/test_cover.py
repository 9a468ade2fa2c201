"""Covers: the drawing, checked by its pixels, and the words that it can show."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.plans import FEET, plan_of
from voiceguide.export import cover as cover_module
from voiceguide.export.cover import DIAL_WITH_TITLE, MIDDLE, PHASES, _arcs, _length, cover
from voiceguide.export.lettering import font, lines_of
from voiceguide.fit import Choices
from voiceguide.script.library import shipped
from voiceguide.units import RATE

LONG = "Supercalifragilistischexpialigetischefußsohlenentspannung und die vollständige Wiederherstellung der Füße"


def picture(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def colours(data: bytes) -> set[tuple[int, ...]]:
    """The colours in the picture, in steps of 16, since JPEG changes them slightly."""
    small = picture(data).resize((250, 250), Image.Resampling.NEAREST)
    found = small.getcolors(250 * 250)
    assert found is not None
    return {tuple(round(part / 16) for part in colour) for _, colour in found if isinstance(colour, tuple)}


def stepped(colour: str) -> tuple[int, ...]:
    return tuple(round(int(colour[at : at + 2], 16) / 16) for at in (1, 3, 5))


@pytest.mark.parametrize("size", [300, 1000, 1400])
def test_a_cover_is_a_square_jpeg_of_the_size_that_is_asked_for(size: int) -> None:
    image = picture(cover(plan_of(FEET), size))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (size, size))
    assert "progression" not in image.info  # which older players cannot show


@pytest.mark.no_cover
@pytest.mark.parametrize("script", sorted(shipped().glob("*.md")), ids=lambda path: path.stem)
def test_the_cover_of_each_routine_is_small_enough_for_a_tag(script: Path) -> None:
    assert len(cover(plan_of(script.read_text("utf-8")))) < 150_000


@pytest.mark.no_cover
def test_a_day_of_many_steps_still_has_a_cover() -> None:
    steps = "\n".join(f"- Press spot {number} for 20 seconds, each foot" for number in range(400))
    assert len(cover(plan_of(f"# All day\n\n{steps}\n"))) < 150_000


def test_each_phase_has_a_colour_of_its_own() -> None:
    seen = colours(cover(plan_of(FEET)))
    assert {stepped(PHASES[0]), stepped(PHASES[1])} <= seen
    assert stepped(PHASES[2]) not in seen


def test_holds_are_bars_inside_their_phase_left_ones_inside_and_right_ones_outside() -> None:
    plan = plan_of(FEET)
    bars = [arc for arc in _arcs(plan, "#000000") if arc.colour in PHASES]
    where = ["middle" if arc.lane[0] < 0 < arc.lane[1] else "left" if arc.lane[1] < 0 else "right" for arc in bars]
    assert where == [step.side or "middle" for step in plan.steps if step.hold]
    for bar, step in zip(bars, (step for step in plan.steps if step.hold), strict=True):
        assert step.hold
        share = (step.hold.start + step.hold.end) / 2 / plan.length
        assert (bar.start + bar.end) / 2 == pytest.approx(360 * share, abs=2.5)


def test_time_runs_clockwise_from_the_top() -> None:
    image = picture(cover(plan_of("# Feet\n\n- Press the heel spot for 60 seconds, each foot\n")))

    def is_bar(right: int, out: int) -> bool:
        pixel = image.getpixel((500 + right * (MIDDLE + out), DIAL_WITH_TITLE))
        assert isinstance(pixel, tuple)
        return tuple(round(part / 16) for part in pixel) == stepped(PHASES[0])

    at_three_o_clock, at_nine_o_clock, left_foot, right_foot = 1, -1, -20, 20
    assert is_bar(at_three_o_clock, left_foot)
    assert not is_bar(at_three_o_clock, right_foot)
    assert is_bar(at_nine_o_clock, right_foot)
    assert not is_bar(at_nine_o_clock, left_foot)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (900.0, ("15", "min")),
        (901.0, ("15:01", "min")),
        (599.7, ("10", "min")),
    ],
)
def test_the_length_is_told_in_minutes(length: float, words: tuple[str, str]) -> None:
    steps = "".join(f"- Press spot {number} for 20 to 120 seconds\n" for number in range(12))
    assert _length(plan_of(f"# Feet\n\n{steps}", length)) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(42, ("42", "s")), (3600, ("1", "h")), (3720, ("1:02", "h")), (36_000, ("10", "h"))]
)
def test_shorter_and_longer_ones_in_seconds_and_hours(seconds: int, words: tuple[str, str]) -> None:
    class Lasting:
        length = seconds * RATE

    assert _length(Lasting()) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        "Fersenschmerz lösen: Größe, ÄÖÜ ẞ",
        "Relâcher à l’œil : été, ça, Noël",
        "¡Mañana! ¿Pies?",
        "Массаж стопы",
        "Πέλμα",
    ],
)
def test_titles_keep_their_letters(words: str) -> None:
    assert lines_of(words, [(30, 1)], 2000)[1] == [words]


def test_accents_that_are_missing_are_left_out_and_so_are_pictures() -> None:
    assert lines_of("mỗi ngày 🦶", [(30, 1)], 2000)[1] == ["moi ngày"]


@pytest.mark.parametrize("words", ["足の裏のマッサージ", "עיסוי כף הרגל", ""])
def test_a_title_in_other_letters_is_left_out_and_the_ring_moves_to_the_middle(words: str) -> None:
    assert lines_of(words, [(30, 1)], 2000)[1] == []


def test_a_long_title_is_laid_in_even_lines_and_ends_with_an_ellipsis() -> None:
    letters, lines = lines_of("Trigger points of the sole and calf", [(40, 1), (30, 2)], 400)
    assert (letters.size, lines) == (30, ["Trigger points of", "the sole and calf"])
    _, lines = lines_of(LONG, [(40, 1), (30, 2)], 400)
    assert len(lines) == 2
    assert lines[0].endswith("-")
    assert lines[1].endswith("…")
    assert all(font(30).getlength(line) <= 400 for line in lines)


class StepReference(dict[str, bytes]):
    encoded = dict.get
    keep = dict.__setitem__


def test_a_store_spares_drawing_the_same_picture_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store = StepReference()
    first = cover(plan_of(FEET), store=store)
    monkeypatch.setattr(cover_module, "_draw", None)
    assert cover(plan_of(FEET), store=store) == first
    with pytest.raises(TypeError):
        cover(plan_of(FEET, "longest"), store=store)


@pytest.mark.parametrize(
    "other",
    [
        lambda: cover(plan_of(FEET, "longest")),
        lambda: cover(plan_of(FEET, choices=Choices(side="left"))),
        lambda: cover(plan_of(FEET.replace("lösen", "lindern"))),
    ],
)
def test_other_sessions_have_other_covers(other: Callable[[], bytes]) -> None:
    assert other() != cover(plan_of(FEET))
