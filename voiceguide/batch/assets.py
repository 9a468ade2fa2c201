"""The files that a batch's sessions are heard with: a bed, somebody's recordings, and those that a script names. Named
by their content, so that what was made with others is made anew; and packed, for machines that have none of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from voiceguide.batch.work import Order
from voiceguide.bed import BedOptions, lay_under
from voiceguide.errors import BatchError, RecordingError
from voiceguide.recordings.linked import linked_files, named_files
from voiceguide.recordings.store import open_recordings
from voiceguide.routine import Routine

MOST_BYTES = 500_000_000
"""Of all files together: each machine has them in memory."""


def heard_with(recordings: str | None, bed: BedOptions) -> tuple[str, ...]:
    """Names for what is heard; nothing where nothing is. Raises RecordingError, BedError where it cannot be used."""
    lay_under(bed)
    found = []
    if recordings:
        found.append(open_recordings(recordings).digest())
    if bed.file:
        found.append(_digest(bed.file))
    elif bed != BedOptions():
        found.append(repr(bed))
    return tuple(found)


def linked_with(routine: Routine, script: str) -> tuple[str, ...]:
    """Names for the recordings that a script names, as far as they are there; nothing where it names none. Raises
    RecordingError where one cannot be read."""
    try:
        return tuple(f"{target} {_digest(path)}" for target, path in linked_files(routine, Path(script)).items())
    except OSError as error:
        raise RecordingError(f"{error.filename} cannot be read: {error.strerror}", "Is it yours to read?") from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Assets:
    """Files, in folders of their own."""

    bed: dict[str, bytes]
    recordings: dict[str, bytes]
    linked: dict[str, bytes] = field(default_factory=dict)
    """By the names that the script has for them."""


def needs(order: Order) -> tuple[BedOptions, str | None, str | None]:
    """The same for orders that need the same luggage."""
    return order.job.bed, order.job.voice.recordings, order.script if any(named_files(order.routine)) else None


def packed(order: Order) -> Assets | None:
    """The files that an order needs; None where it needs none. Raises BatchError where they are too large to travel."""
    job, linked = order.job, linked_files(order.routine, Path(order.script))
    bed = [job.bed.file] if job.bed.file else []
    recordings = open_recordings(job.voice.recordings).files() if job.voice.recordings else []
    if not bed and not recordings and not linked:
        return None
    if sum(path.stat().st_size for path in (*bed, *recordings, *linked.values())) > MOST_BYTES:
        message = f"the bed and the recordings have over {MOST_BYTES // 1_000_000} MB, too much to send to a cluster"
        raise BatchError(message, "Choose a shorter bed: it is repeated. MP3 and OGG files are small.")
    return Assets(
        {f"bed{path.suffix}": path.read_bytes() for path in bed},
        {path.name: path.read_bytes() for path in recordings},
        {target: path.read_bytes() for target, path in linked.items()},
    )


@contextmanager
def unpacked(order: Order, assets: Assets) -> Iterator[Order]:
    """The order, with the files of this luggage in place of those that its sender has; they stay while the block
    runs."""
    kept = _unpacked(assets)  # held here: another thread's may be the one that is remembered
    folder, job = Path(kept.name), order.job
    if assets.bed:
        job = replace(job, bed=BedOptions(str(folder / "bed" / next(iter(assets.bed)))))
    if assets.recordings:
        job = replace(job, voice=replace(job.voice, recordings=str(folder / "recordings")))
    script = str(folder / "linked" / Path(order.script).name) if assets.linked else order.script
    yield replace(order, job=job, script=script)


@lru_cache(maxsize=4)
def _unpacked(assets: Assets) -> TemporaryDirectory[str]:
    """Unpacked once for all jobs that a process makes with it; gone with the process, or when others have come and
    nobody holds it."""
    folder = TemporaryDirectory(prefix="voiceguide-luggage-", ignore_cleanup_errors=True)
    for kind, files in (("bed", assets.bed), ("recordings", assets.recordings), ("linked", assets.linked)):
        for name, content in files.items():
            path = Path(folder.name, kind, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder
