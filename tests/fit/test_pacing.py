"""A pace that the hand keeps: read from the script, kept in the words, ticked to the sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plans import plan_of, timeline_of
from tests.script_help import errors_of, meaning, step_of
from voiceguide import export
from voiceguide.audio import mix
from voiceguide.audio.bells import LENGTHS, Strokes, sound, stroke_at
from voiceguide.bed import speech_in
from voiceguide.export.mp3 import islands
from voiceguide.fit import Choices
from voiceguide.fit.pacing import strokes
from voiceguide.plan import Plan
from voiceguide.script import parse
from voiceguide.units import RATE, to_samples

STROKE = LENGTHS["stroke"]
SCRIPT = """# Pace

- Stroke the sole at 60 strokes a minute for exactly 90 seconds
  - after 20 seconds: A little deeper.
- Press the heel for exactly 30 seconds
"""


@pytest.mark.parametrize(
    ("words", "text", "dose", "pace"),
    [
        ("Stroke at 60 strokes a minute for 45 seconds", "Stroke at 60 strokes a minute", "45 s [22.5-67.5]", 60),
        ("Tap the heel for 60s at 80 taps per minute", "Tap the heel at 80 taps per minute", "60 s [30-90]", 80),
        ("Press, 3 x 30 s, at 90 bpm", "Press, at 90 bpm", "3 sets of (30 s [15-45]), rest 10 s", 90),
        (
            "Tap the heel 60s (at 100 to 120 beats a minute)",
            "Tap the heel (at 100 to 120 beats a minute)",
            "60 s [30-90]",
            110,
        ),
        (
            "At sixty circles a minute, rub the heel, 1 min",
            "At sixty circles a minute, rub the heel",
            "60 s [30-90]",
            60,
        ),
    ],
)
def test_a_pace_is_read_and_stays_in_the_words(words: str, text: str, dose: str, pace: int) -> None:
    assert meaning(words)[:2] == (text, dose)
    assert step_of(words).strokes == pace


@pytest.mark.parametrize(
    "words",
    ["Streiche mit 60 Strichen pro Minute für 45 Sekunden", "Klopfe 45 Sekunden lang, 60 Schläge in der Minute"],
)
def test_german(words: str) -> None:
    assert step_of(words, "de").strokes == 60
    assert meaning(words, "de")[1] == "45 s [22.5-67.5]"


def test_the_side_behind_it_is_still_a_side() -> None:
    assert meaning("Stroke each foot at 60 strokes a minute for 30 s")[2] == "foot"
    assert meaning("Stroke at 60 strokes a minute, each foot, 30 s")[2] == "foot"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("Tap at 5 taps a minute for 30 s", "`at 5 taps a minute` is no pace that a hand can follow"),
        ("Tap at 1000 taps a minute for 30 s", "is no pace that a hand can follow"),
        ("Tap at 60.5 taps a minute for 30 s", "is no pace that a hand can follow"),
        ("Raise your heels 10 times at 60 beats a minute", "two paces in one step"),
        ("Tap at 60 taps a minute, then at 90 taps a minute, for 30 s", "two paces in one step"),
    ],
)
def test_what_no_hand_can_follow_is_an_error(words: str, message: str) -> None:
    (error,) = errors_of(f"- {words}\n")
    assert message in error


def test_without_a_time_it_is_only_spoken_and_said_so() -> None:
    found = parse("# Walk\n\n- Walk at 100 steps a minute\n- Rest for 20 seconds\n", "a.md", "a").findings
    assert [(each.severity, each.message) for each in found if each.severity != "note"] == [
        ("warning", "the pace is only spoken: the step has no time")
    ]


@given(st.integers(10, 300), st.integers(1, 200 * RATE), st.integers(0, 200 * RATE))
def test_every_stroke_is_in_time_to_the_sample(pace: int, length: int, since: int) -> None:
    heard = []
    for cue in strokes(pace, length, since):
        made = sound(cue.parts[0])
        assert isinstance(made, Strokes)
        assert (cue.kind, cue.end - cue.start) == ("tick", made.length)
        heard += [cue.start + made._at(number) for number in range(made.first, made.last + 1)]
    end = length - 3 * RATE if length >= 5 * RATE else length
    wanted = (round(number * 60 * RATE / pace + 1e-9) for number in range(200 * pace // 60 + 2))
    assert heard == [at for at in wanted if since <= at <= end - STROKE]
    assert all(abs(stroke_at(pace, k) - k * 60 * RATE / pace) <= 0.5 for k in (1, 7, 1000))


def test_each_minute_is_the_same_sound() -> None:
    first, second, last = strokes(83, to_samples(150))
    assert first.parts == second.parts
    assert (first.end, second.end) == (second.start, last.start)


def test_strokes_are_where_the_sound_says() -> None:
    made = sound("strokes-60-0-3-1").samples()
    stroke = sound("stroke").samples()
    assert len(made) == 4 * RATE
    for number in range(4):
        np.testing.assert_array_equal(made[number * RATE :][:STROKE], stroke)
    assert np.count_nonzero(made) <= 4 * np.count_nonzero(stroke)


def ticks(plan: Plan) -> list[tuple[str, ...]]:
    return [cue.parts for cue in plan.cues if cue.kind == "tick"]


def test_a_hold_has_its_strokes_until_the_countdown_and_no_speech_moves() -> None:
    plan, plain = plan_of(SCRIPT), plan_of(SCRIPT.replace("60 strokes a minute", "an even beat from me"))
    assert ticks(plan) == [
        ("strokes-60-0-59-1",),
        ("strokes-60-0-26-0",),
        ("countdown-3",),
        (),
        (),
        ("countdown-3",),
        (),
        (),
    ]
    said = [[cue.text for cue in each.cues if cue.kind == "coaching"] for each in (plan, plain)]
    assert said[0] == said[1] == ["A little deeper."]
    hold, (coaching,) = plan.steps[0].hold, (cue for cue in plan.cues if cue.kind == "coaching")
    assert hold is not None
    assert coaching.start == hold.start + 20 * RATE
    assert plan.cues == tuple(sorted(plan.cues, key=lambda cue: cue.start))


@pytest.mark.parametrize("talk", ["full", "brief", "bells"])
def test_the_hand_follows_it_however_little_is_said(talk: str) -> None:
    assert ("strokes-60-0-59-1",) in ticks(plan_of(SCRIPT, choices=Choices(talk=talk)))


def test_in_the_mix_a_stroke_is_softer_than_speech_and_than_the_countdown() -> None:
    loud = {name: np.abs(sound(name).samples().astype(int)).max() for name in ("stroke", "tick", "start-bell")}
    assert loud["stroke"] < 0.4 * loud["tick"]
    assert loud["stroke"] < 0.5 * loud["start-bell"]


def test_a_paced_hold_is_one_island_so_that_an_mp3_keeps_step(tmp_path: Path) -> None:
    plan = plan_of(SCRIPT)
    session = timeline_of(plan)
    (paced,) = (island for island in islands(session) if island.sounds.length > 60 * RATE)
    assert paced.sounds.length > 86 * RATE
    export.write(session, tmp_path / "a.wav", export.Tags(), overwrite=False)
    assert sum(len(block) for block in mix.blocks(session)) == plan.length


def test_strokes_are_no_speech_to_a_bed() -> None:
    session = timeline_of(plan_of(SCRIPT))
    strokes_at = {each.start for each in session.placements if isinstance(each.sound, Strokes)}
    assert strokes_at
    assert not strokes_at & {start for start, _ in speech_in(session)}
