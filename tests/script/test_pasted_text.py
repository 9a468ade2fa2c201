"""Text as other programs leave it: marks without their other half, letters in disguise, numbers in boxes."""

from __future__ import annotations

import pytest

from tests.script_help import routine_of
from voiceguide.language.unmarked import unmarked


@pytest.mark.parametrize(
    "item",
    [
        "*Press the heel for 60 seconds",
        "Press the heel* for 60 seconds",
        "_ Press_ the heel for 60 seconds",
        "Press the **heel for **60 seconds",
        "Press the `heel for 60 seconds",
        "Press the [[heel]] for 60 seconds",
        "Press the [[Heel spot|heel]] for 60 seconds",
        "Press the [heel][1] for 60 seconds",
        "Press the heel[12] for 60 seconds",
        "Press the heel.[1] For 60 seconds",
        "Press the heel¹ for 60 seconds",
        "~~Pull~~ Press the heel for 60 seconds",
        "Press the heel for 60 seconds #foot #day1",
        "Press the heel for 60 seconds ^a1b2",
        "Press the heel → 60 seconds",
        "Press the heel => 60 seconds",
        "Press the heel ⏱️ 60 seconds",
        ":foot: Press the heel for 60 seconds",
        "𝗣𝗿𝗲𝘀𝘀 the heel for 𝟲𝟬 seconds",
        "Ｐｒｅｓｓ the heel for 60 seconds",
        "① Press the heel for 60 seconds",
        "1️⃣ Press the heel for 60 seconds",
        "\u2066Press the heel\u2069 for 60 seconds",
        "Press the heel for 60\u3164seconds",
        "Press the heel for 60\u2800seconds",
    ],
)
def test_marks_and_disguises_are_not_spoken(item: str) -> None:
    (step,) = routine_of(f"- {item}\n").phases[0].steps
    assert (step.text.rstrip("."), step.dose.natural) == ("Press the heel", 60)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "item", ["Roll the #heel", "Roll the #heel ^a1b2", "Roll the heel. #foot", "Roll the heel ^a1"]
)
def test_a_tag_within_a_sentence_is_one_of_its_words(item: str) -> None:
    (step,) = routine_of(f"- {item}\n").phases[0].steps
    assert step.text.rstrip(".") == "Roll the heel"


@pytest.mark.parametrize(
    "item",
    [
        "Press for 60 seconds, each\u115f foot",
        "Press for 60 seconds, each\U000e0020 foot",
        "Press for 60 seconds，ｅａｃｈ ｆｏｏｔ",
        "Press for 60 seconds, **each foot",
        "Press each foot[60 s]",
    ],
)
def test_no_side_is_lost_by_them(item: str) -> None:
    (step,) = routine_of(f"- {item}\n").phases[0].steps
    assert (step.text, step.sides) == ("Press", "foot")


def test_joined_letters_of_a_printed_page_are_letters() -> None:
    (step,) = routine_of("- Press for ﬁve minutes\n").phases[0].steps
    assert step.dose.natural == 300  # type: ignore[union-attr]


def test_items_may_be_numbered_in_boxes_and_circles() -> None:
    for script in ("1️⃣ Press for 60 s\n2️⃣ Roll for 30 s\n", "① Press for 60 s\n② Roll for 30 s\n"):
        assert [step.text for step in routine_of(script).phases[0].steps] == ["Press", "Roll"]


def test_a_star_between_numbers_is_no_mark() -> None:
    assert unmarked("2*3 pulses *now") == "2*3 pulses now"


def test_what_is_struck_out_as_a_whole_is_kept() -> None:
    (step,) = routine_of("- ~~Press for 60 seconds~~\n").phases[0].steps
    assert step.text == "Press"


def test_a_number_in_a_box_behind_its_label_is_no_footnote() -> None:
    (step,) = routine_of("- Squat, reps:[12]\n").phases[0].steps
    assert (step.text, step.dose.natural) == ("Squat", 12)  # type: ignore[union-attr]
