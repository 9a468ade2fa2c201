"""Studios for the texts on the desk: the last ones are kept, with workers and a cache that all of them share."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from voiceguide.callbacks import Progress
from voiceguide.desk.checking import Checker
from voiceguide.desk.folder import ScriptFolder
from voiceguide.errors import ScriptError, SpeechError
from voiceguide.recordings.store import open_recordings, recorded_voices
from voiceguide.speech import ClipStore
from voiceguide.speech.engine import engine_name, requested_engine
from voiceguide.speech.pool import LastingPools
from voiceguide.studio.studio import Resources, Studio
from voiceguide.studio.voice_options import VoiceOptions

MOST_STUDIOS = 9


@dataclass(frozen=True, slots=True)
class DeskScript:
    """A script on the desk: its name, its text, and the voice that speaks it."""

    name: str
    text: str
    voice: VoiceOptions = field(default_factory=VoiceOptions)
    use: str = "hearing"
    """`hearing`, `planning` or `making`: each has a studio of its own, so that none waits for another's speech."""


@dataclass(frozen=True, slots=True)
class _Open:
    studio: Studio
    lock: threading.Lock = field(default_factory=threading.Lock)


class Studios:
    """Opens a studio for a text. For several threads; one thread uses a studio at a time."""

    def __init__(self, folder: ScriptFolder, checker: Checker, note: Callable[[str], None]) -> None:
        self._folder = folder
        self._checker = checker
        self.note = note
        self.clips = ClipStore(note=note)
        self._pools = LastingPools()
        self._open: OrderedDict[tuple[str, str], _Open] = OrderedDict()
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def studio(self, script: DeskScript, progress: Progress | None = None, *, partly: bool = False) -> Iterator[Studio]:
        """The studio of a text, for this thread alone. `partly`: take the part that is understood where the text has
        errors. Raises ScriptError for a text with errors, SpeechError, RecordingError."""
        opened = self._opened(script, partly)
        with opened.lock:
            self._go_on()
            opened.studio.narration.progress = progress
            yield opened.studio

    def start_workers(self, language: str = "en") -> None:
        """Start a worker of the usual engine, so that the first line is heard sooner."""
        with self._lock:
            self._go_on()
            self._pools.of(engine_name(requested_engine(None), None, language)).start(1)

    def close(self) -> None:
        """Stop the work and the workers."""
        with self._lock:
            self._closed = True
            pools = self._pools.all()
        for pool in pools:
            pool.end()
        self.clips.close()

    def _opened(self, script: DeskScript, partly: bool) -> _Open:
        reading = self._checker.read(script.name, script.text)
        found = reading.understood if partly else reading.routine
        if found is None:
            raise ScriptError(reading.findings)
        key = (
            hashlib.sha256(script.text.encode()).hexdigest(),
            repr((script.name, script.voice, script.use, self._recorded(script.voice))),
        )
        with self._lock:
            if key in self._open:
                self._open.move_to_end(key)
                return self._open[key]
        routine = replace(found, path=str(self._folder.path / f"{script.name}.md"))
        with self._lock:
            self._go_on()
            pool = self._pools.of(
                engine_name(script.voice.engine, script.voice.voice or routine.voice, routine.language)
            )
            studio = Studio(routine, script.voice, resources=Resources(self.clips, pool))
            opened = self._open.setdefault(key, _Open(studio))
            while len(self._open) > MOST_STUDIOS:
                self._open.popitem(last=False)
        return opened

    @staticmethod
    def _recorded(voice: VoiceOptions) -> int | None:
        """The moment at which the recordings of a voice were last changed."""
        if voice.recordings is None or voice.recordings not in recorded_voices():
            return None
        return open_recordings(voice.recordings).saved

    def _go_on(self) -> None:
        if self._closed:
            raise SpeechError("The desk is closing.")
