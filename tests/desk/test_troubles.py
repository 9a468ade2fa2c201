"""A second desk on the same folder, and a disk that takes no more in the middle of a file."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.desk.running import SOLES, desk
from tests.desk.test_packing import SCRIPT, package
from voiceguide.desk.folder import ScriptFolder


def test_two_desks_on_one_folder_keep_both_texts(scripts: Path) -> None:
    with desk(scripts) as one, desk(scripts) as two:
        opened = [each.get("script.json", name="soles").json() for each in (one, two)]
        assert opened[0] == opened[1]
        base = opened[0]["version"]
        assert one.post("save.json", name="soles", text="# One\n", base=base).status_code == 200
        refused = two.post("save.json", name="soles", text="# Two\n", base=base)
        assert (refused.status_code, refused.json()["text"]) == (409, "# One\n")
        kept = two.post("create.json", title="soles", text="# Two\n", **{"from": "text"}).json()
        assert kept["name"] == "soles-2"
        assert one.get("script.json", name="soles-2").json()["text"] == "# Two\n"
        assert two.post("throw-away.json", name="soles").status_code == 200
        assert one.post("save.json", name="soles", text="# Gone\n", base=base).status_code == 404
        assert one.notes == two.notes == []


def test_two_desks_that_make_one_name_at_once_make_two_scripts(scripts: Path) -> None:
    with desk(scripts) as one, desk(scripts) as two, ThreadPoolExecutor(8) as threads:
        made = threads.map(
            lambda number: (one, two)[number % 2].post(
                "create.json", title="new", text=f"# {number}\n", **{"from": "text"}
            ),
            range(16),
        )
        names = [answer.json()["name"] for answer in made]
    assert len(set(names)) == 16
    texts = {(scripts / f"{name}.md").read_text("utf-8") for name in names}
    assert texts == {f"# {number}\n" for number in range(16)}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of files")
@pytest.mark.parametrize("work", ["save", "create", "store", "unpack", "record"])
def test_a_disk_that_takes_no_more_in_the_middle_of_a_file_loses_nothing(scripts: Path, work: str) -> None:
    (scripts.parent / "heel.zip").write_bytes(
        package(
            {"heel.md": SCRIPT.encode(), "heel.wav": bytes(900), "voices/Ann/index.json": INDEX, LONG: bytes(9_000)}
        )
    )
    ScriptFolder(scripts).save("soles", SOLES + "\nMore.\n", ScriptFolder(scripts).read("soles").version)
    before = content(scripts.parent)
    command = [sys.executable, "-c", FULL, str(scripts), work]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("refused: File too large", "")
    assert content(scripts.parent) == before


LONG = "voices/Ann/hello.flac"
INDEX = b'[{"language": "en", "words": "Hello.", "file": "hello.flac"}]'
FULL = """
import os, resource, sys
from pathlib import Path

import numpy as np

from voiceguide.desk.folder import ScriptFolder
from voiceguide.desk.packing import unpack
from voiceguide.errors import VoiceguideError
from voiceguide.recordings.store import open_recordings

place = Path(sys.argv[1])
os.environ["VOICEGUIDE_RECORDINGS"] = str(place.parent / "recordings")
folder = ScriptFolder(place)
opened, package = folder.read("soles"), (place.parent / "heel.zip").read_bytes()
works = {
    "save": lambda: folder.save("soles", "# Much" * 2_000, opened.version),
    "create": lambda: folder.create("much", "# Much" * 2_000),
    "store": lambda: folder.store("much", ".wav", bytes(9_000)),
    "unpack": lambda: unpack(folder, package),
    "record": lambda: open_recordings("Ben", new=True).keep("Words.", "en", noise, 22_050),
}
noise = np.random.default_rng(1).normal(0, 0.1, 40_000).astype(np.float32)
sys.dont_write_bytecode = True  # it would be cut off
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))
try:
    works[sys.argv[2]]()
except VoiceguideError as error:
    print("refused:", error.message.rstrip(".").rpartition(": ")[2])
"""
"""A work of the desk on a disk where a file may have 4,000 bytes."""


def content(folder: Path) -> dict[str, bytes]:
    """All files of a folder, except versions that equal the script, and locks."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    found = {str(path.relative_to(folder)): path.read_bytes() for path in files}
    now = found["scripts/soles.md"]
    return {name: data for name, data in found.items() if not (".voiceguide/versions" in name and data == now)}
