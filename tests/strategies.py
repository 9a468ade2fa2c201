"""Routines as hypothesis draws them, and voices that take any time to speak."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from voiceguide.grid import allowed_seconds
from voiceguide.language import available
from voiceguide.preferences import Countdown
from voiceguide.routine import (
    BreathPattern,
    BreathPhase,
    Breaths,
    Coaching,
    Count,
    Dose,
    Hold,
    Interval,
    Intervals,
    Line,
    Phase,
    Preferences,
    Rounds,
    Routine,
    Series,
    Sets,
    Step,
    Wait,
)

WORDS = [
    "Press the heel spot",
    "Roll the sole over a ball",
    "Pull your toes back",
    "Stroke the arch",
    "Lean in",
]


def steady_voice(text: str) -> float:
    """About 150 words a minute."""
    return 0.2 + 0.065 * len(text)


@st.composite
def voices(draw: st.DrawFn) -> Callable[[str], float]:
    """A voice of any speed, whose every text has its own length, whatever its words."""
    seed, slowest = draw(st.integers(0, 1000)), draw(st.sampled_from([0.3, 2.0, 5.0]))
    return lambda text: 0.05 + slowest * (zlib.crc32(f"{seed}{text}".encode()) % 1000) / 1000


def plain_hold(seconds: float, least: float = 0.5, most: float = 1.5) -> Hold:
    """`for N seconds`, elastic."""
    return Hold(seconds, seconds * least, seconds * most, (seconds, seconds))


def range_hold(shortest: float, longest: float) -> Hold:
    """`for N to M seconds`."""
    whole = Hold((shortest + longest) / 2, shortest, longest, (shortest, longest))
    natural = max(value for value in allowed_seconds(whole) if value <= whole.natural)
    return Hold(natural, shortest, longest, (shortest, longest))


seconds = st.one_of(st.integers(1, 19), st.integers(4, 24).map(lambda n: n * 5), st.sampled_from([7.5, 12.5, 61.0]))
holds = st.one_of(
    seconds.map(plain_hold),
    seconds.map(lambda s: Hold(s, s, s, (s, s))),
    st.tuples(seconds, seconds).map(lambda pair: range_hold(min(pair), max(pair))),
)
counts = st.integers(1, 20).flatmap(
    lambda n: st.sampled_from([0.5, 1.0, 3.0, 5.0]).map(
        lambda pace: Count(n, max(1, -(-n // 2)), n * 3 // 2, (n, n), pace, pace != 3.0)
    )
)
breaths = st.integers(1, 6).map(lambda n: Breaths(n, max(1, -(-n // 2)), n * 3 // 2, (n, n)))
rests = seconds.map(lambda s: Hold(s, s / 2, s, (s, s)))
waits = st.builds(Wait, seconds=seconds, limit=st.booleans())
sets = st.builds(Sets, times=st.integers(1, 3), of=st.one_of(holds, counts, breaths, waits), rest=rests)
series = st.builds(
    Series,
    of=st.one_of(
        st.lists(seconds.map(plain_hold), min_size=2, max_size=4).map(tuple),
        st.lists(counts, min_size=2, max_size=4).map(tuple),
    ),
    rest=rests,
)
phases_of_breath = st.builds(
    BreathPhase, kind=st.sampled_from(["in", "hold", "out"]), seconds=st.sampled_from([1.0, 4.0, 5.5, 7.0])
)
numbers = st.integers(1, 4).map(lambda n: (n, max(1, -(-n // 2)), n * 3 // 2, (n, n)))
patterns = st.builds(
    lambda phases, numbers: BreathPattern(tuple(phases), *numbers),
    st.lists(phases_of_breath, min_size=1, max_size=4),
    numbers,
)
parts = st.builds(
    lambda seconds, text, rest: Interval(Hold(seconds, seconds, seconds, (seconds, seconds)), text, rest),
    seconds,
    st.sampled_from(["", "Jog", "Walk"]),
    st.booleans(),
)
intervals = st.builds(
    lambda parts, numbers: Intervals(tuple(parts), Rounds(*numbers[:3])),
    st.lists(parts, min_size=1, max_size=3).filter(lambda parts: not all(part.rest for part in parts)),
    numbers,
)
doses: st.SearchStrategy[Dose | None] = st.one_of(
    st.none(), holds, holds, counts, breaths, sets, waits, series, patterns, intervals
)
coachings = st.builds(
    Coaching,
    line=st.just(0),
    text=st.sampled_from(["Change direction.", "Ease off slowly.", "Breathe."]),
    when=st.sampled_from(["halfway", "after", "before-end", "every"]),
    seconds=st.sampled_from([1.0, 5.0, 10.0, 20.0]),
)


def words_for(text: str, dose: Dose | None) -> list[str]:
    """Instructions with and without a slot for the number of a dose."""
    one = dose.of if isinstance(dose, Sets) else dose
    match one:
        case Hold():
            return [text, "Squeeze, hold for {duration} and release"]
        case Count():
            return [text, "Lift the heel {number} times", "Lift, hold for {duration} and lower. Breathe on."]
        case Breaths():
            return [text, "Take {number} deep breaths"]
        case _:
            return [text]


def twice(dose: Dose | None) -> Hold | Count:
    """The same dose with double the number."""
    assert isinstance(dose, Hold | Count)
    written = (dose.written[0] * 2, dose.written[1] * 2)
    return replace(dose, natural=dose.natural * 2, least=dose.least * 2, most=dose.most * 2, written=written)


@st.composite
def steps(draw: st.DrawFn, line: int) -> Step:
    """One step of any kind."""
    if draw(st.integers(0, 5)) == 0:
        return Step(line, "Rest", "Rest", draw(rests), rest=True, quiet=draw(st.booleans()))
    text, dose = draw(st.sampled_from(WORDS)), draw(doses)
    sides = draw(st.sampled_from([None, None, "foot"]))
    both_ways = draw(st.integers(0, 3)) == 0
    second = isinstance(dose, Hold | Count) and (sides or both_ways) and draw(st.booleans())
    return Step(
        line=line,
        text=text,
        spoken=draw(st.sampled_from(words_for(text, dose))),
        dose=dose,
        sides=sides,
        first=draw(st.sampled_from(["left", "right"])),
        spoken_again=draw(st.sampled_from([None, "Now lean over"])) if sides else None,
        alternating=None if sides or both_ways else draw(st.sampled_from([None, None, "leg"])),
        both_ways=both_ways,
        second_dose=twice(dose) if second else None,
        details_first=draw(st.booleans()),
        pair=draw(st.sampled_from([None, None, 1])),
        details=tuple(draw(st.lists(st.just(Line(line, "Along the band.")), max_size=1))),
        safety=tuple(draw(st.lists(st.just(Line(line, "Never push.")), max_size=1))),
        coaching=tuple(draw(st.lists(coachings, max_size=3))) if dose else (),
        optional=draw(st.integers(0, 3)) == 0,
        needs=draw(st.sampled_from([(), (), ("a ball",), ("a towel", "a ball")])),
    )


preferences = st.builds(
    Preferences,
    talk=st.sampled_from([None, None, "full", "brief", "bells"]),
    bells=st.sampled_from([None, None, "soft", "none"]),
    countdown=st.sampled_from([None, None, Countdown(0), Countdown(5), Countdown(3, spoken=True)]),
)


@st.composite
def routines(draw: st.DrawFn) -> Routine:
    """A routine with anything in it that a script can say."""
    phases, line = [], 1
    for index in range(draw(st.integers(1, 3))):
        found = []
        for _ in range(draw(st.integers(1, 4))):
            line += draw(st.sampled_from([1, 1, 1, 0])) if found else 1
            found.append(draw(steps(line)))
        if all(step.rest for step in found):
            found.append(Step(line := line + 1, "Sit up", "Sit up"))
        line += 1
        least = draw(st.integers(1, 2))
        most = least + draw(st.integers(0, 2))
        phases.append(
            Phase(
                line=100 + index,
                title=f"Phase {index}",
                heading=draw(st.booleans()),
                steps=tuple(found),
                paragraphs=tuple(draw(st.lists(st.just(Line(90, "Slowly now.")), max_size=1))),
                safety=tuple(draw(st.lists(st.just(Line(91, "Caution: ease off.")), max_size=1))),
                sides=draw(st.sampled_from([None, None, "leg"])),
                rounds=Rounds((least + most) // 2, least, most, draw(st.one_of(st.none(), rests))),
                after=(index - 1,) if index and draw(st.booleans()) else (),
            )
        )
    return Routine(
        name="drawn",
        title="Drawn",
        phases=tuple(phases),
        language=draw(st.sampled_from(available())),
        settle=draw(st.sampled_from([0.0, 2.0, 4.0, 7.5])),
        introduction=tuple(draw(st.lists(st.just(Line(80, "Sit down.")), max_size=1))),
        safety=tuple(draw(st.lists(st.just(Line(81, "Stop if it hurts.")), max_size=1))),
        frequency=draw(st.sampled_from([None, "twice a day"])),
        silent_title=draw(st.integers(0, 4)) == 0,
        silent_closing=draw(st.integers(0, 4)) == 0,
        preferences=draw(preferences),
    )
