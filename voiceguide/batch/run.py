"""Runs a batch: hands out orders, speaks missing utterances, and collects the result of each job."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import assert_never

from voiceguide import __version__
from voiceguide.batch.assets import heard_with, linked_with
from voiceguide.batch.executor import Executor
from voiceguide.batch.job import Job
from voiceguide.batch.manifest import Manifest, Verdict, stamp_of
from voiceguide.batch.sheet import Sheet
from voiceguide.batch.voice import SharedVoice
from voiceguide.batch.work import Failed, Made, Missing, Order, Outcome, fault
from voiceguide.bed import BedOptions
from voiceguide.callbacks import Note, Progress
from voiceguide.errors import OutputError, VoiceguideError
from voiceguide.fit.safety import safety_digest
from voiceguide.routine import Routine, TalkLevel
from voiceguide.speech.engine import check_scripted
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.locks import sole_holder

LOCK = ".voiceguide-batch.lock"
"""The file that a batch holds in its folder: two at once would forget each other's files."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that failed."""

    place: str
    """The row: `jobs.csv:12`."""
    message: str
    hint: str | None = None


@dataclass
class Report:
    """The results of a batch."""

    made: list[Path] = field(default_factory=list)
    current: list[Path] = field(default_factory=list)
    """Up to date before this run."""
    altered: list[Path] = field(default_factory=list)
    """Up to date, but changed by a person since: left alone."""
    failures: list[Failure] = field(default_factory=list)

    @property
    def count(self) -> int:
        """The number of finished jobs."""
        return len(self.made) + len(self.current) + len(self.altered) + len(self.failures)


def run_batch(
    sheet: Sheet,
    folder: Path,
    executor: Callable[[], Executor],
    *,
    recordings: str | None = None,
    bed: BedOptions | None = None,
    usual_bed: str | None = None,
    force: bool = False,
    progress: Progress | None = None,
    note: Note | None = None,
) -> Report:
    """Make the missing and the changed recordings in `folder`. `executor` is called only if there are any. All sessions
    use `recordings` and `bed`; those of scripts without a bed of their own use `usual_bed` where `bed` is not chosen.

    A failed job is reported and does not stop the others. Files that no batch has made are replaced only with `force`.
    An exception (Ctrl-C) leaves finished files in place and recorded as made. Raises RecordingError, BedError,
    OutputError.
    """
    note, bed = note or (lambda message: None), bed or BedOptions()
    heard = heard_with(recordings, bed)
    jobs = [replace(job, bed=bed.lasting(), voice=replace(job.voice, recordings=recordings)) for job in sheet.jobs]
    _make_folder(folder)
    waits = f"another batch writes into {folder}: this one waits for it"
    with sole_holder(folder / LOCK, lambda: note(waits)), closing(SharedVoice(note)) as voice:
        manifest = Manifest.read(folder, note)
        rows = frozenset((job.routine, job.choices.client, job.choices.talk) for job in jobs)
        batch = Batch(manifest, voice, force, heard, BedOptions(usual_bed).lasting(), rows, note)
        batch.report.failures += [Failure(fault.place, fault.message) for fault in sheet.faults]
        orders = [order for job in jobs if (order := batch.order(job))]
        if orders:
            manifest.save()
            try:
                with executor() as hands:
                    batch.work(orders, hands, progress or (lambda done, total: None))
            finally:
                batch.collect()
                manifest.save()
    batch.report.failures.sort(key=lambda failure: int(re.findall(r"\d+", failure.place)[-1]))
    return batch.report


IN_FULL = (
    "daily talk is made in full, because no row makes the full version for this person: "
    "add a row with talk `full` and the same routine and name"
)


class Batch:
    """The jobs of one run and their results."""

    def __init__(
        self,
        manifest: Manifest,
        voice: SharedVoice,
        force: bool,
        heard: tuple[str, ...],
        usual: BedOptions,
        rows: frozenset[tuple[str, str | None, TalkLevel | None]],
        note: Note,
    ) -> None:
        """`heard`: digests of the files that all sessions need. `usual`: the bed where nobody wishes one. `rows`: the
        routine, the person and the talk of each row."""
        self.report = Report()
        self._rows = rows
        self._note = note
        self._manifest = manifest
        self._voice = voice
        self._force = force
        self._heard = heard
        self._usual = usual
        self._with_usual = heard_with(None, usual)
        self._linked: dict[str, tuple[str, ...]] = {}
        """Script -> digests of the recordings that it links to."""
        self._digests: dict[str, str] = {}
        """Row of a job -> the digest of its target."""
        self._running: dict[Future[Outcome], Order] = {}
        self._waiting: deque[Order] = deque()
        self._suspects: deque[Order] = deque()
        """Orders whose process died. Each is tried again alone, so that only the faulty one fails."""

    def order(self, job: Job) -> Order | None:
        """The order for a job; None where there is nothing to make, which the report explains."""
        name, target = str(job.target), self._manifest.folder / job.target
        try:
            routine = self._voice.routine(job.routine)
            check_scripted(job.voice.voice or routine.voice, job.voice.engine)
            script = routine.path or ""
            if script not in self._linked:
                self._linked[script] = linked_with(routine)
            _make_folder(target.parent)
        except VoiceguideError as error:
            self._fail(job, error.message, error.hint)
            return None
        job = self._knowing(job, routine)
        heard = (*self._heard, *self._linked[script])
        if not routine.preferences.bed and job.bed.preferring(self._usual.bed) != job.bed:
            job, heard = replace(job, bed=self._usual), (*heard, *self._with_usual)
        digest = job.digest(__version__, routine.name, routine.source, self._voice.engine(job, routine), *heard)
        verdict = self._manifest.verdict(name, digest)
        if verdict is Verdict.CURRENT:
            self._manifest.made(name, digest)
            self.report.current.append(target)
        elif verdict is Verdict.ALTERED and not self._force:
            self.report.altered.append(target)
        elif verdict is Verdict.FOREIGN and not self._force:
            self._fail(job, f"{target} is there already, and this batch did not write it", "--force replaces it.")
        else:
            self._digests[job.place] = digest
            self._manifest.announce(name, digest)
            return Order(job, routine, target, overwrite=stamp_of(target) is not None)
        return None

    def _knowing(self, job: Job, routine: Routine) -> Job:
        """The job of a person who knows the safety lines, because another row makes the full version for them."""
        if (job.choices.talk or routine.preferences.talk) != "daily":
            return job
        levels: list[TalkLevel | None] = ["full", "brief"]
        if routine.preferences.talk in (None, *levels):
            levels.append(None)
        if any((job.routine, job.choices.client, level) in self._rows for level in levels):
            return replace(job, choices=replace(job.choices, knows_safety=safety_digest(routine)))
        self._note(f"{job.place}: {IN_FULL}")
        return job

    def work(self, orders: list[Order], executor: Executor, progress: Progress) -> None:
        """Make all orders."""
        total = len(orders) + self.report.count
        self._waiting.extend(replace(order, speaks=executor.speaks) for order in orders)
        while self._waiting or self._suspects or self._running:
            progress(self.report.count, total)
            while (order := self._next(executor)) is not None:
                self._running[executor.begin(order)] = order
            # short waits: Ctrl-C cannot interrupt a long one on Windows
            done, _ = wait(self._running, timeout=0.5, return_when=FIRST_COMPLETED)
            for future in done:
                self._settle(future, self._running.pop(future))
        progress(total, total)

    def collect(self) -> None:
        """Record the results that exist when a run is stopped, and withdraw all other announcements."""
        for future, order in self._running.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                self._come(order, future.result(), again=False)
        self._manifest.withdraw_unfinished()

    def _next(self, executor: Executor) -> Order | None:
        if self._waiting:
            return self._waiting.popleft() if len(self._running) < executor.room() else None
        return self._suspects.popleft() if self._suspects and not self._running else None

    def _settle(self, future: Future[Outcome], order: Order) -> None:
        if future.cancelled():
            self._fail(order.job, "it was dropped by those who were to make it", "Is the scheduler still there?")
            return
        error = future.exception()
        if error is None:
            self._come(order, future.result(), again=True)
        elif isinstance(error, BrokenExecutor) and not order.suspect:
            self._suspects.append(replace(order, suspect=True))
        elif isinstance(error, BrokenExecutor):
            self._fail(order.job, "the process that made it died, twice", "Is there enough memory?")
        else:
            self._fail(order.job, fault(error))

    def _come(self, order: Order, outcome: Outcome, *, again: bool) -> None:
        """Record the result of an order. `again`: the order may be handed out once more."""
        try:
            match outcome:
                case Made(data):
                    if data is not None:
                        with atomic_write(order.target, overwrite=order.overwrite) as file:
                            file.write(data)
                    self._manifest.made(str(order.job.target), self._digests[order.job.place])
                    self.report.made.append(order.target)
                case Failed(message, hint):
                    self._fail(order.job, message, hint)
                case Missing(texts) if again:
                    # If it is still missing after it was spoken, this machine has no cache: the executor has to speak.
                    spoken = self._voice.speak(order, texts)
                    self._waiting.appendleft(replace(order, speaks=not spoken))
                case Missing():
                    pass  # the batch is stopping: the next one makes this order
                case _:
                    assert_never(outcome)
        except VoiceguideError as error:
            self._fail(order.job, error.message, error.hint)

    def _fail(self, job: Job, message: str, hint: str | None = None) -> None:
        self._manifest.withdraw(str(job.target))
        self.report.failures.append(Failure(job.place, message, hint))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}", "Choose another folder with --into.") from error
