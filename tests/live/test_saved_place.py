"""The place is saved whole and privately. It loads unchanged, or with a reason why not."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.needs import need
from voiceguide.bed import BedOptions
from voiceguide.errors import OutputError, PlaceError, RoutineNotFoundError
from voiceguide.fit import Choices
from voiceguide.live import saved_place as place_module
from voiceguide.live.saved_place import Place, fingerprint, load_place, save_place
from voiceguide.storage import atomic_write
from voiceguide.storage.state import state_folder
from voiceguide.studio.voice_options import VoiceOptions

MIDWAY = Place(
    routine="/home/ada/feet.md",
    title="Füße",
    fingerprint="ab" * 32,
    length=600.0,
    choices=Choices(side="left", without=("a ball", "the strap"), skip=(7, 9), talk="brief", client="Zoë"),
    voice=VoiceOptions("pyttsx3", "en-gb", 140),
    spoken_by=VoiceOptions("pyttsx3", "gmw/en-gb"),
    bed=BedOptions("/home/ada/Füße/sea.flac"),
    output="miniaudio",
    any_key=True,
    listen=True,
    let_end_move=True,
    line=13,
    side="left",
    round=2,
)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


def place_file(folder: Path, text: str | bytes) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "place.json").write_bytes(text if isinstance(text, bytes) else text.encode())


def test_what_was_kept_comes_back() -> None:
    assert load_place() is None
    save_place(MIDWAY)
    assert load_place() == MIDWAY
    finished = replace(MIDWAY, line=None, side=None, round=1, finished=True, length="shortest")
    save_place(finished)
    assert load_place() == finished


@given(
    routine=st.text(st.characters(exclude_characters="\0"), min_size=1),  # a path need not be UTF-8: lone surrogates
    title=st.text(),
    length=st.none() | st.sampled_from(["shortest", "longest"]) | st.floats(0.001, 1e8),
    without=st.lists(st.text()).map(tuple),
    line=st.none() | st.integers(1, 100_000),
)
def test_any_session_comes_back(routine: str, title: str, length: Any, without: tuple[str, ...], line: int) -> None:
    place = Place(routine, title, "ab" * 32, length, Choices(without=without), line=line)
    save_place(place)
    assert load_place() == place


def test_only_its_owner_can_read_it_since_it_may_name_a_client(state: Path) -> None:
    need(os.name == "posix", "files have no modes here")
    save_place(MIDWAY)
    assert stat.S_IMODE((state / "place.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert [path.name for path in state.iterdir()] == ["place.json"]


KILLED = """
import os, random, signal, sys, time
from voiceguide.live.saved_place import Place, load_place, save_place

chance = random.Random(4)
found = set()
for _ in range(80):
    child = os.fork()
    if not child:
        line = 0
        while True:
            line += 1
            save_place(Place("feet", "A title " * (line % 50), "ab" * 32, line=line, round=line))
    time.sleep(chance.uniform(0.001, 0.02))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    place = load_place()
    if place:
        assert place.title == "A title " * (place.line % 50) and place.round == place.line, place
        found.add(place.line)
print(len(found))
"""


def test_a_kill_at_any_moment_leaves_the_old_place_or_the_new_one(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need(hasattr(os, "fork"), "processes cannot be forked here")
    done = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, timeout=120)
    assert done.stderr == ""
    assert int(done.stdout) > 1  # it was killed at different moments
    monkeypatch.setattr(atomic_write, "NEW_SECONDS", -1)  # some seconds later
    save_place(MIDWAY)
    assert [path.name for path in state.iterdir()] == ["place.json"]  # the killed process left nothing behind


def test_a_place_of_an_older_voiceguide_lacks_what_was_added_since(state: Path) -> None:
    document = {"voiceguide": "place", "version": 1, "place": {"routine": "feet", "title": "Feet", "fingerprint": ""}}
    place_file(state, json.dumps(document))
    assert load_place() == Place("feet", "Feet", "")


def changed(**values: object) -> Callable[[dict[str, Any]], object]:
    return lambda document: document["place"].update(values)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda document: document.update(version=2), "another version of voiceguide"),
        (lambda document: document.update(voiceguide="batch"), "voiceguide did not write it"),
        (changed(moon="full"), "another version of voiceguide"),
        (changed(line="13"), "damaged"),
        (changed(line=True), "damaged"),
        (changed(line=-1), "damaged"),
        (changed(side="top"), "damaged"),
        (changed(length=0), "damaged"),
        (changed(length=1e999), "damaged"),
        (changed(length="long"), "damaged"),
        (changed(routine=""), "damaged"),
        (changed(choices={"skip": [None]}), "damaged"),
        (changed(choices={"talk": "loud"}), "damaged"),
        (changed(choices=[]), "damaged"),
        (changed(command="rm {file}"), "damaged"),
        (changed(bed={"bed": "brown", "wake_tone": True}), "damaged"),
        (lambda document: document["place"].pop("title"), "damaged"),
        (lambda document: document.pop("place"), "damaged"),
    ],
)
def test_what_is_no_place_is_refused_with_a_reason(
    state: Path, change: Callable[[dict[str, Any]], object], reason: str
) -> None:
    save_place(MIDWAY)
    document = json.loads((state / "place.json").read_bytes())
    change(document)
    place_file(state, json.dumps(document))
    with pytest.raises(PlaceError, match=reason) as refused:
        load_place()
    assert str(state / "place.json") in refused.value.message
    assert refused.value.hint == "Begin a new session: voiceguide play ROUTINE"


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"{", b"[]", b"[" * 500_000, b"9" * 900_000, b"null"])
def test_a_damaged_file_is_refused(state: Path, text: bytes) -> None:
    place_file(state, text)
    with pytest.raises(PlaceError, match=r"damaged|did not write"):
        load_place()


def test_a_huge_file_is_not_read(state: Path) -> None:
    place_file(state, b"")
    with (state / "place.json").open("r+b") as file:
        file.truncate(1 << 40)
    with pytest.raises(PlaceError, match="larger than voiceguide"):
        load_place()


def test_what_is_no_file_is_not_waited_for(state: Path) -> None:
    need(hasattr(os, "mkfifo"), "there are no pipes with names here")
    state.mkdir()
    os.mkfifo(state / "place.json")
    with pytest.raises(PlaceError, match="it is not a file"):
        load_place()


def test_a_folder_that_cannot_be_is_for_the_caller_to_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path / "file" / "state"))
    with pytest.raises(OutputError, match="Cannot make the folder") as refused:
        save_place(MIDWAY)
    assert "VOICEGUIDE_STATE" in str(refused.value.hint)
    assert load_place() is None


def test_more_than_can_be_read_back_is_not_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_module, "MOST_BYTES", 3000)
    save_place(MIDWAY)
    with pytest.raises(OutputError, match="too long"):
        save_place(replace(MIDWAY, title="A" * 3000))
    assert load_place() == MIDWAY


def test_the_state_folder_is_the_users_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VOICEGUIDE_STATE")
    assert state_folder().name == "voiceguide"
    assert state_folder().is_absolute()


def test_a_fingerprint_tells_whether_a_script_was_changed(script: Callable[..., Path]) -> None:
    path = script("# Feet\n\n- Press the heel spot for 60 seconds\n")
    before = fingerprint(path)
    assert before == fingerprint(path)
    script("# Feet\n\n- Press the heel spot for 90 seconds\n")
    assert fingerprint(path) != before
    path.unlink()
    with pytest.raises(RoutineNotFoundError, match="cannot be read"):
        fingerprint(path)
