"""Makes the files that are handed over: sound files, albums, handouts."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from voiceguide.bed import BedOptions, lay_under
from voiceguide.desk.jobs import Job, Work, halves
from voiceguide.desk.names import safe_stem
from voiceguide.desk.studios import DeskScript, Studios
from voiceguide.export import beside
from voiceguide.fit import Choices
from voiceguide.studio.exporting import Export
from voiceguide.studio.heard_safety import in_full_at_first, is_daily, remember_or_tell
from voiceguide.units import to_seconds

KINDS = ("mp3", "m4b", "album", "handout")


def hand_over(studios: Studios, script: DeskScript, kind: str, length: Any, choices: Choices) -> Work:
    """The work that makes a file of this kind."""

    def work(job: Job) -> Path:
        speaking, writing = halves(job.progress)
        with studios.studio(script, speaking) as studio:
            wanted = in_full_at_first(studio.routine, choices)
            plan = studio.plan(length, wanted)
            job.result = {"length": to_seconds(plan.length), "title": plan.title}
            stem = safe_stem(plan.title)
            if kind == "handout":
                made = job.folder / f"{stem}.html"
                made.write_text(beside.text("handout", plan, studio.routine), "utf-8")
                return made
            bed = lay_under(BedOptions().preferring(*studio.routine.preferences.under))
            if not is_daily(studio.routine, wanted):
                remember_or_tell(studio.routine, studios.note)
            if kind == "album":
                album = job.folder / stem
                Export(album, bed, split="phases", beside=("handout",)).run(studio, plan, writing)
                return zipped(job.folder / f"{stem}-album.zip", [album, album.with_name(f"{stem}.html")])
            made = job.folder / f"{stem}.{kind}"
            Export(made, bed).run(studio, plan, writing)
            return made

    return work


def zipped(target: Path, content: list[Path]) -> Path:
    """A zip file of these files and folders, as they are named."""
    with zipfile.ZipFile(target, "w") as package:
        for path in content:
            inner = sorted(path.rglob("*")) if path.is_dir() else [path]
            for file in inner:
                if file.is_file():
                    package.write(file, file.relative_to(path.parent))
    return target
