"""Doses at another place than in English, and counts on a line of their own."""

from __future__ import annotations

import pytest

from tests.script_help import forms_of, meaning, read_one


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Jog 60 s, walk 90 s, 6 times"),
        ("de", "60 s joggen, 90 s gehen, 6 Mal"),
        ("nl", "Jog 60 s, wandel 90 s, 6x"),
    ],
)
def test_a_count_behind_several_holds_is_of_all_of_them(code: str, words: str) -> None:
    assert forms_of(f"- {words}", code) == ["6 rounds of 60 s [30-90], 90 s [45-135]"]


def test_a_count_of_very_different_holds_is_asked_about() -> None:
    messages = [found.message for found in read_one("Stretch 60 s, circle 5 s, 6 times").findings]
    assert messages == ["it is not sure what is repeated: the last of these, or all"]


@pytest.mark.parametrize(
    ("code", "script"),
    [
        ("en", "## Pelvic tilt\n\n- Flatten the back.\n- Hold for 5 seconds, then release.\n- 10 to 15 reps"),
        ("de", "## Beckenkippen\n\n- Den Rücken andrücken.\n- 5 Sekunden halten, dann lösen.\n- 10 bis 15 Wdh."),
        ("nl", "## Bekken kantelen\n\n- Druk de rug aan.\n- Houd 5 seconden vast, laat dan los.\n- 10 tot 15 herh."),
    ],
)
def test_a_count_on_its_own_line_is_of_the_only_hold_under_its_heading(code: str, script: str) -> None:
    assert forms_of(script, code) == ["12 x 5 s [10-15], after 1 lines, {duration}"]


def test_a_rest_behind_timed_repeats_is_between_them() -> None:
    assert meaning("Wall sit: 3x, 40 s each, rest 20 s")[1] == "3 sets of (40 s [20-60]), rest 20 s"


def test_a_number_in_words_that_counts_is_not_lost_in_silence() -> None:
    messages = [found.message for found in read_one("Seufze dreimal irgendwie", "de").findings]
    assert "drei is spoken, not counted" in messages


@pytest.mark.parametrize(
    ("code", "words", "dose"),
    [
        ("de", 'Wandsitz 45" halten', "45 s [22.5-67.5]"),
        ("nl", 'Houd 15" vast en ontspan', "-"),
        ("nl", 'Houd 15" vast', "15 s [7.5-22.5]"),
        ("en", 'Lift the leg 6" hold', "6 s [3-9]"),
        ("en", 'Lift the leg 6" high, 10 times', "10 x 3 s [5-15]"),
    ],
)
def test_a_tick_before_the_verb_of_a_hold_is_a_time(code: str, words: str, dose: str) -> None:
    if dose == "-":
        assert any(found.severity == "error" for found in read_one(words, code).findings)
    else:
        assert meaning(words, code)[1] == dose


def test_a_breath_that_is_named_by_its_numbers_keeps_its_name() -> None:
    assert meaning("4-7-8-Atmung, 4 Runden", "de")[:2] == ("4-7-8-Atmung", "4 cycles of in 4, hold 7, out 8")


def test_a_count_before_its_verb_does_not_stand_in_front() -> None:
    script = "## Wade\n\n- Halten Sie die Dehnung 20 Sekunden.\n- 4x wiederholen"
    assert forms_of(script, "de") == ["4 sets of (20 s [10-30]), rest 10 s"]


@pytest.mark.parametrize(
    ("code", "words", "side"),
    [
        ("nl", "Rol de voetzool 2 min per voet voorzichtig uit", "foot"),
        ("de", "Die Sohle 2 Min. pro Fuß behutsam ausrollen", "foot"),
        ("en", "Roll the sole 2 minutes per foot, gently", "foot"),
        ("en", "Rub each side of the heel for 1 minute", None),
    ],
)
def test_sides_right_behind_an_amount_are_of_it(code: str, words: str, side: str | None) -> None:
    (step,) = read_one(words, code).routine.phases[0].steps  # type: ignore[union-attr]
    assert step.sides == side


def test_sides_of_something_behind_an_amount_are_asked_about() -> None:
    assert read_one("Rub 1 minute each side of the heel").routine is None
    assert read_one("Reib 1 Minute jede Seite der Ferse", "de").routine is None


def test_a_rest_behind_its_label_is_one() -> None:
    assert forms_of("- Clams, 12 times\n- Rest between sets: 1 minute", "en")[1] == "rest 60 s [30-60]"


@pytest.mark.parametrize(
    ("code", "words", "spoken"),
    [
        ("nl", "Strek de armen, tel tot 10 en kom terug. 5 keer.", "Strek de armen, tel tot 10 en kom terug"),
        (
            "en",
            "Lift the leg, hold for a count of 10 and lower. 5 times.",
            "Lift the leg, hold for a count of 10 and lower",
        ),
    ],
)
def test_what_each_repetition_counts_to_is_said_as_written(code: str, words: str, spoken: str) -> None:
    (step,) = read_one(words, code).routine.phases[0].steps  # type: ignore[union-attr]
    assert step.spoken == spoken
