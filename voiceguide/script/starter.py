"""The script that `voiceguide new` writes: it teaches the format by example, and can be played as it is."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "starters"


def starter(name: str, language: str = "en") -> str:
    """The text of a starter script; `name` is the stem of its file."""
    title = " ".join(name.replace("-", " ").replace("_", " ").split())
    title = title[:1].upper() + title[1:] or "My routine"
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return (_FOLDER / f"{language}.md").read_text("utf-8").replace("TITLE", quoted)
