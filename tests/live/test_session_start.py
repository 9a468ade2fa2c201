"""The start of a live session: the time to lie down, and presses before the plan is ready."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.live.fake_studio import speech_seconds
from tests.live.stage import ANSWERS, SCRIPT, Stage, at, lying_down, names, plan_after_countdown
from voiceguide.fit import Choices
from voiceguide.live.commands import Command, OverlayCommand
from voiceguide.live.pre_roll import PreRoll, opening_words
from voiceguide.studio.opening import Opening
from voiceguide.units import RATE


@pytest.mark.parametrize("work_seconds", [0.1, 7.0, 40.0])
def test_time_to_lie_down_is_counted_in_to_the_sample(work_seconds: float) -> None:
    stage = Stage(SCRIPT, work_seconds=work_seconds)
    assert stage.run(first=plan_after_countdown, pre_roll=lying_down)
    assert stage.words()[:8] == [
        "Starting in 30 seconds.",
        "Twenty seconds left.",
        "Ten seconds left.",
        "Five.",
        "Four.",
        "Three.",
        "Two.",
        "One.",
    ]
    assert at(stage, "Ten seconds left.") == pytest.approx(20, abs=0.05)
    assert stage.words()[8].startswith("Heel.")


def test_presses_while_lying_down_are_answered_as_ever() -> None:
    stage = Stage(SCRIPT, work_seconds=0.1)
    assert stage.run([(12, Command.PRESS), (40, Command.PRESS)], first=plan_after_countdown, pre_roll=lying_down)
    assert "Paused." in stage.words()
    assert [heard.at for heard in stage.heard() if heard.name in ANSWERS and 11 < heard.at < 13]


def opening(studio: Any) -> PreRoll:
    """The first two cues of the session."""
    cues = studio.live_plan(None).cues[:2]
    timeline = studio.sounds(cues[-1].end, cues)
    return opening_words(Opening(cues, timeline), studio, Choices())


def first_words(studio: Any) -> PreRoll:
    """The first utterance of the session, then its first two cues."""
    cues = studio.live_plan(None).cues[:2]
    first = replace(cues[0], parts=cues[0].parts[:1])
    first = replace(first, end=round(speech_seconds(first.parts[0]) * RATE))
    whole = Opening(cues, studio.sounds(cues[-1].end, cues))
    return opening_words(Opening((first,), studio.sounds(first.end, [first])), studio, Choices(), lambda: whole)


@pytest.mark.parametrize("seconds", [0.1, 0.6, 2.0])
def test_the_first_words_are_followed_by_the_rest_of_the_opening_while_the_plan_is_made(seconds: float) -> None:
    """The rest is ready long before the first words end, just before, or after."""
    stage = Stage(SCRIPT, first_seconds=(seconds, 0.1, 6.0))
    assert stage.run(pre_roll=first_words)
    title, caution = "Heel. 7 minutes.", "Caution: stop if it hurts."
    assert names(stage)[:4] == ["Heel.", title, caution, "Massage."]
    assert at(stage, title) == pytest.approx(max(0.56, seconds), abs=0.05)  # the first words last 0.56 seconds
    assert at(stage, caution) < 6.0


def test_words_that_were_cut_before_the_rest_of_the_opening_was_ready_are_said_again() -> None:
    stage = Stage(SCRIPT, first_seconds=(1.0, 0.1, 9.0))
    assert stage.run([(0.4, Command.PRESS), (3.0, Command.PRESS)], pre_roll=first_words)
    assert names(stage)[:5] == ["Heel.", "pause", "Paused.", "go-on", "Heel. 7 minutes."]
    assert at(stage, "Caution: stop if it hurts.") < 9.0


SLOW = (0.3, 40.0)
"""Seconds until the words of a pause are ready, and until the plan is."""


def seconds_to_first_bell(stage: Stage) -> float:
    return at(stage, "start-bell")


def test_a_press_before_the_plan_is_ready_pauses_with_a_sound_and_a_word() -> None:
    stage = Stage(SCRIPT, first_seconds=SLOW)
    assert stage.run([(12.05, Command.PRESS), (20, Command.PRESS)], first=plan_after_countdown, pre_roll=lying_down)
    heard = [(each.name, each.at) for each in stage.heard() if 11 < each.at < 33]
    assert [name for name, _ in heard] == ["pause", "Paused.", "go-on", "Ten seconds left."]
    assert [moment for _, moment in heard] == pytest.approx([12.05, 12.22, 20, 20 + 0.12 + 20 - 12.05], abs=0.05)


def test_a_sentence_of_the_beginning_that_was_cut_is_said_again_from_its_start() -> None:
    stage = Stage(SCRIPT, first_seconds=SLOW)
    assert stage.run([(20.5, Command.PRESS), (25, Command.PRESS)], first=plan_after_countdown, pre_roll=lying_down)
    assert [heard.whole for heard in stage.heard() if heard.name == "Ten seconds left."][:2] == [False, True]
    stage = Stage(SCRIPT, first_seconds=(0.1, 3.0))
    assert stage.run([(1.0, Command.PRESS), (9.0, Command.PRESS)], pre_roll=opening)
    title = stage.heard()[0].name
    assert [heard.whole for heard in stage.heard() if heard.name == title] == [False, True]
    assert "Caution: stop if it hurts." in stage.words()


def test_a_press_where_nothing_sounds_yet_holds_the_start_and_one_lets_it_go() -> None:
    stage = Stage(SCRIPT, first_seconds=(5.0,))
    assert stage.run([(1, Command.PRESS), (20, Command.PRESS)])
    assert names(stage)[:4] == ["pause", "Paused.", "go-on", "Going on."]
    assert [heard.at for heard in stage.heard()][:3] == pytest.approx([1, 1.17, 20], abs=0.05)
    stage = Stage(SCRIPT, first_seconds=(5.0,))
    assert stage.run([(1, Command.PRESS), (3, Command.PRESS)])
    assert names(stage)[:3] == ["pause", "Paused.", "go-on"]
    assert names(stage)[3].startswith("Heel.")
    assert stage.heard()[3].at == pytest.approx(5, abs=0.05)


@pytest.mark.parametrize("pre_roll", [None, lying_down, opening])
@pytest.mark.parametrize(("count", "word"), [(2, "Again."), (3, "Next."), (5, "15 seconds longer.")])
def test_several_presses_before_the_plan_is_ready_are_told_apart(pre_roll: Any, count: int, word: str) -> None:
    presses = [(1 + 0.3 * number, Command.PRESS) for number in range(count)]
    stage = Stage(SCRIPT, first_seconds=(0.1, 4.0) if pre_roll else (4.0,))
    assert stage.run(presses, first=plan_after_countdown if pre_roll is lying_down else None, pre_roll=pre_roll)
    told = [name for name in stage.words() if name in ("Again.", "Next.", "15 seconds longer.", "Paused.")]
    assert told[-1:] == [word]
    assert seconds_to_first_bell(stage) < 80


def test_six_presses_before_the_plan_is_ready_leave() -> None:
    stage = Stage(SCRIPT, first_seconds=(40.0,))
    assert not stage.run([(1 + 0.3 * number, Command.PRESS) for number in range(6)])
    assert stage.now < 3


def test_what_was_asked_for_and_then_a_pause_are_both_kept_until_the_plan_is_ready() -> None:
    stage = Stage(SCRIPT, first_seconds=(5.0,))
    assert stage.run([(1, Command.NEXT), (2, Command.PRESS), (60, Command.GO_ON)])
    said = [heard for heard in stage.heard() if heard.kind not in ("bell", "tick")]
    assert [heard.name for heard in said[:2]] == ["Next.", "Paused."]
    assert said[2].at > 60
    assert not any(heard.name.startswith("Heel.") for heard in said)


def test_a_first_q_before_the_plan_is_ready_asks_and_a_second_leaves() -> None:
    stage = Stage(SCRIPT, first_seconds=(5.0,))
    assert stage.run([(1, Command.LEAVE), (20, Command.PRESS)])
    assert stage.words()[:2] == ["Press again to leave.", "Going on."]
    stage = Stage(SCRIPT, first_seconds=(5.0,))
    assert not stage.run([(1, Command.LEAVE), (9, Command.LEAVE)])


@pytest.mark.no_cover
@pytest.mark.parametrize("pre_roll", [None, lying_down, opening])
@pytest.mark.parametrize("command", [Command.PRESS, Command.GO_ON, Command.NEXT, OverlayCommand.LOUDER, Command.LEAVE])
@pytest.mark.parametrize("moment", [0.2, 39.0])
def test_every_press_before_the_plan_is_ready_is_answered_in_sound_at_once(
    pre_roll: Any, command: Command, moment: float
) -> None:
    stage = Stage(SCRIPT, first_seconds=(0.1, 40.0) if pre_roll else (40.0,))
    first = plan_after_countdown if pre_roll is lying_down else None
    assert stage.run([(moment, command), (60, Command.GO_ON)], first=first, pre_roll=pre_roll)
    presses = [heard for heard in stage.heard() if heard.name in ANSWERS and heard.at >= moment]
    assert presses[0].at - moment < 0.05
    assert presses[0].whole


def test_a_plan_that_is_at_hand_is_heard_without_a_wait_for_a_tick() -> None:
    stage = Stage(SCRIPT, work_seconds=0.004)
    assert stage.run()
    assert stage.heard()[0].at < 0.01
