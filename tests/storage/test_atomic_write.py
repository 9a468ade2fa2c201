"""A file is written completely or not at all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import pytest

from tests.needs import need
from voiceguide.errors import OutputError
from voiceguide.export import m4a
from voiceguide.storage import atomic_write as atomic_write_module
from voiceguide.storage.atomic_folder import atomic_folder
from voiceguide.storage.atomic_write import atomic_write, is_running, part_of
from voiceguide.storage.locks import is_free, lock_opened


def finished_process() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_takes_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.mp3"
    with atomic_write(target, overwrite=False) as file:
        file.write(b"sound")
        assert names(tmp_path) == {part_of(target).name}
    assert target.read_bytes() == b"sound"
    assert names(tmp_path) == {"a.mp3"}


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ValueError])
def test_nothing_is_left_when_it_is_stopped(tmp_path: Path, error: type[BaseException]) -> None:
    def stop(file: IO[bytes]) -> None:
        file.write(b"sou")
        raise error

    with pytest.raises(error), atomic_write(tmp_path / "a.mp3", overwrite=False) as file:
        stop(file)
    assert names(tmp_path) == set()


def test_an_existing_file_is_kept_unless_it_may_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a.mp3"
    target.write_bytes(b"old")
    with pytest.raises(OutputError, match="exists already") as refused, atomic_write(target, overwrite=False):
        pytest.fail("work was begun that cannot be kept")
    assert refused.value.hint is not None
    assert "--force" in refused.value.hint
    with atomic_write(target, overwrite=True) as file:
        file.write(b"new")
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("hard_links", [True, False])
def test_a_file_made_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool) -> None:
    if not hard_links:
        monkeypatch.setattr(os, "link", _no_hard_links)
    target = tmp_path / "a.mp3"
    with pytest.raises(OutputError, match="exists already"), atomic_write(target, overwrite=False):
        target.write_bytes(b"another program's")
    assert target.read_bytes() == b"another program's"
    assert names(tmp_path) == {"a.mp3"}


def test_it_works_on_file_systems_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _no_hard_links)
    with atomic_write(tmp_path / "a.mp3", overwrite=False) as file:
        file.write(b"sound")
    assert (tmp_path / "a.mp3").read_bytes() == b"sound"
    assert names(tmp_path) == {"a.mp3"}


def _no_hard_links(source: Path, target: Path) -> None:
    raise PermissionError("not on this file system")


def test_what_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / f".b.mp3.{finished_process()}.part"
    running = tmp_path / f".c.mp3.{os.getppid()}.part"
    foreign = tmp_path / ".notes.part"
    for path in (left, running, foreign):
        path.write_bytes(b"")
    with atomic_write(tmp_path / "a.mp3", overwrite=False):
        pass
    assert names(tmp_path) == {"a.mp3", running.name, foreign.name}


def test_a_killed_export_leaves_one_hidden_part_and_no_target(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from voiceguide.storage.atomic_write import atomic_write\n"
        "with atomic_write(pathlib.Path(sys.argv[1]), overwrite=False) as file:\n"
        "    file.write(b'sou'); file.flush(); print('writing', flush=True); sys.stdin.read()\n"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code, tmp_path / "a.mp3"], stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
    (left,) = names(tmp_path)
    assert re.fullmatch(rf"\.a\.mp3\.{process.pid}-[0-9a-f]{{8}}\.part", left)
    with atomic_write(tmp_path / "a.mp3", overwrite=False):
        pass
    assert names(tmp_path) == {"a.mp3"}


def test_two_threads_do_not_write_one_file(tmp_path: Path) -> None:
    def write() -> None:
        with atomic_write(tmp_path / "a.mp3", overwrite=True) as file:
            file.write(b"second")

    with atomic_write(tmp_path / "a.mp3", overwrite=True) as file, ThreadPoolExecutor(1) as other:
        file.write(b"first")
        with pytest.raises(OutputError, match="being written already"):
            other.submit(write).result()
    assert (tmp_path / "a.mp3").read_bytes() == b"first"


def test_a_process_is_running_until_it_has_ended() -> None:
    assert is_running(os.getpid())
    assert is_running(os.getppid())
    assert not is_running(finished_process())
    assert not is_running(2**31 - 1)
    assert not is_running(9_999_999_999)


def test_a_missing_folder_and_a_folder_as_target_are_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"the folder .*nowhere does not exist"):
        atomic_write(tmp_path / "nowhere" / "a.mp3", overwrite=False).__enter__()
    (tmp_path / "a.mp3").mkdir()
    with pytest.raises(OutputError, match="it is a folder"):
        atomic_write(tmp_path / "a.mp3", overwrite=True).__enter__()


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / ".a.mp3.1.part"))

    monkeypatch.setattr(Path, "open", refused)  # for root, every folder is writable
    with pytest.raises(OutputError, match=r"Cannot write .*a\.mp3: Permission denied") as error:
        atomic_write(tmp_path / "a.mp3", overwrite=False).__enter__()
    assert error.value.hint == "Choose a folder that you may write to."


def test_a_folder_in_one_that_may_not_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(OutputError, match=r"Cannot write .*album: Permission denied") as error:
        atomic_folder(tmp_path / "album", overwrite=False, ours=lambda _: ()).__enter__()
    assert error.value.hint == "Choose a folder that you may write to."


def test_an_unreadable_source_is_not_blamed_on_the_target(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"clip\.wav: No such file"),
        atomic_write(tmp_path / "a.mp3", overwrite=False),
    ):
        (tmp_path / "cache" / "clip.wav").read_bytes()
    assert names(tmp_path) == set()


@pytest.mark.parametrize("suffix", [".mp3", ".wav", ".flac", ".ogg", ".m4a"])
def test_a_full_disk_is_said_and_leaves_nothing_behind(tmp_path: Path, suffix: str) -> None:
    need(suffix != ".m4a" or m4a.converter(), "ffmpeg is not installed")
    need(hasattr(os, "fork"), "this system cannot limit the size of files")
    code = (
        "import resource, sys, pathlib; sys.dont_write_bytecode = True\n"  # it would be cut off
        "from voiceguide import errors, export\n"
        "from tests.audio.timelines import Tone, timeline\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8000, resource.RLIM_INFINITY))\n"
        "try: export.write(timeline(60, (1, Tone(50))), pathlib.Path(sys.argv[1]), export.Tags(), overwrite=False)\n"
        "except errors.OutputError as error: print(error.message)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)\n"  # coverage writes at exit
    )
    target = tmp_path / f"a{suffix}"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, target], capture_output=True, text=True, check=True, cwd=root)
    assert (done.stdout, done.stderr) == (f"Cannot write {target}: File too large.\n", "")
    assert names(tmp_path) == set()


def test_a_part_that_another_container_writes_stays_and_is_removed_once_it_is_left(tmp_path: Path) -> None:
    elsewhere = tmp_path / f".b.mp3.{finished_process()}-0a1b2c3d.part"
    with elsewhere.open("wb") as file:
        lock_opened(file)
        with atomic_write(tmp_path / "a.mp3", overwrite=False):
            pass
        assert elsewhere.exists()
    with atomic_write(tmp_path / "c.mp3", overwrite=False):
        pass
    assert names(tmp_path) == {"a.mp3", "c.mp3"}


def test_a_part_with_the_number_of_this_process_from_another_container_is_another(tmp_path: Path) -> None:
    left = tmp_path / f".a.mp3.{os.getpid()}-0a1b2c3d.part"
    left.write_bytes(b"half")
    with atomic_write(tmp_path / "a.mp3", overwrite=False) as file:
        file.write(b"sound")
    assert names(tmp_path) == {"a.mp3"}


def test_a_part_is_locked_until_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free: list[bool] = []
    put = atomic_write_module._put
    monkeypatch.setattr(atomic_write_module, "_put", lambda part, *rest: (free.append(is_free(part)), put(part, *rest)))
    with atomic_write(tmp_path / "a.mp3", overwrite=False) as file:
        free.append(is_free(part_of(tmp_path / "a.mp3")))
        file.write(b"sound")
    assert free == [False, False]


INTERRUPTED = """
import atexit, os, sys
from pathlib import Path
from voiceguide.storage.atomic_folder import atomic_folder
from voiceguide.storage.atomic_write import atomic_write

file, folder = map(Path, sys.argv[1:])
writing = atomic_write(file, overwrite=False)
writing.__enter__().write(b"half")
filling = atomic_folder(folder, overwrite=False, ours=lambda folder: ())
(filling.__enter__() / "a").touch()
assert len(list(file.parent.iterdir())) == 2
atexit._run_exitfuncs()
os._exit(0)  # neither block ends
"""


def test_a_stop_between_a_block_and_its_cleanup_leaves_nothing(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", INTERRUPTED, tmp_path / "a.mp3", tmp_path / "album"], check=True)
    assert list(tmp_path.iterdir()) == []
