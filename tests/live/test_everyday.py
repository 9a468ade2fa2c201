"""A session that is used every day: reminders, a skip taken back, sounds that differ, and lines heard already."""

from __future__ import annotations

import pytest

from tests.live.fake_studio import FakeStudio
from tests.live.stage import SCRIPT, Stage, at, names
from tests.live.undisturbed import FIRST_BELL, undisturbed
from voiceguide.fit import Choices
from voiceguide.fit.live_plan import LivePlan
from voiceguide.live.commands import Command, OverlayCommand, Request, Seek
from voiceguide.live.plan_edits import at_step
from voiceguide.live.status import Bar
from voiceguide.live.stop import stop_at

QUIET = undisturbed()


def test_a_pause_is_called_to_mind_each_minute() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, Command.PRESS), (FIRST_BELL + 220, Command.PRESS)])
    paused, *reminders = [heard.at for heard in stage.heard() if heard.name == "Paused."]
    assert reminders == pytest.approx([paused + 60 * number for number in (1, 2, 3)], abs=0.5)
    assert names(stage, reminders[0])[:2] == ["Paused.", "Press when you are ready."]


def test_a_reminder_with_bells_alone_is_a_sound() -> None:
    stage = Stage(SCRIPT, choices=Choices(talk="bells"))
    assert stage.run([(20, Command.PRESS), (150, Command.PRESS)])
    assert [name for name in names(stage, 20) if name != "wake"][:4] == ["pause", "pause", "pause", "go-on"]


def test_the_question_to_leave_is_called_to_mind_too() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, Command.LEAVE), (FIRST_BELL + 90, Command.PRESS)])
    assert stage.words().count("Press again to leave.") == 2


def test_a_pause_and_going_on_have_sounds_of_their_own() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 20, Command.PRESS), (FIRST_BELL + 30, Command.PRESS), (FIRST_BELL + 50, Command.NEXT)])
    answers = [name for name in names(stage) if name in ("pause", "go-on", "press")]
    assert answers[:3] == ["pause", "go-on", "press"]


def test_a_press_when_ready_sounds_like_going_on() -> None:
    moment = at(QUIET, "Get the band. Press when you are ready.")
    stage = Stage(SCRIPT)
    stage.run([(moment + 8, Command.PRESS)])
    assert names(stage, moment + 7.9)[0] == "go-on"


def test_a_volume_that_can_go_no_further_sounds_otherwise() -> None:
    stage = Stage(SCRIPT)
    louder, quieter = OverlayCommand.LOUDER, OverlayCommand.QUIETER
    stage.run([(5, louder), (6, quieter), (7, louder), (8, louder)])
    assert [name for name in names(stage) if name in ("limit", "press")] == ["limit", "press", "press", "limit"]


def test_words_that_are_not_understood_are_answered_and_change_nothing() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, OverlayCommand.NOT_UNDERSTOOD)])
    assert at(stage, "not-understood") == pytest.approx(FIRST_BELL + 20, abs=0.05)
    assert at(stage, "end-bell") == at(QUIET, "end-bell")


def test_a_mistaken_skip_is_taken_back_with_the_time_of_the_hold() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, Command.NEXT), (FIRST_BELL + 26, Command.UNDO)])
    told = names(stage, FIRST_BELL + 26)
    assert told[1] == "Left foot. Press the heel spot. 40 seconds left."
    assert at(stage, "end-bell") - at(stage, "start-bell", 1) == pytest.approx(40, abs=0.001)


def test_undo_takes_back_a_longer_hold_and_a_second_undo_brings_it_back() -> None:
    longer = (FIRST_BELL + 20, Command.LONGER)
    once = Stage(SCRIPT)
    assert once.run([longer, (FIRST_BELL + 30, Command.UNDO)])
    assert "Left foot. Press the heel spot. 40 seconds left." in once.words()
    twice = Stage(SCRIPT)
    assert twice.run([longer, (FIRST_BELL + 30, Command.UNDO), (FIRST_BELL + 40, Command.UNDO)])
    assert any("45 seconds left" in words for words in twice.words())


def session_bar(stage: Stage, when: float) -> Bar:
    """The bar of the session at a moment."""
    return next(status.session for moment, status in stage.statuses if moment >= when)


def test_a_longer_hold_makes_the_session_longer_and_its_clock_goes_on() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20 + gap, Command.LONGER) for gap in (0.0, 0.5, 1.0)])
    before, after = session_bar(stage, FIRST_BELL + 15), session_bar(stage, FIRST_BELL + 35)
    assert after.length - before.length == pytest.approx(2 * 45, abs=1)  # both feet
    assert before.left + 2 * 45 - after.left == pytest.approx(20, abs=1)


@pytest.mark.parametrize("command", [Command.WHERE, Command.PAUSE])
def test_a_longer_hold_counts_where_another_command_overtakes_its_plan(command: Command) -> None:
    stage = Stage(SCRIPT)
    moment = FIRST_BELL + 20
    assert stage.run([(moment, Command.LONGER), (moment + 0.1, command), (moment + 4, Command.GO_ON)])
    assert session_bar(stage, moment + 20).length > session_bar(stage, moment - 5).length + 25


@pytest.mark.parametrize("work_seconds", [0.0, 0.3])
@pytest.mark.parametrize("command", [Command.NEXT, Command.AGAIN, Command.BACK, Seek(40.0), Seek(-5.0)])
def test_a_longer_hold_counts_where_the_listener_goes_elsewhere_before_it_is_made(
    command: Request, work_seconds: float
) -> None:
    stage = Stage(SCRIPT, work_seconds=work_seconds)
    moment = FIRST_BELL + 20
    assert stage.run([(moment, Command.LONGER), (moment + 0.05, command)])
    grown = session_bar(stage, moment + 10).length - session_bar(stage, moment - 5).length
    assert grown == pytest.approx(2 * 15, abs=1)  # both feet


def test_each_of_two_longer_holds_counts_where_a_skip_comes_between_them() -> None:
    stage = Stage(SCRIPT, work_seconds=0.3)
    moment = FIRST_BELL + 20
    assert stage.run(
        [(moment + 0.05 * nth, each) for nth, each in enumerate((Command.LONGER, Command.NEXT, Command.LONGER))]
    )
    grown = session_bar(stage, moment + 10).length - session_bar(stage, moment - 5).length
    assert grown == pytest.approx(15 + 2 * 15, abs=1)  # the left foot alone is skipped: 15 for both, 15 for the right


def test_a_longer_hold_counts_after_undo_of_the_skip_that_overtook_it() -> None:
    stage = Stage(SCRIPT)
    moment = FIRST_BELL + 20
    assert stage.run([(moment, Command.LONGER), (moment + 0.05, Command.NEXT), (moment + 5, Command.UNDO)])
    grown = session_bar(stage, moment + 12).length - session_bar(stage, moment - 5).length
    assert grown == pytest.approx(2 * 15, abs=1)


def test_undo_of_a_longer_hold_brings_the_length_of_the_session_back() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, Command.LONGER), (FIRST_BELL + 30, Command.UNDO)])
    assert session_bar(stage, FIRST_BELL + 25).length > session_bar(stage, FIRST_BELL + 15).length + 25
    assert session_bar(stage, FIRST_BELL + 50).length == pytest.approx(session_bar(stage, FIRST_BELL + 15).length)


def test_undo_without_a_change_goes_on_as_after_a_pause() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, Command.UNDO)])
    assert "Left foot. Press the heel spot. 40 seconds left." in stage.words()


SAFETY = "Caution: never bounce."


def test_a_safety_line_is_skipped_once_it_was_heard_whole() -> None:
    begin = at(QUIET, SAFETY)
    cut = Stage(SCRIPT)
    assert cut.run([(begin + 0.3, Command.NEXT)])
    assert [heard.whole for heard in cut.heard() if heard.name == SAFETY] == [False, True]
    heard_once = Stage(SCRIPT)
    stretch = at(QUIET, "Stretch the calf. 45 seconds.")
    assert heard_once.run([(stretch + 0.5, Command.BACK), (stretch + 4, Command.NEXT), (stretch + 7, Command.NEXT)])
    assert [heard.whole for heard in heard_once.heard() if heard.name == SAFETY] == [True, False]


def resumed(*, safety: bool) -> Stage:
    """A session that is continued at the calf stretch."""

    def first(studio: FakeStudio) -> LivePlan:
        live_plan = studio.live_plan(None)
        edit = at_step(stop_at(live_plan, 0), 10, None, 1, safety=safety)
        assert edit
        return live_plan.edited(edit)

    stage = Stage(SCRIPT)
    assert stage.run(first=first)
    return stage


def test_on_another_day_a_session_is_resumed_with_its_safety_lines() -> None:
    assert resumed(safety=True).words()[1:3] == ["Caution: stop if it hurts.", SAFETY]
    assert "Caution: stop if it hurts." not in resumed(safety=False).words()


def test_a_status_tells_when_a_voice_is_heard_or_soon_will_be() -> None:
    stage = Stage(SCRIPT, quiet_tick=0.0)
    stage.run()
    voices = stage.heard()  # the stage's bells are no bells to a transport
    for moment, status in stage.statuses[1:-1]:
        heard = any(voice.at - 1.4 < moment < voice.end + 0.3 for voice in voices)
        silent = not any(voice.at - 1.6 < moment < voice.end + 0.6 for voice in voices)
        assert not heard or status.speaking
        assert not silent or not status.speaking
