"""A worker process, as its parent sees it: it is asked, watched, and ended when it hangs."""

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
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from voiceguide.child_process import start_child
from voiceguide.errors import VoiceNotFoundError
from voiceguide.speech.error_text import last_line
from voiceguide.storage.pulse_folder import pulse_variable

ATTEMPTS = 3
"""The most attempts at a text."""
ATTEMPTS_AFTER_HANGING = 2
"""The most attempts at a text on which an engine hung, since each takes the full time limit. A hang while loading is
final."""

Patience = Callable[[str, bool], float]
"""The text, and True for loading -> the time limit of a worker in seconds, for the text or for loading."""


class WorkerFault(Exception):
    """A worker that died, hung or failed, or a sound file that is not speech."""

    def __init__(self, reason: str, attempts: int = ATTEMPTS) -> None:
        """`attempts`: the most attempts at a text after this fault."""
        super().__init__(reason)
        self.attempts = attempts


class WorkerProcess:
    """One worker process. Several threads may ask it at the same time if its engine can speak to several."""

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
        with self._log.open("wb") as log:
            self._process: subprocess.Popen[str] = start_child(
                "voiceguide.speech.worker",
                engine,
                str(folder),
                site=False,
                stderr=log,
                text=True,
                encoding="ascii",
                # threads that share glibc's memory take 35 MB less
                env={**os.environ, "MALLOC_ARENA_MAX": "1", **pulse_variable(folder)},
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
