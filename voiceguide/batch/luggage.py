"""The files that a batch's sessions are heard with: a bed, and somebody's recordings. Named by their content, so that
what was made with others is made anew; and packed, for machines that have neither."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from voiceguide.batch.job import Job
from voiceguide.bed import BedOptions, lay_under
from voiceguide.errors import BatchError
from voiceguide.recordings.store import named

MOST_BYTES = 500_000_000
"""Of all files together: each machine has them in memory."""


def heard_with(recordings: str | None, bed: BedOptions) -> tuple[str, ...]:
    """Names for what is heard; nothing where nothing is. Raises RecordingError, BedError where it cannot be used."""
    lay_under(bed)
    found = []
    if recordings:
        found.append(named(recordings).digest())
    if bed.file:
        with bed.file.open("rb") as file:
            found.append(hashlib.file_digest(file, "sha256").hexdigest())
    elif bed != BedOptions():
        found.append(repr(bed))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Luggage:
    """Files, in folders of their own."""

    bed: dict[str, bytes]
    recordings: dict[str, bytes]


def packed(job: Job) -> Luggage | None:
    """The files that a job needs; None where it needs none. Raises BatchError where they are too large to travel."""
    bed = [job.bed.file] if job.bed.file else []
    recordings = named(job.voice.recordings).files() if job.voice.recordings else []
    if not bed and not recordings:
        return None
    if sum(path.stat().st_size for path in (*bed, *recordings)) > MOST_BYTES:
        message = f"the bed and the recordings have over {MOST_BYTES // 1_000_000} MB, too much to send to a cluster"
        raise BatchError(message, "Choose a shorter bed: it is repeated. MP3 and OGG files are small.")
    return Luggage(
        {f"bed{path.suffix}": path.read_bytes() for path in bed}, {path.name: path.read_bytes() for path in recordings}
    )


@contextmanager
def unpacked(job: Job, luggage: Luggage) -> Iterator[Job]:
    """The job, with the files of this luggage instead of those that its sender has; they stay while the block runs."""
    kept = _unpacked(luggage)  # held here: another thread's may be the one that is remembered
    folder = Path(kept.name)
    if luggage.bed:
        job = replace(job, bed=BedOptions(str(folder / "bed" / next(iter(luggage.bed)))))
    if luggage.recordings:
        job = replace(job, voice=replace(job.voice, recordings=str(folder / "recordings")))
    yield job


@lru_cache(maxsize=4)
def _unpacked(luggage: Luggage) -> TemporaryDirectory[str]:
    """Unpacked once for all jobs that a process makes with it; gone with the process, or when others have come and
    nobody holds it."""
    folder = TemporaryDirectory(prefix="voiceguide-luggage-", ignore_cleanup_errors=True)
    for kind, files in (("bed", luggage.bed), ("recordings", luggage.recordings)):
        Path(folder.name, kind).mkdir()
        for name, content in files.items():
            Path(folder.name, kind, name).write_bytes(content)
    return folder
