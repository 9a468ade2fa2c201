"""The user's folders, with homes as services and damaged machines have them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from voiceguide.cli import run
from voiceguide.storage import user_folders
from voiceguide.storage.user_folders import Kind, user_folder

KINDS: tuple[Kind, ...] = ("cache", "config", "data", "state")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a user; it does not exist yet."""
    found = tmp_path / "home"
    monkeypatch.setattr("os.path.expanduser", lambda path: str(found))
    for kind in KINDS:
        monkeypatch.setattr(
            f"platformdirs.user_{kind}_path", lambda *_, kind=kind, **__: found / f".{kind}" / "voiceguide"
        )
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(user_folders.tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_home_that_does_not_exist_is_not_made(home: Path, tmp_path: Path, kind: Kind) -> None:
    assert user_folder(kind).is_relative_to(tmp_path / "temporary")
    assert not home.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_is_in_the_home_before_it_exists(home: Path, kind: Kind) -> None:
    home.mkdir()
    assert user_folder(kind) == home / f".{kind}" / "voiceguide"


def test_a_home_that_cannot_be_written_is_used_for_what_is_there_alone(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".config" / "voiceguide").mkdir(parents=True)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everywhere
    assert user_folder("config") == home / ".config" / "voiceguide"
    assert user_folder("cache").is_relative_to(tmp_path / "temporary")


def test_a_file_in_the_place_of_a_folder_is_no_folder(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    (home / ".cache").write_text("")
    assert user_folder("cache").is_relative_to(tmp_path / "temporary")


def test_a_folder_outside_the_home_needs_no_home(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "named" / "voiceguide")
    assert user_folder("cache") == tmp_path / "named" / "voiceguide"


def test_libraries_keep_their_files_beside_those_of_voiceguide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "nope"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "nope"))
    monkeypatch.setattr(user_folders.tempfile, "gettempdir", lambda: str(tmp_path))
    before = user_folder("cache")
    assert run(["--version"]) == 0
    assert before == Path(os.environ["XDG_CACHE_HOME"], "voiceguide")
    if sys.platform == "linux":
        assert user_folder("cache") == before
