"""The user's defaults for sessions, from `config.toml`. A command's options and a script's own wishes win over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from voiceguide.duration import typed_length
from voiceguide.errors import BedError, SettingsError, VoiceNotFoundError
from voiceguide.language import available
from voiceguide.playback import PLAYER_VARIABLE
from voiceguide.preferences import READERS
from voiceguide.storage.environment import variable
from voiceguide.storage.settings import DEFAULTS, place, section
from voiceguide.studio.choosing import TALKS

if TYPE_CHECKING:
    from voiceguide.bed import BedOptions
    from voiceguide.fit.fitting import Length
    from voiceguide.routine import Routine
    from voiceguide.studio.voice_options import VoiceOptions


@dataclass(frozen=True, slots=True)
class Defaults:
    """The defaults of a user. None: there is none."""

    length: Length = None
    voice: str | Mapping[str, str] | None = None
    """A voice for the scripts in its language, or language -> voice."""
    talk: str | None = None
    bed: str | None = None
    output: str | None = None
    """A player."""
    headset: bool | None = None
    """True if a headset's `next` and `previous` mean two and three presses."""
    liked: Mapping[str, Any] = field(default_factory=dict)
    """Setting of the vocabulary in `preferences` -> its value."""


def defaults() -> Defaults:
    """The defaults in the settings. Raises SettingsError for a value that cannot be used."""
    found: dict[str, Any] = {"liked": {}}
    for key, value in section(DEFAULTS).items():
        try:
            into = found["liked"] if key in READERS else found
            into[key] = _value(key, value)
        except ValueError as error:
            raise SettingsError(f"{place(key)}: {key}: {error}", "Correct the file, or remove the line.") from error
    return Defaults(**found)


def _value(key: str, value: object) -> Any:
    """The value of a default. Raises ValueError."""
    if isinstance(value, dict) and key != "voice":
        raise ValueError("it is not a section: write its value behind `=`")
    if key in READERS:
        return READERS[key](str(value))
    readers: dict[str, Callable[[object], Any]] = {
        "length": _length,
        "voice": _voice,
        "talk": _talk,
        "bed": _bed,
        "output": _output,
        "headset": _yes_or_no,
    }
    return readers[key](value)


def with_defaults(routine: str, length: Length, options: dict[str, Any]) -> tuple[Length, dict[str, Any]]:
    """Return the length and the options of a session, completed with the user's defaults. Raises SettingsError."""
    own = defaults()
    if own == Defaults():
        return length, options
    filled = dict(options)
    if own.output and "output" in options:
        filled["output"] = default_output(options["output"])
    if own.headset is not None and options.get("headset", False) is None:
        filled["headset"] = own.headset
    if own == Defaults(output=own.output, headset=own.headset):
        return length, filled
    script = _read(routine)
    wishes = script.preferences
    for name in (each.replace("-", "_") for each in own.liked if getattr(wishes, each.replace("-", "_")) is None):
        if name in options and options[name] is None:
            filled[name] = own.liked[name.replace("_", "-")]
    if not wishes.talk:
        filled["talk"] = options["talk"] or own.talk
    if options.get("bed") is None and not options.get("wake_tone") and not wishes.bed:
        _check_bed(own)
        if "bed" in options:
            filled["bed"] = own.bed
    if not (script.voice or any(options[name] for name in ("voice", "engine", "command"))):
        filled["voice"] = voice_for(script.language, own)
    return (length or wishes.length or own.length), filled


def with_default_voice(routine: str, voice: VoiceOptions) -> VoiceOptions:
    """The voice of a routine, completed with the user's default. Raises SettingsError."""
    own = defaults()
    if own.voice is None or voice.voice or voice.engine:
        return voice
    script = _read(routine)
    return voice if script.voice else replace(voice, voice=voice_for(script.language, own))


def with_default_bed(chosen: BedOptions) -> BedOptions:
    """The bed of a command, completed with the user's default. Raises SettingsError."""
    own = defaults()
    laid = chosen.preferring(own.bed)
    if laid != chosen:
        _check_bed(own)
    return laid


def default_output(chosen: str | None) -> str | None:
    """The player to use: the chosen one, that of the environment (None), or the user's default."""
    return chosen or (None if variable(PLAYER_VARIABLE) else defaults().output)


def voice_for(language: str, own: Defaults) -> str | None:
    """The default voice for a language. None where there is none, or where the voice speaks another language."""
    main = language.split("-")[0]
    for_any = isinstance(own.voice, str)
    named = own.voice if isinstance(own.voice, str | None) else own.voice.get(language) or own.voice.get(main)
    if not named:
        return None
    spoken = _languages_of(named)
    return None if for_any and spoken and main not in spoken else named


def _check_bed(own: Defaults) -> None:
    """Raise SettingsError for a default bed that is not there."""
    from voiceguide.bed import check_bed

    if own.bed is None:
        return
    try:
        check_bed(own.bed)
    except BedError as error:
        raise SettingsError(f"{place('bed')}: {error.message}", error.hint) from error


def _languages_of(name: str) -> set[str]:
    """The languages of a default voice; empty where they are unknown, as of one in a file. Raises SettingsError for a
    voice that is not there."""
    from voiceguide.speech import voices
    from voiceguide.speech.engine import engine_name, quick_voices, requested_engine
    from voiceguide.speech.voice_choice import choose_voice
    from voiceguide.speech.voice_places import divided

    if divided(name) or requested_engine():
        return set()
    try:
        tags = choose_voice(voices(engine_name(voice=name)), name, "", quick_voices).languages
    except VoiceNotFoundError as error:
        raise SettingsError(f"{place('voice')}: {error.message}", error.hint) from error
    return {tag.split("-")[0] for tag in tags}


def _read(routine: str) -> Routine:
    from voiceguide.script.library import find
    from voiceguide.speech import ClipStore
    from voiceguide.studio.routine_cache import read_cached

    return read_cached(find(routine), ClipStore())


def _length(value: object) -> Length:
    if isinstance(value, str):
        return typed_length(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return typed_length(f"{value:g}")
        except ValueError as error:
            raise ValueError(f"{error}, in quotes") from error
    raise ValueError('it is not a length: write it in quotes, as "15m"')


def _talk(value: object) -> str:
    if value not in TALKS:
        raise ValueError(f"{value!r} is not one of {', '.join(TALKS)}")
    return str(value)


def _output(value: object) -> str:
    from voiceguide.playback import PLAYERS

    if not isinstance(value, str) or value not in PLAYERS:
        names = ", ".join(PLAYERS)
        raise ValueError(f"{value!r} is not one of {names}: `output` names the player of the sound, not a folder")
    return value


def _voice(value: object) -> str | Mapping[str, str]:
    if not isinstance(value, dict):
        return _text(value)
    for language in value:
        if language.split("-")[0] not in available():
            raise ValueError(f"`{language}` is not a language: each key here is one of {', '.join(available())}")
    return {language: _text(voice) for language, voice in value.items()}


def _bed(value: object) -> str | None:
    from voiceguide.recordings.store import NO_RECORDINGS

    name = _text(value)
    return None if name == NO_RECORDINGS else name


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")  # noqa: TRY004 - the reader of settings expects it
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text: write it in quotes")  # noqa: TRY004 - as above
    if not value.strip():
        raise ValueError("it is empty")
    if not value.isprintable():
        raise ValueError(f"{value!r} has a character in it that cannot be printed")
    return value.strip()
