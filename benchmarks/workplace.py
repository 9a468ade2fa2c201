"""A workplace: a folder in which a harness runs the program, and in which its leftovers are counted."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from voiceguide.audio.ffmpeg import converter

ROOT = Path(__file__).resolve().parent.parent
MARK = "VOICEGUIDE_HARNESS"
"""An environment variable that all processes of a workplace inherit, so that orphans are found."""
TONE = "tests.fakes:ToneEngine"
"""An engine that speaks tones at once."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that has ended."""

    status: int
    out: str
    err: str

    @property
    def traceback(self) -> str | None:
        """The last line of a traceback, or None."""
        text = self.out + self.err
        return text.strip().splitlines()[-1] if "Traceback (most recent call last)" in text else None


class Workplace:
    """A folder with everything that the program keeps: its cache, state, settings and temporary files.

    A context manager: at its end, all its processes are killed and the folder is removed.
    """

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="vgh-"))
        self.mark = self.root.name
        for name in ("tmp", "cache", "state", "home", "out", "recordings"):
            (self.root / name).mkdir()

    @property
    def temporary(self) -> Path:
        """The folder for temporary files."""
        return self.root / "tmp"

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of its commands."""
        # without XDG_RUNTIME_DIR, as in a container: libraries then put their folders into TMPDIR
        left_out = ("VOICEGUIDE_", "XDG_RUNTIME_DIR")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        folder = {name: str(self.root / name.lower()) for name in ("HOME", "OUT")}
        return {
            **kept,
            "HOME": folder["HOME"],
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "VOICEGUIDE_CACHE": str(self.root / "cache"),
            "VOICEGUIDE_STATE": str(self.root / "state"),
            "VOICEGUIDE_RECORDINGS": str(self.root / "recordings"),
            "VOICEGUIDE_ENGINE": TONE,
            "IMAGEIO_FFMPEG_EXE": converter() or "",  # else its test run may be killed, and another ffmpeg is taken
            MARK: self.mark,
            **more,
        }

    def command(self, *words: object) -> list[str]:
        """A command line of the program."""
        return [sys.executable, "-m", "voiceguide", *map(str, words)]

    def start(
        self, *words: object, env: dict[str, str] | None = None, before: Callable[[], None] | None = None
    ) -> subprocess.Popen[str]:
        """Start a command in a session of its own."""
        return self.launch(self.command(*words), env, before)

    def launch(
        self, command: list[str], env: dict[str, str] | None = None, before: Callable[[], None] | None = None
    ) -> subprocess.Popen[str]:
        """Start a program in a session of its own."""
        return subprocess.Popen(
            command,
            cwd=self.root,
            env=env or self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=before,
        )

    def start_in_terminal(self, *words: object, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """Start a command on a terminal that nobody types on. Its output goes into the file `terminal`."""
        import pty

        mine, its = pty.openpty()
        process = subprocess.Popen(
            self.command(*words),
            cwd=self.root,
            env=env or self.environment(TERM="xterm"),
            stdin=its,
            stdout=its,
            stderr=its,
            text=True,
            start_new_session=True,
        )
        os.close(its)
        threading.Thread(target=_read_away, args=[mine, self.root / "terminal"], daemon=True).start()
        return process

    def run(
        self,
        *words: object,
        env: dict[str, str] | None = None,
        seconds: float = 120,
        before: Callable[[], None] | None = None,
    ) -> Ran:
        """Run a command to its end. The status is -100 if it did not end in time."""
        process = self.start(*words, env=env, before=before)
        return ended(process, seconds)

    def processes(self) -> list[int]:
        """The living processes of this workplace."""
        wanted = f"{MARK}={self.mark}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                with suppress(OSError):
                    if wanted in (entry / "environ").read_bytes().split(b"\0") and _lives(entry):
                        found.append(int(entry.name))
        return found

    def orphans(self, patience: float = 5) -> list[int]:
        """The processes that are still there after some seconds."""
        end = time.monotonic() + patience
        while (found := self.processes()) and time.monotonic() < end:
            time.sleep(0.05)
        return found

    def kill_all(self) -> None:
        """Kill the processes of this workplace, and no other."""
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def left(self) -> list[str]:
        """The names in the folder for temporary files."""
        return sorted(path.name for path in self.temporary.iterdir())

    def parts(self) -> list[str]:
        """The half files everywhere in the workplace."""
        return sorted(
            str(path.relative_to(self.root)) for end in ("part", "new") for path in self.root.rglob(f".*.{end}")
        )

    def __enter__(self) -> Workplace:
        return self

    def __exit__(self, *exc: object) -> None:
        self.kill_all()
        shutil.rmtree(self.root, ignore_errors=True)


def ended(process: subprocess.Popen[str], seconds: float) -> Ran:
    """The result of a command. It is killed if it does not end in time."""
    try:
        out, err = process.communicate(timeout=seconds)
        return Ran(process.returncode, out or "", err or "")
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        return Ran(-100, out or "", err or "")


def _read_away(terminal: int, log: Path) -> None:
    """Write the output of a terminal into a file, until its last program has gone."""
    with suppress(OSError), log.open("wb", buffering=0) as file:
        while data := os.read(terminal, 65536):
            file.write(data)
    os.close(terminal)


def _lives(entry: Path) -> bool:
    return (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z"


def explained(ran: Ran, *, most: int = 6) -> str | None:
    """The fault of a command that may fail with an explanation; None where it succeeded or explained itself."""
    if ran.status == -100:
        return "does not end"
    if ran.traceback:
        return f"traceback: {ran.traceback[:150]}"
    if ran.status not in (0, 1, 2):
        return f"status {ran.status}"
    told = [line for line in ran.err.splitlines() if line.strip()]
    if ran.status and not any("error" in line.lower() for line in told):
        return "fails without an error message"
    return f"says {len(told)} lines" if len(told) > most else None


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A file system of so many bytes at a folder. Raises OSError where it cannot be mounted."""
    folder.mkdir(exist_ok=True)
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True)
    if made.returncode:
        raise OSError(made.stderr.decode(errors="replace").strip())
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
