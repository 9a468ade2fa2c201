"""Ctrl-C at every instruction of a block that writes: after the end of the process, nothing unfinished is there."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from voiceguide.speech.cache_files import publish
from voiceguide.storage import secret, unfinished
from voiceguide.storage.atomic_folder import atomic_folder
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.temporary import TemporaryFolder

NAME = "0" * 64 + ".wav"
WATCHED = ("voiceguide/storage/", "voiceguide/speech/cache_files.py", "contextlib.py")


def write_file(folder: Path) -> None:
    with atomic_write(folder / "a.mp3", overwrite=True) as file:
        file.write(b"sound")


def write_folder(folder: Path) -> None:
    with atomic_folder(folder / "album", overwrite=False, ours=lambda there: ()) as made:
        (made / "1.mp3").write_bytes(b"sound")


def write_clip(folder: Path) -> None:
    publish(folder, NAME, b"sound")


def write_secret(folder: Path) -> None:
    secret._made(folder / secret.NAME)


def use_temporary(folder: Path) -> None:
    with TemporaryFolder("test") as made:
        Path(made.name, "1.wav").write_bytes(b"sound")


class Interruption:
    """Raises KeyboardInterrupt before one instruction, counted from 0, of the watched files."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, frame: FrameType, event: str, arg: Any) -> Any:
        if not any(each in frame.f_code.co_filename for each in WATCHED):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            if self.left == 0:
                sys.settrace(None)
                raise KeyboardInterrupt
            self.left -= 1
        return self


def interrupted(work: Callable[[Path], None], folder: Path, number: int) -> bool:
    """True if the work was interrupted before this instruction, False if it has fewer."""
    before = sys.gettrace()
    sys.settrace(Interruption(number))
    try:
        work(folder)
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.fixture
def few_objects() -> Iterator[None]:
    """Leave out all that exists from the collections of garbage, so that they take no time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("few_objects")
@pytest.mark.parametrize(
    ("work", "results"),
    [
        (write_file, {"a.mp3"}),
        (write_folder, {"album"}),
        (write_clip, {NAME}),
        (write_secret, {secret.NAME}),
        (use_temporary, set()),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_at_any_instruction_leaves_nothing_unfinished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Callable[[Path], None], results: set[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(unfinished, "_begun", {})
    monkeypatch.setattr(os, "fsync", lambda number: None)
    for number in range(100_000):
        monkeypatch.setattr(unfinished, "_over", threading.Event())
        if not interrupted(work, tmp_path, number):
            break
        gc.collect()
        unfinished.remove_unfinished()  # as at the end of the process
        left = {path.name for path in tmp_path.iterdir()}
        assert left <= results, f"before instruction {number}"
        for name in left:
            path = tmp_path / name
            assert path.is_dir() or path.stat().st_size, f"an empty {name} before instruction {number}"
            path.unlink() if path.is_file() else [*map(Path.unlink, path.iterdir()), path.rmdir()]
    assert number > 50


def test_threads_finish_their_files_before_the_end_and_begin_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unfinished, "_begun", {})
    monkeypatch.setattr(unfinished, "_over", threading.Event())
    begun = threading.Event()

    def work() -> None:
        with atomic_write(tmp_path / "a.mp3", overwrite=False) as file:
            begun.set()
            unfinished._over.wait(10)
            file.write(b"sound")

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait(10)
    unfinished.remove_unfinished()
    thread.join()
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]
    with pytest.raises(OSError, match="ending"):
        publish(tmp_path, NAME, b"sound")


def test_the_folders_of_killed_processes_are_removed_with_the_next_folder(tmp_path: Path) -> None:
    left = tmp_path / ".other.4194305-0a1b2c3d.part"
    left.mkdir()
    (left / "1.mp3").write_bytes(b"half")
    (tmp_path / ".notes.part").mkdir()
    write_folder(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"album", ".notes.part"}
