"""What a file says about its session."""

from __future__ import annotations

from voiceguide.plan import Plan
from voiceguide.routine import Routine
from voiceguide.sinks import Tags

GENRE = "Speech"


def tags_of(
    routine: Routine, plan: Plan, client: str | None = None, note: str | None = None, *, cover: bytes = b""
) -> Tags:
    """The tags that phones show; the script's text as lyrics. All that is made for one client is one album.
    `cover`: a JPEG."""
    return Tags(
        title=plan.title,
        artist=routine.author or "voiceguide",
        album=client or plan.title,
        genre=GENRE,
        language=plan.language,
        lyrics=routine.source,
        comment="\n\n".join(filter(None, [note, routine.description])),
        cover=cover,
    )
