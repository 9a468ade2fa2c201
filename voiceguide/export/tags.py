"""The metadata of a session's sound file."""

from __future__ import annotations

from voiceguide.export import Tags
from voiceguide.export.pictures import chapter_pictures
from voiceguide.plan import CueKind, Plan
from voiceguide.routine import Routine

GENRE = "Speech"
READ_ALONG: tuple[CueKind, ...] = (
    *("title", "intro", "reach", "safety", "phase", "instruction", "detail", "switch", "coaching", "outro"),
)
"""The kinds of cues in the lyrics."""


def tags_of(routine: Routine, plan: Plan, *, cover: bytes = b"") -> Tags:
    """The tags of a session, with its words as lyrics. All sessions of one client form an album. `cover`: a JPEG."""
    return Tags(
        title=plan.title,
        artist=routine.author or "voiceguide",
        album=plan.client or plan.title,
        genre=GENRE,
        language=plan.language,
        lyrics=lyrics_of(plan),
        comment="\n\n".join(filter(None, [plan.note, routine.description])),
        cover=cover,
        chapter_pictures=chapter_pictures(routine, plan) if cover else (),
    )


def lyrics_of(plan: Plan) -> str:
    """The words of a session to read along: a line for each cue, a blank line before each phase. Counts, times and
    bells are left out."""
    starts = {chapter.start for chapter in plan.chapters}
    lines: list[str] = []
    for cue in plan.cues:
        if any(start <= cue.start for start in starts):
            starts = {start for start in starts if start > cue.start}
            lines.append("")
        if cue.kind in READ_ALONG and cue.text:
            lines.append(" ".join(cue.text.split()))
    return "\n".join(lines).strip()
