"""voiceguide compared with alternatives that a user could build, as ratios of one run.

    python benchmarks/run.py [--times 3] [--rows natural espeak ...] [--piper VOICE.onnx]

Needs Debian's espeak-ng, ffmpeg and lame for the pipelines, and voiceguide in this Python. A row whose alternative is
not installed is left out, and said. The pipeline of audio-program-generator runs if that package is installed (with
pydub's audioop-lts from Python 3.13 on), Piper's if a voice is given. Each figure is the best of several runs, and both
sides take turns. Machines are noisy, so only ratios within one run are compared.
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
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

if __package__:
    from benchmarks.process_tree import children
else:
    from process_tree import children  # type: ignore[import-not-found, no-redef]

HERE = Path(__file__).parent
PIPELINES = HERE / "pipelines"
THIRTY = PIPELINES / "thirty-minutes.md"
BIN = Path(sys.executable).parent
NATURAL, ESPEAK = ("--engine", "hibari"), ("--engine", "pyttsx3")
WRITER = """
import sys, time
from pathlib import Path
from voiceguide.studio.studio import Studio
from voiceguide.export import Tags, write
with Studio(sys.argv[1], engine="pyttsx3") as studio:
    timeline = studio.timeline(studio.plan(1800.0, ends=False))
    start = time.perf_counter()
    write(timeline, Path(sys.argv[2]), Tags(), overwrite=True, store=studio.frames)
    print(time.perf_counter() - start)
"""
FIRST_SOUND = """
import os, sys
from voiceguide.live import transport
transport.Transport.play = lambda *_: os._exit(0)
from voiceguide.cli import run
run(sys.argv[1:])
os._exit(1)
"""
"""`voiceguide play` until its first sound is given to the player."""


def environment(cache: Path | None = None) -> dict[str, str]:
    """The environment of all commands. Compiled modules are kept, as they are in an installation."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | ({"VOICEGUIDE_CACHE": str(cache)} if cache else {})


def run(command: list[str], cache: Path | None = None, before: Callable[[], None] | None = None) -> float:
    """The seconds that a command takes. It must succeed."""
    if before:
        before()
    quiet = subprocess.DEVNULL
    start = time.perf_counter()
    subprocess.run(command, check=True, env=environment(cache), stdin=quiet, stdout=quiet, stderr=quiet)
    return time.perf_counter() - start


def best(times: int, command: list[str], cache: Path | None = None, before: Callable[[], None] | None = None) -> float:
    """The fewest seconds of several runs."""
    return min(run(command, cache, before) for _ in range(times))


def voiceguide(*args: object) -> list[str]:
    """A voiceguide command line."""
    return [sys.executable, "-m", "voiceguide", *map(str, args)]


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
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, env=environment(cache), stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} failed")
    return usage.ru_maxrss / 1024


def peak_memories(command: list[str], cache: Path) -> tuple[float, float]:
    """The peak megabytes of the largest process of a command, and of all of them together. Memory that processes share
    counts once. Linux only."""
    quiet, largest, together = subprocess.DEVNULL, 0.0, 0.0
    with subprocess.Popen(command, env=environment(cache), stdout=quiet, stderr=quiet) as child:
        while child.poll() is None:
            tree = descendants(child.pid)
            largest = max([largest, *(_kilobytes(pid, "status", "VmHWM:") for pid in tree)])
            together = max(together, sum(_kilobytes(pid, "smaps_rollup", "Pss:") for pid in tree))
            time.sleep(0.02)
    return largest / 1024, together / 1024


def descendants(pid: int) -> list[int]:
    """A process and all that it started."""
    return [pid, *(found for child in children(pid) for found in descendants(child))]


def _kilobytes(pid: int, file: str, name: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:  # it has ended
        return 0.0
    return next((float(line.split()[1]) for line in lines if line.startswith(name)), 0.0)


@dataclass
class Bench:
    """A folder to measure in, and the number of runs."""

    folder: Path
    times: int
    piper: str | None = None

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    def export(self, *options: str, script: Path | str = THIRTY, length: str | None = "30m") -> list[str]:
        """An export to an MP3 file."""
        wanted = ("--length", length) if length else ()
        return voiceguide("export", script, *wanted, "--force", "-o", self.folder / "out.mp3", *options)

    def empty(self) -> None:
        """Empty the cache."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def pipeline(self, name: str, *args: str) -> list[str]:
        """A pipeline that writes an MP3 file."""
        return ["bash", str(PIPELINES / name), str(self.folder / "theirs.mp3"), *args]

    def against(
        self,
        what: str,
        ours: list[str],
        theirs: list[str],
        goal: float,
        before: Callable[[], None] | None = None,
        their_times: int | None = None,
    ) -> None:
        """Measure both sides in turns, and print a row."""
        found: list[float] = []
        other: list[float] = []
        for number in range(self.times):
            if number < (their_times or self.times):
                other.append(run(theirs, self.cache))
            found.append(run(ours, self.cache, before))
        name = next((Path(part).name for part in theirs if part.endswith((".sh", ".py"))), " ".join(theirs[-2:]))
        show(what, min(found), name, min(other), goal)


def show(what: str, ours: float, against: str, theirs: float, goal: float) -> None:
    """Print a row. `goal`: the highest ratio that is wanted."""
    print(f"{what:<42} {ours:>7.3f}  {against:<22} {theirs:>7.3f}  {ours / theirs:>5.2f}  {goal:>5.2f}", flush=True)


def natural(bench: Bench) -> None:
    """Half an hour with the natural voice, beside a robot, the voice's own command, and Piper."""
    ours, ssml = bench.export(*NATURAL), bench.pipeline("ssml_pipeline.sh")
    bench.against("hibari: empty cache", ours, ssml, 0.6, bench.empty)
    own = bench.pipeline("hibari_pipeline.sh", str(BIN / "hibari"))
    bench.against("hibari: empty cache", ours, own, 0.5, bench.empty)
    if bench.piper:
        piper = bench.pipeline("piper_pipeline.sh", str(BIN / "piper"), bench.piper)
        bench.against("hibari: empty cache", ours, piper, 0.25, bench.empty, their_times=1)
    else:
        print("piper_pipeline.sh is left out: give a voice with --piper", flush=True)

    def only_thirty() -> None:
        bench.empty()
        run(ours, bench.cache)

    bench.against("hibari: another length", bench.export(*NATURAL, length="28m"), ssml, 0.35, only_thirty)
    run(ours, bench.cache)
    bench.against("hibari: everything cached", ours, ssml, 0.10)


def espeak(bench: Bench) -> None:
    """Half an hour with eSpeak NG, beside the same voice in a shell, and the nearest peer."""
    ours, ssml = bench.export(*ESPEAK), bench.pipeline("ssml_pipeline.sh")
    bench.against("eSpeak NG: empty cache", ours, ssml, 0.45, bench.empty)
    if find_spec("audio_program_generator"):
        peer = [sys.executable, *bench.pipeline("apg_local.py")[1:]]
        bench.against("eSpeak NG: empty cache", ours, peer, 0.1, bench.empty, their_times=1)
    else:
        print("apg_local.py is left out: audio-program-generator is not installed", flush=True)
    run(ours, bench.cache)
    bench.against("eSpeak NG: everything cached", ours, ssml, 0.10)


def writer(bench: Bench) -> None:
    """The writer of MP3 files alone, beside LAME alone."""
    if not shutil.which("lame"):
        print("lame_alone.sh is left out: lame is not installed", flush=True)
        return
    wav = bench.folder / "out.wav"
    run(voiceguide("export", THIRTY, "--length", "30m", "--force", "-o", wav, *ESPEAK), bench.cache)
    lame = best(1, ["bash", str(PIPELINES / "lame_alone.sh"), str(wav), str(bench.folder / "lame.mp3")])
    command = [sys.executable, "-c", WRITER, str(THIRTY), str(bench.folder / "out.mp3")]
    run(bench.export(*ESPEAK), bench.cache)
    runs = [
        subprocess.run(command, check=True, env=environment(bench.cache), capture_output=True, text=True)
        for _ in range(bench.times)
    ]
    show("the writer alone, clips cached", min(float(done.stdout) for done in runs), "lame_alone.sh", lame, 0.05)
    print(f"thirty minutes as MP3: {(bench.folder / 'out.mp3').stat().st_size / 1e6:.2f} MB (goal 6)", flush=True)


def hours(bench: Bench) -> None:
    """Ten hours beside one, both cached, and their memory."""
    ten, one = (bench.export(*ESPEAK, script=long_script(count, bench.folder), length=None) for count in (10, 1))
    cold = peak_memory(ten, bench.cache)
    run(one, bench.cache)
    show("ten hours, cached", best(bench.times, ten, bench.cache), "one hour", best(bench.times, one, bench.cache), 3)
    print(f"ten hours: peak memory {cold:.0f} MB from an empty cache (goal 120)", flush=True)
    print(f"ten hours: peak memory {peak_memory(ten, bench.cache):.0f} MB cached (goal 120)", flush=True)


def memory(bench: Bench) -> None:
    """The memory of the natural voice, from an empty cache."""
    bench.empty()
    largest, together = peak_memories(bench.export(*NATURAL), bench.cache)
    print(f"hibari: peak memory of a process {largest:.0f} MB (goal 220)", flush=True)
    print(f"hibari: peak memory of all processes {together:.0f} MB on {os.cpu_count()} cores (goal 500)", flush=True)


def first(bench: Bench) -> None:
    """The seconds from the command to the first sound, and those of the README's first command."""
    play = [sys.executable, "-c", FIRST_SOUND, "play", "heel-pain", "--length", "10m", "--plain", "--anyway"]
    play += ["--output", "none", *NATURAL]
    print(f"play, empty cache: first sound after {best(bench.times, play, bench.cache, bench.empty):.2f} s (goal 0.8)")
    ours = bench.export(*NATURAL, script="heel-pain", length="10m")
    made = best(bench.times, ours, bench.cache, bench.empty)
    print(f"play, cached: first sound after {best(bench.times, play, bench.cache):.2f} s (goal 0.3)")
    print(f"export heel-pain --length 10m, empty cache: {made:.2f} s (goal 4)", flush=True)


def bare(bench: Bench) -> None:
    """The command line alone."""
    click = [sys.executable, "-c", "import click"]
    show("voiceguide --version", best(7, voiceguide("--version")), "import click", best(7, click), 1.5)


ROWS: dict[str, Callable[[Bench], None]] = {
    row.__name__: row for row in (natural, espeak, first, memory, writer, hours, bare)
}


def main() -> None:
    """Run the comparisons and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3, help="runs of each side, of which the best counts")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS), help="the rows to measure")
    parser.add_argument("--piper", metavar="VOICE.onnx", help="a Piper voice for its pipeline")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}")
    print(f"{'seconds':<42} {'ours':>7}  {'against':<22} {'theirs':>7}  ratio   goal")
    for name in options.rows:
        with tempfile.TemporaryDirectory() as folder:
            ROWS[name](Bench(Path(folder), options.times, options.piper))


if __name__ == "__main__":
    main()
