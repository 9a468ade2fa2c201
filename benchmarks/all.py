"""All five harnesses within a number of minutes, and the table of their figures for docs/reliability.md.

    python benchmarks/all.py [--minutes 50] [--seed 1] [--jobs 2] [--into FOLDER]

Each harness has its share of the minutes and ends early at its goal. Several runs with other seeds add up: the trials
are others. The full output of each is a file in the folder.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Harness:
    """A harness, its goal and its share of the minutes."""

    name: str
    goal: str
    count: int
    share: float


HARNESSES = (
    Harness("fuzz", "100,000", 100_000, 0.38),
    Harness("kills", "1,000", 1000, 0.26),
    Harness("hostile", "10,000 each", 10_000, 0.12),
    Harness("faults", "all", 10_000, 0.14),
    Harness("decoders", "60", 60, 0.10),
)


def ran(harness: Harness, minutes: float, seed: int, jobs: int, log: Path) -> str:
    """Run a harness. Returns its row of the table."""
    program = str(Path(__file__).with_name(f"{harness.name}.py"))
    jobs = max(jobs, 3) if harness.name == "hostile" else jobs  # one for each server; they mostly wait
    words = {"count": harness.count, "minutes": round(minutes, 2), "seed": seed, "jobs": jobs}
    command = [sys.executable, program, *(f"--{name}={value}" for name, value in words.items())]
    with log.open("w") as file:
        subprocess.run(command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, check=False)
    told = log.read_text(errors="replace")
    match = re.search(r"^all +([\d,]+) +in ([\d.]+) minutes, (\d+) findings", told, re.MULTILINE)
    tried, took, found = match.groups() if match else ("failed", "", told.strip()[-80:])
    return f"| `{harness.name}.py` | {harness.goal} | {tried} | {took} | {found} |"


def main() -> None:
    """Run all, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--into", type=Path, default=Path("harness-runs"), help="a folder for the full outputs")
    parser.add_argument("--only", action="append", choices=[each.name for each in HARNESSES], help="repeatable")
    asked = parser.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    chosen = [each for each in HARNESSES if not asked.only or each.name in asked.only]
    end, rows = time.monotonic() + 60 * asked.minutes, []
    for number, harness in enumerate(chosen):
        left = (end - time.monotonic()) / 60
        minutes = left * harness.share / sum(each.share for each in chosen[number:])  # with what the others left over
        rows.append(ran(harness, minutes, asked.seed, asked.jobs, asked.into / f"{harness.name}-{asked.seed}.txt"))
        print(rows[-1], flush=True)
    print("\n| harness | goal | tried | minutes | found |\n| --- | --- | --- | --- | --- |\n" + "\n".join(rows))


if __name__ == "__main__":
    main()
