"""The clip cache: named by content, written atomically, shared, and checked for damage."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from voiceguide.errors import CacheError
from voiceguide.speech import ClipStore, cache, cache_info, clear_cache, default_folder, verify_cache
from voiceguide.speech.cache import content_key
from voiceguide.speech.cache_bound import IN_USE_SECONDS, cache_bound, trim
from voiceguide.speech.clip_file import DamagedError, pack, unpack
from voiceguide.storage.locks import lock_opened
from voiceguide.studio.cache_check import damages
from voiceguide.units import RATE

TEXT = "Press the heel spot, cross-friction, for 45 seconds."
KEY = content_key(TEXT)
OTHER = content_key("Slide your thumb along the arch.")
NAME = KEY + ".wav"


def samples(length: int = 1000) -> NDArray[np.int16]:
    return np.arange(length, dtype=np.int16)


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# A clip's file


@given(text=st.text(), length=st.integers(1, 300))
def test_a_file_gives_back_what_was_packed(text: str, length: int) -> None:
    assert unpack(NAME, pack(NAME, text, bytes(2 * length))) == (text, bytes(2 * length))


@given(text=st.text(max_size=20), at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_single_bit_that_changed_is_found(text: str, at: float, bit: int) -> None:
    data = bytearray(pack(NAME, text, b"\1\2" * 50))
    data[int(at * len(data))] ^= 1 << bit
    with pytest.raises(DamagedError):
        unpack(NAME, bytes(data))


@given(data=st.binary(max_size=200))
def test_what_is_no_clip_is_found(data: bytes) -> None:
    with pytest.raises(DamagedError):
        unpack(NAME, data)


@pytest.mark.parametrize("end", [0, 1, 44, 100, -1])
def test_a_file_cut_short_is_found(end: int) -> None:
    with pytest.raises(DamagedError):
        unpack(NAME, pack(NAME, TEXT, b"\1\2" * 500)[:end])


@pytest.mark.parametrize("text", ["Ten", "Zehn Sekunden für die linke Ferse", "Four"])
def test_any_player_reads_it_and_shows_what_it_says(tmp_path: Path, text: str) -> None:
    path = tmp_path / "clip.wav"
    path.write_bytes(pack(NAME, text, samples().tobytes()))
    with soundfile.SoundFile(path) as file:
        assert (file.samplerate, file.channels, file.frames, file.title) == (RATE, 1, 1000, text)
        assert np.array_equal(file.read(dtype="int16"), samples())
    with wave.open(str(path)) as plain:
        assert plain.getnframes() == 1000


# The store


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


# The bound


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


# A folder that cannot be written


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


# Strays


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


# info, verify, clear


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


# Which folder


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
