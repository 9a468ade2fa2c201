"""Makes one session in any process. Defines its order and its outcomes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from voiceguide.batch.job import Job
from voiceguide.bed import lay_under
from voiceguide.callbacks import Progress
from voiceguide.errors import VoiceguideError
from voiceguide.routine import Routine
from voiceguide.speech import ClipStore
from voiceguide.speech.engine import engine_name
from voiceguide.speech.pool import LastingPool
from voiceguide.studio.studio import Resources, Studio


@dataclass(frozen=True, slots=True)
class Order:
    """A job with everything that is needed to make it. It can be sent to other processes and machines."""

    job: Job
    routine: Routine
    target: Path
    overwrite: bool
    speaks: bool = False
    """True: the executor speaks missing utterances. False: it returns them."""
    suspect: bool = False
    """A process died while it worked on this."""


@dataclass(frozen=True, slots=True)
class Made:
    """The session was made."""

    data: bytes | None = None
    """The file's content, if it was not written to its target."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Utterances that have to be spoken first. Only one process speaks, so that no text is spoken twice."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """The session cannot be made."""

    message: str
    hint: str | None = None


Outcome = Made | Missing | Failed


def fault(error: BaseException) -> str:
    """The message for an exception that nobody expected."""
    return f"a fault of voiceguide or its surroundings: {error!r}"


_pool = cache(LastingPool)
"""Speech workers for one session after another. Starting them takes as long as a session, so they live as long as the
process."""
_under = lru_cache(maxsize=4)(lay_under)
"""A bed is measured once for all sessions: its loudness and its start."""


def make(order: Order, target: Path, progress: Progress) -> Outcome:
    """Make the session into `target`. An exception from `progress` stops it and leaves no file."""
    job = order.job
    try:
        routine = order.routine
        pool = _pool(engine_name(job.voice.engine, job.voice.voice or routine.voice, routine.language), cores())
        resources = Resources(ClipStore(), pool, workers=1)
        with Studio(order.routine, job.voice, progress=progress, resources=resources) as studio:
            if job.choices.talk != "bells":  # private words first, so that fitting knows their length
                studio.narration.speak(studio.narration.keep_private(job.choices))
            plan, missing = studio.estimate(job.length, job.choices, ends=False)
            if missing and not order.speaks:
                return Missing(tuple(missing))
            if missing or plan is None:
                plan = studio.plan(job.length, job.choices, ends=False)
            under = _under(job.bed.preferring(*order.routine.preferences.under))
            studio.export(plan, target, bed=under, cover=False, overwrite=order.overwrite, progress=progress)
    except VoiceguideError as error:  # some exceptions cannot be sent between processes
        return Failed(error.message, error.hint)
    return Made()


def cores() -> int:
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
