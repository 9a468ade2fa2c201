"""Choosing a voice."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.needs import need
from voiceguide.errors import VoiceNotFoundError
from voiceguide.speech import Voice
from voiceguide.speech.voice_choice import choose_voice

ESPEAK = [
    Voice("gmw/af", "Afrikaans", ("af",), "pyttsx3"),
    Voice("gmw/de", "German", ("de",), "pyttsx3"),
    Voice("gmw/en-029", "English (Caribbean)", ("en-029",), "pyttsx3"),
    Voice("gmw/en", "English (Great Britain)", ("en-gb",), "pyttsx3"),
    Voice("gmw/en-us", "English (America)", ("en-us",), "pyttsx3"),
    Voice("roa/fr-be", "French (Belgium)", ("fr-be",), "pyttsx3"),
    Voice("roa/fr", "French (France)", ("fr-fr",), "pyttsx3"),
    Voice("roa/pt", "Portuguese (Portugal)", ("pt",), "pyttsx3"),
    Voice("roa/pt-br", "Portuguese (Brazil)", ("pt-br",), "pyttsx3"),
]
WINDOWS = [
    Voice(r"HKEY\Voices\Tokens\HEDDA", "Microsoft Hedda Desktop - German", ("de-de",), "pyttsx3"),
    Voice(r"HKEY\Voices\Tokens\DAVID", "Microsoft David Desktop - English (United States)", ("en-us",), "pyttsx3"),
    Voice(r"HKEY\Voices\Tokens\ZIRA", "Microsoft Zira Desktop - English (United States)", ("en-us",), "pyttsx3"),
]


@pytest.mark.parametrize(
    ("voices", "language", "chosen"),
    [
        (ESPEAK, "en", "gmw/en"),
        (ESPEAK, "de", "gmw/de"),
        (ESPEAK, "en-us", "gmw/en-us"),
        (ESPEAK, "pt", "roa/pt"),
        (ESPEAK, "de-at", "gmw/de"),
        (ESPEAK, "pt-BR", "roa/pt-br"),
        (ESPEAK, "fr", "roa/fr"),
        (ESPEAK, "fr-ca", "roa/fr"),
        (WINDOWS, "en", r"HKEY\Voices\Tokens\DAVID"),
        (WINDOWS, "DE", r"HKEY\Voices\Tokens\HEDDA"),
        ([*WINDOWS, Voice("any", "Polyglot", (), "x")], "sv", "any"),
    ],
)
def test_a_language_finds_its_voice(voices: list[Voice], language: str, chosen: str) -> None:
    assert choose_voice(voices, None, language).id == chosen


@pytest.mark.parametrize(
    ("voices", "wanted", "chosen"),
    [
        (ESPEAK, "gmw/en", "gmw/en"),
        (ESPEAK, "GMW/EN", "gmw/en"),
        (ESPEAK, "german", "gmw/de"),
        (ESPEAK, "en-us", "gmw/en-us"),
        (ESPEAK, "brazil", "roa/pt-br"),
        (ESPEAK, "pt", "roa/pt"),
        (WINDOWS, "zira", r"HKEY\Voices\Tokens\ZIRA"),
        (WINDOWS, " Hedda ", r"HKEY\Voices\Tokens\HEDDA"),
    ],
)
def test_a_voice_is_found_by_id_name_language_or_a_part_of_them(voices: list[Voice], wanted: str, chosen: str) -> None:
    assert choose_voice(voices, wanted, "en").id == chosen


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        ("Germn", "there is no voice 'Germn'", "Did you mean 'German'? See `voiceguide voices`."),
        ("gmw/dee", "there is no voice 'gmw/dee'", "Did you mean 'gmw/de'? See `voiceguide voices`."),
        ("dell", "there is no voice 'dell'", "See `voiceguide voices`."),
        ("xyzzy", "there is no voice 'xyzzy'", "See `voiceguide voices`."),
        ("", "there is no voice ''", "See `voiceguide voices`."),
        ("english", "'english' could be any of 3 voices", "Choose one of: gmw/en-029, gmw/en, gmw/en-us"),
    ],
)
def test_a_voice_that_is_not_there_or_not_clear_is_refused(wanted: str, message: str, hint: str) -> None:
    with pytest.raises(VoiceNotFoundError) as caught:
        choose_voice(ESPEAK, wanted, "en")
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_language_that_no_voice_speaks_is_refused() -> None:
    with pytest.raises(VoiceNotFoundError, match="no voice here speaks the language 'sv'"):
        choose_voice(ESPEAK, None, "sv")


def test_the_engine_of_a_language_is_chosen_without_loading_what_it_speaks_with() -> None:
    code = (
        "import sys; from voiceguide.speech.engine import engine_name; "
        "print(engine_name(), engine_name(language='sv'), {'hibari', 'onnxruntime', 'piper'} & set(sys.modules))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "VOICEGUIDE_ENGINE"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "hibari pyttsx3 set()"


def test_a_natural_voice_that_was_not_fetched_yet_is_told_with_the_way_to_it() -> None:
    need(find_spec("hibari"), "hibari-tts has no wheels for this machine")
    with pytest.raises(VoiceNotFoundError) as caught:
        choose_voice(ESPEAK, "emma", "en")
    assert caught.value.hint == "It is a natural voice, British woman, that can be fetched: voiceguide voices get emma"
