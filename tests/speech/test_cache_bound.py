"""Files that the cache removes by itself: the oldest beyond its bound, and those of dead writers."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.speech.clips import KEY, OTHER, TEXT, names, samples
from tests.speech.clips import store as store
from voiceguide.speech import ClipStore
from voiceguide.speech.cache import content_key
from voiceguide.speech.cache_bound import IN_USE_SECONDS, cache_bound, trim
from voiceguide.storage.locks import lock_opened


def test_the_oldest_use_goes_first_where_the_folder_is_over_its_bound(store: ClipStore) -> None:
    keys = [content_key(number) for number in range(10)]
    now = time.time()
    for age, key in enumerate(keys):
        store.write_side(key, ".frames", bytes(968))
        os.utime(store.path(key, ".frames"), (now, now - IN_USE_SECONDS - 60 * age - 60))
    assert store.read_side(keys[9], ".frames")  # the oldest one is used again
    trim(store.folder, 5_000)
    left = {key for key in keys if store.path(key, ".frames").exists()}
    assert left == {*keys[:3], keys[9]}


def test_a_file_in_use_stays_though_the_folder_is_over_its_bound(store: ClipStore) -> None:
    store.add(KEY, TEXT, samples())
    trim(store.folder, 10)
    assert store.length(KEY) == 1000


def test_a_writer_trims_the_folder(store: ClipStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(KEY, TEXT, samples())
    os.utime(store.path(KEY), (0, 0))
    monkeypatch.setenv("VOICEGUIDE_CACHE_MB", "0")
    ClipStore(store.folder).add(OTHER, TEXT, samples())
    assert not store.path(KEY).exists()


def test_the_bound_is_a_gigabyte_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VOICEGUIDE_CACHE_MB", raising=False)
    assert cache_bound() == 1_000_000_000
    monkeypatch.setenv("VOICEGUIDE_CACHE_MB", "250")
    assert cache_bound() == 250_000_000


def test_the_temporary_files_of_dead_writers_are_removed_by_the_next_start(tmp_path: Path) -> None:
    left, written = (tmp_path / f".{OTHER}.wav.{number}.4194305-0a1b2c3d.part" for number in (0, 1))
    for path in (left, written):
        path.write_bytes(b"half a cl")
    with written.open("r+b") as file:
        lock_opened(file)
        ClipStore(tmp_path)
        assert names(tmp_path) == [written.name]


def test_those_of_an_older_version_are_removed_by_their_age(tmp_path: Path) -> None:
    stray, fresh = (tmp_path / f".{OTHER}.wav.{pid}.0.part" for pid in (4711, 4712))
    for path in (stray, fresh):
        path.write_bytes(b"half a cl")
    os.utime(stray, (time.time() - 3600,) * 2)
    ClipStore(tmp_path)
    assert names(tmp_path) == [fresh.name]


def test_a_clip_that_is_being_written_is_no_stray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def linked(part: Path, target: Path) -> None:
        ClipStore(tmp_path)
        seen.append(part.name)
        part.replace(target)

    monkeypatch.setattr("voiceguide.speech.cache_files.rename_new", linked)
    ClipStore(tmp_path).add(KEY, TEXT, samples())
    assert seen
    assert names(tmp_path) == [f"{KEY}.wav"]
