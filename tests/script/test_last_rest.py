"""A rest at the end of rounds, and pauses as steps."""

from __future__ import annotations

import re

import pytest

from tests.script_help import routine_of
from voiceguide.routine import Hold

ROUNDS = [
    ("en", "Circuit (3 rounds)", "60 seconds rest"),
    ("en", "Circuit (3 rounds)", "Recover 60 s"),
    ("de", "Zirkel (3 Runden)", "60 Sek. Pause"),
    ("fr", "Circuit (3 tours)", "Récupération : 60 s"),
    ("es", "Circuito (3 rondas)", "Descanso 60 s"),
    ("it", "Circuito (3 giri)", "Recupero 60 s"),
    ("pt", "Circuito (3 rodadas)", "Descanso 60 s"),
    ("nl", "Circuit (3 rondes)", "Rust 60 s"),
]


@pytest.mark.parametrize(("language", "heading", "rest"), ROUNDS)
def test_no_rest_follows_the_last_round(language: str, heading: str, rest: str) -> None:
    script = f"---\nlanguage: {language}\n---\n\n## {heading}\n\n- Plank 30 s\n- {rest}\n"
    (phase,) = routine_of(script).phases
    assert len(phase.steps) == 1
    assert phase.rounds.rest == Hold(60, 30, 60, (60, 60))


@pytest.mark.parametrize(
    "script",
    [
        "## A (3 rounds)\n\n- Plank 30 s\n- Rest 60 s\n\n## B\n\n- Roll 20 s\n",
        "## A (3 rounds, each side)\n\n- Plank 30 s\n- Rest 60 s\n",
        "## A (3 rounds)\n\n- Plank 30 s\n- Rest / water break: 60 s\n",
        "## A (3 rounds)\n\n- Plank 30 s\n- Rest 60 s\n  - Drink.\n",
        "## A\n\n- Plank 30 s\n- Rest 60 s\n",
    ],
)
def test_another_rest_is_a_step(script: str) -> None:
    phase = routine_of(script).phases[0]
    assert len(phase.steps) == 2
    assert phase.rounds.rest is None


@pytest.mark.parametrize(
    ("language", "item"),
    [
        ("en", "Feel your feet. {pause 20s}"),
        ("en", "Feel your feet [20 sec pause]"),
        ("en", "Feel your feet. [wait 20 seconds]"),
        ("en", "Feel your feet. *Pause for 20 seconds.*"),
        ("de", "Spür die Füße. [20 Sekunden Pause]"),
        ("fr", "Sentez vos pieds. [attendez 20 s]"),
    ],
)
def test_a_pause_is_no_part_of_the_words(language: str, item: str) -> None:
    first, pause = routine_of(f"---\nlanguage: {language}\n---\n\n- {item}\n").phases[0].steps
    assert first.dose is None
    assert first.text.split()[-1] in ("feet", "Füße", "pieds")
    assert pause.rest
    assert pause.dose == Hold(20, 10, 20, (20, 20))


def test_a_pause_behind_a_dose_is_a_rest_between_its_sets() -> None:
    (step,) = routine_of("- Squat 3x10. Pause 30 s.\n").phases[0].steps
    assert step.text == "Squat"


@pytest.mark.parametrize(
    ("language", "item"),
    [
        ("en", "Lift the heel. Pause for 3 seconds. Lower it, 10 times"),
        ("en", "Lift the heel. Wait 3 seconds. Lower it. 10 times"),
        ("en", "Lean forward. Wait 10 seconds. Other side."),
        ("en", "Lean forward. Wait 10 seconds."),
        ("en", "Lift the heel [wait 2 s] and lower it, 10 times"),
        ("de", "Ferse heben. Warte 3 Sekunden. Senken. 10 Mal"),
        ("fr", "Allongez-vous. Attendez 20 secondes. Levez-vous."),
    ],
)
def test_a_wait_among_the_words_of_a_step_does_not_divide_it(language: str, item: str) -> None:
    step, *_ = routine_of(f"---\nlanguage: {language}\n---\n\n- {item}\n").phases[0].steps
    assert step.text.startswith(re.split(r"[.\[]", item)[0])
    assert step.dose  # of all its words
