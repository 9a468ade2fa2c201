"""Engines that misbehave in each way of faulty_program.py."""

from __future__ import annotations

import random
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

if __package__:
    from benchmarks.faulty_program import BEHAVIOURS, SLOW
    from benchmarks.trials import Trial, leftovers, prepare
    from benchmarks.workplace import Workplace, explained
else:
    from faulty_program import BEHAVIOURS, SLOW  # type: ignore[import-not-found, no-redef]
    from trials import Trial, leftovers, prepare  # type: ignore[import-not-found, no-redef]
    from workplace import Workplace, explained  # type: ignore[import-not-found, no-redef]


def engine_trials(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Each behaviour of an engine, quick ones first."""
    prepare(place)
    program = Path(__file__).with_name("faulty_program.py")
    for how in sorted(BEHAVIOURS, key=lambda each: each in SLOW):

        def trial(how: str = how) -> str | None:
            target = place.root / "out" / "heard.wav"
            target.unlink(missing_ok=True)
            line = f"{shlex.quote(sys.executable)} {shlex.quote(str(program))} {shlex.quote(how)} {{file}} {{text}}"
            ran = place.run("say", "hello", "--command", line, "-o", "out/heard.wav", seconds=200)
            fault = explained(ran) or leftovers(place)
            if fault is None and how.startswith("speaks") and how != "speaks at 1 Hz" and ran.status:
                return f"is refused: {ran.err.strip()[:120]}"
            return fault or (None if bool(ran.status) != target.exists() else "says one thing and does another")

        yield f"engines: {how}", trial
