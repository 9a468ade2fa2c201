"""Faults of everything beneath the program: cached files, disks, engines, sound servers, clocks.

    python benchmarks/faults.py [--count 1000] [--minutes 30] [--seed 1] [--jobs 2] [--part NAME ...] [--only PATTERN]

- cache: every cached file is flipped, cut, emptied, swapped with another; the result must not change.
- crafted: cached files whose seal is right, and whose content is not what their name promises.
- disks: the cache, the target and TMPDIR are full (a small tmpfs, or a limit on the size of files).
- engines: the behaviours of `faulty_program.py`.
- sound: a sound server dies during a session, and comes back.
- surroundings: streams that are closed or full, odd names, a user without a home, a damaged ledger, no sound device.
- players: no sound device, and players that are absent, that hang or that lie.
- promises: who may choose code, the cache's bound, parts of others, sheets, colours, and the command line as typed.
- clocks: the clock jumps by up to a year while a command runs, and a session stands still for some seconds.

Each fault must be healed, or explained in a few lines; and nothing may be left behind.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

if __package__:
    from benchmarks.crafted import crafted_trials
    from benchmarks.damaged_cache import cache_trials
    from benchmarks.faulty_engines import engine_trials
    from benchmarks.full_disks import disk_trials
    from benchmarks.harness import Limits, Tally, arguments, finish
    from benchmarks.lost_sound import sound_trials
    from benchmarks.odd_clocks import clock_trials
    from benchmarks.parallel import in_processes
    from benchmarks.players import player_trials
    from benchmarks.promises import promise_trials
    from benchmarks.surroundings import surrounding_trials
    from benchmarks.trials import Trial, prepare
    from benchmarks.workplace import Workplace
else:
    from crafted import crafted_trials  # type: ignore[import-not-found, no-redef]
    from damaged_cache import cache_trials  # type: ignore[import-not-found, no-redef]
    from faulty_engines import engine_trials  # type: ignore[import-not-found, no-redef]
    from full_disks import disk_trials  # type: ignore[import-not-found, no-redef]
    from harness import Limits, Tally, arguments, finish  # type: ignore[import-not-found, no-redef]
    from lost_sound import sound_trials  # type: ignore[import-not-found, no-redef]
    from odd_clocks import clock_trials  # type: ignore[import-not-found, no-redef]
    from parallel import in_processes  # type: ignore[import-not-found, no-redef]
    from players import player_trials  # type: ignore[import-not-found, no-redef]
    from promises import promise_trials  # type: ignore[import-not-found, no-redef]
    from surroundings import surrounding_trials  # type: ignore[import-not-found, no-redef]
    from trials import Trial, prepare  # type: ignore[import-not-found, no-redef]
    from workplace import Workplace  # type: ignore[import-not-found, no-redef]


def surroundings(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Faults of streams, users, names and ledgers."""
    prepare(place)
    yield from surrounding_trials(place)


def promises(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Promises about code, sheets, terminals and typing."""
    prepare(place)
    yield from promise_trials(place)


def players(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Sessions that nobody can hear."""
    prepare(place)
    yield from player_trials(place)


def crafted(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Cached files that somebody crafted."""
    prepare(place)
    yield from crafted_trials(place)


PARTS = {
    "promises": promises,
    "players": players,
    "surroundings": surroundings,
    "engines": engine_trials,
    "disks": disk_trials,
    "clocks": clock_trials,
    "sound": sound_trials,
    "cache": cache_trials,
    "crafted": crafted,
}


def measured(
    parts: list[str],
    limits: Limits,
    seed: int,
    only: Callable[[str], bool] = lambda kind: True,
    job: tuple[int, int] = (0, 1),
) -> Tally:
    """The tally of these parts, each in a workplace of its own. `job`: the number of a process and the number of all:
    each takes its share of the trials."""
    tally = Tally()
    for number, part in enumerate(parts, 1):
        own = Limits(limits.count, limits.minutes * number / len(parts), limits.began)  # each has its share of the time
        with Workplace() as place:
            trials = (each for each in PARTS[part](place, random.Random(f"{seed} {part}")) if only(each[0]))
            for at, (kind, trial) in enumerate(trials):
                if at % job[1] != job[0] or not own.left(tally.total):
                    continue
                fault = trial()
                tally.tried(kind)
                if fault:
                    tally.found(f"{kind}: {fault}", "")
    return tally


def main() -> None:
    """Measure, print the table, and exit with the verdict."""
    parser = arguments(__doc__, 1000, 30)
    parser.add_argument("--part", action="append", choices=[*PARTS], help="repeatable; else all")
    parser.add_argument("--only", default="", metavar="PATTERN", help="kinds of trials, as a regular expression")
    asked = parser.parse_args()
    limits, tally = Limits(asked.count, asked.minutes), Tally()
    shares = [(asked.part or [*PARTS], limits, asked.seed, asked.only, (job, asked.jobs)) for job in range(asked.jobs)]
    for part in in_processes(_share, shares):
        tally.add(part)
    finish(tally, "faults", limits)


def _share(share: tuple[list[str], Limits, int, str, tuple[int, int]]) -> Tally:
    parts, limits, seed, only, job = share
    return measured(parts, limits, seed, lambda kind: re.search(only, kind) is not None, job)


if __name__ == "__main__":
    main()
