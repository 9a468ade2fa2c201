"""Fitting: a routine and a length become a plan, to the sample.

    fit(routine, length, speech_length, choices) -> Plan

A pure function: it asks only for the lengths of utterances. `shapes` chooses the steps and rounds, `ladder` the
numbers.
`outline` puts the words in order, `inside` fills each hold, `layout` gives every cue its time.
"""

from voiceguide.fit.choices import Choices
from voiceguide.fit.fitting import fit
from voiceguide.fit.speech import SpeechLength

__all__ = ["Choices", "SpeechLength", "fit"]
