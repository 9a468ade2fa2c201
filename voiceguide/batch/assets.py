"""The files that sessions of a batch need: a bed, a person's recordings, and the recordings that a script links to.
They are identified by their content, and can be packed for machines that lack them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from voiceguide.batch.work import Order
from voiceguide.bed import BedOptions, lay_under
from voiceguide.errors import BatchError, RecordingError
from voiceguide.recordings.linked import linked_files, names_files
from voiceguide.recordings.store import open_recordings
from voiceguide.routine import Routine
from voiceguide.storage.temporary import TemporaryFolder

MOST_BYTES = 500_000_000
"""The limit for all files together: each machine holds them in memory."""


def heard_with(recordings: str | None, bed: BedOptions) -> tuple[str, ...]:
    """Digests of the bed and the recordings; empty without them. Raises RecordingError, BedError."""
    lay_under(bed)
    found = []
    if recordings:
        found.append(open_recordings(recordings).digest())
    if bed.file:
        found += [_digest(bed.file), *([repr(bed.balance)] if bed.balance else [])]
    elif bed != BedOptions():
        found.append(repr(bed))
    return tuple(found)


def linked_with(routine: Routine) -> tuple[str, ...]:
    """Digests of the recordings that a script links to and that exist; empty without them. Raises RecordingError for
    one that cannot be read."""
    try:
        return tuple(f"{target} {_digest(path)}" for target, path in linked_files(routine, _script(routine)).items())
    except OSError as error:
        raise RecordingError(f"{error.filename} cannot be read: {error.strerror}", "Is it yours to read?") from error


def _script(routine: Routine) -> Path:
    """The script's path; recordings that it names are relative to its folder."""
    return Path(routine.path or "")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Assets:
    """The content of files, by folder."""

    bed: dict[str, bytes]
    recordings: dict[str, bytes]
    linked: dict[str, bytes] = field(default_factory=dict)
    """The names are those that the script uses."""


def needs(order: Order) -> tuple[BedOptions, str | None, str | None]:
    """A key that orders with the same assets share."""
    return order.job.bed, order.job.voice.recordings, order.routine.path if names_files(order.routine) else None


def packed(order: Order) -> Assets | None:
    """The files that an order needs; None where it needs none. Raises BatchError where they are too large to send."""
    job, linked = order.job, linked_files(order.routine, _script(order.routine))
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
    """The order with these assets in place of the sender's files. They exist while the block runs."""
    kept = _unpacked(assets)  # held here: the cache may drop it for another thread's assets
    folder, job = Path(kept.name), order.job
    if assets.bed:
        job = replace(job, bed=replace(job.bed, bed=str(folder / "bed" / next(iter(assets.bed)))))
    if assets.recordings:
        job = replace(job, voice=replace(job.voice, recordings=str(folder / "recordings")))
    routine = order.routine
    if assets.linked:
        routine = replace(routine, path=str(folder / "linked" / _script(routine).name))
    yield replace(order, job=job, routine=routine)


@lru_cache(maxsize=4)
def _unpacked(assets: Assets) -> TemporaryFolder:
    """A folder with these assets, made once for all jobs of a process. It is removed with the process, or when other
    assets have replaced it and no job uses it."""
    folder = TemporaryFolder("assets")
    for kind, files in (("bed", assets.bed), ("recordings", assets.recordings), ("linked", assets.linked)):
        for name, content in files.items():
            path = Path(folder.name, kind, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder
