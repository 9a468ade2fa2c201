"""Worker processes, watched: what hangs or dies is replaced and asked again."""

from __future__ import annotations

import contextlib
import itertools
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from voiceguide.errors import SpeechError, UnspokenError, VoiceNotFoundError
from voiceguide.speech.engine import ADVICE, load_engine
from voiceguide.speech.printed import last_line

ATTEMPTS = 3
"""At a text that fails."""
ATTEMPTS_AFTER_HANGING = 2
"""At a text that an engine hung at: each of them costs all of its patience. Where it hangs while it loads, another one
would hang as well."""

Patience = Callable[[str, bool], float]
"""The text, and whether it is about loading -> the seconds that a worker may take for it, once it is loaded, or for
loading what is needed."""

Accepted = TypeVar("Accepted")


def ample(text: str, loading: bool) -> float:
    """Ample seconds: a slow engine on a slow machine speaks ten characters a second, once its model is loaded."""
    return 20 if loading else 10 + len(text) / 10


WATCH_SECONDS = 0.05
"""How often the watch looks at the workers."""


class WorkerFault(Exception):
    """A worker that died, hung, answered that it could not, or made something that is no speech."""

    def __init__(self, reason: str, attempts: int = ATTEMPTS) -> None:
        """`attempts`: how many are made in all at a text that fails so."""
        super().__init__(reason)
        self.attempts = attempts


class Worker:
    """One worker process."""

    _boot = "import sys; sys.path[:] = sys.argv[3:]; from voiceguide.speech.worker import main; main(*sys.argv[1:3])"

    def __init__(self, engine: str, folder: Path, number: int) -> None:
        """`folder`: where the worker may write; it removes it if this process ends before it does."""
        self.trusted = True
        """Not so once it made something that is no speech: it will be replaced."""
        self._gave_up = False
        self._deadline = math.inf
        """When its answer is overdue, by the monotonic clock."""
        self._log = folder / f"{number}.log"
        path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - '' is the working directory
        # A session or group of its own: Ctrl-C in a terminal is for the main process alone.
        apart: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-S", "-c", self._boot, engine, str(folder), *path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="ascii",
                **apart,
            )

    def ask(self, patience: Patience, **request: Any) -> dict[str, Any]:
        """Its answer. Raises WorkerFault if there is none in time, VoiceNotFoundError if its engine cannot be."""
        text = request.get("text", "")
        self._send(json.dumps(request))
        self._answer(patience(text, True), "was not loaded", 1)
        return self._answer(patience(text, False), "gave no answer", ATTEMPTS_AFTER_HANGING)

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not sent to it by now is lost with it
                    pipe.close()

    def give_up_if_late(self) -> None:
        """End it if its answer is overdue."""
        if time.monotonic() > self._deadline:
            self._gave_up = True
            self._kill()

    def _kill(self) -> None:
        """End it, and the programs that its engine has started: they are in its group."""
        if sys.platform != "win32" and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def _send(self, line: str) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        with contextlib.suppress(OSError, ValueError):  # a worker that is dead gives no answer either
            stdin.write(line + "\n")
            stdin.flush()

    def _answer(self, seconds: float, late: str, attempts: int) -> dict[str, Any]:
        """The next one. `late` and `attempts` are for one that does not come."""
        self._deadline = time.monotonic() + seconds
        try:
            line = self._line()
        finally:
            self._deadline = math.inf
        if not line and self._gave_up:
            raise WorkerFault(f"the engine {late} within {seconds:.0f} seconds", attempts)
        if not line:
            raise WorkerFault(self._last_words())
        answer: dict[str, Any] = json.loads(line)
        if "unavailable" in answer:
            raise VoiceNotFoundError(answer["unavailable"], answer["hint"])
        if "error" in answer:
            raise WorkerFault(answer["error"], ATTEMPTS if answer["again"] else 1)
        return answer

    def _line(self) -> str:
        stdout = self._process.stdout
        assert stdout is not None
        try:
            return str(stdout.readline())
        except (OSError, ValueError):  # the pipe to a dead worker
            return ""

    def _last_words(self) -> str:
        reason = f"status {self._process.wait()}"
        with contextlib.suppress(OSError):
            printed = last_line(self._log.read_bytes())
            reason += f": {printed}" if printed else ""
        return f"the engine broke off ({reason})"


class Pool:
    """Workers of one engine. May be asked from several threads; more of them than workers is well, because a worker
    goes on with the next text while its last is looked at."""

    def __init__(self, engine: str, workers: int, patience: Patience | None = None) -> None:
        """`patience`: else the engine's own, else `ample`."""
        self.engine = engine
        """Its name."""
        own: Patience = getattr(load_engine(engine), "patience", ample)
        self._patience = patience or own
        self._folder = Path(tempfile.mkdtemp(prefix="voiceguide-"))
        self._numbers = itertools.count()
        self._free = threading.Semaphore(workers)
        self._lock = threading.Lock()
        self._all: list[Worker] = []
        self._idle: list[Worker] = []
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="voiceguide watch", daemon=True).start()

    def _watch(self) -> None:
        """One thread looks after all workers: one for each question would take longer than short speech."""
        while not self._closed.wait(WATCH_SECONDS):
            with self._lock:
                workers = list(self._all)
            for worker in workers:
                worker.give_up_if_late()

    def start(self, count: int) -> None:
        """Have this many workers, so that they get ready while the caller does something else. Raises SpeechError where
        it was closed meanwhile."""
        with self._lock:
            self._go_on()
            while len(self._all) < count:
                self._idle.append(self._new())

    def voices(self) -> list[dict[str, Any]]:
        """The engine's voices, as the fields of `Voice`. Raises SpeechError as `speak` does, VoiceNotFoundError."""

        def attempt() -> list[dict[str, Any]]:
            with self._worker() as worker:
                found: list[dict[str, Any]] = worker.ask(self._patience, do="voices")["voices"]
                return found

        return self._tried(
            attempt, lambda fault, hint: SpeechError(f"the voices of {self.engine!r} cannot be listed: {fault}", hint)
        )

    def speak(self, text: str, accept: Callable[[Path], Accepted], **how: Any) -> Accepted:
        """What `accept` makes of the sound file for the text; it raises WorkerFault if that is no speech.

        Raises UnspokenError after as many attempts as the fault allows, each with another worker if the last one
        failed; VoiceNotFoundError if the engine cannot speak here.
        """

        def attempt() -> Accepted:
            path = self._folder / f"{next(self._numbers)}.wav"
            try:
                with self._worker() as worker:
                    worker.ask(self._patience, do="speak", text=text, path=str(path), **how)
                try:
                    return accept(path)
                except WorkerFault:
                    worker.trusted = False
                    raise
            finally:
                path.unlink(missing_ok=True)

        return self._tried(attempt, lambda fault, hint: UnspokenError(text, fault, hint))

    def close(self) -> None:
        """End all workers, also those that are speaking."""
        with self._lock:
            self._closed.set()
            workers, self._all, self._idle = self._all, [], []
        for worker in workers:
            worker.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _tried(self, attempt: Callable[[], Accepted], error: Callable[[str, str], SpeechError]) -> Accepted:
        tried = 0
        while True:
            try:
                return attempt()
            except WorkerFault as fault:
                tried += 1
                if tried >= fault.attempts:
                    raise error(str(fault), self._advice(tried)) from fault

    def _advice(self, tried: int) -> str:
        """What to do where it failed so often."""
        advice: str = getattr(load_engine(self.engine), "advice", ADVICE)
        return f"The engine {self.engine!r} was tried {tried} times. {advice}" if tried > 1 else advice

    @contextlib.contextmanager
    def _worker(self) -> Iterator[Worker]:
        """A worker that no one else uses meanwhile; ended if the use of it fails."""
        with self._free:
            worker = self._borrowed()
            try:
                yield worker
            except BaseException:
                self._drop(worker)
                raise
            with self._lock:
                self._idle.append(worker)

    def _borrowed(self) -> Worker:
        while True:
            with self._lock:
                self._go_on()
                worker = self._idle.pop() if self._idle else self._new()
            if worker.trusted:
                return worker
            self._drop(worker)

    def _go_on(self) -> None:
        if self._closed.is_set():
            raise SpeechError("speaking was stopped")

    def _new(self) -> Worker:
        worker = Worker(self.engine, self._folder, next(self._numbers))
        self._all.append(worker)
        return worker

    def _drop(self, worker: Worker) -> None:
        with self._lock:
            if worker in self._all:
                self._all.remove(worker)
        worker.close()


class LastingPool(Pool):
    """Speaks for one speaker after the other, none of which ends it."""

    def close(self) -> None:
        """The next speaker wants it."""

    def end(self) -> None:
        """End it, as `Pool.close` does."""
        super().close()
