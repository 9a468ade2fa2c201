"""Live sessions as listeners have them: the command in a real terminal, real key presses, and recorded sound."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.sound_server import Recording, SoundServer, find
from tests.terminals import Terminal
from tests.waiting import until
from voiceguide.audio.bells import sound
from voiceguide.live.saved_place import load_place
from voiceguide.studio.studio import Studio
from voiceguide.units import RATE

SCRIPT = """\
---
settle: 1
rate: 300
---
# Short one
- Press the heel spot for 6 seconds
- Rub the arch for 3 seconds
"""
ANSWERED_SECONDS = 0.15
HELD_SECONDS = 6
NEAR_SECONDS = 0.03


@pytest.fixture
def short(script: Callable[..., Path]) -> Path:
    """A short routine whose speech is in the cache."""
    path = script(SCRIPT)
    with Studio(str(path)) as studio:
        studio.timeline(studio.plan())
        studio.narration.speak(["Paused.", "Press again to leave.", "Your place is kept.", "Three.", "Two.", "One."])
    return path


def play(path: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "voiceguide", "play", str(path), *options]


def samples_of(studio: Studio, text: str) -> NDArray[np.int16]:
    return studio.narration.speaker.sound(studio.narration.speakable(text)).samples()


def heard(recording: Recording, wanted: NDArray[np.int16], seconds: float = 20) -> int:
    """Wait for a sound, and return its place in the recording."""
    looked, until_then = 0, recording.length + round(seconds * RATE)
    while recording.length < until_then:
        samples = recording.samples
        if places := find(samples[looked:], wanted):
            return looked + places[0]
        looked = max(0, len(samples) - len(wanted))
        recording.wait_for(len(samples) + RATE // 10)
    raise AssertionError("it was not heard")


def planned(path: Path) -> list[tuple[int, NDArray[np.int16]]]:
    """Return the places of sounds that are easy to tell apart."""
    with Studio(str(path)) as studio:
        placements = studio.timeline(studio.plan()).placements
        keys = [placement.sound.key for placement in placements]
        return [(each.start, each.sound.samples()) for each in placements if keys.count(each.sound.key) == 1]


def test_a_session_is_heard_as_it_was_planned_with_no_drift(
    short: Path, terminal: Terminal, sound_server: SoundServer
) -> None:
    lone = planned(short)
    with sound_server.record() as recording, terminal.running(*play(short, "--plain")) as process:
        assert terminal.end_of(process, 60) == 0
        samples = recording.wait_until_now()
    places = [(start, find(samples, wanted)) for start, wanted in lone]
    assert all(len(found) == 1 for _, found in places)
    shifts = [(found[0] - start) / RATE for start, found in places]
    assert max(shifts) - min(shifts) <= NEAR_SECONDS
    assert len(shifts) > 5
    assert "done" in terminal.written()


def test_presses_are_answered_in_sound_at_once_and_a_pause_keeps_the_time(
    short: Path, terminal: Terminal, sound_server: SoundServer
) -> None:
    bell, pause, going_on, last = (sound(name).samples() for name in ("start-bell", "pause", "go-on", "end-bell"))
    with sound_server.record() as recording, terminal.running(*play(short)) as process:
        heard(recording, bell)
        time.sleep(2.0)
        pressed = []
        for _ in range(2):
            pressed.append(time.monotonic())
            terminal.press(b" ")
            time.sleep(1.5)
        heard(recording, last)
        samples = recording.wait_until_now()
        process.terminate()
        assert terminal.end_of(process, 10) == 143
    answers = [find(samples, answer, 0.95)[0] for answer in (pause, going_on)]
    late = [(answer - recording.at(moment)) / RATE for answer, moment in zip(answers, pressed, strict=True)]
    assert max(late) <= ANSWERED_SECONDS
    bells = find(samples, bell)
    held = (answers[0] - bells[0]) + (find(samples, last)[0] - bells[1])
    # The press cuts the sound a little before its answer is heard.
    assert held / RATE == pytest.approx(6.0, abs=ANSWERED_SECONDS)


def test_a_sound_server_that_is_killed_is_waited_for(
    short: Path, terminal: Terminal, sound_server: SoundServer
) -> None:
    bell = sound("start-bell").samples()
    with terminal.running(*play(short)) as process:
        with sound_server.record() as recording:
            heard(recording, bell)
        sound_server.kill()
        terminal.until("device")
        sound_server.restart()
        with sound_server.record() as recording:
            heard(recording, bell, 30)
        terminal.press(b"q")
        time.sleep(0.3)
        terminal.press(b"q")
        assert terminal.end_of(process, 20) == 0
    place = load_place()
    assert place
    assert place.line == 6


def test_q_twice_leaves_with_the_place_kept_and_resume_goes_on_there(short: Path, terminal: Terminal) -> None:
    before = terminal.modes()
    with terminal.running(*play(short, "--output", "none")) as process:
        until(lambda: (place := load_place()) is not None and place.line == 6)
        terminal.press(b"\x1b[C")  # next
        until(lambda: (place := load_place()) is not None and place.line == 7)
        terminal.press(b"q")
        time.sleep(0.2)
        terminal.press(b"q")
        assert terminal.end_of(process, 20) == 0
        assert "place kept" in terminal.written()
        assert terminal.modes() == before
    with terminal.running(sys.executable, "-m", "voiceguide", "resume", "--output", "none", "--plain") as process:
        assert "Rub the arch" in terminal.until("Rub the arch")
        process.terminate()
        terminal.end_of(process)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_however_it_is_ended_the_terminal_is_as_it_was_and_the_place_is_kept(
    short: Path, terminal: Terminal, number: int, status: int
) -> None:
    before = terminal.modes()
    with terminal.running(*play(short, "--output", "none")) as process:
        until(lambda: (place := load_place()) is not None and place.line == 6)
        process.send_signal(number)
        assert terminal.end_of(process, 20) == status
        assert terminal.modes() == before
        assert "\x1b[?1049l" in terminal.written()
    place = load_place()
    assert place
    assert (place.line, place.finished) == (6, False)


def test_a_second_player_says_so_and_leaves(short: Path, terminal: Terminal) -> None:
    second = Terminal()
    with terminal.running(*play(short, "--output", "none")):
        until(lambda: load_place() is not None)
        with second.running(*play(short, "--output", "none")) as process:
            assert second.end_of(process) == 1
            assert "Another voiceguide is playing." in second.written()
        with second.running(*play(short, "--output", "none", "--anyway", "--plain")) as process:
            second.until("Press the heel spot")
    second.close()


def test_a_process_that_was_stopped_has_not_run_on_alone(short: Path, terminal: Terminal) -> None:
    with terminal.running(*play(short, "--output", "none", "--plain")) as process:
        terminal.until("Press the heel spot")
        began = time.monotonic()
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(2.5)
        os.kill(process.pid, signal.SIGCONT)
        assert "Paused." not in terminal.until("Rub")
        assert time.monotonic() - began > HELD_SECONDS + 2.5


def test_again_plays_the_last_routine_with_the_same_choices(short: Path, terminal: Terminal) -> None:
    with terminal.running(*play(short, "--output", "none", "--talk", "bells", "-l", "shortest")):
        until(lambda: (place := load_place()) is not None and place.line == 6)
    with terminal.running(sys.executable, "-m", "voiceguide", "again", "--output", "none", "--plain"):
        terminal.until("Press the heel spot")
    place = load_place()
    assert place
    assert (place.length, place.choices.talk) == ("shortest", "bells")
