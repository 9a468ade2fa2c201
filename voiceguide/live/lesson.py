"""The lesson of the one button: ten seconds of words before the first session, and never again.

A file in the state folder keeps that it was heard.
"""

from __future__ import annotations

from voiceguide.fit.live_plan import Interjection
from voiceguide.language import Pack
from voiceguide.language.sentences import sentences
from voiceguide.live.answers import PRESSED, said
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.state import make_state_folder, state_folder
from voiceguide.units import to_samples

NAME = "lesson-heard"
AFTER_SAMPLES = to_samples(1.2)
"""Silence between the lesson and the session."""


def lesson(pack: Pack, *, any_key: bool) -> tuple[Interjection, ...]:
    """The words of the lesson."""
    button = pack.phrase("lesson-any-key" if any_key else "lesson-space")
    words = sentences(pack, pack.phrase("lesson", button=button))
    return (PRESSED, said(*words), Interjection("silence", before=AFTER_SAMPLES))


def is_lesson_due() -> bool:
    """True until a lesson was heard."""
    return not (state_folder() / NAME).exists()


def remember_lesson() -> None:
    """Keep that the lesson was heard. Raises OutputError if the file cannot be written."""
    with atomic_write(make_state_folder() / NAME, overwrite=True) as file:
        file.write(b"")
