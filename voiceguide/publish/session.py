"""The folder of one published session: its sound, plan, handout, cover, chapters and captions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from voiceguide.audio.timeline import Timeline
from voiceguide.callbacks import Progress
from voiceguide.export import beside, write
from voiceguide.export.cover import cover
from voiceguide.export.pictures import LARGE, folder_of, jpeg, pictures_of
from voiceguide.plan import Plan
from voiceguide.routine import Routine
from voiceguide.serve.body import json_body
from voiceguide.serve.plans import Planned
from voiceguide.serve.podcast import COVER_PIXELS
from voiceguide.storage.atomic_folder import atomic_folder
from voiceguide.studio.exporting import session_tags
from voiceguide.studio.studio import Studio

SOUND = "session.mp3"
NATURAL = "natural"
FOLDER = "sessions"
_TEXTS = {"handout.html": "handout", "chapters.json": "chapters", "captions.vtt": "webvtt"}
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session to publish."""

    plan: Plan
    natural: bool
    key: str
    """The name of its folder. It changes with everything that decides the session."""

    def path(self) -> str:
        """The folder, relative to the site."""
        return f"{FOLDER}/{self.plan.routine}/{self.key}"


def wanted(routine: Routine, plan: Plan, about: str) -> Wanted:
    """The session of a plan. `about` stands for everything else that decides it: the code, the voice, the bed."""
    natural = plan.requested is None
    pictures = [(line, _stamp(folder_of(routine) / picture.file)) for line, picture in pictures_of(routine).items()]
    decided = json.dumps([about, routine.source, routine.name, plan.requested, plan.length, pictures])
    name = NATURAL if natural else f"{plan.requested:g}"
    return Wanted(plan, natural, f"{name}-{hashlib.sha256(decided.encode()).hexdigest()[:_DIGITS]}")


def make(
    site: Path, studio: Studio, session: Wanted, under: Callable[[Timeline], Timeline], progress: Progress | None
) -> None:
    """Make the folder of a session, whole or not at all. Raises OutputError, SpeechError, PictureError."""
    target = site / session.path()
    target.parent.mkdir(parents=True, exist_ok=True)
    routine, plan = studio.routine, session.plan
    with atomic_folder(target, overwrite=False, ours=lambda folder: ()) as folder:
        tags = session_tags(routine, plan, studio.frames)
        write(
            under(studio.timeline(plan)),
            folder / SOUND,
            tags,
            overwrite=False,
            progress=progress,
            store=studio.frames,
        )
        (folder / "cover.jpg").write_bytes(cover(plan, COVER_PIXELS, studio.frames))
        for name, kind in _TEXTS.items():
            (folder / name).write_text(beside.text(kind, plan, routine), "utf-8", newline="\n")
        for line, picture in pictures_of(routine).items():
            (folder / f"step-{line}.jpg").write_bytes(jpeg(folder_of(routine), picture, LARGE))
        (folder / "plan.json").write_bytes(_plan_json(session, routine))


def _plan_json(session: Wanted, routine: Routine) -> bytes:
    """The plan as the page reads it, with pictures beside it."""
    found = Planned(routine, session.plan).as_json()
    for step in found["steps"]:
        if step["picture"]:
            step["picture"] = {**step["picture"], "address": f"{session.path()}/step-{step['line']}.jpg"}
    return json_body(found).content


def _stamp(path: Path) -> list[int]:
    """The size and the time of a file; nothing where it cannot be looked at."""
    try:
        stat = path.stat()
    except OSError:
        return []
    return [stat.st_size, stat.st_mtime_ns]
