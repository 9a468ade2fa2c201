"""Supervised worker processes. A worker that hangs or dies is replaced, and its text is tried again."""

from __future__ import annotations

import contextlib
import itertools
import json
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from voiceguide.errors import SpeechError, UnspokenError, VoiceNotFoundError
from voiceguide.speech.engine import ADVICE, load_engine
from voiceguide.speech.error_text import last_line
from voiceguide.storage.temporary import TemporaryFolder

ATTEMPTS = 3
"""The most attempts at a text."""
ATTEMPTS_AFTER_HANGING = 2
"""The most attempts at a text on which an engine hung, since each takes the full time limit. A hang while loading is
final."""

Patience = Callable[[str, bool], float]
"""The text, and True for loading -> the time limit of a worker in seconds, for the text or for loading."""

Accepted = TypeVar("Accepted")


def ample(text: str, loading: bool) -> float:
    """A generous limit in seconds: a slow engine on a slow machine speaks ten characters a second after loading."""
    return 20 if loading else 10 + len(text) / 10


def default_workers() -> int:
    """One worker per core, at most 4: processing the clips takes as long as speaking them."""
    return min(4, os.cpu_count() or 1)


WATCH_SECONDS = 0.05
"""The interval between two checks of the workers."""


class WorkerFault(Exception):
    """A worker that died, hung or failed, or a sound file that is not speech."""

    def __init__(self, reason: str, attempts: int = ATTEMPTS) -> None:
        """`attempts`: the most attempts at a text after this fault."""
        super().__init__(reason)
        self.attempts = attempts


class EngineWorker:
    """One worker process. Several threads may ask it at the same time if its engine can speak to several."""

    _boot = "import sys; sys.path[:] = sys.argv[3:]; from voiceguide.speech.worker import main; main(*sys.argv[1:3])"

    def __init__(self, engine: str, folder: Path, number: int) -> None:
        """`folder`: the worker's output folder. The worker removes it if this process ends first."""
        self.trusted = True
        """False after a bad sound file: the worker will be replaced."""
        self._gave_up = False
        self._deadlines: dict[int, float] = {}
        """Number of a request -> the monotonic time at which its answer is overdue."""
        self._answers: dict[int, SimpleQueue[str]] = {}
        """Number of a request -> its answers; an empty one after the end of the process."""
        self._ended = False
        self._numbers = itertools.count()
        self._lock, self._sending = threading.Lock(), threading.Lock()
        self._log = folder / f"{number}.log"
        path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - '' is the working directory
        # In its own session or group, so that Ctrl-C in a terminal reaches only the main process.
        group: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-S", "-c", self._boot, engine, str(folder), *path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="ascii",
                env={**os.environ, "MALLOC_ARENA_MAX": "1"},  # threads that share glibc's memory take 35 MB less
                **group,
            )
        threading.Thread(target=self._listen, name="voiceguide answers", daemon=True).start()

    def ask(self, patience: Patience, **request: Any) -> dict[str, Any]:
        """Its answer. Raises WorkerFault for no answer in time, VoiceNotFoundError if its engine cannot run."""
        text, number = request.get("text", ""), next(self._numbers)
        with self._lock:
            answers = self._answers[number] = SimpleQueue()
            if self._ended:
                answers.put("")
        try:
            self._send(json.dumps({"number": number, **request}))
            self._answer(number, patience(text, True), "was not loaded", 1)
            return self._answer(number, patience(text, False), "gave no answer", ATTEMPTS_AFTER_HANGING)
        finally:
            with self._lock:
                del self._answers[number]

    def preload(self, voice: str) -> None:
        """Let it load a voice before there is a text. A fault shows up with the first text."""
        self._send(json.dumps({"number": -1, "do": "load", "voice": voice}))

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # unsent data is lost with the process
                    pipe.close()

    def give_up_if_late(self) -> None:
        """End the process if its answer is overdue."""
        if time.monotonic() > min(list(self._deadlines.values()), default=math.inf):
            self._gave_up = True
            self._kill()

    def _kill(self) -> None:
        """End the process and the programs that its engine has started, which are in its group."""
        if sys.platform != "win32" and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def _send(self, line: str) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        with self._sending, contextlib.suppress(OSError, ValueError):  # a dead worker gives no answer either
            stdin.write(line + "\n")
            stdin.flush()

    def _answer(self, number: int, seconds: float, late: str, attempts: int) -> dict[str, Any]:
        """The next answer to a request. `late` and `attempts` describe the fault if there is none in time."""
        self._deadlines[number] = time.monotonic() + seconds
        try:
            line = self._answers[number].get()
        finally:
            del self._deadlines[number]
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

    def _listen(self) -> None:
        """Hand each answer to the thread that waits for it, until the process ends."""
        stdout = self._process.stdout
        assert stdout is not None
        with contextlib.suppress(OSError, ValueError):  # the worker is dead
            for line in stdout:
                number = json.loads(line)["number"]
                with self._lock:
                    if number in self._answers:
                        self._answers[number].put(line)
        with self._lock:
            self._ended = True
            for answers in self._answers.values():
                answers.put("")

    def _last_words(self) -> str:
        self._kill()  # with the programs that it has left
        reason = f"status {self._process.wait()}"
        with contextlib.suppress(OSError):
            printed = last_line(self._log.read_bytes())
            reason += f": {printed}" if printed else ""
        return f"the engine stopped ({reason})"


class Pool:
    """The workers of one engine. Several threads may use it, ideally more than workers: a worker then speaks the next
    text while its last one is processed."""

    def __init__(self, engine: str, workers: int, patience: Patience | None = None) -> None:
        """`patience`: the engine's own if None, else `ample`."""
        self.engine = engine
        """Its name."""
        own: Patience = getattr(load_engine(engine), "patience", ample)
        self._patience = patience or own
        self._temporary: TemporaryFolder | None = None
        self._numbers = itertools.count()
        self._lanes = workers if getattr(load_engine(engine), "parallel", False) else 1
        """The number of texts that a worker speaks at the same time."""
        self._free = threading.Semaphore(workers)
        self._lock = threading.Lock()
        self._all: list[EngineWorker] = []
        self._idle: list[EngineWorker] = []
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="voiceguide watch", daemon=True).start()

    @property
    def _folder(self) -> Path:
        """The folder of sound files, made with the first worker: a pool that speaks nothing leaves nothing."""
        if self._temporary is None:
            self._temporary = TemporaryFolder("speech")
        return Path(self._temporary.name)

    def _watch(self) -> None:
        """Watch all workers in one thread. A thread per request would take longer than short texts."""
        while not self._closed.wait(WATCH_SECONDS):
            with self._lock:
                workers = list(self._all)
            for worker in workers:
                worker.give_up_if_late()

    def start(self, count: int, voice: str | None = None) -> None:
        """Start workers, up to this number, in the background, and let them load a voice. Raises SpeechError if the
        pool was closed."""
        with self._lock:
            self._go_on()
            while len(self._all) * self._lanes < count:
                worker = self._new()
                self._idle += [worker] * self._lanes
                if voice is not None:
                    worker.preload(voice)

    def voices(self) -> list[dict[str, Any]]:
        """The engine's voices, as the fields of `Voice`. Raises SpeechError like `speak`, and VoiceNotFoundError."""

        def attempt() -> list[dict[str, Any]]:
            with self._worker() as worker:
                found: list[dict[str, Any]] = worker.ask(self._patience, do="voices")["voices"]
                return found

        return self._tried(
            attempt, lambda fault, hint: SpeechError(f"the voices of {self.engine!r} cannot be listed: {fault}", hint)
        )

    def speak(self, text: str, accept: Callable[[Path], Accepted], **how: Any) -> Accepted:
        """The result of `accept` for the sound file of a text. `accept` raises WorkerFault if the file is not speech.

        Raises UnspokenError when the attempts that the fault allows have failed, each with another worker, and
        VoiceNotFoundError if the engine cannot speak here.
        """

        def attempt() -> Accepted:
            path: Path | None = None
            try:
                with self._worker() as worker:
                    path = self._folder / f"{next(self._numbers)}.wav"
                    worker.ask(self._patience, do="speak", text=text, path=str(path), **how)
                try:
                    return accept(path)
                except WorkerFault:
                    worker.trusted = False
                    raise
            finally:
                if path is not None:
                    path.unlink(missing_ok=True)

        return self._tried(attempt, lambda fault, hint: UnspokenError(text, fault, hint))

    def close(self) -> None:
        """End all workers, including those that are speaking."""
        with self._lock:
            self._closed.set()
            workers, self._all, self._idle = self._all, [], []
        for worker in workers:
            worker.close()
        if self._temporary is not None:
            self._temporary.cleanup()

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
        """The advice for the user after this many attempts."""
        advice: str = getattr(load_engine(self.engine), "advice", ADVICE)
        return f"The engine {self.engine!r} was tried {tried} times. {advice}" if tried > 1 else advice

    @contextlib.contextmanager
    def _worker(self) -> Iterator[EngineWorker]:
        """A worker for exclusive use. It is ended if its use fails."""
        with self._free:
            worker = self._borrowed()
            try:
                yield worker
            except BaseException:
                self._drop(worker)
                raise
            with self._lock:
                if worker in self._all:  # another thread may have dropped it
                    self._idle.append(worker)

    def _borrowed(self) -> EngineWorker:
        while True:
            with self._lock:
                self._go_on()
                if not self._idle:
                    self._idle += [self._new()] * self._lanes
                worker = self._idle.pop()
            if worker.trusted:
                return worker
            self._drop(worker)

    def _go_on(self) -> None:
        if self._closed.is_set():
            raise SpeechError("speaking was interrupted")

    def _new(self) -> EngineWorker:
        worker = EngineWorker(self.engine, self._folder, next(self._numbers))
        self._all.append(worker)
        return worker

    def _drop(self, worker: EngineWorker) -> None:
        with self._lock:
            if worker in self._all:
                self._all.remove(worker)
            self._idle = [other for other in self._idle if other is not worker]
        worker.close()


class LastingPool(Pool):
    """A pool that outlives its speakers: only `end` ends it."""

    def close(self) -> None:
        """Do nothing. The next speaker uses the pool."""

    def end(self) -> None:
        """End the workers, like `Pool.close`."""
        super().close()
