"""Every cue of a session as timed lyrics: LRC, which music players show.

LRC has no standard; see https://en.wikipedia.org/wiki/LRC_(file_format).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.export.beside.captions import caption
from voiceguide.language import load
from voiceguide.units import RATE

if TYPE_CHECKING:
    from voiceguide.plan import Plan
    from voiceguide.routine import Routine

_PLAIN = str.maketrans("[]<>", "()‹›")
"""Replacements for brackets. LRC uses them for times and has no escape for them."""


def text(plan: Plan, routine: Routine) -> str:
    """One line per cue, including bells and ticks."""
    pack = load(plan.language)
    minutes, seconds = divmod(round(plan.length / RATE), 60)
    tags = {"ti": plan.title, "ar": routine.author, "length": f"{minutes:02}:{seconds:02}", "re": "voiceguide"}
    lines = [f"[{name}:{' '.join(value.split()).translate(_PLAIN)}]" for name, value in tags.items() if value]
    lines += [f"[{_time(cue.start)}]{caption(cue, pack).translate(_PLAIN)}" for cue in plan.cues]
    return "\n".join(lines) + "\n"


def _time(samples: int) -> str:
    """`mm:ss.xx`; minutes continue beyond an hour."""
    seconds, hundredths = divmod(round(samples * 100 / RATE), 100)
    minutes, second = divmod(seconds, 60)
    return f"{minutes:02}:{second:02}.{hundredths:02}"
