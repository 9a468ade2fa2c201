"""The interface of speech engines, and the table of all engines.

To add an engine, write a module with a class like `Engine`, and add a line to `ENGINES`. To try an engine first, name
it as `module:Class`: `--engine my_engines:Robot`.

Each engine runs in worker processes. It may print, crash or hang: output goes to a log, and a worker that dies or
exceeds its time is replaced. It need not trim, level or resample its sound, and never uses the cache.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from voiceguide.errors import VoiceNotFoundError
from voiceguide.speech.voice_places import divided
from voiceguide.storage.environment import shown, variable

ENGINES = {
    "hibari": "voiceguide.speech.engines.hibari:HibariEngine",
    "pyttsx3": "voiceguide.speech.engines.system:SystemEngine",
    "piper": "voiceguide.speech.engines.piper:PiperEngine",
    "flite": "voiceguide.speech.engines.flite:FliteEngine",
    "command": "voiceguide.speech.engines.command:CommandEngine",
    "server": "voiceguide.speech.engines.server:ServerEngine",
}
"""Name -> \"module:Class\", imported on first use."""
DEFAULT = "pyttsx3"
"""The engine of the system's own voices, which speaks wherever no better one is at hand."""
OWN_CODE = ("command",)
"""The engines that run a program of the user."""
NATURAL = ("hibari", "piper")
"""Engines that sound like a person, the best first. One speaks by default where it has a voice of the language."""
VARIABLE = "VOICEGUIDE_ENGINE"
ADVICE = "Choose another voice: voiceguide voices"


class EngineFault(Exception):
    """A failed attempt to speak; the message is a sentence. Other exceptions are reported by type name."""

    def __init__(self, message: str, *, again: bool = True) -> None:
        """`again`: False if another attempt cannot help, or would take too long, as after a hang."""
        super().__init__(message)
        self.again = again


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of an engine."""

    id: str
    """The engine's name for it."""
    name: str
    """The name for people: `German`."""
    languages: tuple[str, ...]
    """Language tags in lower case with hyphens, the main one first: `en-gb`. Empty if it speaks any language."""
    engine: str
    """The name of its engine in ENGINES."""
    version: str = ""
    """The version of the voice's own files, if it has any. Part of each clip's name."""


class Engine(Protocol):
    """A speech engine. It is created without arguments, also in the main process to get `version`, so its constructor
    must be fast. Only the other methods, which run in a worker, may import large libraries."""

    lasting_voices: bool
    """True if a version of the engine always has the same voices, so that their list can be cached. False if users can
    install voices."""

    quick_voices: bool
    """True if `voices` is fast and loads nothing, so that the main process may call it. Such voices are found by id or
    name without naming the engine. Optional; the default is False."""

    advice: str
    """Advice to the user if the engine fails, as a sentence. Optional; the default is `ADVICE`."""

    respelling: bool
    """True if hard words are respelt for it, from the language pack's lexicon, which suits eSpeak NG. Optional; the
    default is True."""

    parallel: bool
    """True if several threads may call `speak` at the same time, so that one worker serves all cores and loads its
    model once. Optional; the default is False."""

    short_gain: float
    """Decibels that clips under a second get beside the gain of their voice, for an engine that stresses single words.
    Optional; the default is 0."""

    paced: bool
    """True if the pace of each voice is measured once, with a sentence of its language, and the rate is set right by
    it. Optional; the default is False, for an engine that keeps the pace of eSpeak NG by itself."""

    def installed(self) -> bool:
        """True if its packages are installed, found without loading them. Only the engines in NATURAL need it."""

    no_voices: str
    """The remedy where it has no voices, in a sentence. Optional."""

    def voice_in_file(self, wanted: str) -> Voice | None:
        """The voice in a file that the user has named; None for other names. Called in the main process.
        Optional. Raises VoiceNotFoundError."""

    def load(self, voice: str) -> None:
        """Load everything for this voice that `why_not` has not loaded, so that its first text is as fast as others.
        Optional."""

    def why_not(self) -> str | None:
        """The reason why the engine cannot speak here and the missing part to install, or None if it can speak.

        Called once, when its worker starts. Load common parts here, so that the first text need not wait.
        """

    def version(self) -> str:
        """The version of the program or model that determines the sound. It is part of each clip's name, so a new
        version speaks texts again. Called at each start in the main process, so it must be fast. Any text will do if
        the engine cannot speak."""

    def voices(self) -> Sequence[Voice]:
        """All voices on this machine, with the user's system default first, if known."""

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        """Speak a text into a new sound file at `path`, in any format and rate that libsndfile reads.

        `voice` is an id from `voices()`, `rate` is in words a minute, `language` is a tag such as `en`, for
        multilingual voices. Return when the file is complete. Any exception counts as a failed attempt.
        """

    def patience(self, text: str, loading: bool) -> float:
        """The time limit for a text in seconds, or for the list of voices if the text is empty. `loading`: the limit
        for loading instead. Optional; the default is `pool.ample`."""


def requested_engine(name: str | None = None) -> str | None:
    """The engine that the argument or VOICEGUIDE_ENGINE names, if any. Raises VoiceNotFoundError for an unknown one in
    the environment."""
    if name:
        return name
    asked = variable(VARIABLE)
    if asked and asked not in ENGINES and ":" not in asked:
        raise VoiceNotFoundError(f"{VARIABLE} is {shown(asked)}, which is not an engine", _nearest(asked))
    return asked


def engine_name(name: str | None = None, voice: str | None = None, language: str = "en") -> str:
    """The engine to use: the requested one, else one whose fast list has this voice, else the best one here for the
    language."""
    asked = requested_engine(name)
    if asked:
        return asked
    wanted = (voice or "").strip().casefold()
    if not wanted:
        return best_engine(language)
    if divided(wanted):
        return "piper"
    found = (each.engine for each in quick_voices() if wanted in (each.id.casefold(), each.name.casefold()))
    return next(found, DEFAULT)


def check_scripted(voice: str | None, engine: str | None = None) -> None:
    """Raise VoiceNotFoundError if the voice in a script or a sheet is that of the user's own command.

    Somebody else may have written it. Only the user chooses to run a program: with an option, or in the environment.
    """
    if voice and requested_engine(engine) is None and engine_name(None, voice) in OWN_CODE:
        hint = "To speak with it, add --engine command."
        raise VoiceNotFoundError(
            f"the voice {voice!r} is your own command, which a script or sheet cannot choose", hint
        )


def best_engine(language: str) -> str:
    """The most natural engine that has a voice of this language here, else the system's."""
    return next((name for name in NATURAL if _speaks(name, language)), DEFAULT)


def missing_natural(language: str) -> str | None:
    """The line for a language whose natural voice should come with voiceguide but is not installed; None for others."""
    if language.casefold()[:2] != "en" or load_engine("hibari").installed():
        return None
    from voiceguide.parts import requirement

    package = requirement("hibari-tts")
    return f"The system's voice speaks: the natural English voice is not installed here ('{package}')."


def _speaks(name: str, language: str) -> bool:
    engine = load_engine(name)
    if not engine.installed():
        return False
    main = language.casefold().replace("_", "-").split("-")[0]
    tags = (tag for voice in engine.voices() for tag in voice.languages)
    return any(tag.split("-")[0] == main for tag in tags)


def wants_respelling(name: str) -> bool:
    """True if hard words are respelt for this engine."""
    return getattr(load_engine(name), "respelling", True)


def quick_voices() -> list[Voice]:
    """The voices of all engines with a fast list, except the default engine."""
    engines = (load_engine(name) for name in ENGINES if name != DEFAULT)
    return [voice for engine in engines if has_quick_voices(engine) for voice in engine.voices()]


def has_quick_voices(engine: Engine) -> bool:
    """True if the main process may ask for its voices."""
    return getattr(engine, "quick_voices", False)


def load_engine(name: str) -> Engine:
    """The engine of this name. Raises VoiceNotFoundError for an unknown one."""
    place = ENGINES.get(name, name)
    module, colon, attribute = place.partition(":")
    if not colon:
        raise VoiceNotFoundError(f"there is no engine {name!r}", _nearest(name))
    try:
        engine: Engine = getattr(importlib.import_module(module), attribute)()
    except (ImportError, AttributeError) as error:
        hint = "Name your own engine as MODULE:CLASS."
        raise VoiceNotFoundError(f"the engine {name!r} cannot be loaded: {error}", hint) from error
    return engine


def _nearest(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name.casefold(), ENGINES, 1)
    return f"Did you mean {near[0]!r}?" if near else f"The engines are: {', '.join(ENGINES)}."
