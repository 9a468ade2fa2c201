"""The metadata of a session's sound file."""

from __future__ import annotations

import re

from voiceguide.export import Tags
from voiceguide.plan import Plan
from voiceguide.routine import Routine

GENRE = "Speech"
FRONT = re.compile(r"---+[ \t]*\n(.*\n)*?---+[ \t]*(\n|$)")
"""The front matter of a script."""


def tags_of(routine: Routine, plan: Plan, *, cover: bytes = b"") -> Tags:
    """The tags of a session, with the script's text, without front matter, as lyrics. All sessions of one client form
    an album. `cover`: a JPEG."""
    return Tags(
        title=plan.title,
        artist=routine.author or "voiceguide",
        album=plan.client or plan.title,
        genre=GENRE,
        language=plan.language,
        lyrics=_body(routine.source),
        comment="\n\n".join(filter(None, [plan.note, routine.description])),
        cover=cover,
    )


def _body(script: str) -> str:
    front = FRONT.match(script)
    return script[front.end() if front else 0 :].strip()
