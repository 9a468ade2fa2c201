"""Supervised worker processes. A worker that hangs or dies is replaced, and its text is tried again."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from voiceguide.errors import SpeechError, UnspokenError
from voiceguide.speech.engine import ADVICE, load_engine
from voiceguide.speech.worker_process import Patience, WorkerFault, WorkerProcess
from voiceguide.storage.room import has_room
from voiceguide.storage.temporary import SPACE, TemporaryFolder

Accepted = TypeVar("Accepted")
ROOM_BYTES = 1_000_000
"""The free space that a sound file may need."""
CUT_BYTES = 16_384
"""Less free space than this beside a new sound file: it may be cut off."""
WATCH_SECONDS = 0.05
"""The interval between two checks of the workers."""


def ample(text: str, loading: bool) -> float:
    """A generous limit in seconds: a slow engine on a slow machine speaks ten characters a second after loading."""
    return 20 if loading else 10 + len(text) / 10


def default_workers() -> int:
    """One worker per core, at most 4: processing the clips takes as long as speaking them."""
    return min(4, os.cpu_count() or 1)


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
        self._all: list[WorkerProcess] = []
        self._idle: list[WorkerProcess] = []
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
                if not has_room(self._folder, CUT_BYTES):  # a program may have cut its sound off, and not tell
                    raise WorkerFault("there was no room for all of its sound", 1)
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
                if not has_room(self._folder, ROOM_BYTES):  # no other attempt can help
                    raise error(str(fault), f"The disk of {self._folder.parent} is full. {SPACE}") from fault
                if tried >= fault.attempts:
                    raise error(str(fault), self._advice(tried)) from fault

    def _advice(self, tried: int) -> str:
        """The advice for the user after this many attempts."""
        advice: str = getattr(load_engine(self.engine), "advice", ADVICE)
        return f"The engine {self.engine!r} was tried {tried} times. {advice}" if tried > 1 else advice

    @contextlib.contextmanager
    def _worker(self) -> Iterator[WorkerProcess]:
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

    def _borrowed(self) -> WorkerProcess:
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

    def _new(self) -> WorkerProcess:
        worker = WorkerProcess(self.engine, self._folder, next(self._numbers))
        self._all.append(worker)
        return worker

    def _drop(self, worker: WorkerProcess) -> None:
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


class LastingPools:
    """The lasting pools of a server, one for each engine. For one thread at a time."""

    def __init__(self) -> None:
        self._pools: dict[str, LastingPool] = {}

    def of(self, engine: str) -> LastingPool:
        """The pool of an engine, made when it is first asked for."""
        if engine not in self._pools:
            self._pools[engine] = LastingPool(engine, default_workers())
        return self._pools[engine]

    def all(self) -> list[LastingPool]:
        """The pools so far."""
        return list(self._pools.values())
