"""A clock that jumps, and a process that stands still."""

from __future__ import annotations

import random
import signal
import sys
import time
from collections.abc import Iterator

if __package__:
    from benchmarks.trials import EXPORT, Trial, leftovers, prepare
    from benchmarks.workplace import Ran, Workplace, ended, explained
else:
    from trials import EXPORT, Trial, leftovers, prepare  # type: ignore[import-not-found, no-redef]
    from workplace import Ran, Workplace, ended, explained  # type: ignore[import-not-found, no-redef]

JUMPS = """
import random, sys, time
chance, real = random.Random(sys.argv[1]), time.time
time.time = lambda: real() + chance.choice([0, 0, 1, -1]) * chance.choice([1, 3600, 86400, 31_000_000])
sys.argv[1:2] = []
from voiceguide.cli import main
main(sys.argv[1:])
"""
"""A command under a clock that jumps with each look."""


def clock_trials(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Commands under a clock that jumps, and a session that stands still for some seconds."""
    prepare(place)
    commands = ((*EXPORT, "out/j.mp3"), ("batch", "jobs.csv", "--into", "out/jumps"), ("cache", "verify"), ("list",))
    for number in range(3):
        for command in commands:

            def trial(command: tuple[str, ...] = command, number: int = number) -> str | None:
                ran = _jumping(place, str(number), *command)
                return explained(ran) or (f"fails: {ran.err.strip()[:120]}" if ran.status else None) or leftovers(place)

            yield f"clocks: jumps, {command[0]}", trial

    def stands_still() -> str | None:
        process = place.start("play", "heel.md", "--output", "none", "--plain", "--anyway", "-l", "shortest")
        time.sleep(2.5)
        process.send_signal(signal.SIGSTOP)
        time.sleep(4)
        process.send_signal(signal.SIGCONT)
        ran = ended(process, 90)
        return explained(ran, most=30) or leftovers(place)

    yield "clocks: a session stands still", stands_still


def _jumping(place: Workplace, seed: str, *words: str) -> Ran:
    return ended(place.launch([sys.executable, "-c", JUMPS, seed, *words]), 120)
