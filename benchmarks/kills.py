"""Commands ended at random moments: SIGKILL, SIGTERM, SIGINT, SIGHUP, to the command, its group, or one of its workers.

    python benchmarks/kills.py [--count 1000] [--minutes 60] [--seed 1] [--jobs 2] [--scene NAME ...]

After each end: no process is left, no file is half, no traceback was printed, and TMPDIR is empty (except after
SIGKILL). After every few ends, the command runs undisturbed: its result must be that of a run that nobody disturbed,
the cache must be whole, and nothing may be left in TMPDIR or as `.part`.
"""

from __future__ import annotations

import random
from dataclasses import replace

if __package__:
    from benchmarks.harness import Limits, Tally, arguments, finish
    from benchmarks.kill_scenes import SCENES, Scene
    from benchmarks.kill_stage import Stage
    from benchmarks.kill_ways import WAYS
    from benchmarks.parallel import in_processes, split
    from benchmarks.workplace import Workplace
else:
    from harness import Limits, Tally, arguments, finish  # type: ignore[import-not-found, no-redef]
    from kill_scenes import SCENES, Scene  # type: ignore[import-not-found, no-redef]
    from kill_stage import Stage  # type: ignore[import-not-found, no-redef]
    from kill_ways import WAYS  # type: ignore[import-not-found, no-redef]
    from parallel import in_processes, split  # type: ignore[import-not-found, no-redef]
    from workplace import Workplace  # type: ignore[import-not-found, no-redef]

ENDS_BEFORE_A_REPEAT = 5


def measured(limits: Limits, seed: int, scenes: tuple[Scene, ...] = SCENES) -> Tally:
    """Ends of each scene in turn, a few at a time, until a limit is reached."""
    tally, chance = Tally(), random.Random(seed)
    stages = [Stage(scene, Workplace()) for scene in scenes]
    try:
        for stage in stages:
            fault = stage.prepare()
            if fault:
                tally.found(f"{stage.scene.name}: undisturbed {fault}", "")
        while limits.left(tally.total):
            for stage in stages:
                _some_ends(stage, tally, chance, limits)
    finally:
        for stage in stages:
            stage.close()
    return tally


def _some_ends(stage: Stage, tally: Tally, chance: random.Random, limits: Limits) -> None:
    for _ in range(ENDS_BEFORE_A_REPEAT):
        if not limits.left(tally.total):
            break
        way = chance.choice(WAYS)
        fault = stage.end(way, chance)
        tally.tried(stage.scene.name)
        if fault:
            tally.found(f"{stage.scene.name}: {way.name}: {fault}", stage.told)
    fault = stage.repeat()
    if fault:
        tally.found(f"{stage.scene.name}: {fault}", "")


def main() -> None:
    """Measure, print the table, and exit with the verdict."""
    parser = arguments(__doc__, 1000, 60)
    parser.add_argument(
        "--scene", action="append", choices=[scene.name for scene in SCENES], help="repeatable; else all"
    )
    asked = parser.parse_args()
    limits, tally = Limits(asked.count, asked.minutes), Tally()
    names = tuple(scene.name for scene in SCENES if not asked.scene or scene.name in asked.scene)
    counts = split(asked.count, asked.jobs)
    shares = [(replace(limits, count=each), 1000 * asked.seed + job, names) for job, each in enumerate(counts)]
    for part in in_processes(_share, shares):
        tally.add(part)
    finish(tally, "ends of", limits)


def _share(share: tuple[Limits, int, tuple[str, ...]]) -> Tally:
    limits, seed, names = share
    return measured(limits, seed, tuple(scene for scene in SCENES if scene.name in names))


if __name__ == "__main__":
    main()
