"""Steps that the listener skips or goes back to. No press skips a safety line."""

from __future__ import annotations

from tests.live.stage import ANSWERS, SCRIPT, SHORT, Stage, at, names
from tests.live.undisturbed import FIRST_BELL, INSTRUCTION
from voiceguide.live.commands import Command


def test_two_steps_can_be_skipped_before_the_first_answer_is_over() -> None:
    stage = Stage(SCRIPT, work_seconds=0.2)
    stage.run([(FIRST_BELL + 5, Command.NEXT), (FIRST_BELL + 5.1, Command.NEXT)])
    instructions = [heard.name for heard in stage.heard("instruction") if heard.at > FIRST_BELL]
    assert instructions[0].startswith("Rub the arch")


def test_back_goes_to_the_step_before_and_stays_at_the_first() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 5, Command.BACK)])
    assert [name for name in names(stage, FIRST_BELL + 5) if name not in ANSWERS][:2] == [
        "This is the first step.",
        INSTRUCTION,
    ]


def test_skipping_never_skips_a_safety_line() -> None:
    stage = Stage(SCRIPT)
    stage.run([(0.5, Command.NEXT)])
    assert stage.words()[:3] == [
        "Next.",
        "Caution: stop if it hurts.",
        "Left foot. Press the heel spot. 1 minute.",
    ]


def test_a_safety_line_is_heard_whatever_is_pressed_over_it() -> None:
    for commands in (
        [(0.5, Command.AGAIN)],
        [(0.5, Command.NEXT), (2.2, Command.NEXT)],
        [(0.5, Command.NEXT), (2.2, Command.PRESS), (6, Command.PRESS)],
    ):
        stage = Stage(SCRIPT)
        assert stage.run(commands)
        assert "Caution: stop if it hurts." in stage.words()


def test_a_skip_of_the_last_step_keeps_its_place() -> None:
    stage = Stage(SHORT)
    assert not stage.run([(FIRST_BELL + 0.3 * number, Command.NEXT) for number in range(20)])
    assert stage.saved[-1] is not None
    assert stage.saved[-1].line == 9
    assert stage.statuses[-1][1].state != "over"
    assert "Caution: get up slowly." in stage.words()


def test_after_a_skip_of_the_last_step_one_can_go_back_and_finish() -> None:
    stage = Stage(SHORT)
    skips = [(FIRST_BELL + 0.3 * number, Command.NEXT) for number in range(8)]
    assert stage.run([*skips, (FIRST_BELL + 2.6, Command.BACK)])
    assert stage.saved[-1] is None


def test_a_skip_of_the_closing_words_finishes() -> None:
    quiet = Stage(SHORT)
    assert quiet.run()
    stage = Stage(SHORT)
    assert stage.run([(at(quiet, "Caution: get up slowly.") + 0.2, Command.NEXT)])
    assert stage.saved[-1] is None
