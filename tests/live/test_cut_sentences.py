"""Sentences that a pause cuts are said again, each from its start."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.live.fake_studio import speech_seconds
from tests.live.stage import SCRIPT, Stage, at, names, pauses
from tests.live.undisturbed import undisturbed
from voiceguide.fit.speech import Speech
from voiceguide.live.commands import Command
from voiceguide.units import RATE


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


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(gaps=st.lists(st.floats(0.7, 15), max_size=8))
def test_whenever_it_is_paused_every_sentence_is_heard_whole_and_once(gaps: list[float]) -> None:
    stage = Stage(LONG, tick=0.05)
    assert stage.run(pauses(gaps))
    assert of_the_writer(stage) == of_the_writer(QUIET)
