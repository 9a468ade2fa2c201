"""The information on a cache, its verification, and its removal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.speech.clips import KEY, OTHER, TEXT, names, samples
from tests.speech.clips import store as store
from voiceguide.errors import CacheError
from voiceguide.speech import ClipStore, cache_info, clear_cache, verify_cache


def test_info_counts_what_is_kept(store: ClipStore) -> None:
    assert cache_info(store.folder).clips == 0
    store.add(KEY, TEXT, samples())
    store.add(OTHER, TEXT, samples())
    store.write_side(KEY, ".frames", b"encoded")
    found = cache_info(store.folder)
    assert (found.folder, found.clips) == (store.folder, 2)
    assert found.size == sum(path.stat().st_size for path in store.folder.iterdir())


def test_verify_names_what_is_damaged_and_changes_nothing(store: ClipStore) -> None:
    for key in (KEY, OTHER):
        store.add(key, TEXT, samples())
        store.write_side(key, ".frames", b"encoded")
    assert verify_cache(store.folder) == []
    store.path(KEY).write_bytes(b"RIFF, but not really")
    store.path(OTHER, ".frames").write_bytes(b"not the frames")
    before = {path: path.read_bytes() for path in store.folder.iterdir()}
    damaged = {damage.path for damage in verify_cache(store.folder)}
    assert damaged == {store.path(KEY), store.path(OTHER, ".frames")}
    assert before == {path: path.read_bytes() for path in store.folder.iterdir()}


def test_clear_removes_the_caches_own_files_and_no_others(store: ClipStore) -> None:
    store.add(KEY, TEXT, samples())
    store.write_side(KEY, ".frames", b"encoded")
    for name in ("README", "my-song.wav", f"{KEY[:-1]}.wav", ".gitkeep"):
        (store.folder / name).write_text("mine")
    (store.folder / f"{OTHER}.wav").mkdir()
    (store.folder / f"{OTHER}.wav" / "mine").write_text("mine")
    clear_cache(store.folder)
    assert names(store.folder) == sorted(["README", "my-song.wav", f"{KEY[:-1]}.wav", ".gitkeep", f"{OTHER}.wav"])


def test_a_folder_in_the_place_of_a_clip_is_named_and_gives_way(store: ClipStore) -> None:
    store.add(OTHER, TEXT, samples())
    store.path(KEY).mkdir()
    (damage,) = verify_cache(store.folder)
    assert damage.path == store.path(KEY)
    assert re.fullmatch(r"it cannot be read: [A-Z][a-z ]+", damage.reason)
    store.add(KEY, TEXT, samples())
    assert verify_cache(store.folder) == []


def test_a_cache_that_is_not_there_is_empty_and_whole(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert (cache_info(nowhere).clips, verify_cache(nowhere), clear_cache(nowhere).clips) == (0, [], 0)
    assert not nowhere.exists()


def test_a_cache_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for function in (cache_info, verify_cache, clear_cache):
        with pytest.raises(CacheError, match="is not a folder"):
            function(tmp_path / "file")
