"""The sound of a part of a script: a line, a step, a phase, or a stretch of the whole session."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable, Collection, Sequence

from voiceguide.audio.mix import blocks
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.errors import FitError
from voiceguide.fit import Choices
from voiceguide.fit.speech import join_after
from voiceguide.plan import Cue, Plan
from voiceguide.studio.rendering import placements
from voiceguide.studio.studio import Studio
from voiceguide.units import RATE

SOUNDS = ("bell", "tick")
MOST_SECONDS = 1_800
"""The longest part that is heard at once. The whole session is made as a file."""


def line_sound(studio: Studio, line: int, choices: Choices, mistakes: Collection[int] = ()) -> bytes:
    """The words of one line, as a WAV file. `mistakes`: the lines with errors. Raises FitError if nothing is said
    there."""
    plan = _plan(studio, None, choices)
    cues = [cue for cue in plan.cues if cue.line == line and cue.kind not in SOUNDS and cue.parts]
    if not cues and line in mistakes:
        raise FitError("This line is not understood yet.", "Mend its mistake first.")
    if not cues:
        raise FitError("Nothing is said on this line.", "Put the cursor on a line that is spoken.")
    parts = cues[0].parts
    studio.narration.speak(parts)
    return wav(_joined(studio, parts))


def step_sound(
    studio: Studio, length: float | str | None, choices: Choices, line: int, mistakes: Collection[int] = ()
) -> bytes:
    """A step with its silences and bells, as a WAV file. `mistakes`: the lines with errors. Raises FitError for a line
    that belongs to no step."""
    return _range_sound(studio, length, choices, lambda plan: _step_range(plan, line, mistakes))


def phase_sound(studio: Studio, length: float | str | None, choices: Choices, line: int) -> bytes:
    """The phase around a line, with its silences and bells, as a WAV file."""
    return _range_sound(studio, length, choices, lambda plan: _phase_range(plan, line))


def _range_sound(
    studio: Studio, length: float | str | None, choices: Choices, place: Callable[[Plan], tuple[int, int]]
) -> bytes:
    """A part of the session. Speaks only its own words."""
    plan = _plan(studio, length, choices)
    while True:
        start, end = place(plan)
        cues = [cue for cue in plan.cues if start <= cue.start < end]
        words = [part for cue in cues if cue.kind not in SOUNDS for part in cue.parts]
        missing = [part for part in dict.fromkeys(words) if studio.narration.seconds(part) is None]
        if not missing:
            break
        studio.narration.speak(missing)
        plan = _plan(studio, length, choices)
    end = min(max([end, *(cue.end for cue in cues)]), start + MOST_SECONDS * RATE)
    placed = tuple(
        Placement(one.start - start, one.sound)
        for one in placements(cues, studio.narration.sound, studio.bell)
        if one.end <= end
    )
    return wav(Timeline(end - start, placed))


def _plan(studio: Studio, length: float | str | None, choices: Choices) -> Plan:
    """The plan with the speech that exists; without a length where estimates make it impossible."""
    plan, missing = studio.estimate(length, choices, ends=False)
    if plan is None and missing:
        plan, _ = studio.estimate(None, choices, ends=False)
    assert plan is not None  # the natural length is always possible
    return plan


def _step_range(plan: Plan, line: int, mistakes: Collection[int]) -> tuple[int, int]:
    """The samples of all that a line's step does at its first time, its second side included."""
    steps = [step for step in plan.steps if step.line == line]
    first = steps[0] if steps else next((step for step in reversed(plan.steps) if step.line <= line), None)
    if first is None:
        raise FitError("There is no step on this line.", "Put the cursor on a step.")
    if any(first.line < mistake <= line for mistake in mistakes):
        raise FitError("This step is not understood yet.", "Mend the mistake on its line first.")
    at = plan.steps.index(first)
    last = first
    for step in plan.steps[at:]:
        if step.line != first.line or step.round != first.round:
            break
        last = step
    return first.start, last.end


def _phase_range(plan: Plan, line: int) -> tuple[int, int]:
    """The samples of the phase that a line stands in."""
    cues: Sequence[Cue] = [cue for cue in plan.cues if cue.line is not None and cue.line >= line]
    nearest = min(cues, key=lambda cue: (cue.line or 0, cue.start), default=None)
    moment = nearest.start if nearest else plan.length
    chapters = [chapter for chapter in plan.chapters if chapter.start <= moment] or list(plan.chapters[:1])
    return chapters[-1].start, chapters[-1].end


def _joined(studio: Studio, parts: Sequence[str]) -> Timeline:
    """Utterances one after the other, as one cue is heard."""
    placed, start = [], 0
    for part in parts:
        sound = studio.narration.sound(part)
        placed.append(Placement(start, sound))
        start += sound.length + join_after(part)
    return Timeline(placed[-1].end, tuple(placed))


def wav(timeline: Timeline) -> bytes:
    """A timeline as a WAV file."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        for block in blocks(timeline):
            file.writeframesraw(block.astype("<i2").tobytes())
    return made.getvalue()
