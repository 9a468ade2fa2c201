"""The room on a disk: it is tried, and not looked up."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import IO

import pytest

from tests.needs import need
from voiceguide.storage.room import has_room


def test_a_disk_with_room_is_left_as_it_was(tmp_path: Path) -> None:
    assert has_room(tmp_path, 1_000_000)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need(Path("/dev/full").exists(), "there is no full device here")

    def full(dir: Path) -> IO[bytes]:
        return Path("/dev/full").open("wb")

    monkeypatch.setattr("voiceguide.storage.room.TemporaryFile", full)
    assert not has_room(tmp_path, 16_384)


def test_a_quota_that_is_reached_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need(hasattr(errno, "EDQUOT"), "there are no such quotas here")

    def refused(dir: Path) -> IO[bytes]:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr("voiceguide.storage.room.TemporaryFile", refused)
    assert not has_room(tmp_path, 16_384)


def test_a_folder_that_was_removed_meanwhile_is_not_full(tmp_path: Path) -> None:
    assert has_room(tmp_path / "gone", 16_384)
