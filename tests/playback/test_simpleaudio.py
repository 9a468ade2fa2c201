"""simpleaudio in its own process: a stand-in that plays nothing, hangs or refuses; and the real one, where it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.audio.timelines import Clock, Tone, timeline
from tests.needs import need
from tests.sound_server import SoundServer
from tests.waiting import until
from voiceguide.errors import OutputError
from voiceguide.playback import HANGS, NO_DEVICE
from voiceguide.playback.simpleaudio_player import SimpleaudioPlayer, SimpleaudioProcess

STAND_IN = """
import time

class SimpleaudioError(Exception):
    pass

class _simpleaudio:
    SimpleaudioError = SimpleaudioError

class Sound:
    def __init__(self, seconds):
        self.end = time.monotonic() + seconds
    def is_playing(self):
        return time.monotonic() < self.end
    def stop(self):
        self.end = 0.0

def play_buffer(data, channels, width, rate):
    print("a line that is no answer")
    return Sound(len(data) / width / rate)
"""
HANGING = STAND_IN + "\ndef play_buffer(*_):\n    time.sleep(3600)\n"
REFUSING = STAND_IN + "\ndef play_buffer(*_):\n    raise SimpleaudioError\n"
CRASHING = STAND_IN + "\nimport os\ndef play_buffer(*_):\n    os._exit(9)\n"
PLAYER = "from voiceguide.playback.simpleaudio_player import SimpleaudioPlayer as Player; print(Player().why_not())"

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 12), reason="simpleaudio crashes Python 3.12 and later")


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a module that stands for simpleaudio."""
    monkeypatch.syspath_prepend(str(tmp_path))
    file = tmp_path / "simpleaudio.py"
    file.write_text(STAND_IN)
    return file


def process_of(player: SimpleaudioPlayer) -> subprocess.Popen[bytes]:
    assert player._process is not None
    return player._process._process


def test_sounds_start_end_and_are_waited_for_in_the_process(stand_in: Path) -> None:
    process = SimpleaudioProcess()
    second = bytes(2 * 44_100)
    start = time.monotonic()
    process.ask(b"play", second)
    process.ask(b"play", bytes(2 * 4_410))
    process.ask(b"stop", b"")
    process.ask(b"finish", b"")
    assert time.monotonic() - start < 1
    process.close()


def test_a_player_that_works_asks_one_process_for_all_sounds(stand_in: Path) -> None:
    clock = Clock()
    player = SimpleaudioPlayer(clock, clock.sleep)
    assert player.why_not() is None
    process = process_of(player)
    player.play(timeline(2, (0.5, Tone(0.1)), (1, Tone(0.1))))
    assert player.wait()
    assert process_of(player) is process


def test_a_device_that_never_answers_is_told_and_its_process_ends(
    stand_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voiceguide.playback.simpleaudio_player.OPENING_SECONDS", 0.5)
    stand_in.write_text(HANGING)
    player = SimpleaudioPlayer()
    process = SimpleaudioProcess()
    player._process = process
    assert HANGS in (player.why_not() or "")
    assert process._process.returncode is not None


def test_a_device_that_hangs_during_a_session_is_an_error_of_the_output(
    stand_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voiceguide.playback.simpleaudio_player.OPENING_SECONDS", 0.5)
    clock = Clock()
    player = SimpleaudioPlayer(clock, clock.sleep)
    assert player.why_not() is None
    process_of(player).send_signal(signal.SIGSTOP)
    player.play(timeline(2, (0.5, Tone(1))))
    with pytest.raises(OutputError, match="does not answer"):
        player.wait()


@pytest.mark.parametrize(("module", "reason"), [(REFUSING, NO_DEVICE), (CRASHING, "gone away")])
def test_without_a_device_or_after_a_crash_the_reason_is_told(stand_in: Path, module: str, reason: str) -> None:
    stand_in.write_text(module)
    assert reason in (SimpleaudioPlayer().why_not() or "")


def test_a_signal_ends_the_program_while_the_device_hangs_and_nothing_is_left(stand_in: Path, tmp_path: Path) -> None:
    stand_in.write_text(f"import os\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n{HANGING}")
    path = os.pathsep.join([str(tmp_path), *sys.path])
    program = subprocess.Popen([sys.executable, "-c", PLAYER], env={**os.environ, "PYTHONPATH": path}, stderr=-3)
    until(lambda: (tmp_path / "pid").exists() and bool((tmp_path / "pid").read_text()))
    program.send_signal(signal.SIGINT)
    assert program.wait(30) != 0
    until(lambda: not _runs(int((tmp_path / "pid").read_text())))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_real_simpleaudio_plays_and_a_sound_server_that_never_answers_does_not_hang_it(
    sound_server: SoundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(find_spec("simpleaudio"), "simpleaudio is not installed")
    player = SimpleaudioPlayer()
    assert player.why_not() is None
    monkeypatch.setattr("voiceguide.playback.simpleaudio_player.OPENING_SECONDS", 1.0)
    with sound_server.hanging():
        start = time.monotonic()
        assert HANGS in (player.why_not() or "")
        assert time.monotonic() - start < 2
    assert player.why_not() is None
