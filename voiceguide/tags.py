"""What a file says about its session."""

from __future__ import annotations

from voiceguide.plan import Plan
from voiceguide.routine import Routine
from voiceguide.sinks import Tags

GENRE = "Speech"


def tags_of(routine: Routine, plan: Plan) -> Tags:
    """The tags that phones show; the script's text as lyrics."""
    return Tags(
        title=plan.title,
        artist=routine.author or "voiceguide",
        album=plan.title,
        genre=GENRE,
        language=plan.language,
        lyrics=routine.source,
        comment=routine.description or "",
    )
