"""One session made, in whichever process: what goes in, and what can come of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from voiceguide.batch.job import Job
from voiceguide.bed import lay_under
from voiceguide.errors import VoiceguideError
from voiceguide.export import write
from voiceguide.export.tags import tags_of
from voiceguide.routine import Routine
from voiceguide.speech import ClipStore
from voiceguide.speech.engine import engine_name
from voiceguide.speech.pool import LastingPool
from voiceguide.studio.studio import studio_of


@dataclass(frozen=True, slots=True)
class Order:
    """A job with all that its maker needs to know. Travels between processes and machines."""

    job: Job
    routine: Routine
    script: str
    """The script, as its user would name it."""
    target: Path
    overwrite: bool
    speaks: bool = False
    """Whether its maker speaks what is missing, or asks for it."""
    suspect: bool = False
    """Whether a process died while it was at work on this."""


@dataclass(frozen=True, slots=True)
class Made:
    """The file is there, or here."""

    data: bytes | None = None
    """Its content, if it was not written to its place."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Utterances to be spoken first. Only one process speaks, so that no text is made twice."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """It cannot be made."""

    message: str
    hint: str | None = None


Outcome = Made | Missing | Failed


_pool = cache(LastingPool)
"""Speaks for one session after the other, and ends with its process: starting it takes as long as a session."""
_under = lru_cache(maxsize=4)(lay_under)
"""A bed is listened to once for all sessions: how loud it is, and where it begins."""


def make(order: Order, target: Path, progress: Callable[[int, int], None]) -> Outcome:
    """Make the session into `target`; what `progress` raises stops it, and nothing is left."""
    job = order.job
    try:
        routine = order.routine
        engine = engine_name(job.voice.engine, job.voice.voice or routine.voice, routine.language)
        pool = _pool(engine, cores())
        with studio_of(order.routine, order.script, ClipStore(), job.voice, progress, 1, pool) as studio:
            if job.choices.talk != "bells":  # first, so that fitting knows how long it takes
                studio.speak(studio.private_words(job.choices))
            plan, missing = studio.attempt(job.length, job.choices)
            if missing and not order.speaks:
                return Missing(tuple(missing))
            if missing or plan is None:
                plan = studio.plan(job.length, job.choices)
            tags = tags_of(order.routine, plan, job.choices.client, job.choices.note)
            timeline = _under(job.bed.preferring(order.routine.preferences.bed))(studio.timeline(plan))
            write(timeline, target, tags, overwrite=order.overwrite, progress=progress, store=studio.frames)
    except VoiceguideError as error:  # some of them cannot travel between processes
        return Failed(error.message, error.hint)
    return Made()


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
