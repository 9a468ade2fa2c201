"""Looks up the voice of a speaker: in a file, in a quick list, in a cached one, else in a list from a worker."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from voiceguide.errors import VoiceNotFoundError
from voiceguide.speech.cache import ClipStore, content_key
from voiceguide.speech.clip_file import DamagedError
from voiceguide.speech.engine import (
    DEFAULT,
    Engine,
    Voice,
    has_quick_voices,
    missing_natural,
    quick_voices,
    requested_engine,
)
from voiceguide.speech.engine_voices import voices_from
from voiceguide.speech.stored import stored_voices
from voiceguide.speech.voice_choice import choose_voice


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """The voice, its rate and its language."""

    engine: str | None = None
    """A name in ENGINES, or `module:Class`. None for the engine of VOICEGUIDE_ENGINE, of the voice, or the default."""
    voice: str | None = None
    """An id, a name, or an unambiguous part of one. None for a voice of the language."""
    rate: int = 150
    """Words a minute."""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class VoiceLookup:
    """The voices of one engine, and the settings that choose one of them."""

    settings: VoiceSettings
    engine_name: str
    engine: Engine
    store: ClipStore
    version: Callable[[], str]
    """Returns the version of the engine."""
    listed: Callable[[], list[dict[str, Any]]]
    """Returns the voices of the engine from a worker, as the fields of `Voice`."""

    def find(self) -> Voice:
        """The chosen voice. The store's `note` is told of one that nobody asked for. Raises VoiceNotFoundError."""
        found = self._chosen()
        asked = requested_engine(self.settings.engine) or self.settings.voice
        missing = None if asked or self.engine_name != DEFAULT else missing_natural(self.settings.language)
        if missing:
            self.store.note(missing)
        main = self.settings.language.split("-")[0].casefold()
        if found.languages and main not in {tag.split("-")[0] for tag in found.languages}:
            self.store.note(f"The voice {found.id} speaks {found.languages[0]}, and the script is in {main}.")
        return found

    def _chosen(self) -> Voice:
        wanted, language = self.settings.voice, self.settings.language
        in_file = getattr(self.engine, "voice_in_file", None)
        named: Voice | None = in_file(wanted) if wanted and in_file else None
        if named is not None:
            return named
        at_once = self.engine.voices() if has_quick_voices(self.engine) else ()
        if at_once:
            return choose_voice(at_once, wanted, language)
        key = content_key("voices", self.engine_name, self.version())
        kept = self.store.read_side(key, ".voices") if self.engine.lasting_voices else None
        if kept is not None:
            with suppress(VoiceNotFoundError, DamagedError):  # the current list may have it
                return choose_voice(stored_voices(kept), wanted, language)
        listed = self.listed()
        if self.engine.lasting_voices:
            self.store.write_side(key, ".voices", json.dumps(listed).encode(), replace=True)
        others = list if requested_engine(self.settings.engine) else quick_voices
        return choose_voice(voices_from(listed), wanted, language, others)
