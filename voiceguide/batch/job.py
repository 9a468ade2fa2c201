"""One job: a session to make, read from the cells of one row."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from voiceguide.batch.columns import COLUMNS, MOST_NAME_BYTES, check_cell
from voiceguide.bed import BedOptions
from voiceguide.export import suffixes
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Length
from voiceguide.storage.device_names import names_device
from voiceguide.studio.voice_options import VoiceOptions

MOST_CHARACTERS = 1000
"""The limit for one cell."""


@dataclass(frozen=True, slots=True)
class Job:
    """A session to make."""

    place: str
    """The row that it comes from: `jobs.csv:12`."""
    routine: str
    """A routine's name, or the path of a script."""
    target: PurePosixPath
    """The file to make, relative to the batch's folder."""
    length: Length
    choices: Choices
    voice: VoiceOptions
    bed: BedOptions = field(default_factory=BedOptions)
    """A file has its absolute path. `digest` leaves it out: it takes the bed's content instead."""

    def digest(self, *made_with: str) -> str:
        """A digest of everything that decides the file's content: the job and the given names."""
        made_of = [
            self.target.suffix,
            self.length,
            dataclasses.asdict(self.choices),
            dataclasses.asdict(self.voice),
            *made_with,
        ]
        return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()


def job_of(cells: Mapping[str, str], place: str, folder: Path) -> Job:
    """The job of a row, given as column -> text. Relative script paths start from `folder`. Raises ValueError."""
    values: dict[str, Any] = {}
    for name, text in cells.items():
        text = text.strip()
        if len(text) > MOST_CHARACTERS:
            raise ValueError(f"{name}: {len(text):,} characters are too many")
        if text:
            try:
                check_cell(name, text)
                values[name] = COLUMNS[name](text)
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from error
    if "routine" not in values:
        raise ValueError("routine: it says no routine to make")
    typed: str = values["routine"]
    routine = str(folder / typed) if _is_path(typed) else typed
    return Job(
        place=place,
        routine=routine,
        target=_target_of(values, cells),
        length=values.get("length"),
        choices=Choices(
            side=values.get("side"),
            without=values.get("without", ()),
            talk=values.get("talk"),
            client=values.get("client"),
            note=values.get("note"),
        ),
        voice=VoiceOptions(values.get("engine"), values.get("voice"), values.get("rate")),
    )


def _is_path(routine: str) -> bool:
    return routine.endswith(".md") or "/" in routine or "\\" in routine


def _target_of(values: Mapping[str, Any], cells: Mapping[str, str]) -> PurePosixPath:
    """The target's cell; else a name made of the routine, client, side and length. The suffix follows the format."""
    target: PurePosixPath | None = values.get("target")
    wanted: str | None = values.get("format")
    if target is None:
        stem = PurePosixPath(values["routine"].replace("\\", "/")).name.removesuffix(".md")
        length = re.sub(r"[\s:]+", "-", cells.get("length", "").strip().lower())
        parts = [stem, values.get("client"), values.get("side"), length]
        return PurePosixPath(safe_name("-".join(part for part in parts if part)) + (wanted or ".mp3"))
    if target.suffix.lower() not in suffixes():
        return target.with_name(target.name + (wanted or ".mp3"))
    if wanted and target.suffix.lower() != wanted:
        raise ValueError(f"target: the format is {wanted[1:]}, and {target} ends otherwise")
    return target


def safe_name(text: str) -> str:
    """A file name that every system accepts: letters, digits and hyphens of the text, shortened."""
    plain = re.sub(r"[^\w.]+|_+", "-", unicodedata.normalize("NFC", text)).strip("-.")
    name = plain.encode()[:MOST_NAME_BYTES].decode(errors="ignore").rstrip("-.") or "session"
    return f"session-{name}" if names_device(name) else name
