"""Whole live sessions without sound: commands at any moment, and the sounds that follow."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.live.stage import ANSWERS, SCRIPT, Heard, Stage, at, lying_down, names, plan_after_countdown, speech_seconds
from voiceguide.errors import OutputError, SpeechError
from voiceguide.fit import Choices
from voiceguide.fit.speech import Speech
from voiceguide.live.commands import AnyCommand, Command, OverlayCommand
from voiceguide.live.plan_edits import at_step
from voiceguide.live.stop import stop_at
from voiceguide.units import RATE


def undisturbed(**options: Any) -> Stage:
    stage = Stage(SCRIPT, **options)
    assert stage.run()
    return stage


INSTRUCTION = "Left foot. Press the heel spot. 1 minute."
FIRST_BELL = at(undisturbed(), "start-bell")
"""The start of the first hold."""


def test_a_session_that_nobody_disturbs_is_heard_as_it_was_planned() -> None:
    stage = undisturbed()
    said = stage.words()
    assert said[0].startswith("Heel. ")
    assert said[1] == "Caution: stop if it hurts."
    assert "Left foot. Press the heel spot. 1 minute." in said
    assert stage.saved[-1] is None
    assert all(heard.whole for heard in stage.heard())


def test_one_press_pauses_and_one_goes_on_with_the_step_the_side_and_the_time_that_is_left() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, Command.PRESS), (FIRST_BELL + 70, Command.PRESS)])
    assert names(stage, FIRST_BELL + 20)[:8] == [
        "pause",
        "Paused.",
        "go-on",
        "Left foot. Press the heel spot. 40 seconds left.",
        "Three.",
        "Two.",
        "One.",
        "start-bell",
    ]


def test_a_pause_keeps_the_time_of_the_hold_to_the_sample() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 20, Command.PRESS), (FIRST_BELL + 100, Command.PRESS)])
    again = at(stage, "start-bell", 1)
    assert at(stage, "end-bell") - again == pytest.approx(40, abs=0.001)


def test_a_sentence_that_was_cut_is_said_again_from_its_start() -> None:
    instruction = "Left foot. Press the heel spot. 1 minute."
    quiet = undisturbed()
    stage = Stage(SCRIPT)
    stage.run([(at(quiet, instruction) + 1, Command.PRESS), (100, Command.PRESS)])
    assert [(heard.name, heard.whole) for heard in stage.heard() if heard.name == instruction] == [
        (instruction, False),
        (instruction, True),
    ]


def test_a_coaching_cue_that_was_cut_is_said_again_in_the_rest_of_its_hold() -> None:
    quiet = undisturbed()
    moment = at(quiet, "move on") + 0.2
    stage = Stage(SCRIPT)
    stage.run([(moment, Command.PRESS), (moment + 10, Command.PRESS)])
    cut, whole = [heard for heard in stage.heard() if heard.name == "move on"][:2]
    assert (cut.whole, whole.whole) == (False, True)
    assert whole.at < at(stage, "end-bell")


LONG = """\
# Heel
Sit down, barefoot. Put the ball beside you. Breathe!

Caution: firm is good, sharp is not. If ten is the worst pain, stay below five. Ask a doctor, e.g. Dr. Smith, if unsure.

- Sit well back. Put the foot on the other knee. Press the heel spot for 30 seconds, each foot
  - It lies on the inside. One thumb over the other.
  - after 5s: Press slowly. Do not hold your breath. Let go of the jaw.
- Rest for 30 seconds

That was all. Get up slowly.
"""


def long_one(*presses: float) -> Stage:
    stage = Stage(LONG)
    assert stage.run([(moment, Command.PRESS) for moment in presses])
    return stage


QUIET = long_one()


def start_of(sentence: str) -> float:
    """Return the start of a sentence in a session that nobody disturbs."""
    speech = Speech(speech_seconds)
    cue = next(heard for heard in QUIET.heard() if sentence in heard.parts)
    return cue.at + next(start for start, part in speech.places(cue.parts) if part == sentence) / RATE


@pytest.mark.parametrize(
    ("cut", "told"),
    [
        ("Put the ball beside you.", ["Going on.", "Put the ball beside you. Breathe!"]),
        (
            "If ten is the worst pain, stay below five.",
            ["Going on.", "If ten is the worst pain, stay below five. Ask a doctor, e.g. Dr. Smith, if unsure."],
        ),
        ("One thumb over the other.", ["30 seconds.", "One thumb over the other."]),
        ("Put the foot on the other knee.", ["Going on. Left foot.", "Put the foot on the other knee. Press the heel"]),
        ("Sit well back.", ["Going on.", "Left foot. Sit well back."]),
        ("Do not hold your breath.", ["One.", "Do not hold your breath. Let go of the jaw."]),
        ("Get up slowly.", ["Going on.", "Get up slowly."]),
    ],
)
def test_of_several_sentences_the_one_that_was_cut_is_said_again(cut: str, told: list[str]) -> None:
    moment = start_of(cut) + 0.4
    stage = long_one(moment, moment + 20)
    after = [heard.name for heard in stage.heard() if heard.at > moment + 20 and heard.kind not in ("bell", "tick")]
    said = next(number for number, name in enumerate(after) if name.startswith(told[1]))
    assert told[0] in after[said - 1]


def test_a_pause_between_two_sentences_goes_on_with_the_second() -> None:
    moment = start_of("Put the ball beside you.") - 0.1
    assert "Put the ball beside you. Breathe!" in names(long_one(moment, moment + 20))


def test_a_sentence_is_said_again_as_often_as_it_is_cut() -> None:
    moment = start_of("Put the ball beside you.") + 0.4
    said = names(long_one(moment, moment + 20, moment + 22, moment + 40))
    assert said.count("Put the ball beside you. Breathe!") == 2


def of_the_writer(stage: Stage) -> list[str]:
    kinds = ("title", "intro", "safety", "detail", "outro")
    return [part for heard in stage.heard(*kinds) for part in heard.parts]


def pauses(gaps: list[float]) -> list[tuple[float, Command]]:
    """Return presses of the one button with these gaps, and a GO_ON if the last press pauses."""
    presses = [(moment, Command.PRESS) for moment in accumulate(gaps)]
    return [*presses, (sum(gaps) + 30, Command.GO_ON)] if len(gaps) % 2 else presses


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(gaps=st.lists(st.floats(0.7, 15), max_size=8))
def test_whenever_it_is_paused_every_sentence_is_heard_whole_and_once(gaps: list[float]) -> None:
    stage = Stage(LONG, tick=0.05)
    assert stage.run(pauses(gaps))
    assert of_the_writer(stage) == of_the_writer(QUIET)


def test_two_presses_say_the_step_again_and_three_skip_it() -> None:
    quiet = undisturbed()
    moment = at(quiet, "start-bell") + 5
    twice, thrice = Stage(SCRIPT), Stage(SCRIPT)
    twice.run([(moment, Command.PRESS), (moment + 0.4, Command.PRESS)])
    thrice.run([(moment, Command.PRESS), (moment + 0.4, Command.PRESS), (moment + 0.8, Command.PRESS)])
    assert [name for name in names(twice, moment + 0.4) if name not in ANSWERS][:2] == [
        "Again.",
        "Left foot. Press the heel spot. 1 minute.",
    ]
    assert [name for name in names(thrice, moment + 0.8) if name not in ANSWERS][:2] == [
        "Next.",
        "Right foot. Press the heel spot. 1 minute.",
    ]


def test_presses_further_apart_are_presses_of_their_own() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 5, Command.PRESS), (FIRST_BELL + 5.7, Command.PRESS)])
    assert "Again." not in stage.words()
    assert len([name for name in names(stage) if name == "One."]) == 1


@pytest.mark.no_cover
@pytest.mark.parametrize("command", [*Command, *OverlayCommand])
@pytest.mark.parametrize("moment", [3.0, round(FIRST_BELL - 7, 2), FIRST_BELL - 1, FIRST_BELL + 0.2, FIRST_BELL + 58.5])
def test_every_press_is_answered_in_sound_at_once(command: AnyCommand, moment: float) -> None:
    stage = Stage(SCRIPT, work_seconds=0.3)
    stage.run([(moment, command), (moment + 2, Command.QUIT)])
    answers = ("tick", "limit") if command in (OverlayCommand.BELLS_LOUDER, OverlayCommand.BELLS_SOFTER) else ANSWERS
    press = next(heard for heard in stage.heard() if heard.name in answers and heard.at >= moment)
    assert 0 <= press.at - moment < 0.1


def test_a_headset_that_sends_pause_and_play_in_turn_counts_as_well() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 5, Command.PAUSE), (FIRST_BELL + 5.3, Command.GO_ON)])
    assert "Again." in stage.words()


def test_where_am_i_tells_the_step_the_side_both_times_and_what_comes_then_goes_on() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 20, Command.WHERE)])
    told = [name for name in names(stage, FIRST_BELL + 20) if name not in ANSWERS]
    assert told[0] == "Left foot. Press the heel spot. 40 seconds left."
    assert told[1].endswith("left in the session.")
    assert told[2] == "Next: Right foot. Press the heel spot."
    assert told[3:7] == ["Three.", "Two.", "One.", "start-bell"]
    assert at(stage, "end-bell") - at(stage, "start-bell", 1) == pytest.approx(40, abs=0.001)


def test_longer_and_shorter_change_this_hold_and_its_other_side() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 20, Command.LONGER)])
    assert at(stage, "end-bell") - FIRST_BELL == pytest.approx(75, abs=0.001)
    assert "15 seconds longer." in stage.words()
    assert "Right foot, the same again. 1 minute 15 seconds." in stage.words()
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 20, Command.SHORTER)])
    assert at(stage, "end-bell") - FIRST_BELL == pytest.approx(45, abs=0.001)


def test_several_changes_in_a_row_are_told_as_their_sum() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 20 + gap, Command.LONGER) for gap in (0, 0.5, 1.0, 10)])
    assert at(stage, "end-bell") - FIRST_BELL == pytest.approx(120, abs=0.001)
    assert [heard.name for heard in stage.heard("answer") if heard.whole][:2] == [
        "45 seconds longer.",
        "15 seconds longer.",
    ]


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


def test_a_hold_that_is_nearly_over_cannot_be_shorter() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 45, Command.SHORTER)])
    assert "This cannot be shorter." in stage.words()
    assert at(stage, "end-bell") - FIRST_BELL == pytest.approx(60, abs=0.001)


def test_where_a_length_was_asked_for_the_end_keeps_its_time() -> None:
    length = 420.0
    bell = at(undisturbed(length=length), "start-bell")
    stage = Stage(SCRIPT.replace("until ready, about 15", "for 15"), length=length)
    stage.run([(bell + 10, Command.LONGER)])
    assert stage.now == pytest.approx(length, abs=0.1)
    assert not [word for word in stage.words() if "ends" in word]


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("moment", [10.0, -3.0])
def test_the_time_between_several_presses_does_not_move_the_end(count: int, moment: float) -> None:
    length = 420.0
    script = SCRIPT.replace("until ready, about 15", "for 15")
    bell = at(undisturbed(length=length), "start-bell")
    stage = Stage(script, length=length)
    stage.run([(bell + moment + 0.5 * number, Command.PRESS) for number in range(count)])
    assert stage.now == pytest.approx(length, abs=0.05)


def test_a_command_that_overtakes_another_does_not_move_the_end() -> None:
    length = 420.0
    stage = Stage(SCRIPT.replace("until ready, about 15", "for 15"), length=length)
    stage.run([(FIRST_BELL + 5, Command.LONGER), (FIRST_BELL + 20, Command.AGAIN), (FIRST_BELL + 20.1, Command.AGAIN)])
    assert stage.now == pytest.approx(length, abs=0.05)


@pytest.mark.parametrize("gap", [0.7, 1.1])
def test_answers_that_are_cut_do_not_move_the_end(gap: float) -> None:
    length = 420.0
    stage = Stage(SCRIPT.replace("until ready, about 15", "for 15"), length=length)
    assert stage.run([(0.5 + gap * number, Command.LONGER) for number in range(4)])
    assert stage.now == pytest.approx(length, abs=0.1)


def test_several_presses_in_a_pause_leave_the_end_to_the_pause() -> None:
    length = 420.0
    stage = Stage(SCRIPT.replace("until ready, about 15", "for 15"), length=length)
    stage.run([(FIRST_BELL + 5, Command.PRESS), (FIRST_BELL + 65, Command.PRESS), (FIRST_BELL + 65.5, Command.PRESS)])
    assert stage.now == pytest.approx(length + 60.5, abs=0.05)


def test_four_presses_in_a_pause_tell_where_and_leave_it_there() -> None:
    stage = Stage(SCRIPT)
    asked = [(FIRST_BELL + 30 + 0.3 * number, Command.PRESS) for number in range(4)]
    stage.run([(FIRST_BELL + 20, Command.PRESS), *asked, (FIRST_BELL + 60, Command.PRESS)])
    told = [name for name in names(stage, FIRST_BELL + 60) if name not in ANSWERS]
    assert told[0] == "Left foot. Press the heel spot. 40 seconds left."


def test_where_the_other_holds_cannot_give_enough_the_end_moves_and_that_is_said() -> None:
    script = SCRIPT.replace("until ready, about 15", "for exactly 15").replace("30 to 60", "exactly 40")
    stage = Stage(script, length="shortest")
    stage.run([(40, Command.LONGER)])
    assert any("The session ends" in word and "later." in word for word in stage.words())


def test_an_end_that_moves_is_said_in_the_next_answer_where_a_press_cut_that() -> None:
    script = SCRIPT.replace("until ready, about 15", "for exactly 15").replace("30 to 60", "exactly 40")
    stage = Stage(script, length="shortest")
    assert stage.run([(40, Command.LONGER), (41, Command.PRESS), (50, Command.GO_ON)])
    told = [heard for heard in stage.heard() if "The session ends" in heard.name]
    assert told[-1].whole
    assert told[-1].at > 41


def test_with_let_end_move_the_end_moves_and_the_other_holds_stay() -> None:
    length = 420.0
    script = SCRIPT.replace("until ready, about 15", "for 15")
    quiet = Stage(script, length=length)
    quiet.run()
    stage = Stage(script, length=length, let_end_move=True)
    stage.run([(at(quiet, "start-bell") + 10, Command.LONGER)])
    bells = [[heard.at for heard in each.heard() if heard.name == "end-bell"] for each in (quiet, stage)]
    # The other side gets the same. Everything after it stays as it was, only later.
    moves = [moved - before for before, moved in zip(*bells, strict=True)]
    assert moves[0] == pytest.approx(15, abs=0.01)
    assert moves[1:] == pytest.approx([30] * (len(moves) - 1), abs=1)  # its words are longer, too


def test_skipping_never_skips_a_safety_line() -> None:
    stage = Stage(SCRIPT)
    stage.run([(0.5, Command.NEXT)])
    assert stage.words()[:3] == [
        "Next.",
        "Caution: stop if it hurts.",
        "Left foot. Press the heel spot. 1 minute.",
    ]


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


def test_a_step_until_ready_waits_for_a_press() -> None:
    bell = at(undisturbed(), "start-bell", 3)
    stage = Stage(SCRIPT)
    stage.run([(bell + 8, Command.PRESS)])
    assert [name for name in names(stage, bell) if name not in ANSWERS][:2] == ["start-bell", "Stretch."]


def test_a_step_until_ready_goes_on_by_itself_after_its_time() -> None:
    stage = undisturbed()
    bell, going_on = at(stage, "start-bell", 3), at(stage, "Going on.")
    assert going_on + speech_seconds("Going on.") - bell == pytest.approx(15, abs=0.1)


def test_after_a_wait_the_end_keeps_its_time_where_it_can() -> None:
    stage = Stage(SCRIPT, length=420.0)
    stage.run()
    assert stage.now == pytest.approx(420, abs=0.1)
    assert "Going on." in stage.words()


def test_after_a_wait_that_nobody_ends_the_place_that_is_kept_is_that_of_the_next_step() -> None:
    script = "# Heel\n- Get the band until ready, about 15 seconds\n- Stretch for 5 seconds\n- Rub for 90 seconds\n"
    stage = Stage(script)
    assert stage.run()
    assert [step.line for step in stage.saved if step] == [2, 3, 4]


def test_q_asks_first_and_then_leaves_with_the_place_kept() -> None:
    stage = Stage(SCRIPT)
    assert not stage.run([(FIRST_BELL + 5, Command.LEAVE), (FIRST_BELL + 7, Command.LEAVE)])
    assert stage.words()[-2:] == ["Press again to leave.", "Your place is kept."]
    assert stage.saved[-1] is not None
    assert (stage.saved[-1].line, stage.saved[-1].side) == (4, "left")


def test_after_a_first_q_a_press_goes_on() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 5, Command.LEAVE), (FIRST_BELL + 9, Command.PRESS)])


def test_a_session_is_gone_on_with_at_the_start_of_the_step_that_was_cut() -> None:
    def first(studio: Any) -> Any:
        live_plan = studio.live_plan(None)
        edit = at_step(stop_at(live_plan, 0), 4, "right", 1)
        assert edit
        return live_plan.edited(edit)

    stage = Stage(SCRIPT)
    assert stage.run(first=first)
    assert stage.words()[:2] == ["Going on with Heel.", "Right foot. Press the heel spot. 1 minute."]
    assert stage.heard()[0].at < 0.2


def test_a_device_that_goes_away_is_waited_for_and_the_session_goes_on_as_after_a_pause() -> None:
    gone = OutputError("The sound device has gone away.")

    def lose(stage: Stage) -> None:
        stage.player.stop()
        stage.player.fault = gone

    def return_(stage: Stage) -> None:
        stage.player.fault = None

    stage = Stage(SCRIPT)
    moment = FIRST_BELL + 20
    assert stage.run(events=[(moment, lose), (moment + 30, return_)])
    assert "Left foot. Press the heel spot. 40 seconds left." in stage.words()
    assert {status.state for at, status in stage.statuses if moment + 1 < at < moment + 29} == {"waiting"}


def test_a_device_that_does_not_come_back_ends_the_session_with_its_place_kept() -> None:
    def lose(stage: Stage) -> None:
        stage.player.stop()
        stage.player.fault = OutputError("The sound device has gone away.")

    stage = Stage(SCRIPT)
    with pytest.raises(OutputError):
        stage.run(events=[(FIRST_BELL + 20, lose)])
    assert FIRST_BELL + 79 < stage.now < FIRST_BELL + 83
    assert stage.saved[-1] is not None


def test_a_session_that_nobody_looked_at_for_a_while_has_not_run_on() -> None:
    def sleep(stage: Stage) -> None:
        stage.now += 3600

    stage = Stage(SCRIPT)
    moment = FIRST_BELL + 20
    assert stage.run([(moment + 3700, Command.PRESS)], events=[(moment, sleep)])
    assert "Paused." in stage.words()
    assert "Left foot. Press the heel spot. 40 seconds left." in stage.words()


def test_with_bells_alone_only_a_question_is_answered_in_words() -> None:
    stage = Stage(SCRIPT, choices=Choices(talk="bells"))
    assert stage.run([(20, Command.PRESS), (40, Command.PRESS), (50, Command.LONGER), (55, Command.NEXT)])
    assert not stage.heard("answer")
    assert stage.run([(20, Command.WHERE)])
    assert stage.heard("answer")


def test_a_safety_line_is_heard_whatever_is_pressed_over_it() -> None:
    for commands in (
        [(0.5, Command.AGAIN)],
        [(0.5, Command.NEXT), (2.2, Command.NEXT)],
        [(0.5, Command.NEXT), (2.2, Command.PRESS), (6, Command.PRESS)],
    ):
        stage = Stage(SCRIPT)
        assert stage.run(commands)
        assert "Caution: stop if it hurts." in stage.words()


def test_the_place_that_is_kept_is_the_one_that_was_left() -> None:
    stage = Stage(SCRIPT)
    presses = [
        (FIRST_BELL + 5, Command.PRESS),
        *((FIRST_BELL + 9 + 0.4 * number, Command.PRESS) for number in range(6)),
    ]
    assert not stage.run(presses)
    assert stage.saved[-1] is not None
    assert (stage.saved[-1].line, stage.saved[-1].side) == (4, "left")


def test_leaving_does_not_wait_for_what_is_still_being_made() -> None:
    stage = Stage(SCRIPT)

    def busy(stage: Stage) -> None:
        stage.work_seconds = 1000.0

    assert not stage.run(
        [(FIRST_BELL + 5, Command.LEAVE), (FIRST_BELL + 6, Command.LEAVE)], events=[(FIRST_BELL, busy)]
    )
    assert stage.now < FIRST_BELL + 13


def test_an_answer_that_cannot_be_spoken_does_not_end_the_session() -> None:
    def mute(stage: Stage) -> None:
        spoken = stage.studio.spoken

        def without_answers(make: Any) -> Any:
            live_plan = spoken(make)
            if any(cue.kind == "answer" for cue in live_plan.cues if cue.text != "Going on."):
                raise SpeechError("the engine has gone")
            return live_plan

        stage.studio.spoken = without_answers  # type: ignore[method-assign]

    stage = Stage(SCRIPT)
    commands = [(FIRST_BELL + 5, Command.PRESS), (FIRST_BELL + 9, Command.PRESS), (FIRST_BELL + 20, Command.WHERE)]
    assert stage.run(commands, events=[(FIRST_BELL, mute)])


SHORT = """\
# Heel
Caution: stop if it hurts.
- Press the heel spot for 30 seconds, each foot
  - halfway: move on
- Get the band until ready, about 7 seconds
- Stretch the calf for 10 to 40 seconds
- Rest for 10 seconds
- Raise the heels, 5 times, 2 seconds each
- Plank, hold 6s, rest 5s, repeat 2 times

Caution: get up slowly.
"""
BUTTONS = [command for command in Command if command not in (Command.QUIT, Command.LEAVE)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    commands=st.lists(st.tuples(st.floats(0, 300), st.sampled_from(BUTTONS)), max_size=12),
    length=st.sampled_from([None, 200.0, 240.0]),
    work_seconds=st.sampled_from([0.0, 0.05, 0.7]),
    talk=st.sampled_from(["full", "brief", "bells"]),
    pre_roll=st.sampled_from([None, lying_down]),
    first_seconds=st.sampled_from([(), (0.1, 20.0), (20.0, 40.0)]),
)
def test_whatever_is_pressed_no_two_cues_sound_at_once_and_the_end_is_reached(
    commands: list[tuple[float, Command]],
    length: float | None,
    work_seconds: float,
    talk: str,
    pre_roll: Any,
    first_seconds: tuple[float, ...],
) -> None:
    # A paused session goes on in the end.
    back = [(400.0, Command.GO_ON)]
    stage = Stage(SHORT, tick=0.05, length=length, work_seconds=work_seconds, choices=Choices(talk=talk))
    stage.first_seconds = first_seconds
    finished = stage.run([*commands, *back], first=plan_after_countdown if pre_roll else None, pre_roll=pre_roll)
    assert finished or stage.saved[-1] is not None, "a skip of the last step keeps the place"
    assert_one_voice_at_a_time(stage.heard())
    for status in (status for _, status in stage.statuses):
        assert 0 <= status.session.left <= status.session.length
        assert status.hold is None or 0 <= status.hold.left <= status.hold.length + 0.001


def assert_one_voice_at_a_time(heard: list[Heard]) -> None:
    speech = [each for each in heard if each.kind not in ("bell", "tick")]
    for before, after in pairwise(speech):
        assert before.end <= after.at + 0.002, (before, after)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(gaps=st.lists(st.floats(0.7, 15), max_size=8))
def test_pauses_conserve_the_time_of_a_hold(gaps: list[float]) -> None:
    stage = Stage("# One\n- Press the heel spot for exactly 20 seconds\n")
    assert stage.run(pauses(gaps))
    assert seconds_in_holds(stage) == pytest.approx(20, abs=0.01)


def seconds_in_holds(stage: Stage) -> float:
    """Return the seconds between each start of a hold and its end. A bell or the count "one" starts it; a press or the
    last bell ends it."""
    total, progress = 0.0, None
    for heard in stage.heard():
        if heard.name in (*ANSWERS, "last-bell") and progress is not None:
            total, progress = total + max(0.0, heard.at - progress), None
        if heard.name == "start-bell" and progress is None:
            progress = heard.at
        if heard.name == "One.":
            progress = heard.at + 1
    return total
