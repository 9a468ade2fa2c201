"""A scene of kills.py in a workplace of its own: its command is ended, and its leftovers and results are judged."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from glob import glob
from pathlib import Path

from voiceguide.batch.manifest import NAME as LEDGER

if __package__:
    from benchmarks.kill_scenes import JOBS, MORE, SCRIPT, Scene
    from benchmarks.kill_ways import Way, workers_of
    from benchmarks.served import ask_on, fetched, ready_address
    from benchmarks.workplace import Ran, Workplace, ended
else:
    from kill_scenes import JOBS, MORE, SCRIPT, Scene  # type: ignore[import-not-found, no-redef]
    from kill_ways import Way, workers_of  # type: ignore[import-not-found, no-redef]
    from served import ask_on, fetched, ready_address  # type: ignore[import-not-found, no-redef]
    from workplace import Ran, Workplace, ended  # type: ignore[import-not-found, no-redef]

EARLY, EARLY_SECONDS = 0.4, 0.3
"""The share of ends in the first moments of the command or of its first worker, and those moments."""
WRITING_SECONDS = 1.5
"""The longest time between the first session that a server has written and its end."""
PATIENCE_SECONDS = 40
"""The time that an ended command has to go."""


@dataclass
class Stage:
    """A scene in a workplace of its own."""

    scene: Scene
    place: Workplace
    reference: dict[str, str] = field(default_factory=dict)
    sound: ExitStack = field(default_factory=ExitStack)
    """A sound server with a microphone."""
    seconds: float = 1.0
    """The time that an undisturbed run takes; of one that lasts, the time in which it is ended."""
    told: str = ""
    """The output of the last fault."""

    def prepare(self) -> str | None:
        """Run undisturbed, and keep the results. Returns a fault."""
        (self.place.root / "short.md").write_text(SCRIPT)
        if self.scene.recorded:
            from tests.sound_server import SoundServer

            self.sound.enter_context(self.sound.enter_context(SoundServer()).microphone())
        (self.place.root / "jobs.csv").write_text(JOBS)
        (self.place.root / "more.csv").write_text(MORE)
        self.place.run("export", "short.md", "-o", "out/first.wav")
        began = time.monotonic()
        fault = self._undisturbed()
        self.seconds = 3.0 if self.scene.lasts else time.monotonic() - began
        self.reference = self._results()
        return fault

    def end(self, way: Way, chance: random.Random) -> str | None:
        """Start the command and end it somehow. Returns a fault."""
        if self.scene.forgets and chance.random() < 0.5:
            self._forget()
        if chance.random() < 0.5:
            self._remove_results()
        before = self._left()
        process, beside = self._started(), self._beside()
        self._wait(process, way, chance)
        way.kill(process, chance)
        if way.of_worker and self.scene.lasts:
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
        ran = ended(process, PATIENCE_SECONDS)
        if self.scene.recorded:
            ran = replace(ran, err=(self.place.root / "terminal").read_text(errors="replace"))
        fault = self._fault_of_beside(beside)
        return fault or self._fault_of_end(way, ran, before)

    def _wait(self, process: subprocess.Popen[str], way: Way, chance: random.Random) -> None:
        """Wait for the moment of the end: any, or an early one of the command or of its first worker; of a server with
        clients, one in which it writes for them."""
        if self.scene.asks:
            self._wait_until_it_writes(process, chance)
            time.sleep(chance.uniform(0, WRITING_SECONDS))
        elif chance.random() < EARLY:
            of_worker, end = way.of_worker or chance.random() < 0.5, time.monotonic() + self.seconds
            while of_worker and process.poll() is None and not workers_of(process.pid) and time.monotonic() < end:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, EARLY_SECONDS))
        else:
            time.sleep(chance.uniform(0, 1.05 * self.seconds))

    def _wait_until_it_writes(self, process: subprocess.Popen[str], chance: random.Random) -> None:
        address, end = ready_address(process), time.monotonic() + PATIENCE_SECONDS
        if address:
            ask_on(address + self.scene.asks, chance)
        written = str(self.place.temporary / "*/*.mp3")  # Path.glob raises if a folder goes meanwhile
        while process.poll() is None and not glob(written) and time.monotonic() < end:  # noqa: PTH207
            time.sleep(0.01)

    def _beside(self) -> subprocess.Popen[str] | None:
        return self.place.start(*self.scene.beside) if self.scene.beside else None

    def _fault_of_beside(self, process: subprocess.Popen[str] | None) -> str | None:
        """The fault of the other command, once it has ended; and of the ledger of a batch."""
        if process is None:
            return None
        ran = ended(process, 120)
        if ran.status or ran.traceback:
            self.told = ran.err[-2000:]
            return f"makes another command fail with status {ran.status}"
        forgotten = forgotten_files(self.place.root / "out", [Path(name).name for name in self.scene.results])
        return f"forgets {', '.join(forgotten)}" if forgotten else None

    def _fault_of_end(self, way: Way, ran: Ran, before: frozenset[str] = frozenset()) -> str | None:
        """The fault of an ended command. `before`: what a SIGKILL had left; a command that is ended early has not yet
        removed it."""
        statuses = (0, *way.statuses, *((143, -15) if way.of_worker and self.scene.lasts else ()))
        if ran.status == -100:
            return f"does not end within {PATIENCE_SECONDS} s"
        if ran.traceback and way.name.startswith("SIGINT") and _python_was_starting(ran):
            return None
        if ran.traceback:
            self.told = ran.err[-2000:]
            return f"prints a traceback: {ran.traceback[:120]}"
        if ran.status not in statuses:
            return f"ends with status {ran.status}: {ran.err.strip()[-120:]!r}"
        orphans = self.place.orphans()
        if orphans:
            self.place.kill_all()
            return "leaves processes"
        half = [name for name, digest in self._results().items() if digest not in ("", self.reference[name])]
        if half:
            return f"leaves half a file: {half[0]}"
        left = self._left() - before
        return f"leaves {_kinds(left)}" if way.cleans and left else None

    def _left(self) -> frozenset[str]:
        return frozenset([*self.place.left(), *self.place.parts()])

    def repeat(self) -> str | None:
        """Run undisturbed after some ends, everything anew but the speech. Returns a fault."""
        self._remove_results()
        fault = self._undisturbed()
        if fault:
            return f"then {fault}"
        wrong = [name for name, digest in self._results().items() if digest != self.reference[name]]
        if wrong:
            return f"then another result: {wrong[0]}"
        if self._left():
            return f"then still leaves {_kinds(self._left())}"
        verified = self.place.run("cache", "verify")
        return f"then a damaged cache: {verified.out[-100:]!r}" if verified.status else None

    def _started(self) -> subprocess.Popen[str]:
        if self.scene.recorded:
            return self.place.start_in_terminal(*self.scene.words)
        return self.place.start(*self.scene.words)

    def close(self) -> None:
        """End the microphone, and remove the workplace."""
        self.sound.close()
        self.place.__exit__()

    def _undisturbed(self) -> str | None:
        process, beside = self._started(), self._beside()
        if self.scene.name in ("serve", "write") or self.scene.asks:
            fault = _served(process, self.scene.name)
            process.send_signal(signal.SIGTERM)
        elif self.scene.lasts:
            time.sleep(3)
            fault = None
            process.send_signal(signal.SIGINT)
        else:
            fault = None
        ran = ended(process, 120)
        good = (0, 130, 143, -2, -15) if self.scene.lasts else (0,)
        if fault is None and (ran.status not in good or ran.traceback):
            fault = f"fails with status {ran.status}: {ran.err.strip()[-150:]!r}"
        fault = fault or self._fault_of_beside(beside)
        if fault is None and self.place.orphans():
            fault = "leaves processes"
        return fault

    def _results(self) -> dict[str, str]:
        return {name: _digest(self.place.root / name) for name in self.scene.results}

    def _remove_results(self) -> None:
        for name in self.scene.results:
            path = self.place.root / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def _forget(self) -> None:
        for path in (self.place.root / "cache").iterdir():
            path.unlink()


def _python_was_starting(ran: Ran) -> bool:
    """True for the traceback of a Ctrl-C before Python had read the first line of the command line. A worker's is none:
    the command then tells that it has stopped."""
    ours = re.search(r"voiceguide/(?!__init__\.py)|multiprocessing", ran.err)
    return ours is None and "stopped" not in ran.err


def forgotten_files(folder: Path, names: Iterable[str]) -> list[str]:
    """The files of batches in a folder that its ledger does not have."""
    ledger = folder / LEDGER
    kept = json.loads(ledger.read_bytes())["files"] if ledger.exists() else {}
    return [name for name in names if (folder / name).exists() and name not in kept]


def _served(process: subprocess.Popen[str], name: str) -> str | None:
    """The fault of a server that is asked once."""
    address = ready_address(process)
    if address is None:
        return "does not say its address"
    if name == "write":
        return None if fetched(address)[0] == 200 else "does not answer"
    status, body = fetched(f"{address}session.mp3?routine=desk-break&talk=bells")
    return None if status == 200 and len(body) > 1000 else f"answers {status}"


def _digest(path: Path) -> str:
    """A digest of a file or of a folder's files; empty where there is none. Times in M4A files are left out."""
    if path.is_dir():
        return "".join(_digest(each) for each in sorted(path.iterdir()) if each.suffix not in (".part", ".new"))
    if not path.exists():
        return ""
    if path.suffix == ".m4a":
        probe = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:a", "-f", "md5", "-"]
        ran = subprocess.run(probe, capture_output=True, text=True, check=False)
        return ran.stdout + ran.stderr
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _kinds(names: Iterable[str]) -> str:
    """Names without their random parts."""
    return ", ".join(sorted({"".join(c for c in name if not c.isdigit())[:40] for name in names}))
