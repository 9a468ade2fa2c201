"""`voiceguide say`: trying a voice, and how a word is pronounced."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from tests import fakes
from tests.conftest import Cli
from tests.needs import need_program
from voiceguide.units import RATE

ENGINE = fakes.named(fakes.NotingEngine)


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.setenv(fakes.NOTES, str(folder))
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "cache"))
    return folder


def given(notes: Path) -> set[str]:
    """What the engine was given, but for the reference that tells its gain."""
    return {path.read_text() for path in notes.iterdir()} - {"1234567"}


def test_a_text_is_said_as_a_session_says_it_and_how_it_is_read_is_told(cli: Cli, tmp_path: Path, notes: Path) -> None:
    said = cli("say", "Hold the plantar fascia, 2x30s", "--engine", ENGINE, "-o", tmp_path / "said.wav")
    assert said.status == 0
    assert given(notes) == {"Hold the plantar fashia, 2 times 30 seconds,"}
    assert said.err == "read as: Hold the plantar fashia, 2 times 30 seconds\n"
    assert soundfile.info(tmp_path / "said.wav").frames > RATE / 2


def test_what_is_read_as_it_stands_is_said_without_a_word(cli: Cli, tmp_path: Path) -> None:
    said = cli("say", "Rest your heel", "--engine", ENGINE, "-o", tmp_path / "said.wav")
    assert (said.status, said.out, said.err) == (0, "", "")


def test_it_is_played_where_no_file_is_named(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_OUTPUT", "none")
    assert cli("say", "Ten.", "--engine", ENGINE).status == 0


def test_the_language_chooses_the_voice_and_the_lexicon(cli: Cli, tmp_path: Path, notes: Path) -> None:
    target = tmp_path / "said.wav"
    assert cli("say", "Die Fußsohle", "--language", "de", "--engine", ENGINE, "-o", target).status == 0
    assert given(notes) == {"Die Fuhßsohle,"}
    refused = cli("say", "x", "--language", "tlh", "-o", tmp_path / "other.wav")
    assert (refused.status, "there is no language pack `tlh`" in refused.err) == (1, True)


def test_a_file_that_exists_is_kept_unless_forced(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "said.wav"
    target.write_text("mine")
    assert cli("say", "Ten.", "--engine", ENGINE, "-o", target).status == 1
    assert target.read_text() == "mine"
    assert cli("say", "Ten.", "--engine", ENGINE, "-o", target, "--force").status == 0


@pytest.mark.parametrize("text", ["", " \n"])
def test_nothing_to_say_is_wrong_usage(cli: Cli, text: str) -> None:
    assert cli("say", text).status == 2


def test_a_command_of_the_users_own_says_it(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need_program("espeak-ng")
    monkeypatch.setenv("VOICEGUIDE_COMMAND", "")  # so that what the option leaves there is taken away again
    target = tmp_path / "said.wav"
    said = cli("say", "--command", "espeak-ng -s {rate} -w {file} {text}", "-o", target, "--", "-- Ten.")
    assert (said.status, said.err) == (0, "")
    assert 0.2 < soundfile.info(target).duration < 2
    assert cli("say", "Ten.", "--command", "espeak-ng {text}", "--engine", "flite").status == 2
