"""Routines as hypothesis draws them, and voices that take any time to speak."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from hypothesis import strategies as st

from voiceguide.grid import allowed_seconds
from voiceguide.language import available
from voiceguide.routine import (
    Breaths,
    Coaching,
    Count,
    Dose,
    Hold,
    Line,
    Phase,
    Rounds,
    Routine,
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
sets = st.builds(Sets, times=st.integers(1, 3), of=st.one_of(holds, counts), rest=rests)
waits = st.builds(Wait, seconds=seconds, limit=st.booleans())
doses: st.SearchStrategy[Dose | None] = st.one_of(st.none(), holds, holds, counts, breaths, sets, waits)
coachings = st.builds(
    Coaching,
    line=st.just(0),
    text=st.sampled_from(["Change direction.", "Ease off slowly.", "Breathe."]),
    when=st.sampled_from(["halfway", "after", "before-end", "every"]),
    seconds=st.sampled_from([1.0, 5.0, 10.0, 20.0]),
)


@st.composite
def steps(draw: st.DrawFn, line: int) -> Step:
    """One step of any kind."""
    if draw(st.integers(0, 5)) == 0:
        return Step(line, "Rest", "Rest", draw(rests), rest=True)
    text, dose = draw(st.sampled_from(WORDS)), draw(doses)
    slot = isinstance(dose, Breaths) and draw(st.booleans())
    return Step(
        line=line,
        text=text,
        spoken="Take {number} deep breaths" if slot else text,
        dose=dose,
        sides=draw(st.sampled_from([None, None, "foot"])),
        details=tuple(draw(st.lists(st.just(Line(line, "Along the band.")), max_size=1))),
        safety=tuple(draw(st.lists(st.just(Line(line, "Never push.")), max_size=1))),
        coaching=tuple(draw(st.lists(coachings, max_size=3))) if dose else (),
        optional=draw(st.integers(0, 3)) == 0,
        needs=draw(st.sampled_from([(), (), ("a ball",), ("a towel", "a ball")])),
    )


@st.composite
def routines(draw: st.DrawFn) -> Routine:
    """A routine with anything in it that a script can say."""
    phases, line = [], 1
    for index in range(draw(st.integers(1, 3))):
        found = []
        for _ in range(draw(st.integers(1, 4))):
            line += 1
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
                rounds=Rounds((least + most) // 2, least, most),
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
    )
