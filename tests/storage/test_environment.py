"""Environment variables that cannot be understood: one sentence names the variable and its possible values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from voiceguide.errors import VoiceguideError
from voiceguide.playback import find_player
from voiceguide.recordings.store import recordings_folder
from voiceguide.speech import ClipStore, default_folder
from voiceguide.speech.cache_bound import cache_bound
from voiceguide.speech.engine import requested_engine
from voiceguide.speech.engines.server_settings import server_settings
from voiceguide.speech.hibari_voices import download_voice, offers
from voiceguide.speech.voice_list import read_list
from voiceguide.speech.voice_places import voices_folder
from voiceguide.storage.environment import variable
from voiceguide.storage.state import state_folder

FOLDERS: dict[str, Callable[[], Path]] = {
    "VOICEGUIDE_CACHE": default_folder,
    "VOICEGUIDE_RECORDINGS": recordings_folder,
    "VOICEGUIDE_STATE": state_folder,
    "VOICEGUIDE_VOICES": voices_folder,
}
READ = ("VOICEGUIDE_RECORDINGS", "VOICEGUIDE_VOICES")
"""Speech would be lost without these. A session goes on without the others, and says so."""


@pytest.mark.parametrize("value", ["abc", "-1", "1.5", "1 000", "1,000", "1000 MB", "１０００", "²", "9" * 5000])
def test_a_bound_of_the_cache_that_is_no_number_is_refused_before_speech(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_CACHE_MB", value)
    with pytest.raises(VoiceguideError, match=r"VOICEGUIDE_CACHE_MB is .*, which is not a whole number") as told:
        ClipStore(tmp_path)
    assert told.value.hint == "Set it to one from 0 to 1000000000, such as 1000, or unset it."
    assert len(told.value.message) < 200


@pytest.mark.parametrize(("value", "megabytes"), [("", 1000), ("  ", 1000), ("0", 0), (" 250 ", 250), ("0250", 250)])
def test_a_bound_of_the_cache(value: str, megabytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_CACHE_MB", value)
    assert cache_bound() == megabytes * 1_000_000


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_nobody_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(name, "~nobody-of-this-name/clips", monkeypatch)


@pytest.mark.parametrize("name", READ)
def test_a_file_in_place_of_a_folder_that_is_read_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    refused(name, str(tmp_path / "file"), monkeypatch)


def refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(VoiceguideError, match=rf"{name} is .*, which is ") as told:
        FOLDERS[name]()
    assert told.value.hint == f"Set {name} to a folder of your own, or unset it."


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_need_not_exist_and_blanks_name_none(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, str(tmp_path / "later"))
    assert FOLDERS[name]() == tmp_path / "later"
    monkeypatch.setenv(name, " ")
    named = FOLDERS[name]()
    monkeypatch.delenv(name)
    assert named == FOLDERS[name]()


@pytest.mark.parametrize(
    ("name", "value", "use", "says"),
    [
        ("VOICEGUIDE_ENGINE", "pipe", requested_engine, "'pipe', which is not an engine"),
        ("VOICEGUIDE_OUTPUT", "loud", find_player, "'loud': no such output"),
        ("VOICEGUIDE_VOICE_LIST", "nowhere.json", read_list, "nowhere.json cannot be fetched"),
        ("VOICEGUIDE_HIBARI_VOICES", "nowhere", lambda: download_voice(offers()[0]), "cannot be fetched"),
    ],
)
def test_a_name_or_an_address_that_leads_nowhere(
    name: str,
    value: str,
    use: Callable[[], object],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    monkeypatch.setenv(name, value)
    with pytest.raises(VoiceguideError) as told:
        use()
    assert name in told.value.message
    assert says in told.value.message
    assert told.value.hint


def test_an_address_of_a_speech_server_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("abc", "http://127.0.0.1:99999", "http://[::1", "\udcff"):
        monkeypatch.setenv("VOICEGUIDE_SPEECH_SERVER", value)
        fault = server_settings().fault
        assert fault is not None
        assert fault.startswith("VOICEGUIDE_SPEECH_SERVER: ")
        assert "such as http://127.0.0.1:8880" in fault


def test_blanks_are_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_ENGINE", "  ")
    assert variable("VOICEGUIDE_ENGINE") is None
    assert requested_engine() is None
