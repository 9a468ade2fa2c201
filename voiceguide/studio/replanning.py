"""Sessions whose length is changed while they play, with true lengths of speech."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from voiceguide.fit import Choices, SpeechLength
from voiceguide.fit.fitting import Length
from voiceguide.fit.replanning import LengthChange, RemainingLengths, Replanned, remaining_lengths, replanned
from voiceguide.plan import Plan

if TYPE_CHECKING:
    from voiceguide.studio.studio import Studio


def replan(studio: Studio, length: Length, choices: Choices, changes: Sequence[LengthChange]) -> Replanned:
    """The session of this length, changed on the way. Missing speech is made now. Raises FitError, SpeechError."""
    made: list[Replanned] = []
    fitting = studio.fitting(choices)

    def make(speech_length: SpeechLength) -> Plan:
        made.append(replanned(fitting.measured_by(speech_length), length, changes))
        return made[-1].plan

    studio.narration.spoken(make)
    return made[-1]


def lengths_left(
    studio: Studio, length: Length, choices: Choices, changes: Sequence[LengthChange], at: int
) -> RemainingLengths:
    """The lengths that a session can still have at a sample of it. Unknown lengths of speech are estimated. Raises
    FitError."""
    made: list[RemainingLengths] = []
    fitting = studio.fitting(choices)

    def make(speech_length: SpeechLength) -> Plan:
        measured = fitting.measured_by(speech_length)
        made.append(remaining_lengths(measured, length, changes, at))
        return measured.plan(length, ends=False)

    studio.narration.attempt(make)
    return made[-1]
