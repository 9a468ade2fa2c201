"""A cache, a target or a TMPDIR without space, and a limit on the size of files."""

from __future__ import annotations

import random
import resource
import signal
from collections.abc import Iterator

if __package__:
    from benchmarks.trials import EXPORT, Trial, empty_cache, leftovers, prepare
    from benchmarks.workplace import Ran, Workplace, explained, small_disk
else:
    from trials import EXPORT, Trial, empty_cache, leftovers, prepare  # type: ignore[import-not-found, no-redef]
    from workplace import Ran, Workplace, explained, small_disk  # type: ignore[import-not-found, no-redef]


def disk_trials(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """A full cache, target or TMPDIR, of several sizes; and a limit on the size of files."""
    prepare(place)
    targets = {"cache": "cache", "target": "out", "TMPDIR": "tmp", "state": "state"}
    for what, name in targets.items():
        for size in (4096, 20_000, 60_000, 200_000):
            for suffix in ("mp3", "flac", "m4a"):

                def trial(name: str = name, size: int = size, suffix: str = suffix) -> str | None:
                    empty_cache(place)
                    (place.root / "out" / f"full.{suffix}").unlink(missing_ok=True)
                    try:
                        with small_disk(place.root / name, size):
                            ran = place.run(*EXPORT, f"out/full.{suffix}")
                            return explained(ran) or leftovers(place) or _whole(place, ran, f"out/full.{suffix}")
                    except OSError as error:
                        return f"cannot be tried: {error}"

                yield f"disks: full {what}", trial
    for size in (1000, 10_000, 50_000):
        for command in ((*EXPORT, "out/limited.mp3"), ("batch", "jobs.csv", "--into", "out/limited")):

            def limited(size: int = size, command: tuple[str, ...] = command) -> str | None:
                empty_cache(place)
                ran = place.run(*command, before=lambda: _limit(size))
                return explained(ran, most=12) or leftovers(place)

            yield "disks: files limited", limited


def _limit(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _whole(place: Workplace, ran: Ran, target: str) -> str | None:
    """The fault of a target on a full disk: it is there and whole after success, and not there after a failure."""
    path = place.root / target
    if ran.status:
        return "leaves half a file" if path.exists() else None
    return None if path.exists() and path.stat().st_size > 1000 else "succeeds without a file"
