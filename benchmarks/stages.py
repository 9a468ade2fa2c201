"""The time of each stage of an export, measured in fresh processes.

    python benchmarks/stages.py [SCRIPT] [--seconds 1800] [--times 5]

The cache is empty, holds only clips, or holds everything. The fastest of several runs counts. Seconds depend on the
machine; the shares of the stages matter.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

STAGES = """
import time
start = time.perf_counter()
import json, sys
from pathlib import Path
import voiceguide.cli.export
from voiceguide.fit import Choices
from voiceguide.studio.studio import Studio
from voiceguide.export import Tags, write
times = {"imports": time.perf_counter()}
with Studio(sys.argv[1]) as studio:
    times["script"] = time.perf_counter()
    plan = studio.plan(float(sys.argv[2]), Choices())
    times["speech and fit"] = time.perf_counter()
    timeline = studio.timeline(plan)
    times["timeline"] = time.perf_counter()
    write(timeline, Path(sys.argv[3]), Tags(), overwrite=True, store=studio.frames)
    times["write"] = time.perf_counter()
found, before = {}, start
for name, at in times.items():
    found[name], before = at - before, at
print(json.dumps(found))
"""


def stages(script: str, seconds: float, cache: Path, out: Path) -> dict[str, float]:
    """Stage -> seconds, for one export in its own process."""
    command = [sys.executable, "-c", STAGES, script, str(seconds), str(out)]
    env = dict(os.environ, VOICEGUIDE_CACHE=str(cache))
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, env=env, capture_output=True).stdout)
    return found


def forget(cache: Path, *suffixes: str) -> None:
    """Remove cached files with these suffixes, or all."""
    for path in cache.glob("*") if cache.exists() else ():
        if not suffixes or path.suffix in suffixes:
            path.unlink()


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(__file__).parent / "pipelines" / "thirty-minutes.md"
    parser.add_argument("script", nargs="?", default=str(default))
    parser.add_argument("--seconds", type=float, default=1800.0)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        cache, out = Path(name, "cache"), Path(name, "out.mp3")
        states = {"empty": (), "clips alone": (".frames", ".routine"), "everything": (".none",)}
        columns = {}
        for state, suffixes in states.items():
            runs = []
            for _ in range(options.times):
                forget(cache, *suffixes)
                runs.append(stages(options.script, options.seconds, cache, out))
            columns[state] = min(runs, key=lambda run: sum(run.values()))
    print(f"{'seconds':<16}" + "".join(f"{state:>14}" for state in columns))
    for stage in columns["empty"]:
        print(f"{stage:<16}" + "".join(f"{column[stage]:>14.3f}" for column in columns.values()))
    print(f"{'together':<16}" + "".join(f"{sum(column.values()):>14.3f}" for column in columns.values()))


if __name__ == "__main__":
    main()
