"""Fitting: a routine and a length become a plan, to the sample.

    fit(routine, length, speech_length, choices) -> Plan

A pure function: it asks only how long an utterance takes. `shapes` decides which steps and rounds there may be,
`ladder` which numbers, `outline` what is said in which order, `inside` what is heard within a hold, `layout` when.
"""

from voiceguide.fit.choices import Choices
from voiceguide.fit.fitting import fit
from voiceguide.fit.speech import SpeechLength

__all__ = ["Choices", "SpeechLength", "fit"]
