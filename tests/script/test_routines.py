"""The shipped routines keep their promises."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from voiceguide.errors import FitError
from voiceguide.fit import Choices, fit
from voiceguide.fit.fitting import Length
from voiceguide.plan import Plan
from voiceguide.routine import Routine
from voiceguide.script import check, read
from voiceguide.script.library import shipped
from voiceguide.units import to_samples

DOCS = Path(__file__).parents[2] / "docs"
ROUTINES = {path.stem: path for path in sorted(shipped().glob("*.md"))}
MINUTE = 60.0
NATURAL = {
    "desk-break": (2.5, 3.5),
    "dolor-de-talon": (15, 25),
    "dolore-al-tallone": (15, 25),
    "dor-no-calcanhar": (15, 25),
    "douleur-au-talon": (15, 25),
    "fersenschmerz": (15, 25),
    "heel-pain": (15, 25),
    "heel-pain-hands-only": (10, 20),
    "heel-pain-morning": (4.5, 5.5),
    "hielpijn": (15, 25),
    "trigger-points": (8, 15),
}
"""The least and most minutes of a session without a requested length."""
IN_ORDER = {
    "heel-pain": ["Release the trigger points", "Free the fascia", "Stretch"],
    "heel-pain-hands-only": ["Release the trigger points", "Free the fascia", "Stretch"],
    "fersenschmerz": ["Triggerpunkte lösen", "Faszien lockern", "Dehnen"],
    "dolor-de-talon": ["Soltar los puntos dolorosos", "Liberar la fascia", "Estirar"],
    "dolore-al-tallone": ["Sciogliere i punti dolenti", "Liberare la fascia", "Allungare"],
    "dor-no-calcanhar": ["Soltar os pontos doloridos", "Liberar a fáscia", "Alongar"],
    "douleur-au-talon": ["Relâcher les points douloureux", "Assouplir le fascia", "Étirer"],
    "hielpijn": ["Pijnlijke punten losmaken", "Peesplaat soepel maken", "Rekken"],
}
each_routine = pytest.mark.parametrize("name", NATURAL)


def speech_length(text: str) -> float:
    """A calm voice: 0.38 seconds a word."""
    return 0.38 * len(text.split())


@cache
def routine(name: str) -> Routine:
    return read(ROUTINES[name])


def planned(name: str, length: Length = None, choices: Choices | None = None) -> Plan:
    return fit(routine(name), length, speech_length, choices)


def test_all_promised_routines_are_there_and_no_others() -> None:
    assert set(ROUTINES) == set(NATURAL)


@each_routine
def test_check_has_nothing_to_say_against_it(name: str) -> None:
    found = [str(finding) for finding in check(ROUTINES[name]).findings if finding.severity != "note"]
    assert found == []


@each_routine
def test_its_natural_length_is_the_promised_one(name: str) -> None:
    low, high = NATURAL[name]
    assert low * MINUTE <= planned(name).length / to_samples(1) <= high * MINUTE


@pytest.mark.parametrize("name", IN_ORDER)
def test_the_phases_stand_in_order_and_are_held_to_it(name: str) -> None:
    phases = routine(name).phases
    assert [phase.title for phase in phases] == IN_ORDER[name]
    assert [phase.after for phase in phases] == [(), (0,), (1,)]


def outline(name: str) -> list[list[object]]:
    """All of a routine but its words."""
    return [
        [
            (phase.rounds, phase.sides is not None, len(phase.paragraphs)),
            *(
                (
                    (step.dose, step.optional, step.rest, step.sides is not None, len(step.needs), len(step.details)),
                    (step.short is not None, step.place is not None),
                    tuple((cue.when, cue.seconds) for cue in step.coaching),
                )
                for step in phase.steps
            ),
        ]
        for phase in routine(name).phases
    ]


@pytest.mark.parametrize("name", [name for name in IN_ORDER if name != "heel-pain-hands-only"])
def test_heel_pain_is_the_same_session_in_every_language(name: str) -> None:
    assert outline(name) == outline("heel-pain")
    assert len(routine(name).safety) == len(routine("heel-pain").safety)


@pytest.mark.no_cover
@pytest.mark.parametrize("minutes", [5, 6, 8, 10, 12, 15, 20, 25, 30, 35, 40])
@pytest.mark.parametrize("name", [name for name in IN_ORDER if name != "heel-pain-hands-only"])
def test_the_whole_routine_fits_five_to_forty_minutes(name: str, minutes: int) -> None:
    plan = planned(name, minutes * MINUTE)
    assert plan.length == to_samples(minutes * MINUTE)
    assert [chapter.title for chapter in plan.chapters] == IN_ORDER[name]


@pytest.mark.parametrize("name", IN_ORDER)
def test_no_stretch_without_release(name: str) -> None:
    phases = routine(name).phases
    release = tuple(step.line for step in phases[0].steps if not step.rest)
    with pytest.raises(FitError, match="nothing is left"):
        planned(name, choices=Choices(skip=release))


def test_without_any_tool_every_phase_still_has_something_to_do() -> None:
    things = {thing for phase in routine("heel-pain").phases for step in phase.steps for thing in step.needs}
    plan = planned("heel-pain", choices=Choices(without=tuple(things)))
    assert [chapter.title for chapter in plan.chapters] == IN_ORDER["heel-pain"]


@pytest.mark.parametrize("name", ["heel-pain-hands-only", "heel-pain-morning", "desk-break"])
def test_nothing_but_hands_is_needed(name: str) -> None:
    assert [step.needs for phase in routine(name).phases for step in phase.steps if step.needs] == []


def test_trigger_points_works_by_hand_when_the_ball_is_left_out() -> None:
    plan = planned("trigger-points", choices=Choices(without=("ball",)))
    assert [chapter.title for chapter in plan.chapters] == ["By hand"]


@each_routine
def test_every_session_says_when_to_stop_and_who_asks_a_doctor_first(name: str) -> None:
    said = " ".join(cue.text for cue in planned(name, choices=Choices(talk="bells")).cues if cue.kind == "safety")
    assert re.search(r"\b(Stop if|Hör auf, wenn|Detente si|Arrêtez-vous si|Fermati se|Pare se|Stop als)\b", said)
    assert re.search(r"(?i)ask a doctor|Arztpraxis|tu médico|votre médecin|tuo medico|seu médico|je arts", said)


@pytest.mark.no_cover
@each_routine
@pytest.mark.parametrize("length", ["shortest", None, "longest"])
def test_the_words_of_a_step_take_less_time_than_its_hold(name: str, length: Length) -> None:
    plan = planned(name, length)
    for step in plan.steps:
        if step.hold and step.hold.seconds > 12:
            talk = sum(cue.end - cue.start for cue in plan.cues if step.start <= cue.start < step.hold.start)
            assert talk < step.hold.end - step.hold.start, step.text


EXAMPLES = re.findall(r"^```markdown\n(.*?)^```$", (DOCS / "writing-routines.md").read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_for_writers_passes_check(text: str, tmp_path: Path) -> None:
    script = tmp_path / "example.md"
    script.write_text(text, encoding="utf-8")
    for picture in re.findall(r"!\[.*\]\((\S+\.jpg)\)", text):
        Image.new("RGB", (40, 30)).save(tmp_path / picture)
    found = [str(finding) for finding in check(script).findings if finding.severity != "note"]
    assert found == []
