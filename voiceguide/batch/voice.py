"""The speaker that all jobs of a batch share: it reads scripts and speaks each missing utterance once."""

from __future__ import annotations

from collections.abc import Sequence

from voiceguide.batch.job import Job
from voiceguide.batch.work import Order
from voiceguide.callbacks import Note
from voiceguide.routine import Routine
from voiceguide.script.library import find
from voiceguide.studio.routine_cache import read_cached
from voiceguide.studio.studio import Resources, Studio
from voiceguide.studio.voice_options import VoiceOptions


class SharedVoice:
    """Speaks into the cache on all cores, for one routine and voice at a time."""

    def __init__(self, note: Note) -> None:
        """`note` is told once if the cache cannot be written, and of the warnings of each script."""
        from voiceguide.speech import ClipStore

        self._note = note
        self._clips = ClipStore(note=note)
        self._routines: dict[str, Routine] = {}
        self._studio: Studio | None = None
        self._for: tuple[str, VoiceOptions] | None = None
        self._spoken: dict[str, set[str]] = {}
        """Row of a job -> the utterances spoken for it."""

    def routine(self, name: str) -> Routine:
        """A routine, read once. Raises RoutineNotFoundError, ScriptError."""
        if name not in self._routines:
            self._routines[name] = read_cached(find(name), self._clips, self._note)
        return self._routines[name]

    def engine(self, job: Job, routine: Routine) -> str:
        """The name of the engine for a job."""
        from voiceguide.speech.engine import engine_name

        return engine_name(job.voice.engine, job.voice.voice or routine.voice, routine.language)

    def speak(self, order: Order, texts: Sequence[str]) -> bool:
        """Speak these utterances. False if they were spoken for this order before. Raises SpeechError."""
        spoken = self._spoken.setdefault(order.job.place, set())
        if spoken >= set(texts):
            return False
        spoken.update(texts)
        self._studio_for(order).narration.speak(texts)
        return True

    def _studio_for(self, order: Order) -> Studio:
        wanted = (order.job.routine, order.job.voice)
        if self._studio is None or self._for != wanted:
            if self._studio:
                self._studio.close()
            self._studio = Studio(order.routine, order.job.voice, resources=Resources(self._clips))
            self._for = wanted
        return self._studio

    def close(self) -> None:
        """Stop the speech workers."""
        if self._studio:
            self._studio.close()
