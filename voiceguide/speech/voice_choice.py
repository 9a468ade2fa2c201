"""Chooses a voice: the requested one, or one for the script's language."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence

from voiceguide.errors import VoiceNotFoundError
from voiceguide.speech.engine import Voice

_SEE = "See `voiceguide voices`."
_PIPER = re.compile(r"[a-z]{2,3}_[A-Z]{2}-\w{1,40}-(x_low|low|medium|high)")
"""The form of Piper's voice names: `en_US-kristin-medium`."""


Others = Callable[[], Sequence[Voice]]
"""A function that returns the voices of other engines."""


def choose_voice(voices: Sequence[Voice], wanted: str | None, language: str, others: Others = list) -> Voice:
    """The requested voice, by id, name, language or an unambiguous part of these; else one for the language.

    Raises VoiceNotFoundError. Its hint names the nearest voice, of these and the others.
    """
    return _for_language(voices, language.casefold()) if wanted is None else _named(voices, wanted, others)


def _for_language(voices: Sequence[Voice], language: str) -> Voice:
    """A voice for exactly this language, else the plain voice (`gmw/en`), else any regional one, else a multilingual
    one.

    For an unknown region the plain voice is best: `fr-CA` is nearer to `fr` than to `fr-BE`, which has other numbers.
    """
    main = language.split("-")[0]
    tests = (
        lambda voice: language in voice.languages,
        lambda voice: voice.id.casefold().rpartition("/")[2] == language,
        lambda voice: main in voice.languages or voice.id.casefold().rpartition("/")[2] == main,
        lambda voice: any(tag.split("-")[0] == main for tag in voice.languages),
        lambda voice: not voice.languages,
    )
    for test in tests:
        for voice in voices:
            if test(voice):
                return voice
    raise VoiceNotFoundError(f"no voice here speaks the language {language!r}", f"Choose another with --voice. {_SEE}")


def _named(voices: Sequence[Voice], wanted: str, others: Others) -> Voice:
    name = wanted.strip().casefold()
    tests = (
        lambda voice: name == voice.id.casefold(),
        lambda voice: name == voice.name.casefold(),
        lambda voice: name in voice.languages,
        lambda voice: name in voice.name.casefold() or name in voice.id.casefold(),
    )
    for test in tests:
        found = [voice for voice in voices if name and test(voice)]
        if len(found) == 1:
            return found[0]
        if found:
            few = ", ".join(voice.id for voice in found[:5]) + (", …" if len(found) > 5 else "")
            raise VoiceNotFoundError(f"{wanted!r} could be any of {len(found)} voices", f"Choose one of: {few}")
    raise VoiceNotFoundError(f"there is no voice {wanted!r}", _source(wanted) or _nearest([*voices, *others()], name))


def _source(wanted: str) -> str | None:
    """A hint for a voice of another engine."""
    from voiceguide.speech import hibari_voices
    from voiceguide.speech.engines import flite

    offer = hibari_voices.offered(wanted)
    if offer is not None:
        return f"It is a natural voice, {offer.person}, that can be fetched: voiceguide voices get {offer.name}"
    if _PIPER.fullmatch(wanted):
        return f"It looks like one of Piper's: voiceguide voices get {wanted}"
    if wanted in flite.VOICES:
        return "It is a voice of flite (--engine flite), a program to install: apt install flite"
    return None


def _nearest(voices: Sequence[Voice], name: str) -> str:
    names = {word.casefold(): word for voice in voices for word in (voice.id, voice.name, *voice.languages)}
    near = difflib.get_close_matches(name, names, 1, cutoff=0.7)  # else any short name is near to `ne`
    return f"Did you mean {names[near[0]]!r}? {_SEE}" if near else _SEE
