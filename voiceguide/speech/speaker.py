"""Turns texts into clips: from the cache, or spoken by all workers in parallel."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from types import TracebackType
from typing import TYPE_CHECKING, Any

from voiceguide.audio.timeline import PRIVATE
from voiceguide.callbacks import Progress
from voiceguide.errors import UnspokenError, VoiceNotFoundError
from voiceguide.speech.cache import ClipStore, content_key
from voiceguide.speech.engine import (
    DEFAULT,
    Voice,
    engine_name,
    has_quick_voices,
    load_engine,
    requested_engine,
    wants_respelling,
)
from voiceguide.speech.engine_output import clip_from, gain_from
from voiceguide.speech.pool import Pool, default_workers
from voiceguide.speech.stored import gain_in
from voiceguide.speech.threaded_work import ThreadedWork
from voiceguide.speech.voice_choice import choose_voice
from voiceguide.speech.voice_lookup import VoiceLookup, VoiceSettings
from voiceguide.speech.voice_pace import VoicePace
from voiceguide.speech.worker_process import Patience

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_CHARACTERS = 5_000
"""The longest text: about six minutes."""
REFERENCE = "1234567"
"""The text on which a voice's gain is measured. It sounds like a sentence of some seconds without a pause, in any
language."""
TEXTS_PER_WORKER = 3
"""The number of short texts that take as long to speak as starting a worker."""


@dataclass(frozen=True, slots=True)
class StoredSound:
    """A clip in the cache; a `timeline.Sound`. Samples are read and checked on demand."""

    key: str
    length: int
    """Samples."""
    read: Callable[[str], NDArray[np.int16]]

    def samples(self) -> NDArray[np.int16]:
        """The samples. Raises CacheError if the clip has changed since it was measured."""
        return self.read(self.key)


class Speaker:
    """Speaks texts with one voice. A context manager, because it may have workers to end."""

    def __init__(
        self,
        settings: VoiceSettings,
        store: ClipStore,
        workers: int | None = None,
        patience: Patience | None = None,
        pool: Pool | None = None,
    ) -> None:
        """`workers`: the most workers, `default_workers()` if None. `patience`: the engine's if None. `pool`: workers
        that are already started; they end with this speaker, or at once if the voice belongs to another engine. The
        store's `note` is told of a voice that nobody asked for. Raises VoiceNotFoundError for an unknown engine."""
        self.made = 0
        """Texts that were spoken, not found in the cache."""
        self._settings = settings
        self._store = store
        self._engine_name = engine_name(settings.engine, settings.voice, settings.language)
        self._engine = load_engine(self._engine_name)
        self._workers = workers or default_workers()
        self._patience = patience
        self._private: set[str] = set()
        self._gain_lock = threading.Lock()
        self._pace = VoicePace(store, settings.rate)
        self._sounds: dict[str, StoredSound] = {}
        self._read = lru_cache(maxsize=16)(store.read)
        self._pool_made = pool
        self._pool_lock = threading.Lock()
        if pool is not None and pool.engine != self._engine_name:
            self.close()

    def __enter__(self) -> Speaker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the workers. Spoken clips stay in the cache."""
        if self._pool_made is not None:
            self._pool_made.close()
            self._pool_made = None

    def at_rate(self, rate: int) -> Speaker:
        """A speaker with the same voice and the same workers at another rate, in words a minute."""
        found: Voice | None = self.__dict__.get("voice")
        voice = self._settings.voice or (found.id if found else None)
        settings = replace(self._settings, engine=self._engine_name, voice=voice, rate=rate)
        other = Speaker(settings, self._store, self._workers, self._patience, self._pool)
        other._private |= self._private
        return other

    def keep_private(self, text: str) -> None:
        """Keep the clip of this text, and data derived from it, in memory only, because it names somebody."""
        self._private.add(text)

    def sound(self, text: str) -> StoredSound:
        """The clip of a text, spoken now if necessary."""
        if text not in self._sounds:
            self.prepare([text])
        return self._sounds[text]

    def prepare(self, texts: Iterable[str], progress: Progress | None = None) -> None:
        """Speak all missing texts, each once, in order. `progress` is called with the finished and the total number.

        Raises UnspokenError with the first text that cannot be spoken.
        """
        texts = list(texts)
        try:
            self._prepare(texts, progress)
        except VoiceNotFoundError as error:
            if not self._may_fall_back:
                raise
            self._fall_back(error)
            self._prepare(texts, progress)

    @property
    def _may_fall_back(self) -> bool:
        """True if another engine may speak: nobody asked for this one, and nothing was spoken yet."""
        asked = requested_engine(self._settings.engine) or self._settings.voice
        return not asked and not self._sounds and self._engine_name != DEFAULT

    def _fall_back(self, error: VoiceNotFoundError) -> None:
        """Let the system's voice speak, and say so: an engine that is installed may still lack a library."""
        self._store.note(f"The system's voice speaks instead of a natural one. {error.hint or error.message}")
        self.close()
        self._engine_name, self._engine = DEFAULT, load_engine(DEFAULT)
        for name in ("voice", "_version"):
            self.__dict__.pop(name, None)

    def _prepare(self, texts: list[str], progress: Progress | None) -> None:
        missing = [text for text in dict.fromkeys(texts) if self.find(text) is None]
        if not missing:
            return
        pool = self._pool
        count = min(self._workers, -(-len(missing) // TEXTS_PER_WORKER))
        pool.start(count)

        # Each worker speaks the next clip while its last one is processed.
        work = ThreadedWork(2 * count, missing, lambda text: self._speak(pool, text))
        _load_sound_libraries()

        def made(finished: int) -> None:
            self.made += 1
            if progress is not None:
                progress(finished, len(missing))

        work.wait(made)

    def find(self, text: str) -> StoredSound | None:
        """The clip of a text, if it is in the cache."""
        if text not in self._sounds:
            key = self._key(text)
            length = self._store.length(key)
            if length is None:
                return None
            self._sounds[text] = StoredSound(key, length, self._read)
        return self._sounds[text]

    def _speak(self, pool: Pool, text: str) -> None:
        if len(text) > MOST_CHARACTERS:
            reason = f"its {len(text):,} characters are too many for one utterance"
            raise UnspokenError(text, reason, f"Split it into parts of up to {MOST_CHARACTERS:,} characters.")
        samples = pool.speak(
            text, lambda path: clip_from(path, text, lambda: self._gain(pool)), **self._how(pool, text)
        )
        key = self._key(text)
        length = self._store.add(key, text, samples)
        self._sounds[text] = StoredSound(key, length, self._read)

    def _key(self, text: str) -> str:
        settings = self._settings
        version = self._version + self.voice.version
        key = content_key(text, self.voice.id, settings.rate, settings.language, self._engine_name, version)
        return PRIVATE + key if text in self._private else key

    def _gain(self, pool: Pool) -> float:
        """The decibels that this voice needs, measured on REFERENCE. The value is cached, because engines vary: a clip
        must not depend on the time of its creation."""
        key = self._key(REFERENCE)
        with self._gain_lock:
            kept = gain_in(self._store.read_side(key, ".gain"))
            if kept is None:
                found = repr(pool.speak(REFERENCE, gain_from, **self._how(pool, REFERENCE))).encode()
                self._store.write_side(key, ".gain", found)
                kept = gain_in(self._store.read_side(key, ".gain"))  # another process may have stored it first
            if kept is None:  # something that is not a gain is stored
                self._store.write_side(key, ".gain", found, replace=True)
                kept = gain_in(found)
        return (kept or 0.0) + getattr(self._engine, "short_gain", 0.0)

    def _how(self, pool: Pool, text: str) -> dict[str, Any]:
        voice = {"voice": self.voice.id, "language": self._settings.language}
        if not getattr(self._engine, "paced", False):
            return {"rate": self._settings.rate, **voice}
        return self._pace.how(text, pool, self._version + self.voice.version, **voice)

    @property
    def rate(self) -> int:
        """Words a minute."""
        return self._settings.rate

    @property
    def respelling(self) -> bool:
        """True if hard words are respelt for this engine."""
        return wants_respelling(self._engine_name)

    @property
    def chosen(self) -> Voice | None:
        """The chosen voice, with the name by which its engine was asked for; None until a text needs a voice."""
        found: Voice | None = self.__dict__.get("voice")
        return replace(found, engine=self._engine_name) if found else None

    @cached_property
    def voice(self) -> Voice:
        """The chosen voice. Raises VoiceNotFoundError."""
        lookup = VoiceLookup(
            self._settings, self._engine_name, self._engine, self._store, lambda: self._version, self._listed
        )
        return lookup.find()

    def _listed(self) -> list[dict[str, Any]]:
        """The voices of the engine, from a worker."""
        if self._engine.lasting_voices:  # without a cached list there are no cached clips: all workers are needed
            self._pool.start(self._workers)
            _load_sound_libraries()
        return self._pool.voices()

    @cached_property
    def _version(self) -> str:
        return self._engine.version()

    @property
    def _pool(self) -> Pool:
        with self._pool_lock:
            if self._pool_made is None:
                self._pool_made = Pool(self._engine_name, self._workers, self._patience)
            return self._pool_made


def start_workers(engine: str | None, voice: str | None = None, language: str = "en") -> Pool:
    """Start workers in the background, before the texts are known. Raises VoiceNotFoundError for an unknown engine."""
    name = engine_name(engine, voice, language)
    found = load_engine(name)
    pool = Pool(name, default_workers())
    listed = found.voices() if has_quick_voices(found) else ()
    ready = None
    with suppress(VoiceNotFoundError):  # it is reported where the voice is needed
        ready = choose_voice(listed, voice, language).id if listed else None
    pool.start(default_workers(), ready)
    return pool


def _load_sound_libraries() -> None:
    """Import the sound libraries while the workers start."""
    import soundfile  # noqa: F401

    from voiceguide.audio import clip  # noqa: F401
