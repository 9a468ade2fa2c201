"""voiceguide compared with alternatives that a user could build, as ratios of one run.

    python benchmarks/run.py [--times 3]

Needs Debian's espeak-ng, ffmpeg and lame for the pipelines, and voiceguide in this Python. The pipeline of
audio-program-generator runs if that package is installed (with pydub's audioop-lts from Python 3.13 on). Each figure is
the best of several runs. Machines are noisy, so only ratios within one run are compared.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
PIPELINES = HERE / "pipelines"
THIRTY = PIPELINES / "thirty-minutes.md"
WRITER = """
import sys, time
from pathlib import Path
from voiceguide.studio.studio import Studio
from voiceguide.export import Tags, write
with Studio(sys.argv[1]) as studio:
    timeline = studio.timeline(studio.plan(1800.0))
    start = time.perf_counter()
    write(timeline, Path(sys.argv[2]), Tags(), overwrite=True, store=studio.frames)
    print(time.perf_counter() - start)
"""


def run(command: list[str], cache: Path | None = None, before: Callable[[], None] | None = None) -> float:
    """The seconds that a command takes. It must succeed."""
    if before:
        before()
    env = dict(os.environ, **({"VOICEGUIDE_CACHE": str(cache)} if cache else {}))
    start = time.perf_counter()
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def best(times: int, command: list[str], cache: Path | None = None, before: Callable[[], None] | None = None) -> float:
    """The fewest seconds of several runs."""
    return min(run(command, cache, before) for _ in range(times))


def voiceguide(*args: object) -> list[str]:
    """A voiceguide command line."""
    return [sys.executable, "-m", "voiceguide", *map(str, args)]


def writer_alone(times: int, cache: Path, out: Path) -> float:
    """The seconds to write an MP3 from cached clips, without the rest of the command."""
    command = [sys.executable, "-c", WRITER, str(THIRTY), str(out)]
    env = dict(os.environ, VOICEGUIDE_CACHE=str(cache))
    runs = [subprocess.run(command, check=True, env=env, capture_output=True, text=True) for _ in range(times)]
    return min(float(done.stdout) for done in runs)


def long_script(hours: float, folder: Path) -> Path:
    """A routine of about this many hours, with different instructions throughout."""
    lines = ["# A long day", ""]
    for number in range(int(hours * 65)):
        if number % 20 == 0:
            lines += ["", f"## Part {number // 20 + 1}", ""]
        lines.append(f"- Press spot {number} of the sole with your thumb for 45 seconds")
    script = folder / f"hours-{hours:g}.md"
    script.write_text("\n".join(lines))
    return script


def peak_memory(command: list[str], cache: Path) -> float:
    """The peak memory in megabytes of one process of a command."""
    env = dict(os.environ, VOICEGUIDE_CACHE=str(cache))
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} failed")
    return usage.ru_maxrss / 1024


@dataclass
class Table:
    """Rows that compare voiceguide with alternatives."""

    rows: list[str] = field(default_factory=list)

    def add(self, what: str, ours: float, against: str, theirs: float, most: float) -> None:
        """Add a comparison. `most`: the ratio that is the goal."""
        row = f"{what:<34} {ours:>7.3f}  {against:<22} {theirs:>7.3f}  {ours / theirs:>5.2f}  {most:>5.2f}"
        print(row, flush=True)
        self.rows.append(row)


def main() -> None:
    """Run all comparisons and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3, help="runs of each, of which the best counts")
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as name:
        compare(Path(name), times)


def compare(folder: Path, times: int) -> None:
    """Run all comparisons in one folder."""
    cache, out, wav = folder / "cache", folder / "out.mp3", folder / "out.wav"
    export = voiceguide("export", THIRTY, "--length", "30m", "--force", "-o", out)
    other = voiceguide("export", THIRTY, "--length", "28m", "--force", "-o", out)

    def empty() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    def only_thirty() -> None:
        empty()
        run(export, cache)

    table = Table()
    print(f"{'what':<34} {'seconds':>7}  {'against':<22} {'seconds':>7}  ratio   goal")
    pipeline = ["bash", str(PIPELINES / "ssml_pipeline.sh"), str(folder / "ssml.mp3")]
    run(export, cache)
    ssml = best(times, pipeline)
    table.add("export, everything cached", best(times, export, cache), "ssml_pipeline.sh", ssml, 0.15)
    ssml = best(times, pipeline)
    cold = best(times, export, cache, empty)
    table.add("export, empty cache", cold, "ssml_pipeline.sh", ssml, 0.5)
    table.add("export at another length", best(times, other, cache, only_thirty), "ssml_pipeline.sh", ssml, 0.25)
    if find_spec("audio_program_generator"):
        apg = best(1, [sys.executable, str(PIPELINES / "apg_local.py"), str(folder / "apg.mp3")])
        table.add("export, empty cache", cold, "apg_local.py", apg, 0.1)
    run(voiceguide("export", THIRTY, "--length", "30m", "--force", "-o", wav), cache)
    lame = best(times, ["bash", str(PIPELINES / "lame_alone.sh"), str(wav), str(folder / "lame.mp3")])
    table.add("the writer alone, clips cached", writer_alone(times, cache, out), "lame_alone.sh", lame, 0.05)
    size = out.stat().st_size

    long = {hours: long_script(hours, folder) for hours in (1, 10)}
    exports = {hours: voiceguide("export", long[hours], "--force", "-o", folder / "long.mp3") for hours in long}
    cold_memory = peak_memory(exports[10], cache)
    run(exports[1], cache)
    hour = best(times, exports[1], cache)
    table.add("ten hours, cached", best(times, exports[10], cache), "one hour, cached", hour, 4)
    bare = best(7, [sys.executable, "-c", "import click"])
    table.add("voiceguide --version", best(7, voiceguide("--version")), "import click", bare, 1.5)

    print(f"\nten hours, empty cache: peak memory {cold_memory:.0f} MB (goal 120)")
    print(f"ten hours, cached: peak memory {peak_memory(exports[10], cache):.0f} MB (goal 120)")
    print(f"thirty minutes as MP3: {size / 1e6:.2f} MB (goal 6)")


if __name__ == "__main__":
    main()
