"""Pipes, endless files and damage in the place of files that voiceguide has stored."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.in_the_way import endless, huge, pipe
from tests.needs import need
from voiceguide.audio.levels import USUAL
from voiceguide.batch import manifest
from voiceguide.batch.manifest import Manifest
from voiceguide.errors import OutputError
from voiceguide.history import log
from voiceguide.live import mixer
from voiceguide.publish import site
from voiceguide.storage import secret
from voiceguide.storage.locks import locked, sole_holder
from voiceguide.storage.opening import open_kept, read_kept


def _deep(path: Path) -> None:
    path.write_text("[" * 50_000)


Put = Callable[[Path], None]
ENDLESS = pytest.mark.parametrize("put", [pipe, endless, huge])
UNREADABLE = pytest.mark.parametrize("put", [pipe, endless, huge, _deep])


def test_a_file_within_its_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"12345")
    assert read_kept(tmp_path / "kept", 5) == b"12345"


@ENDLESS
def test_what_might_never_end_is_refused(tmp_path: Path, put: Put) -> None:
    put(tmp_path / "kept")
    with pytest.raises(OSError, match=r"a pipe or a device|larger than"):
        open_kept(tmp_path / "kept", 1_000_000)


@UNREADABLE
def test_a_ledger_that_cannot_be_read_is_told_and_counts_as_empty(tmp_path: Path, put: Put) -> None:
    said: list[str] = []
    put(tmp_path / manifest.NAME)
    assert Manifest.read(tmp_path, said.append).entries == {}
    assert "cannot be read, so nothing there counts as made before" in said[0]


def test_a_ledger_with_half_a_character_is_saved_again(tmp_path: Path) -> None:
    (tmp_path / manifest.NAME).write_text(json.dumps({"files": {"\ud800.wav": ["digest", [1, 2], False]}}))
    found = Manifest.read(tmp_path, print)
    found.save()
    assert Manifest.read(tmp_path, print).entries == found.entries


@UNREADABLE
def test_levels_that_cannot_be_read_are_the_usual_ones(
    tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path))
    put(tmp_path / mixer.NAME)
    assert mixer.load_levels() == USUAL


@UNREADABLE
def test_a_mark_that_cannot_be_read_names_no_folder(tmp_path: Path, put: Put) -> None:
    put(tmp_path / site.MARK)
    assert site._ours(tmp_path) == []


@ENDLESS
def test_a_secret_that_cannot_be_read_lasts_as_long_as_the_process(
    tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path))
    put(tmp_path / secret.NAME)
    secret._secret.cache_clear()
    assert secret.signature(b"data") == secret.signature(b"data")
    secret._secret.cache_clear()


def test_a_log_that_is_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path))
    pipe(tmp_path / log.NAME)
    with pytest.raises(OutputError, match="Cannot write"):
        log.add(log.Done("2026-11-29T10:00:00+00:00", "heel", 600.0, True, "play"))


def test_a_lock_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe(tmp_path / "lock")
    with pytest.raises(OSError, match="lock"):
        locked(tmp_path / "lock")
    with sole_holder(tmp_path / "lock", lambda: pytest.fail("nobody holds it")):
        pass


def test_a_lock_of_another_user_is_held_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need(os.name == "posix", "a file that can only be read cannot be locked here")
    path = tmp_path / "lock"
    path.touch()
    opened = os.open

    def as_another(name: str, flags: int, mode: int = 0o666) -> int:
        if flags & os.O_WRONLY:
            raise PermissionError(13, "Permission denied", name)
        return opened(name, flags, mode)

    monkeypatch.setattr("voiceguide.storage.opening.os.open", as_another)
    with sole_holder(path, lambda: None):
        monkeypatch.undo()
        with pytest.raises(BlockingIOError):
            locked(path)
