"""The folder of the cache: the one that is used, and one that cannot be written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.speech.clips import KEY, OTHER, TEXT, names, samples
from tests.speech.clips import store as store
from voiceguide.speech import ClipStore, cache, default_folder


def test_a_folder_that_cannot_be_made_is_said_once_and_does_not_stop_speech(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    said: list[str] = []
    store = ClipStore(tmp_path / "taken" / "clips", said.append)
    assert store.add(KEY, TEXT, samples(1000)) == 1000
    assert store.add(OTHER, TEXT, samples(900)) == 900
    assert np.array_equal(store.read(KEY), samples(1000))
    assert store.length(OTHER) == 900
    assert len(said) == 1
    assert "taken" in said[0]
    private = store.path(KEY).parent
    store.close()
    assert not private.exists()


def test_what_a_folder_holds_is_used_even_if_nothing_can_be_added(
    store: ClipStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(KEY, TEXT, samples(1000))

    def full(part: Path, data: bytes) -> int:
        if part.parent == store.folder:
            raise OSError(28, "No space left on device")
        return write_bytes(part, data)

    write_bytes = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", full)
    said: list[str] = []
    late = ClipStore(store.folder, said.append)
    assert late.add(OTHER, TEXT, samples(900)) == 900
    assert late.length(KEY) == 1000
    assert said == [f"speech is not cached: {store.folder} cannot be written (No space left on device)"]
    assert names(store.folder) == [f"{KEY}.wav"]


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "audio_cache").mkdir()
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "mine"))
    assert default_folder() == tmp_path / "mine"


def test_it_is_the_users_and_never_a_folder_that_only_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VOICEGUIDE_CACHE")
    (tmp_path / "audio_cache").mkdir()
    assert "voiceguide" in default_folder().parts
    assert tmp_path not in default_folder().parents


def test_in_a_checkout_of_voiceguide_it_is_the_checkouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VOICEGUIDE_CACHE")
    (tmp_path / "audio_cache").mkdir()
    monkeypatch.setattr(cache, "_CHECKOUT", tmp_path / "audio_cache")
    assert default_folder() == tmp_path / "audio_cache"
