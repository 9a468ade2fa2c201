"""The one voice of a batch: reads scripts and speaks what is missing, each text once, for all who make sessions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from voiceguide.batch.job import Job
from voiceguide.batch.work import Order
from voiceguide.routine import Routine
from voiceguide.script.library import find, shown
from voiceguide.studio.routine_cache import read
from voiceguide.studio.studio import Studio, VoiceOptions, studio_of


class SharedVoice:
    """Speaks into the cache on all cores, for one routine and voice after the other."""

    def __init__(self, note: Callable[[str], None]) -> None:
        """`note` is told, once, if nothing can be kept, and the warnings of each script."""
        from voiceguide.speech import ClipStore

        self._note = note
        self._clips = ClipStore(note=note)
        self._routines: dict[str, tuple[Routine, str]] = {}
        self._studio: Studio | None = None
        self._for: tuple[str, VoiceOptions] | None = None
        self._spoken: dict[str, set[str]] = {}
        """Place of a job -> what was spoken for it."""

    def routine(self, name: str) -> tuple[Routine, str]:
        """A routine, read once, and its script as its user would name it. Raises RoutineNotFoundError, ScriptError."""
        if name not in self._routines:
            path = find(name)
            self._routines[name] = read(path, self._clips, self._note), shown(path)
        return self._routines[name]

    def engine(self, job: Job, routine: Routine) -> str:
        """What speaks for a job where it says nothing itself."""
        from voiceguide.speech.engine import engine_name

        return engine_name(job.voice.engine, job.voice.voice or routine.voice, routine.language)

    def speak(self, order: Order, texts: Sequence[str]) -> bool:
        """Have these utterances spoken; False if they were, for this order, before. Raises SpeechError."""
        spoken = self._spoken.setdefault(order.job.place, set())
        if spoken >= set(texts):
            return False
        spoken.update(texts)
        self._turn_to(order).speak(list(texts))
        return True

    def _turn_to(self, order: Order) -> Studio:
        wanted = (order.job.routine, order.job.voice)
        if self._studio is None or self._for != wanted:
            if self._studio:
                self._studio.speaker.close()
            self._studio = studio_of(order.routine, order.script, self._clips, order.job.voice)
            self._for = wanted
        return self._studio

    def close(self) -> None:
        """End its workers."""
        if self._studio:
            self._studio.speaker.close()
