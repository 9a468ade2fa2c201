"""Every cue of a session as captions: WebVTT, which browsers and podcast apps show.

Source: https://www.w3.org/TR/webvtt1/#syntax
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.export.beside.captions import caption
from voiceguide.language import load
from voiceguide.units import RATE

if TYPE_CHECKING:
    from voiceguide.plan import Plan
    from voiceguide.routine import Routine

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""Escapes that keep words from looking like a tag, or like the arrow between two times."""


def text(plan: Plan, routine: Routine) -> str:
    """One caption per cue, including bells and ticks."""
    pack = load(plan.language)
    blocks = ["WEBVTT"]
    for cue in plan.cues:
        start, end = _milliseconds(cue.start), _milliseconds(cue.end)
        times = f"{_time(start)} --> {_time(max(end, start + 1))}"  # the end must be after the start
        blocks.append(f"{times}\n{caption(cue, pack).translate(_ESCAPES)}")
    return "\n\n".join(blocks) + "\n"


def _milliseconds(samples: int) -> int:
    return round(samples * 1000 / RATE)


def _time(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}.{thousandths:03}"
