"""Keeps a studio ready for each routine, with shared workers and a shared cache."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from voiceguide.callbacks import Progress
from voiceguide.errors import RoutineNotFoundError
from voiceguide.recordings.store import open_recordings
from voiceguide.routine import Routine
from voiceguide.script.library import routines
from voiceguide.serve.single_flight import StoppedError
from voiceguide.serve.sound_choices import PACES, OfferedVoice, SoundChoices
from voiceguide.speech import ClipStore, Speaker, VoiceSettings
from voiceguide.speech.engine import check_scripted, engine_name, load_engine, requested_engine
from voiceguide.speech.pool import LastingPools, default_workers
from voiceguide.studio.frame_cache import FrameCache
from voiceguide.studio.routine_cache import read_cached
from voiceguide.studio.studio import Resources, Studio
from voiceguide.studio.voice_options import FASTEST, SLOWEST, WORDS_A_MINUTE, VoiceOptions

MOST_STUDIOS = 16
"""The number of routines kept ready. The one that was not asked for the longest is dropped first."""


@dataclass(frozen=True, slots=True)
class Script:
    """A routine's script at one moment. After it is saved or recorded again, it is another `Script`."""

    name: str
    path: Path
    size: int
    saved: int
    """Nanoseconds since the epoch."""
    recorded: int | None = None
    """The last change of its recordings, likewise."""


SERVERS_OWN = SoundChoices()


@dataclass(frozen=True, slots=True)
class Usual:
    """The sound of routines that have no wish of their own, where the server's owner named none either."""

    voice: Callable[[str], str | None] = lambda language: None
    """Language -> a voice. Raises VoiceNotFoundError."""
    bed: str | None = None


NOTHING_USUAL = Usual()


@dataclass(frozen=True, slots=True)
class _Ready:
    studio: Studio
    lock: threading.Lock = field(default_factory=threading.Lock)


class Studios:
    """The studios of all routines. For several threads; one thread uses a studio at a time."""

    def __init__(
        self,
        note: Callable[[str], None],
        voice: VoiceOptions | None = None,
        usual_voice: Callable[[str], str | None] = NOTHING_USUAL.voice,
    ) -> None:
        """`note` is told once if the cache cannot be written, and of the warnings of scripts. `voice` speaks all
        routines, `usual_voice` those that have none of their own. Raises VoiceNotFoundError, RecordingError."""
        self._voice = voice or VoiceOptions()
        self._usual_voice = usual_voice
        self._recordings = open_recordings(self._voice.recordings) if self._voice.recordings else None
        self._note = note
        self._clips = ClipStore(note=note)
        self.frames = FrameCache(self._clips)
        """Sounds and pictures that were made before."""
        self._engine = requested_engine(self._voice.engine)
        if self._engine:
            load_engine(self._engine)
        if self._voice.voice:
            self._voice = replace(self._voice, voice=self.offered_voice(self._voice.voice).id)
        self._pools = LastingPools()
        """Name of an engine -> its workers."""
        self._ready: OrderedDict[tuple[Script, str | None, str | None], _Ready] = OrderedDict()
        """Script, voice and pace -> its studio."""
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    @property
    def voice(self) -> VoiceOptions:
        """The voice of all routines, as far as the server's owner chose it."""
        return self._voice

    @property
    def usual_engine(self) -> str:
        """The name of the engine that speaks English here."""
        return engine_name(self._engine, self._voice.voice)

    def offered_voice(self, name: str) -> OfferedVoice:
        """The voice of this name or id. Raises VoiceNotFoundError."""
        with Speaker(VoiceSettings(self._engine, name), self._clips) as speaker:
            voice = speaker.voice
        return OfferedVoice(voice.id, voice.name, next(iter(voice.languages), None))

    def start_workers(self) -> None:
        """Start the workers of the usual engine."""
        with self._lock:
            self.go_on()
            self._pools.of(self.usual_engine).start(default_workers())

    def scripts(self) -> list[Script]:
        """The scripts of all routines."""
        found = []
        recorded = self._recordings.saved if self._recordings else None
        for name, path in routines().items():
            with suppress(OSError):  # removed meanwhile
                stat = path.stat()
                found.append(Script(name, path, stat.st_size, stat.st_mtime_ns, recorded))
        return found

    def script(self, name: str) -> Script:
        """The script of a routine, by its name alone. Raises RoutineNotFoundError."""
        for script in self.scripts():
            if script.name == name:
                return script
        raise RoutineNotFoundError("There is no such routine.", "Choose one of the list.")

    @contextmanager
    def studio(
        self, script: Script, progress: Progress | None = None, sound: SoundChoices = SERVERS_OWN
    ) -> Iterator[Studio]:
        """A routine's studio, for this thread alone. `progress`, else `go_on`, is told of speech being made. Raises
        ScriptError, SpeechError, StoppedError."""
        ready = self._get_ready(script, sound)
        with ready.lock:
            self.go_on()
            ready.studio.narration.progress = progress or self.go_on
            yield ready.studio

    def routine(self, script: Script) -> Routine:
        """The routine of a script. Raises ScriptError."""
        return read_cached(script.path, self._clips)

    def for_estimates(self, script: Script) -> Studio:
        """A routine's studio, for `Studio.estimate` alone, which does not wait for another thread's speech. Raises as
        `studio`."""
        return self._get_ready(script, SERVERS_OWN).studio

    def forget(self, script: Script) -> None:
        """Open this routine's studio again when it is next needed."""
        with self._lock:
            for key in [key for key in self._ready if key[0] == script]:
                del self._ready[key]

    @property
    def stopped(self) -> bool:
        """True once the server ends."""
        return self._stopped.is_set()

    def go_on(self, done: int = 0, total: int = 0) -> None:
        """A `Progress` that stops the work when the server ends."""
        if self._stopped.is_set():
            raise StoppedError

    def close(self) -> None:
        """Stop the work and the workers."""
        self._stopped.set()
        with self._lock:
            pools = self._pools.all()
        for pool in pools:
            pool.end()
        self._clips.close()

    def _get_ready(self, script: Script, sound: SoundChoices) -> _Ready:
        key = (script, sound.voice, sound.pace)
        with self._lock:
            if key in self._ready:
                self._ready.move_to_end(key)
                return self._ready[key]
        routine = read_cached(script.path, self._clips, self._note)
        chosen = sound.voice or self._voice.voice
        if not chosen:
            check_scripted(routine.voice, self._engine)
            chosen = None if routine.voice or self._engine else self._usual_voice(routine.language)
        voice = replace(
            self._voice,
            voice=chosen,
            rate=_paced(sound.pace, self._voice.rate or routine.rate) or self._voice.rate,
        )
        voice = replace(voice, engine=engine_name(self._engine, voice.voice or routine.voice, routine.language))
        with self._lock:
            self.go_on()
            pool = self._pools.of(voice.engine or "")
            studio = Studio(routine, voice, progress=self.go_on, resources=Resources(self._clips, pool))
            ready = self._ready.setdefault(key, _Ready(studio))
            while len(self._ready) > MOST_STUDIOS:
                self._ready.popitem(last=False)
        return ready


def _paced(pace: str | None, rate: int | None) -> int | None:
    """The rate of speech at a chosen pace; None without a choice."""
    if pace is None:
        return None
    return min(max(round((rate or WORDS_A_MINUTE) * PACES[pace]), SLOWEST), FASTEST)
