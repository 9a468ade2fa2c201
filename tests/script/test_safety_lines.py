"""Cautions in a script: the steps that they guard, and the lines that are none."""

from __future__ import annotations

import pytest

from tests.script_help import routine_of, warnings_of
from voiceguide.routine import Line


@pytest.mark.parametrize(
    ("text", "safety"),
    [
        ("Caution: x.\n", ["Caution: x."]),
        ("**Warning:** x.\n", ["Warning: x."]),
        ("*Stop if* x\n", ["Stop if x"]),
        ("Do not x.\n", ["Do not x."]),
        ("Don’t x.\n", ["Don’t x."]),
        ("WARNING – x\n", ["WARNING – x"]),
        ("Contraindications:\n\n- x\n- y for 30 s\n", ["Contraindications: x", "y for 30 s"]),
        ("**Contraindications**\n\n- x\n- y\n", ["Contraindications: x", "y"]),
        ("Stop if:\n- x\n- y\n", ["Stop if x", "y"]),
        ("Stop if you feel\n- x\n- y\n", ["Stop if you feel x", "y"]),
        ("Stop if you feel\n\n- x\n- y\n", ["Stop if you feel x", "y"]),
        ("Stop if it hurts.\n\n- x\n- y\n", ["Stop if it hurts."]),
        ("Caution: ease off\n1. x\n2. y\n", ["Caution: ease off"]),
        ("- Caution: x\n- z for 3 s\n", ["Caution: x"]),
        ("1. Stop if x\n2. z for 3 s\n", ["Stop if x"]),
        ("- Stop if:\n  - x\n  - y\n- z for 3 s\n", ["Stop if x", "y"]),
        ("- Do not x\n- z for 3 s\n", ["Do not x"]),
        ("‼️ WARNING – x\n", ["WARNING – x"]),
        ("(Caution: x.)\n", ["(Caution: x.)"]),
        ("“Stop if x.”\n", ["“Stop if x.”"]),
        ("a) Caution: x\n", ["a) Caution: x"]),
        ("𝗖𝗮𝘂𝘁𝗶𝗼𝗻: x\n", ["Caution: x"]),
        ("Caution： x\n", ["Caution: x"]),
        (":warning: Caution: x\n", ["Caution: x"]),
        ("[!CAUTION] x\n", ["Caution: x"]),
        ("> Caution: x\n", ["Caution: x"]),
        ("> **Warning** x\n", ["Warning: x"]),
        ("> [!NOTE]\n> x\n", []),
        ("**Caution**\n\nx\n", ["Caution: x"]),
        ("Caution, x.\n", ["Caution, x."]),
        ("**Caution** Rise slowly.\n", ["Caution Rise slowly."]),
        ("Important: stop if x.\n", ["Important: stop if x."]),
        ("Please stop if x.\n", ["Please stop if x."]),
        ("Never x.\n", ["Never x."]),
        ("If it hurts, stop.\n", ["If it hurts, stop."]),
        ("If it hurts, breathe.\n", []),
        ("If it hurts stop.\n", ["If it hurts stop."]),
        ("If you feel dizzy, please stop and lie down.\n", ["If you feel dizzy, please stop and lie down."]),
        ("If you are pregnant ask your doctor first.\n", ["If you are pregnant ask your doctor first."]),
        ("If the thought will not stop, let it go.\n", []),
        ("If you reach the bus stop, turn round.\n", []),
        ("---\nlanguage: de\n---\nBei jedem Ausatmen abbrechen lassen.\n", []),
        ("## ⚠️ Safety\n\n- x\n\n## A\n", ["x"]),
        ("---\nlanguage: de\n---\nBei Schmerzen sofort aufhören.\n", ["Bei Schmerzen sofort aufhören."]),
        ("---\nlanguage: fr\n---\nEn cas de douleur, arrêtez.\n", ["En cas de douleur, arrêtez."]),
        ("---\nlanguage: es\n---\nSi duele, para.\n", ["Si duele, para."]),
        ("---\nlanguage: es\n---\nSi quieres, usa la pared para apoyarte.\n", []),
        ("---\nlanguage: it\n---\nSe fa male, fermati.\n", ["Se fa male, fermati."]),
        ("---\nlanguage: pt\n---\nSe doer, pare.\n", ["Se doer, pare."]),
        ("---\nlanguage: nl\n---\nBij pijn stoppen.\n", ["Bij pijn stoppen."]),
        ("---\nlanguage: fr\n---\nSécurité : x\n", ["Sécurité : x"]),
        ("---\nlanguage: fr\n---\nSurtout pas x\n", ["Surtout pas x"]),
        ("---\nlanguage: es\n---\nSeguridad: x\n", ["Seguridad: x"]),
        ("Safety: x\n", ["Safety: x"]),
        ("If you can't breathe well, stop.\n", ["If you can't breathe well, stop."]),
        ("---\nlanguage: de\n---\nWenn es weh tut, hör auf\n", ["Wenn es weh tut, hör auf"]),
        ("---\nlanguage: es\n---\nSi duele, para\n", ["Si duele, para"]),
        ("If you like, stop here for a moment.\n", []),
        ("---\nlanguage: de\n---\nWenn es laut ist, hör auf deinen Atem.\n", []),
        ("---\nlanguage: de\n---\nWenn du magst, stoppe hier.\n", []),
        ("---\nlanguage: fr\n---\nSi vous voulez, arrêtez-vous un instant.\n", []),
        ("---\nlanguage: fr\n---\nSi besoin, consultez le schéma.\n", []),
        ("---\nlanguage: es\n---\nSi quieres, detente un momento.\n", []),
        ("---\nlanguage: it\n---\nSe vuoi, fermati un momento.\n", []),
        ("---\nlanguage: nl\n---\nAls je wilt, stop even.\n", []),
        ("---\nlanguage: pt\n---\nSe quiser, pare um momento.\n", []),
        ("> Never give up.\n", []),
        ("Never mind.\n", []),
        ("Warning signs are x.\n", []),
        ("Don't worry.\n", []),
        ("---\nlanguage: de\n---\nKein Problem.\n\nKeine Eile.\n", []),
        ("---\nlanguage: de\n---\nKeine Schmerzen.\n", ["Keine Schmerzen."]),
        ("Cautious people x.\n", []),
        ("1. Do not x\n", []),
        ("- Do not move for 30 s\n", []),
    ],
)
def test_safety_lines_that_guard_everything(text: str, safety: list[str]) -> None:
    routine = routine_of(f"{text}\n## P\n\n- Press for 60 s\n")
    assert [line.text for line in routine.safety] == safety


def test_a_caution_does_not_swallow_the_steps_behind_it() -> None:
    for caution in ("Caution: ease off.", "Caution: ease off when it hurts"):
        routine = routine_of(f"{caution}\n- Press for 60 s\n")
        assert ([line.text for line in routine.safety], len(routine.phases[0].steps)) == ([caution], 1)


def test_a_time_in_a_caution_is_plain_words_but_doubted() -> None:
    text = "Contraindications:\n\n- x\n- no more than 60 s\n\n## P\n- Press for 60 s\n"
    assert warnings_of(text) == [(4, "the time in a safety line is spoken, not kept")]


def test_a_caution_behind_the_last_step_guards_its_phase() -> None:
    routine = routine_of("## P\n- Press for 60 s\n\nCaution: x.\n\nBye.\n")
    assert ([line.text for line in routine.phases[0].safety], routine.closing) == (["Caution: x."], (Line(6, "Bye."),))


def test_a_wrapped_line_that_begins_like_a_caution_is_none() -> None:
    assert (
        routine_of("Breathe and\nstop if you like.\n\n- x for 3 s\n").introduction[0].text.endswith("stop if you like.")
    )


@pytest.mark.parametrize("line", ["If it hurts, stop.", "If you like, stop.", "Never mind the noise.", "Caution, x."])
def test_a_sentence_in_a_wrapped_paragraph_goes_on(line: str) -> None:
    assert routine_of(f"Breathe.\n{line}\n\n- x for 3 s\n").introduction[0].text == f"Breathe. {line}"


def test_a_caution_in_a_quote_under_a_step_guards_it() -> None:
    (step,) = routine_of("- Press for 20 s\n  > Caution: never sharp.\n").phases[0].steps
    assert [line.text for line in step.safety] == ["Caution: never sharp."]
