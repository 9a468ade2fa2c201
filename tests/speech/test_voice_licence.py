"""The licence of a voice's recordings is told before the voice is fetched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies

from tests.conftest import Cli
from tests.voice_server import NAME, Answer, VoiceServer
from tests.voice_server import server as server
from voiceguide.language.pack import available
from voiceguide.speech.voice_licence import licence_in, recommended

ASK = "ask before you use it in a clinic"
CARD = """# Model card for {name} (medium)

## Dataset

* URL: https://x.example
* License: {terms}

## Training

{how}
"""


@pytest.mark.parametrize("terms", ["CC0", "Public domain", "CC BY 4.0", "CC-BY-SA-4.0", "Apache 2.0", "MIT"])
def test_a_free_licence_is_told_as_it_is(terms: str) -> None:
    assert str(licence_in(CARD.format(name="tones", terms=terms, how="Trained from scratch."))) == terms


@pytest.mark.parametrize("terms", ["CC BY-NC-SA 4.0", "non-commercial use", "Research only"])
def test_a_licence_that_leaves_clinics_out_says_so(terms: str) -> None:
    assert str(licence_in(CARD.format(name="tones", terms=terms, how=""))) == f"{terms}: not for a clinic"


@pytest.mark.parametrize("terms", ["See URL", "AGPL-3.0", "https://licence.example/terms.html"])
def test_of_other_licences_it_is_said_to_ask(terms: str) -> None:
    assert str(licence_in(CARD.format(name="tones", terms=terms, how=""))) == f"{terms}: {ASK}"


def test_a_voice_that_was_trained_onward_from_a_restricted_one_says_so() -> None:
    how = "Finetuned from U.S. English lessac voice (medium quality)."
    told = str(licence_in(CARD.format(name="joe", terms="CC0", how=how), "en_US-joe-medium"))
    assert told == f"CC0; trained onward from lessac, for research only (Blizzard 2013): {ASK}"


def test_the_restricted_voice_itself_is_not_for_a_clinic() -> None:
    told = licence_in(CARD.format(name="lessac", terms="See URL", how=""), "en_US-lessac-high")
    assert str(told) == "for research only (Blizzard 2013): not for a clinic"


def test_without_a_card_nothing_is_known() -> None:
    assert str(licence_in("")) == f"unknown: {ASK}"


@given(strategies.text())
def test_whatever_a_card_says_one_short_line_is_told(card: str) -> None:
    told = str(licence_in(f"* License: {card}"))
    assert told.isprintable()
    assert len(told) < 300


def test_the_licence_is_shown_before_the_voice_is_fetched(cli: Cli, server: VoiceServer) -> None:
    said = cli("voices", "get", NAME)
    assert said.err.splitlines()[:2] == ["licence of the recordings: CC0", f"fetching {NAME}, 293 kB"]
    assert [path.rpartition("/")[2] for path in server.asked] == [
        "voices.json",
        f"{NAME}.MODEL_CARD",
        f"{NAME}.onnx.json",
        f"{NAME}.onnx",
    ]


def test_a_card_that_is_too_long_is_not_read(cli: Cli, server: VoiceServer) -> None:
    server.answers[f"/en/en_US/tiny/{NAME}.MODEL_CARD"] = Answer(b"* License: CC0\n" * 10_000)
    said = cli("voices", "get", NAME)
    assert said.status == 1
    assert "is larger than the 65,536 bytes" in said.err


def test_a_card_cannot_write_to_the_terminal(cli: Cli, server: VoiceServer) -> None:
    server.answers[f"/en/en_US/tiny/{NAME}.MODEL_CARD"] = Answer(b"* License: CC0\x1b[2J\n")
    assert "\x1b" not in cli("voices", "get", NAME).err


# The recommended voices


ONWARD_FROM_RESTRICTED = """
de_DE-thorsten-low de_DE-thorsten-medium de_DE-thorsten-high de_DE-kerstin-low es_ES-davefx-medium es_ES-sharvard-medium
es_MX-ald-medium fr_FR-siwis-low fr_FR-siwis-medium fr_FR-upmc-medium fr_FR-gilles-low it_IT-paola-medium
pt_BR-cadu-medium pt_BR-edresson-low pt_BR-faber-medium pt_BR-jeff-medium pt_PT-tugão-medium en_US-joe-medium
"""
"""Voices whose cards name lessac or ryan as the voice that they were trained onward from."""


def test_each_language_has_a_recommended_voice_that_a_clinic_may_use_or_says_why_it_has_none() -> None:
    for code in available():
        advised = recommended(code)
        assert advised is not None, code
        assert (advised.voice is None) == bool(advised.none) == (code == "pt")
        assert "clinic" not in str(advised.licence) or advised.voice in (None, "emma")
        assert advised.voice not in ONWARD_FROM_RESTRICTED.split()


def test_where_no_voice_is_free_the_other_ways_are_told(cli: Cli, server: VoiceServer) -> None:
    said = cli("voices", "get", "pt")
    assert said.status == 1
    assert "no voice for pt is free for a clinic" in said.err
    assert "The system's voice speaks the language." in said.err
    assert "voiceguide voices get pt_BR-faber-medium" in said.err
    assert server.asked == []


def test_a_region_finds_its_own_voice_or_its_languages() -> None:
    assert recommended("en-GB") != recommended("en")
    assert recommended("de_AT") == recommended("de")
    assert recommended("xx") is recommended("heart") is recommended("de_DE-mls-medium") is None


def test_a_language_fetches_its_recommended_voice(
    cli: Cli, server: VoiceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_VOICES", str(tmp_path / "voices"))
    server.offer("de_DE-mls-medium")
    said = cli("voices", "get", "de")
    assert said.status == 0, said.err
    assert said.err.endswith("use it with --voice de_DE-mls-medium\n")
    assert (tmp_path / "voices" / "de_DE-mls-medium.onnx").exists()
