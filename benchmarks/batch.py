"""Sessions a second: two hundred jobs for as many clients, on one core, on two, and on two Dask workers.

    python benchmarks/batch.py [--jobs 200]

Needs voiceguide with its `[cluster]` extra in this Python, and taskset (util-linux) for the run on one core. Each run
writes into its own folder. The first starts with an empty cache, the others with all clips that name no client. The
load shows other work on the machine.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUTINES = {
    "heel-pain": ("10m", "15m", "20m", "30m"),
    "heel-pain-hands-only": ("12m", "15m", "20m"),
    "trigger-points": ("8m", "10m", "12m"),
    "heel-pain-morning": ("", "5m"),
    "desk-break": ("", "shortest"),
    "fersenschmerz": ("15m", "20m"),
}


def write_jobs(path: Path, count: int) -> None:
    """Write this many jobs: each routine at each of its lengths in turn, each for another client."""
    sessions = [(routine, length) for routine, lengths in ROUTINES.items() for length in lengths]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["routine", "length", "client", "target"])
        for number in range(count):
            routine, length = sessions[number % len(sessions)]
            writer.writerow([routine, length, f"Client {number}", f"{number}.mp3"])


def sessions_a_second(jobs: Path, count: int, *options: str, before: tuple[str, ...] = ()) -> float:
    """The rate of the full command. All sessions must be made."""
    with tempfile.TemporaryDirectory() as into:
        command = [*before, sys.executable, "-m", "voiceguide", "batch", str(jobs), "--into", into, *options]
        start = time.perf_counter()
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
        assert len(list(Path(into).glob("*.mp3"))) == count
    return count / seconds


def on_dask(jobs: Path, count: int) -> float:
    """The rate with two Dask worker processes of one thread each, on this machine."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        return sessions_a_second(jobs, count, "--scheduler", cluster.scheduler_address)


def main() -> None:
    """Run all cases and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=200)
    count = parser.parse_args().jobs
    with tempfile.TemporaryDirectory() as name:
        os.environ["VOICEGUIDE_CACHE"] = str(Path(name) / "cache")
        jobs = Path(name) / "jobs.csv"
        write_jobs(jobs, count)
        print(f"{count} jobs, {os.cpu_count()} cores, load at the start {os.getloadavg()[0]:.1f}\n")
        print(f"{'':<28}{'sessions/s':>11}{'load after':>12}")
        for label, run in {
            "two cores, empty cache": lambda: sessions_a_second(jobs, count, "--workers", "2"),
            "one core": lambda: sessions_a_second(jobs, count, "--workers", "1", before=("taskset", "-c", "0")),
            "two cores": lambda: sessions_a_second(jobs, count, "--workers", "2"),
            "two Dask workers": lambda: on_dask(jobs, count),
        }.items():
            print(f"{label:<28}{run():>11.1f}{os.getloadavg()[0]:>12.1f}", flush=True)


if __name__ == "__main__":
    main()
