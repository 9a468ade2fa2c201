"""The pace of a voice, measured once and kept beside its clips, as its gain is."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from voiceguide.errors import UnspokenError
from voiceguide.speech.cache import ClipStore, content_key
from voiceguide.speech.engine_output import seconds_from
from voiceguide.speech.engines.pace import NORM_RATE, sentence_of, stretch_of
from voiceguide.speech.pool import Pool
from voiceguide.speech.stored import pace_in


@dataclass
class VoicePace:
    """Finds the rate at which a voice speaks as fast as the norm does at the wanted rate."""

    store: ClipStore
    rate: int
    """The wanted rate, in words a minute."""
    _found: int | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def how(self, text: str, pool: Pool, version: str, **voice: Any) -> dict[str, Any]:
        """The request for a text: the voice and its rate. `version`: of the engine and the voice's files.

        Raises UnspokenError for the text if the voice cannot speak the sentence either.
        """
        with self._lock:
            if self._found is None:
                try:
                    self._found = round(self.rate / self._stretch(pool, version, voice))
                except UnspokenError as error:
                    raise UnspokenError(text, error.reason, error.hint) from error
        return {"rate": self._found, **voice}

    def _stretch(self, pool: Pool, version: str, voice: dict[str, Any]) -> float:
        sentence = sentence_of(voice["language"])
        if sentence is None:
            return 1.0
        key = content_key("pace", sentence, *voice.values(), pool.engine, version)
        kept = pace_in(self.store.read_side(key, ".pace"))
        if kept is None:

            def seconds(stretch: float) -> float:
                return pool.speak(sentence, seconds_from, rate=round(NORM_RATE / stretch), **voice)

            found = repr(stretch_of(voice["language"], seconds)).encode()
            self.store.write_side(key, ".pace", found)
            kept = pace_in(self.store.read_side(key, ".pace"))  # another process may have stored it first
            if kept is None:  # something that is not a pace is stored
                self.store.write_side(key, ".pace", found, replace=True)
                kept = pace_in(found)
        return kept or 1.0
