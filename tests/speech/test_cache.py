"""The clip cache: named by content, written atomically, shared, and checked for damage."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from tests.speech.clips import KEY, OTHER, TEXT, names, samples
from tests.speech.clips import store as store
from voiceguide.errors import CacheError
from voiceguide.speech import ClipStore, verify_cache
from voiceguide.speech.cache import content_key
from voiceguide.studio.cache_check import damages


def test_a_clip_is_kept_and_found_again(store: ClipStore) -> None:
    assert store.length(KEY) is None
    assert store.add(KEY, TEXT, samples()) == 1000
    again = ClipStore(store.folder)
    assert again.length(KEY) == 1000
    assert np.array_equal(again.read(KEY), samples())
    assert names(store.folder) == [f"{KEY}.wav"]


def test_the_first_writer_wins_and_the_second_is_told(store: ClipStore) -> None:
    store.add(KEY, TEXT, samples(1000))
    assert ClipStore(store.folder).add(KEY, TEXT, samples(900)) == 1000


def test_a_damaged_clip_counts_as_missing_and_is_replaced(store: ClipStore) -> None:
    store.add(KEY, TEXT, samples(1000))
    path = store.path(KEY)
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")
    assert store.length(KEY) is None
    assert store.add(KEY, TEXT, samples(900)) == 900
    assert store.length(KEY) == 900


def test_a_clip_that_vanishes_while_in_use_is_an_error_not_silence(store: ClipStore) -> None:
    store.add(KEY, TEXT, samples())
    store.path(KEY).unlink()
    with pytest.raises(CacheError, match="during use") as caught:
        store.read(KEY)
    assert KEY not in caught.value.message


def test_a_file_system_without_hard_links_works_too(store: ClipStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*paths: object) -> None:
        raise PermissionError("this file system knows no links")

    monkeypatch.setattr(os, "link", refuse)
    assert store.add(KEY, TEXT, samples(1000)) == 1000
    assert store.add(KEY, TEXT, samples(900)) == 1000


def test_other_data_is_kept_beside_a_clip_with_the_same_care(store: ClipStore) -> None:
    assert store.read_side(KEY, ".frames") is None
    store.write_side(KEY, ".frames", b"encoded")
    store.write_side(KEY, ".frames", b"too late")
    assert store.read_side(KEY, ".frames") == b"encoded"
    store.path(KEY, ".frames").write_bytes(b"damaged")
    assert store.read_side(KEY, ".frames") is None
    store.write_side(KEY, ".frames", b"anew")
    assert store.read_side(KEY, ".frames") == b"anew"


def test_what_makes_a_clip_makes_its_name() -> None:
    made_of = [("Ten", "gmw/en", 150, "en", "pyttsx3", "1"), ("Ten", "gmw/en", 150, "en", "pyttsx3", "2")]
    made_of += [("Ten", "gmw/en", 151, "en", "pyttsx3", "1"), ("Ten.", "gmw/en", 150, "en", "pyttsx3", "1")]
    assert len({content_key(*each) for each in made_of}) == 4


def test_a_whole_clip_under_the_name_of_another_is_damage(store: ClipStore) -> None:
    store.add(KEY, TEXT, samples(1000))
    store.add(OTHER, "Slide your thumb along the arch.", samples(900))
    one, other = store.path(KEY), store.path(OTHER)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    assert store.length(KEY) is None
    assert {damage.path for damage in verify_cache(store.folder)} == {one, other}
    assert store.add(KEY, TEXT, samples(1000)) == 1000
    assert np.array_equal(store.read(KEY), samples(1000))


def test_other_data_under_another_name_or_of_another_kind_is_damage(store: ClipStore) -> None:
    store.write_side(KEY, ".frames", b"encoded")
    content = store.path(KEY, ".frames").read_bytes()
    store.path(OTHER, ".frames").write_bytes(content)
    store.path(KEY, ".gain").write_bytes(content)
    assert store.read_side(OTHER, ".frames") is None
    assert store.read_side(KEY, ".gain") is None


@pytest.mark.parametrize("content", [b"", b"{", b"nan", b"\xff\xd8\xff\xe0", b"[" * 100_000, b"[1]", b'[{"id": 1}]'])
@pytest.mark.parametrize("suffix", [".gain", ".voices", ".frames", ".routine", ".pace", ".row"])
def test_what_does_not_decode_is_found_though_its_checksum_is_right(
    store: ClipStore, suffix: str, content: bytes
) -> None:
    store.write_side(KEY, suffix, content)
    assert [damage.path for damage in damages(store.folder)] == [store.path(KEY, suffix)]


def test_looking_clips_up_loads_no_sound_or_array_library(store: ClipStore) -> None:
    store.add(KEY, TEXT, samples())
    code = (
        "import sys; from pathlib import Path; from voiceguide.speech import ClipStore; "
        "print(ClipStore(Path(sys.argv[1])).length(sys.argv[2]), {'numpy', 'soundfile'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, store.folder, KEY],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stdout.strip() == "1000 set()"
