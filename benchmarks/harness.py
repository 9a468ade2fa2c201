"""The shared parts of the harnesses: their options and limits, and the tally of their trials and findings.

Each harness is a script with `--minutes`, `--count` and `--seed`. It stops at the first limit, prints a table, and
exits with 1 if it found something.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, field

if __package__:
    from benchmarks.parallel import clean_up_at_sigterm
else:
    from parallel import clean_up_at_sigterm  # type: ignore[import-not-found, no-redef]

EXAMPLES = 3
"""The findings of one kind that are shown."""


@dataclass(slots=True)
class Limits:
    """The bounds of a run: the first that is reached ends it."""

    count: int
    minutes: float
    began: float = field(default_factory=time.monotonic)

    def left(self, done: int) -> bool:
        """True while neither bound is reached."""
        return done < self.count and time.monotonic() - self.began < 60 * self.minutes


@dataclass(slots=True)
class Tally:
    """The trials of a run, by kind, and the findings."""

    trials: dict[str, int] = field(default_factory=dict)
    findings: dict[str, list[str]] = field(default_factory=dict)

    def tried(self, kind: str, times: int = 1) -> None:
        """Count a trial."""
        self.trials[kind] = self.trials.get(kind, 0) + times

    def found(self, kind: str, example: str) -> None:
        """Count a finding."""
        self.findings.setdefault(kind, []).append(example)

    def add(self, other: Tally) -> None:
        """Add the trials and findings of another run."""
        for kind, times in other.trials.items():
            self.tried(kind, times)
        for kind, examples in other.findings.items():
            for example in examples:
                self.found(kind, example)

    @property
    def total(self) -> int:
        """The number of trials."""
        return sum(self.trials.values())

    @property
    def broken(self) -> int:
        """The number of findings."""
        return sum(map(len, self.findings.values()))

    def table(self, heading: str, seconds: float) -> str:
        """The trials of each kind, then the findings with examples."""
        width = max(map(len, [heading, *self.trials])) + 2
        lines = [f"{heading:<{width}}{'trials':>9}"]
        lines += [f"{kind:<{width}}{times:>9,}" for kind, times in sorted(self.trials.items())]
        lines.append(f"{'all':<{width}}{self.total:>9,}   in {seconds / 60:.1f} minutes, {self.broken} findings")
        for kind, examples in sorted(self.findings.items(), key=lambda entry: -len(entry[1])):
            lines.append(f"\n{len(examples)} × {kind}")
            lines += [f"    {example}" for example in examples[:EXAMPLES]]
        return "\n".join(lines)


def arguments(about: str | None, count: int, minutes: float) -> argparse.ArgumentParser:
    """A parser with the options of every harness. From now on SIGTERM cleans up as Ctrl-C does."""
    clean_up_at_sigterm()
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=count, help=f"trials at most; {count:,} by default")
    parser.add_argument("--minutes", type=float, default=minutes, help=f"minutes at most; {minutes:g} by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="processes; 1 by default")
    return parser


def finish(tally: Tally, heading: str, limits: Limits) -> None:
    """Print the table and exit with the verdict."""
    print(tally.table(heading, time.monotonic() - limits.began))
    sys.exit(1 if tally.broken else 0)
