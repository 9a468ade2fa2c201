"""Steps with words for the reader beside their dose: the step stays."""

from __future__ import annotations

import pytest

from tests.script_help import routine_of, warnings_of


@pytest.mark.parametrize(
    ("language", "item", "words"),
    [
        ("en", "Squat 10 times, as often as you like", "Squat"),
        ("en", "Plank for 30 s, best done slowly", "Plank"),
        ("en", "Roll the foot for 60 s (that is enough)", "Roll the foot"),
        ("en", "Move one toe at a time for 60 seconds", "Move one toe at a time"),
        ("en", "Relax every muscle for 60 s", "Relax every muscle"),
        ("de", "Hebe die Ferse 10 Mal, so oft wie nötig", "Hebe die Ferse"),
        ("de", "Rolle 60 Sek., bei Bedarf länger", "Rolle"),
    ],
)
def test_a_step_is_not_lost_by_a_remark_behind_it(language: str, item: str, words: str) -> None:
    (step,) = routine_of(f"---\nlanguage: {language}\n---\n\n- {item}\n").phases[0].steps
    assert step.text == words
    assert step.dose


def test_an_item_for_the_reader_with_a_time_of_its_own_is_told() -> None:
    ((_, told),) = warnings_of("- Press for 30 s as required\n- Roll for 20 s\n")
    assert told == "this line is for the reader: its time is not kept"


def test_a_fact_alone_stays_a_fact() -> None:
    routine = routine_of("- Roll for 20 s\n- If 10 minutes is too long, 5 minutes is enough\n")
    assert [step.text for step in routine.phases[0].steps] == ["Roll"]
