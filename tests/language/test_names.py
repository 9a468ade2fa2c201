"""Names in a greeting are spoken bearably by English voices."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.needs import need
from voiceguide.fit import Choices
from voiceguide.language import load
from voiceguide.language.names import spoken_name
from voiceguide.studio.studio import Studio


def test_a_name_that_an_english_voice_would_spoil_is_respelt() -> None:
    assert spoken_name(load("en"), "Jürgen Müller") == "Yurgan Müller"
    assert spoken_name(load("en"), "Anna-JAN O'Hara") == "Anna-Jann O'Hara"
    assert spoken_name(load("en"), "Janet Zoëlle") == "Janet Zoëlle"
    assert spoken_name(load("de"), "Jürgen") == "Jürgen"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Jürgen Müller", "jˈuəɡən mˈuləɹ"), ("Zoë", "zˈOi"), ("Käthe", "kˈATə"), ("Jan", "ʤˈæn"), ("Siobhan", "ʃˈɪvɔn")],
)
def test_hibari_says_names_bearably(name: str, said: str) -> None:
    need(find_spec("hibari"), "hibari-tts has no wheels for this machine")
    from hibari import Hibari

    assert said in Hibari().phonemize(f"This session is for {spoken_name(load('en'), name)}.")[0]


def test_the_greeting_alone_is_respelt_and_shown_as_it_was_written(script: Callable[..., Path]) -> None:
    path = script("# Heel\n\n## Feet\n\n- Press the heel spot for 30 seconds\n")
    with Studio(str(path)) as studio:
        (greeting, *_) = studio.narration.keep_private(Choices(client="Jan"))
        assert "Jan" in greeting
        assert "Jann" in studio.narration.speakable(greeting)
        assert "Jann" not in greeting
        assert studio.narration.speakable("Until Jan.") == "Until Jan."
