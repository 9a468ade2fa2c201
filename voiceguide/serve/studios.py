"""Routines kept ready, with a speaker for each: what plans and sound files are made with."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from voiceguide.errors import RoutineNotFoundError
from voiceguide.recordings.store import open_recordings
from voiceguide.script.library import routines, shown
from voiceguide.serve.once import StoppedError
from voiceguide.speech import ClipStore, Speaker, VoiceSettings
from voiceguide.speech.engine import engine_name, load_engine, requested_engine
from voiceguide.speech.pool import LastingPool
from voiceguide.speech.speaker import default_workers
from voiceguide.studio.frame_cache import KeptFrames
from voiceguide.studio.routine_cache import read
from voiceguide.studio.studio import Progress, Studio, VoiceOptions, studio_of

MOST_STUDIOS = 16
"""Routines kept ready; where there are more, the one not asked for the longest goes."""


@dataclass(frozen=True, slots=True)
class Script:
    """A routine's script as it was when it was looked at; saved, or recorded, anew, it is another."""

    name: str
    path: Path
    size: int
    saved: int
    """Nanoseconds since the epoch."""
    recorded: int | None = None
    """When the recordings that it is heard with were last added to, likewise."""


@dataclass(frozen=True, slots=True)
class _Ready:
    studio: Studio
    lock: threading.Lock = field(default_factory=threading.Lock)


class Studios:
    """The studios of all routines there are. For several threads; a studio is in one hand at a time."""

    def __init__(self, note: Callable[[str], None], voice: VoiceOptions | None = None) -> None:
        """`note` is told, once, if speech cannot be kept, and the warnings of scripts; `voice` speaks all routines.
        Raises VoiceNotFoundError if there is no such engine or voice, RecordingError if there are no such
        recordings."""
        self._voice = voice or VoiceOptions()
        self._recordings = open_recordings(self._voice.recordings) if self._voice.recordings else None
        self._note = note
        self._clips = ClipStore(note=note)
        self.frames = KeptFrames(self._clips)
        """What was encoded and drawn before."""
        self._engine = requested_engine(self._voice.engine)
        if self._engine:
            load_engine(self._engine)
        if self._voice.voice:
            with Speaker(VoiceSettings(self._engine, self._voice.voice), self._clips) as speaker:
                self._voice = replace(self._voice, voice=speaker.voice.id)
        self._pools: dict[str, LastingPool] = {}
        """Name of an engine -> its workers."""
        self._ready: OrderedDict[Script, _Ready] = OrderedDict()
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def start_workers(self) -> None:
        """Have those who speak with the usual engine get ready."""
        with self._lock:
            self.go_on()
            self._pool(engine_name(self._engine, self._voice.voice)).start(default_workers())

    def scripts(self) -> list[Script]:
        """The routines there are."""
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
    def studio(self, script: Script, progress: Progress | None = None) -> Iterator[Studio]:
        """A routine's studio, for this thread alone; `progress`, else `go_on`, is told of speech being made. Raises
        ScriptError, SpeechError, StoppedError."""
        ready = self._get_ready(script)
        with ready.lock:
            self.go_on()
            ready.studio.progress = progress or self.go_on
            yield ready.studio

    def glance(self, script: Script) -> Studio:
        """A routine's studio, for `Studio.attempt` alone: that reads what another hand may be adding to, and does not
        wait for what it speaks. Raises as `studio`."""
        return self._get_ready(script).studio

    def forget(self, script: Script) -> None:
        """Open this routine's studio anew."""
        with self._lock:
            self._ready.pop(script, None)

    def go_on(self, done: int = 0, total: int = 0) -> None:
        """A `session.Progress` that stops what is being made when the server ends."""
        if self._stopped.is_set():
            raise StoppedError

    def close(self) -> None:
        """Stop what is being made, and end the workers."""
        self._stopped.set()
        with self._lock:
            pools = list(self._pools.values())
        for pool in pools:
            pool.end()
        self._clips.close()

    def _get_ready(self, script: Script) -> _Ready:
        with self._lock:
            if script in self._ready:
                self._ready.move_to_end(script)
                return self._ready[script]
        routine = read(script.path, self._clips, self._note)
        engine = engine_name(self._engine, self._voice.voice or routine.voice, routine.language)
        with self._lock:
            self.go_on()
            pool, voice = self._pool(engine), replace(self._voice, engine=engine)
            studio = studio_of(routine, shown(script.path), self._clips, voice, self.go_on, pool=pool)
            ready = self._ready.setdefault(script, _Ready(studio))
            while len(self._ready) > MOST_STUDIOS:
                self._ready.popitem(last=False)
        return ready

    def _pool(self, engine: str) -> LastingPool:
        if engine not in self._pools:
            self._pools[engine] = LastingPool(engine, default_workers())
        return self._pools[engine]
