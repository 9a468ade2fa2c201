"""Chapters for podcast apps: "JSON chapters" 1.2 of the podcast namespace.

Source: https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from voiceguide.export.chapter_list import chapters_from_start
from voiceguide.units import to_seconds

if TYPE_CHECKING:
    from voiceguide.plan import Plan
    from voiceguide.routine import Routine

VERSION = "1.2.0"


def text(plan: Plan, routine: Routine) -> str:
    """The opening, then one chapter per phase. Times are in seconds."""
    about = {"title": plan.title, "author": routine.author, "description": routine.description}
    content = {
        "version": VERSION,
        **{key: value for key, value in about.items() if value},
        "chapters": [
            {"startTime": to_seconds(chapter.start), "endTime": to_seconds(chapter.end), "title": chapter.title}
            for chapter in chapters_from_start(plan.chapters, plan.title)
        ],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
