"""What speaks: the protocol that an engine fills, and the table of engines.

To add an engine, write one file with a class that fills `Engine`, and add one line to `ENGINES`. To try one without
that, name it as `module:Class` where an engine is asked for: `--engine my_engines:Robot`.

An engine lives in a worker process of its own. It may print, crash or hang: what it prints goes to a log, and a
worker that dies or does not answer in time is replaced. It need not trim, level or resample what it makes. It never
looks at the cache.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from voiceguide.errors import VoiceNotFoundError
from voiceguide.speech.voice_places import divided

ENGINES = {
    "hibari": "voiceguide.speech.engines.hibari:HibariEngine",
    "pyttsx3": "voiceguide.speech.engines.system:SystemEngine",
    "piper": "voiceguide.speech.engines.piper:PiperEngine",
    "flite": "voiceguide.speech.engines.flite:FliteEngine",
    "command": "voiceguide.speech.engines.command:CommandEngine",
}
"""Name -> "module:Class", imported when it is first used."""
DEFAULT = "pyttsx3"
"""The engine of the system's own voices, which speaks wherever no better one is at hand."""
NATURAL = ("hibari", "piper")
"""Engines that sound like a person, the best first. One speaks by default where it has a voice of the language."""
ADVICE = "Choose another voice: voiceguide voices"


class EngineFault(Exception):
    """A failed attempt to speak, told in a sentence. What else an engine raises is told with the name of its type."""

    def __init__(self, message: str, *, again: bool = True) -> None:
        """`again`: whether another attempt may go better. Not so where a program hung: somebody waits meanwhile."""
        super().__init__(message)
        self.again = again


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone who can speak."""

    id: str
    """What the engine calls it."""
    name: str
    """What a person calls it: `German`."""
    languages: tuple[str, ...]
    """Language tags in lower case with hyphens, the main one first: `en-gb`. May be empty."""
    engine: str
    """The name of its engine, as in ENGINES."""
    version: str = ""
    """What its sound depends on beside the engine's version: its files, where it has its own. Part of each clip's
    name, too."""


class Engine(Protocol):
    """One way to speak. Made without arguments; making it must be quick and load nothing: it is also made in the
    main process, to ask for `version`. Heavy libraries are imported by the other methods, which run in a worker."""

    lasting_voices: bool
    """Whether the same version always has the same voices, so that their list may be kept. Not so where the user
    can install voices."""

    quick_voices: bool
    """Whether `voices` is quick and loads nothing, so that the main process may ask for it. Such a voice is found by
    its id or name without naming the engine. An engine that does not say is taken for a slow one."""

    advice: str
    """What to do where it fails, in a sentence. An engine that does not say gives `ADVICE`."""

    respelling: bool
    """Whether hard words are respelt for it, as the language pack's lexicon has them for eSpeak NG. An engine that does
    not say gets respellings."""

    def installed(self) -> bool:
        """Whether its packages are installed, found without loading them. Asked of the engines in NATURAL alone."""

    no_voices: str
    """The remedy where it has no voices, in a sentence. An engine may have none of it."""

    def voice_in_file(self, wanted: str) -> Voice | None:
        """The voice in a file that the user has named; None for other names. Asked in the main process. An engine may
        have none of it. Raises VoiceNotFoundError."""

    def load(self, voice: str) -> None:
        """Load what this voice needs and `why_not` has not loaded, so that its first text is made as quickly as any
        other. An engine that has none of this method has nothing to load."""

    def why_not(self) -> str | None:
        """Why it cannot speak on this machine and what to install, in a sentence or two; None if it can.

        Asked for once, when its worker starts: load here what speaking needs, so that the first text does not
        wait for it."""

    def version(self) -> str:
        """What its sound depends on: the program's version, the model's. It becomes part of each clip's name, so
        another version speaks anew. Quick, and any text will do where it cannot speak: asked for at each start, in
        the main process."""

    def voices(self) -> Sequence[Voice]:
        """All voices it has here, the user's own choice first where the system knows one."""

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        """Speak the text into a new sound file at `path`, of any kind and rate that libsndfile reads.

        `voice` is an id from `voices()`, `rate` is in words a minute, `language` a tag such as `en` (for voices
        that speak several). Return when the file is whole. Any exception counts as a failed attempt."""

    def patience(self, text: str, loading: bool) -> float:
        """The seconds that a text may take, or, where it is empty, the list of voices; `loading`: that all may take
        which has to be loaded before. An engine that does not say is given `pool.ample`."""


def engine_asked_for(name: str | None = None) -> str | None:
    """The engine named, else the environment's VOICEGUIDE_ENGINE, if there is either."""
    return name or os.environ.get("VOICEGUIDE_ENGINE") or None


def engine_name(name: str | None = None, voice: str | None = None, language: str = "en") -> str:
    """The engine to use: the one asked for, else the one at hand with a voice of this id or name, else the best one
    here for the language."""
    asked = engine_asked_for(name)
    if asked:
        return asked
    wanted = (voice or "").strip().casefold()
    if not wanted:
        return best_engine(language)
    if divided(wanted):
        return "piper"
    found = (each.engine for each in at_hand() if wanted in (each.id.casefold(), each.name.casefold()))
    return next(found, DEFAULT)


def best_engine(language: str) -> str:
    """The most natural engine that has a voice of this language here, else the system's."""
    return next((name for name in NATURAL if _speaks(name, language)), DEFAULT)


def _speaks(name: str, language: str) -> bool:
    engine = load_engine(name)
    main = language.casefold().replace("_", "-").split("-")[0]
    tags = (tag for voice in engine.voices() for tag in voice.languages)
    return engine.installed() and any(tag.split("-")[0] == main for tag in tags)


def wants_respelling(name: str) -> bool:
    """Whether hard words are respelt for this engine."""
    return getattr(load_engine(name), "respelling", True)


def at_hand() -> list[Voice]:
    """The voices of all engines, beside the default, that tell them quickly."""
    engines = (load_engine(name) for name in ENGINES if name != DEFAULT)
    return [voice for engine in engines if has_quick_voices(engine) for voice in engine.voices()]


def has_quick_voices(engine: Engine) -> bool:
    """Whether its voices may be asked for in the main process."""
    return getattr(engine, "quick_voices", False)


def load_engine(name: str) -> Engine:
    """The engine of this name. Raises VoiceNotFoundError if there is none."""
    place = ENGINES.get(name, name)
    module, colon, attribute = place.partition(":")
    if not colon:
        raise VoiceNotFoundError(f"there is no engine {name!r}", _nearest(name))
    try:
        engine: Engine = getattr(importlib.import_module(module), attribute)()
    except (ImportError, AttributeError) as error:
        hint = "An engine of your own is named as MODULE:CLASS."
        raise VoiceNotFoundError(f"the engine {name!r} cannot be loaded: {error}", hint) from error
    return engine


def _nearest(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name.casefold(), ENGINES, 1)
    return f"Did you mean {near[0]!r}?" if near else f"The engines are: {', '.join(ENGINES)}."
