"""Recorded lines in a package: packed with their script, and restored on another computer."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.desk.running import SOLES, desk
from tests.desk.test_own_voice import RATE, voice
from tests.desk.test_packing import SCRIPT, package
from voiceguide.desk.folder import ScriptFolder
from voiceguide.desk.packing import pack, unpack
from voiceguide.errors import OutputError, RecordingError
from voiceguide.language import load
from voiceguide.recordings.kit import kit
from voiceguide.recordings.lines import lines
from voiceguide.recordings.store import open_recordings, recorded_voices
from voiceguide.script import parse


@pytest.fixture(autouse=True)
def recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The recordings of this machine."""
    monkeypatch.setenv("VOICEGUIDE_RECORDINGS", str(tmp_path / "recordings"))
    return tmp_path / "recordings"


def said() -> list[str]:
    routine = parse(SOLES, "", "soles").routine
    assert routine
    return lines(routine)


def record(name: str, words: str, seconds: float = 1.2) -> None:
    take = np.frombuffer(voice(seconds), "<i2").astype(np.float32) / 32768
    open_recordings(name, new=True).keep(words, "en", take, RATE)


def test_a_package_holds_the_recorded_lines_of_its_script(scripts: Path) -> None:
    record("Ann", said()[0])
    record("Ann", kit(load("en"))[0])
    record("Ann", "Words of another script.")
    record("Ben", "Words of another script.")
    with zipfile.ZipFile(io.BytesIO(pack(ScriptFolder(scripts), "soles"))) as opened:
        names = opened.namelist()
        index = json.loads(opened.read("voices/Ann/index.json"))
    assert [name for name in names if name.startswith("voices/Ben")] == []
    assert len([name for name in names if name.endswith(".flac")]) == 2
    assert [line["words"] for line in index] == [said()[0], kit(load("en"))[0]]


def test_recorded_lines_are_restored_on_another_computer(scripts: Path, recordings: Path) -> None:
    record("Ann", said()[0])
    sound = (open_recordings("Ann").path / open_recordings("Ann").all()[0].file).read_bytes()
    data = pack(ScriptFolder(scripts), "soles")
    shutil.rmtree(recordings)
    opened = unpack(ScriptFolder(scripts.parent / "theirs"), data)
    assert opened.voices == ("Ann",)
    found = open_recordings("Ann").find(said()[0], "en")
    assert found is not None
    assert (open_recordings("Ann").path / found.file).read_bytes() == sound


def test_a_voice_of_the_same_name_keeps_its_lines(scripts: Path, recordings: Path) -> None:
    record("Ann", said()[0])
    data = pack(ScriptFolder(scripts), "soles")
    assert unpack(ScriptFolder(scripts), data).voices == ("Ann",)  # the same lines are there
    assert recorded_voices() == ["Ann"]
    record("Ann", said()[0], seconds=2)
    kept = {path: path.read_bytes() for path in (recordings / "Ann").iterdir()}
    assert unpack(ScriptFolder(scripts), data).voices == ("Ann-2",)
    assert {path: path.read_bytes() for path in (recordings / "Ann").iterdir()} == kept


INDEX = b'[{"language": "en", "words": "Hello.", "file": "hello.flac"}]'


@pytest.mark.parametrize(
    "files",
    [
        {"voices/Ann/index.json": b"no index"},
        {"voices/Ann/index.json": b'[{"language": "en", "words": "A", "file": "../../evil.flac"}]'},
        {"voices/../index.json": INDEX},
        {"voices/Ann/deeper/index.json": INDEX},
        {"voices/none/index.json": INDEX, "voices/none/hello.flac": b"fLaC"},
        {"other/Ann/index.json": INDEX},
        {"index.json": INDEX},
    ],
)
def test_a_packed_voice_that_cannot_be_trusted_is_refused_and_nothing_is_written(
    scripts: Path, recordings: Path, files: dict[str, bytes]
) -> None:
    before = sorted(scripts.glob("*"))
    with pytest.raises((OutputError, RecordingError)):
        unpack(ScriptFolder(scripts), package({"heel.md": SCRIPT.encode(), **files}))
    assert [path for path in sorted(scripts.glob("*")) if path.name != ".voiceguide"] == before
    assert recorded_voices() == []


def test_no_voice_is_left_if_the_script_cannot_be_stored(
    scripts: Path, recordings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OutputError("Cannot write in it: No space left on device.")

    monkeypatch.setattr(ScriptFolder, "create", full)
    files = {"heel.md": SCRIPT.encode(), "voices/Ann/index.json": INDEX, "voices/Ann/hello.flac": b"fLaC"}
    with pytest.raises(OutputError):
        unpack(ScriptFolder(scripts), package(files))
    assert recorded_voices() == []
    assert list(recordings.glob("*")) == []


def test_recorded_lines_travel_from_desk_to_desk(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "scripts").mkdir()
    (tmp_path / "a" / "scripts" / "soles.md").write_text(SOLES, "utf-8")
    with desk(tmp_path / "a" / "scripts") as mine:
        about = {"name": "soles", "as": "Ann", "words": said()[0], "rate": str(RATE)}
        assert mine.send("own-keep.json", voice(), **about).status_code == 200
        data = pack(mine.services.folder, "soles")
    (tmp_path / "b").mkdir()
    with desk(tmp_path / "b" / "scripts") as theirs:
        opened = theirs.send("unpack.json", data).json()
        assert opened["recordings"] == ["Ann"]
        listed = theirs.post("own-lines.json", name="soles", text=SOLES, **{"as": "Ann"}).json()["lines"]
        assert [line["words"] for line in listed if line["recorded"]] == [said()[0]]
