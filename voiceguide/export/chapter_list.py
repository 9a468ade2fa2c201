"""The chapters of a sound file, from its first sample on.

Apple's players support no time before the first chapter, and other players leave it without a name. So the opening is a
chapter of its own, named after the session.
"""

from __future__ import annotations

from collections.abc import Sequence

from voiceguide.plan import Chapter

UNNAMED = "0:00"
"""The title of the opening where the session has none."""


def chapters_from_start(chapters: Sequence[Chapter], title: str) -> list[Chapter]:
    """The chapters of a session. If the first starts later, a chapter named `title` precedes it."""
    first = chapters[0].start if chapters else 0
    opening = [Chapter(title or UNNAMED, 0, first)] if first else []
    return [*opening, *chapters]


def without_gaps(chapters: Sequence[Chapter], length: int) -> list[Chapter]:
    """The chapters, each up to the start of the next, and the last up to the end of the sound."""
    ends = [*(chapter.start for chapter in chapters[1:]), length]
    return [Chapter(chapter.title, chapter.start, end) for chapter, end in zip(chapters, ends, strict=True)]
