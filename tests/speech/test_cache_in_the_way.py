"""Things that stand in the place of cached files: pipes, devices, links, folders, huge files, times that lie ahead."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.in_the_way import endless, huge, loop, pipe
from voiceguide.errors import SpeechError
from voiceguide.speech import ClipStore, cache_info, clear_cache, verify_cache
from voiceguide.speech.cache import content_key
from voiceguide.speech.cache_bound import IN_USE_SECONDS, trim

KEY, OTHER = content_key("Press."), content_key("Rest.")


def samples(length: int = 1000) -> NDArray[np.int16]:
    return np.arange(length, dtype=np.int16)


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


@pytest.mark.parametrize("put", [pipe, endless, loop, huge])
@pytest.mark.parametrize("suffix", [".wav", ".frames"])
def test_what_might_never_end_is_damage_and_gives_way(
    store: ClipStore, suffix: str, put: Callable[[Path], None]
) -> None:
    store.add(OTHER, "Rest.", samples())
    put(store.path(KEY, suffix))
    assert store.length(KEY) is None
    assert store.read_side(KEY, suffix) is None
    assert [damage.path for damage in verify_cache(store.folder)] == [store.path(KEY, suffix)]
    assert cache_info(store.folder).size >= store.path(OTHER).stat().st_size
    if suffix == ".wav":
        assert store.add(KEY, "Press.", samples()) == 1000
    else:
        store.write_side(KEY, suffix, b"encoded")
        assert store.read_side(KEY, suffix) == b"encoded"
    assert verify_cache(store.folder) == []


@pytest.mark.parametrize("put", [pipe, endless, loop])
def test_it_is_cleared_as_well(store: ClipStore, put: Callable[[Path], None]) -> None:
    store.add(OTHER, "Rest.", samples())
    put(store.path(KEY))
    clear_cache(store.folder)
    assert not list(store.folder.iterdir())


def test_a_folder_with_files_in_the_place_of_a_clip_is_named_and_left_alone(tmp_path: Path) -> None:
    said: list[str] = []
    store = ClipStore(tmp_path / "clips", said.append)
    mine = store.path(KEY) / "mine"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    assert store.add(KEY, "Press.", samples()) == 1000
    assert np.array_equal(store.read(KEY), samples())
    assert len(said) == 1
    assert f"{KEY}.wav in it is a folder with files" in said[0]
    assert mine.read_text() == "mine"
    store.close()


def test_a_cache_without_any_place_to_write_is_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("a file")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(SpeechError, match="nor to a temporary folder: No such file"):
        ClipStore(tmp_path / "taken" / "clips").add(KEY, "Press.", samples())


def test_files_of_a_clock_that_was_ahead_go_first_and_are_renewed_by_a_use(store: ClipStore) -> None:
    now = time.time()
    for key, used in ((KEY, now + 1e8), (OTHER, now + 1e8)):
        store.write_side(key, ".frames", bytes(968))
        os.utime(store.path(key, ".frames"), (now, used))
    old = content_key("Old.")
    store.write_side(old, ".frames", bytes(968))
    os.utime(store.path(old, ".frames"), (now, now - IN_USE_SECONDS - 60))
    assert store.read_side(OTHER, ".frames")
    trim(store.folder, 2500)
    assert [store.path(key, ".frames").exists() for key in (KEY, OTHER, old)] == [False, True, True]
