"""Sides in words of many kinds, and words of sides that nothing has read."""

from __future__ import annotations

import pytest

from tests.script_help import routine_of, warnings_of

SIDED = [
    ("en", "Stretch the calf 30 s, left & right"),
    ("en", "Stretch the calf 30 s, both left and right"),
    ("en", "Stretch the calf for 30 s, right side then left side"),
    ("en", "Stretch the calf for 30 s, now switch"),
    ("en", "Stretch the calf for 30 s, change side"),
    ("en", "Stretch the calf for 30 s ea. side"),
    ("en", "Stretch the calf for 30 s a side"),
    ("en", "Stretch the calf for 30 s, one side at a time"),
    ("en", "Stretch the calf for 30 s. Then do the right side too."),
    ("de", "Dehne die Wade 30 Sek., beide Beine nacheinander"),
    ("fr", "Étirez le mollet 30 s, et inversez"),
    ("it", "Allunga il polpaccio 30 s, cambia poi lato"),
    ("pt", "Alongue a panturrilha 30 s, troque depois de lado"),
]


SLASHED = [
    ("en", "Squat 10x/side"),
    ("en", "Squat 10 reps/side"),
    ("en", "Squat 3 x 10 reps/leg"),
    ("fr", "Squat 10x/jambe"),
    ("es", "Squat 10x/pierna"),
    ("it", "Squat 10x/gamba"),
    ("pt", "Squat 10x/perna"),
    ("nl", "Squat 10x/been"),
    ("en", "Left/Right: squat for 30 s"),
    ("de", "Squat, links/rechts, 30 Sek."),
]


@pytest.mark.parametrize(("language", "item"), SLASHED)
def test_a_side_behind_a_slash_is_one_beside_a_dose(language: str, item: str) -> None:
    (step,) = routine_of(f"---\nlanguage: {language}\n---\n\n- {item}\n").phases[0].steps
    assert step.sides
    assert step.text.rstrip(".,:").casefold() == "squat"


@pytest.mark.parametrize("item", ["Massage the ankle/foot for 60 s", "Massage ankle / foot / calf for 60 s"])
def test_parts_of_the_body_behind_a_slash_are_words(item: str) -> None:
    (step,) = routine_of(f"- {item}\n").phases[0].steps
    assert (step.text, step.sides) == (item.removesuffix(" for 60 s"), None)


@pytest.mark.parametrize(("language", "item"), SIDED)
def test_both_sides_are_done(language: str, item: str) -> None:
    (step,) = routine_of(f"---\nlanguage: {language}\n---\n\n- {item}\n").phases[0].steps
    assert step.sides
    assert step.text.casefold() == item.split(" 30 s")[0].split(" 30 Sek")[0].removesuffix(" for").casefold()


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("Stretch the calf for 30 s, switching sides", "switching sides"),
        ("Stretch the calf for 30 s, each", "each"),
        ("Stretch the calf for 30 s, each\tfoot", "each, foot"),
    ],
)
def test_words_of_sides_that_were_not_read_are_told(item: str, words: str) -> None:
    assert warnings_of(f"- {item}\n") == [(1, f"`{words}` is only spoken: the step is done once")]


@pytest.mark.parametrize(
    "item",
    [
        "Lean for 30 s, to the left",
        "Lean for 30 s, on the left side",
        "Press on either side of the spine for 60 seconds",
        "Hold for 30 s, keeping the weight on both sides",
        "Look left and right for 30 seconds",
        "Stand tall for 30 seconds, arms at your sides",
        "Lie for 60 seconds, hands by your sides",
        "Raise the arms 10 times, to the side",
        "Rock for 60 seconds, side to side",
        "Rock for 60 seconds, left to right",
    ],
)
def test_other_words_of_sides_are_plain(item: str) -> None:
    assert warnings_of(f"- {item}\n") == []


@pytest.mark.parametrize(
    ("language", "item"),
    [
        ("de", "Steh 30 Sekunden, Arme an den Seiten"),
        ("de", "Hebe den Arm 10 Mal zur Seite"),
        ("fr", "Levez le bras 10 fois sur le côté"),
        ("es", "Túmbate 60 segundos de lado"),
        ("it", "Sdraiati 60 secondi su un lato"),
        ("nl", "Wieg 30 seconden van kant naar kant"),
        ("pt", "Segure 30 segundos, braços aos lados"),
    ],
)
def test_a_side_as_a_place_is_plain_in_other_languages(language: str, item: str) -> None:
    assert warnings_of(f"---\nlanguage: {language}\n---\n\n- {item}\n") == []


def test_the_sides_of_a_line_over_other_steps_are_told() -> None:
    ((_, told),) = warnings_of("- Release the foot, each side\n  - Press for 60 s\n  - Roll for 30 s\n")
    assert told == "the sides of this line are not those of the steps under it, from line 2 on"


def test_a_count_over_steps_with_times_is_told() -> None:
    ((_, told),) = warnings_of("- Release the foot 10 times\n  - Press for 60 s\n  - Roll for 30 s\n")
    assert told == "this step has a dose, and so have those under it, from line 2 on: they come after it"
