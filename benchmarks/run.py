"""voiceguide beside what a user would otherwise build, in one run, as ratios.

    python benchmarks/run.py [--times 3]

Needs Debian's espeak-ng, ffmpeg and lame for the pipelines, and voiceguide installed in this Python. The pipeline of
audio-program-generator is run where that package is installed. Every figure is the best of a few runs; the machine's
noise is in the spread, which is why ratios are told, not seconds.
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
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
PIPELINES = HERE / "pipelines"
THIRTY = PIPELINES / "thirty-minutes.md"


def run(command: list[str], cache: Path | None = None, before: Callable[[], None] | None = None) -> float:
    """Seconds that a command takes; it must succeed."""
    if before:
        before()
    env = dict(os.environ, **({"VOICEGUIDE_CACHE": str(cache)} if cache else {}))
    start = time.perf_counter()
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def best(times: int, command: list[str], cache: Path | None = None, before: Callable[[], None] | None = None) -> float:
    """The least seconds of several runs."""
    return min(run(command, cache, before) for _ in range(times))


def voiceguide(*args: object) -> list[str]:
    """The command line of voiceguide."""
    return [sys.executable, "-m", "voiceguide", *map(str, args)]


def long_script(hours: float, folder: Path) -> Path:
    """A routine of that many hours, in which no two instructions are the same."""
    steps = int(hours * 60)
    lines = ["# A long day", ""]
    for number in range(steps):
        if number % 20 == 0:
            lines += ["", f"## Part {number // 20 + 1}", ""]
        lines.append(f"- Press spot {number} of the sole with your thumb for 45 seconds")
    script = folder / f"hours-{hours:g}.md"
    script.write_text("\n".join(lines))
    return script


def peak_memory(command: list[str], cache: Path) -> float:
    """The most megabytes that one process of a command held at a time."""
    env = dict(os.environ, VOICEGUIDE_CACHE=str(cache))
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} failed")
    return usage.ru_maxrss / 1024


def main() -> None:
    """Run everything and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = folder / "cache"

        def empty() -> None:
            shutil.rmtree(cache, ignore_errors=True)

        out = folder / "out.mp3"
        export = voiceguide("export", THIRTY, "--length", "30m", "--force", "-o", out)
        other = voiceguide("export", THIRTY, "--length", "28m", "--force", "-o", out)
        rows: list[tuple[str, float, str, float]] = []

        ssml = best(times, ["bash", str(PIPELINES / "ssml_pipeline.sh"), str(folder / "ssml.mp3")])
        rows.append(("export, empty cache", best(times, export, cache, empty), "ssml_pipeline.sh", ssml))
        rows.append(("export, everything cached", best(times, export, cache), "ssml_pipeline.sh", ssml))

        def only_thirty() -> None:
            empty()
            run(export, cache)

        rows.append(("export at another length", best(times, other, cache, only_thirty), "ssml_pipeline.sh", ssml))
        if find_spec("audio_program_generator"):
            apg = best(1, [sys.executable, str(PIPELINES / "apg_local.py"), str(folder / "apg.mp3")])
            rows.append(("export, empty cache", best(times, export, cache, empty), "apg_local.py", apg))
        wav = folder / "out.wav"
        run(voiceguide("export", THIRTY, "--length", "30m", "--force", "-o", wav), cache)
        lame = best(times, ["bash", str(PIPELINES / "lame_alone.sh"), str(wav), str(folder / "lame.mp3")])
        rows.append(("export, everything cached", best(times, export, cache), "lame_alone.sh", lame))
        bare = best(5, [sys.executable, "-c", "import click"])
        rows.append(("voiceguide --version", best(5, voiceguide("--version")), "import click", bare))

        print(f"{'what':<28} {'seconds':>8}  {'against':<18} {'seconds':>8}  ratio")
        for what, ours, against, theirs in rows:
            print(f"{what:<28} {ours:>8.2f}  {against:<18} {theirs:>8.2f}  {ours / theirs:.2f}")

        script = long_script(10, folder)
        export_long = voiceguide("export", script, "--force", "-o", folder / "long.mp3")
        print(f"\n10 hours, empty cache: peak memory {peak_memory(export_long, cache):.0f} MB")
        print(f"10 hours, cached: peak memory {peak_memory(export_long, cache):.0f} MB")
        print(f"thirty minutes as MP3: {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
