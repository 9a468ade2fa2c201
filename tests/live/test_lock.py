"""Only one player at a time. A player that is gone locks out nobody."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.needs import need
from voiceguide.errors import BusyError
from voiceguide.live.lock import only_player

PLAYER = """
import sys
from voiceguide.live.lock import only_player

with only_player(print):
    print("playing", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


def fail(text: str) -> None:
    pytest.fail(f"noted: {text}")


@contextmanager
def another_player() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", PLAYER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "playing\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_player_says_that_another_one_is_playing() -> None:
    with another_player():
        with pytest.raises(BusyError, match="Another voiceguide is playing") as refused, only_player(fail):
            pytest.fail("two voices at once")
        assert "--anyway" in str(refused.value.hint)


def test_a_player_may_follow_another_one() -> None:
    with another_player() as process:
        process.communicate("")
    with only_player(fail):
        pass
    with only_player(fail):
        pass


@pytest.mark.parametrize("how", ["SIGTERM", "SIGKILL"])
def test_the_lock_vanishes_with_its_process(how: str) -> None:
    need(hasattr(signal, how), f"there is no {how} here")
    with another_player() as process:
        os.kill(process.pid, getattr(signal, how))
        process.wait()
        with only_player(fail):
            pass


def test_a_child_of_a_player_that_was_killed_does_not_hold_the_lock() -> None:
    need(hasattr(signal, "SIGKILL"), "processes cannot be killed here")
    parent = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'input()'], stdin=sys.stdin)\n"
    code = PLAYER.replace("sys.stdin.read()", f"{parent}    print('child', flush=True); sys.stdin.read()")
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert [process.stdout.readline(), process.stdout.readline()] == ["playing\n", "child\n"]
        process.kill()
        process.wait()
        with only_player(fail):
            pass


def test_a_session_goes_on_where_there_can_be_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path / "file" / "state"))
    notes: list[str] = []
    with only_player(notes.append), only_player(notes.append):
        pass
    assert len(notes) == 2
    assert "is playing. Cannot make the folder" in notes[0]


def test_a_session_goes_on_where_the_file_system_has_no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def no_locks(fd: int, how: int) -> None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr(fcntl, "flock", no_locks)
    notes: list[str] = []
    with only_player(notes.append):
        pass
    assert len(notes) == 1
    assert "Function not implemented" in notes[0]


def test_what_is_raised_in_a_session_is_not_taken_for_a_lock_that_cannot_be() -> None:
    with pytest.raises(OSError, match="the sound device"), only_player(fail):
        raise OSError("the sound device is gone")
    with only_player(fail):
        pass
