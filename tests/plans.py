"""Sessions to write and to draw: fitted from real scripts, with tones in place of speech."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from tests.audio.timelines import Tone
from tests.strategies import steady_voice
from voiceguide.audio.bells import sound
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.fit import Choices, fit
from voiceguide.fit.fitting import Length
from voiceguide.plan import Plan
from voiceguide.script import parse
from voiceguide.units import RATE

FEET = """---
title: Fersenschmerz lösen
---

Sit on a chair.

## Release

- Press the heel spot for 20 seconds, each foot
- Rest for 15 seconds

## Stretch

Sit tall.

- Pull your toes back for 30 seconds
"""


@cache
def plan_of(script: str, length: Length = None, choices: Choices | None = None) -> Plan:
    """The session of a script that a steady voice speaks."""
    routine = parse(script, "feet.md", "feet").routine
    assert routine is not None
    return fit(routine, length, steady_voice, choices)


def timeline_of(plan: Plan) -> Timeline:
    """The session in tones: each cue has its own length and pitch."""
    placements = []
    for cue, following in pairwise([*plan.cues, None]):
        assert cue is not None
        if cue.kind in ("bell", "tick"):
            placements += [Placement(cue.start, sound(name)) for name in cue.parts]
        else:
            pitch = 300 + sum(cue.text.encode()) % 500
            placements.append(Placement(cue.start, Tone((cue.end - cue.start) / RATE, pitch)))
        assert following is None or cue.start <= following.start
    return Timeline(plan.length, tuple(placements), plan.chapters)
