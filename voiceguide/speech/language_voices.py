"""The voice that would speak each language on this machine, and the way to a more natural one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from voiceguide.errors import SpeechError, VoiceNotFoundError
from voiceguide.parts import install
from voiceguide.speech.engine import DEFAULT, NATURAL, Voice, engine_name, has_quick_voices, load_engine
from voiceguide.speech.engine_voices import voices
from voiceguide.speech.voice_choice import choose_voice
from voiceguide.speech.voice_licence import recommended


@dataclass(frozen=True, slots=True)
class LanguageVoice:
    """The voice of a language."""

    language: str
    voice: Voice | None
    """None where nothing here speaks the language."""
    advice: str | None
    """The way to a more natural voice; None where a natural one speaks."""


def language_voices(languages: Iterable[str], faulty: Collection[str] = ()) -> Iterator[LanguageVoice]:
    """The voice of each language, without `--voice` and `--engine`. `faulty`: engines that cannot speak here."""
    listed: dict[str, list[Voice]] = {}
    for language in languages:
        name = engine_name(language=language)
        name = DEFAULT if name in faulty else name
        if name not in listed:
            listed[name] = _voices(name)
        try:
            voice = choose_voice(listed[name], None, language)
        except VoiceNotFoundError:
            voice = None
        yield LanguageVoice(language, voice, None if voice and voice.engine in NATURAL else _advice(language))


def _voices(name: str) -> list[Voice]:
    engine = load_engine(name)
    try:
        return list(engine.voices()) if has_quick_voices(engine) else voices(name)
    except SpeechError:
        return []


def _advice(language: str) -> str | None:
    """The commands that bring the recommended voice of a language, or tell why there is none."""
    advised = recommended(language)
    if advised is None:
        return None
    if advised.voice is None:
        return f"none is free for a clinic (voiceguide voices get {language} says more)"
    first = "" if find_spec("piper") else f"{install('piper-tts')}, then "
    return f"{first}voiceguide voices get {language}"
