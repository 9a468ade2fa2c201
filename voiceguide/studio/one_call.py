"""Whole answers in one call, for callers that need no studio of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

from voiceguide.fit import fit
from voiceguide.language.speaking_time import speaking_time
from voiceguide.routine import Routine
from voiceguide.studio.choosing import ChoiceOptions, make_choices
from voiceguide.studio.lengths import Lengths
from voiceguide.studio.reading import read_routine
from voiceguide.studio.studio import Studio
from voiceguide.studio.voice_options import WORDS_A_MINUTE


def lengths(
    routine: Routine | str | Path, voice: str | None = None, *, estimate: bool = False, **options: Unpack[ChoiceOptions]
) -> Lengths:
    """The shortest, natural and longest length of a routine, in seconds.

    They depend on the time that the voice takes, so missing speech is made now; use `Studio.lengths` where a studio is
    open. `estimate=True` makes no speech and needs no engine: the result may be wrong by some percent. The choices are
    those of `Studio.plan`.

    Raises as `Studio` and `Studio.plan`.
    """
    if not estimate:
        with Studio(routine, voice) as studio:
            return studio.lengths(**options)
    found = routine if isinstance(routine, Routine) else read_routine(routine)

    def about(text: str) -> float:
        return speaking_time(text, found.language, found.rate or WORDS_A_MINUTE)

    return Lengths.of(fit(found, None, about, make_choices(**options)))
