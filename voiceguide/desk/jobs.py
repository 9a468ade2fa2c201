"""Work in the background whose result is a file to download: its progress can be asked for, and it can be stopped."""

from __future__ import annotations

import shutil
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from voiceguide.callbacks import Progress
from voiceguide.errors import VoiceguideError
from voiceguide.serve.refusals import RefusedError, TooMuchError
from voiceguide.storage.temporary import TemporaryFolder, remove_left_folders

WORKERS = 1
MOST_WAITING = 8
MOST_KEPT = 24
"""Finished jobs whose files are kept. The oldest goes first."""
State = Literal["waiting", "working", "done", "failed", "stopped"]


class StoppedJobError(Exception):
    """The work was stopped by the writer, or the desk is closing."""


@dataclass
class Job:
    """A job and its result."""

    id: str
    folder: Path
    """A folder of its own, for its files."""
    state: State = "waiting"
    done: int = 0
    total: int = 1
    made: Path | None = None
    """The file to download."""
    result: dict[str, Any] = field(default_factory=dict)
    """Further facts for the page."""
    message: str = ""
    hint: str | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def progress(self, done: int, total: int) -> None:
        """A `Progress` that stops the work when it is no longer wanted."""
        if self.stop.is_set():
            raise StoppedJobError
        self.done, self.total = done, max(total, 1)

    def as_json(self) -> dict[str, Any]:
        """The job for the page."""
        file = self.made.name if self.made else None
        shown = {"id": self.id, "state": self.state, "done": self.done, "total": self.total, "file": file}
        return {**shown, **self.result, "message": self.message, "hint": self.hint}


Work = Callable[[Job], Path]
"""A function that makes a file in the job's folder. It tells the job of its progress."""


class Jobs:
    """The jobs of one desk, one at a time."""

    def __init__(self, note: Callable[[str], None]) -> None:
        """`note` is told of faults."""
        remove_left_folders()
        self._folder = TemporaryFolder("desk")
        self._note = note
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="voiceguide desk")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._count = 0
        self._lock = threading.Lock()

    def begin(self, work: Work) -> Job:
        """Start a job. Raises TooMuchError."""
        with self._lock:
            if sum(job.state == "waiting" for job in self._jobs.values()) >= MOST_WAITING:
                raise TooMuchError
            self._count += 1
            job = Job(str(self._count), Path(self._folder.name) / str(self._count))
            job.folder.mkdir()
            self._jobs[job.id] = job
            self._forget_old()
        self._threads.submit(self._run, job, work)
        return job

    def get(self, number: str) -> Job:
        """A job by its id. Raises RefusedError."""
        with self._lock:
            if number not in self._jobs:
                raise RefusedError(404, "This is no longer here.", "Make it again.")
            return self._jobs[number]

    def file(self, number: str) -> Path:
        """The file that a job made. Raises RefusedError."""
        made = self.get(number).made
        if made is None or not made.is_file():
            raise RefusedError(404, "This is no longer here.", "Make it again.")
        return made

    def close(self) -> None:
        """Stop the work, and remove all files."""
        for job in list(self._jobs.values()):
            job.stop.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._folder.cleanup()

    def _run(self, job: Job, work: Work) -> None:
        try:
            job.progress(0, 1)
            job.state = "working"
            job.made = work(job)
            job.state = "done"
        except StoppedJobError:
            job.state = "stopped"
        except VoiceguideError as error:
            job.message, job.hint, job.state = error.message, error.hint, "failed"
        except Exception as error:  # noqa: BLE001 - told to the terminal; the page must not wait for ever
            if job.stop.is_set():  # while the desk closes, work fails in many ways
                job.state = "stopped"
                return
            self._note("".join(traceback.format_exception(error)))
            job.message, job.hint, job.state = "Something went wrong.", "The terminal tells more.", "failed"

    def _forget_old(self) -> None:
        ended = [job for job in self._jobs.values() if job.state not in ("waiting", "working")]
        for job in ended[: max(0, len(ended) - MOST_KEPT)]:
            del self._jobs[job.id]
            shutil.rmtree(job.folder, ignore_errors=True)


def halves(progress: Progress) -> tuple[Progress, Progress]:
    """The progress of two halves of a job that follow each other, as one."""

    def first(done: int, total: int) -> None:
        progress(done, 2 * total)

    def second(done: int, total: int) -> None:
        progress(total + done, 2 * total)

    return first, second
