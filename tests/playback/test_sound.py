"""miniaudio through a real sound server: on time, complete, without clicks, and through every fault."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.audio.timelines import Ladder, Level, Tone, timeline, whole_mix
from tests.needs import need_program
from tests.sound_server import SoundServer, find
from tests.waiting import until
from voiceguide.audio import bells
from voiceguide.audio.timeline import Timeline
from voiceguide.errors import OutputError
from voiceguide.playback.fader import FADE_SAMPLES
from voiceguide.playback.miniaudio_player import MiniaudioPlayer
from voiceguide.playback.pulseaudio_player import PulseaudioPlayer
from voiceguide.studio.studio import Studio
from voiceguide.units import RATE, to_samples

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

ANSWER = to_samples(0.15)
"""The most samples from a press to its answer."""

NEAR = to_samples(0.02)
"""A null sink rewinds up to 10 ms when a stream starts. A recorder has heard those already."""


@pytest.fixture(params=[MiniaudioPlayer, PulseaudioPlayer])
def player(request: pytest.FixtureRequest) -> Iterator[Player]:
    player: Player = request.param()
    yield player
    player.stop()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A device with a buffer larger than the player's own, so that a busy machine does not run it dry."""
    monkeypatch.setattr("voiceguide.playback.miniaudio_player.DEVICE_MILLISECONDS", 600)
    monkeypatch.setattr("voiceguide.playback.fader.TAIL_SAMPLES", 2 * RATE)


def hum(seconds: float) -> Timeline:
    return timeline(seconds, (0, Level(8000, to_samples(seconds))))


def steps(heard: NDArray[np.int16]) -> NDArray[np.int64]:
    """Return the difference between each sample and the one before."""
    differences: NDArray[np.int64] = np.abs(np.diff(heard.astype(np.int64)))
    return differences


@pytest.mark.usefixtures("patient")
def test_it_is_heard_to_the_last_sample(sound_server: SoundServer, player: Player) -> None:
    bell, last = bells.sound("start-bell"), bells.sound("end-bell")
    session = timeline(1.2 + last.length / RATE, (0, bell), (1.2, last))
    with sound_server.record() as recording:
        assert player.why_not() is None
        player.play(session)
        assert player.wait(20)
        assert player.position == session.length
        heard = recording.wait_until_now().astype(int)
    place = only(find(heard, bell.samples()))
    heard = heard[place : place + session.length]
    assert np.abs(heard - whole_mix(session)).max() <= 2


def test_every_sound_begins_within_150_ms_on_a_device_that_stays_open(
    sound_server: SoundServer, player: Player
) -> None:
    """Try each moment twice, since a busy machine may be late once."""
    hums, answer = hum(20), Tone(0.2)
    with sound_server.record() as recording:
        player.play(hums)
        player.wait(0.2)
        streams = sound_server.streams()
        asked = []
        for number in range(8):
            player.play(hums)
            player.wait(0.2 + number // 2 * 0.013)
            asked.append(recording.at(time.monotonic()))
            player.play(timeline(5, (0, answer)))
            player.wait(0.3)
        assert sound_server.streams() == streams
        places = find(recording.wait_until_now(), answer.samples(), 0.5)
    taken = [min((place - when for place in places if place >= when), default=RATE) for when in asked]
    assert all(min(both) < ANSWER for both in zip(taken[::2], taken[1::2], strict=True))


@pytest.mark.usefixtures("patient")
def test_nothing_clicks(sound_server: SoundServer, player: Player) -> None:
    with sound_server.record() as recording:
        for session in (hum(10), hum(9)):
            player.play(session, start=RATE)
            player.wait(0.9)
        for change in (player.pause, player.resume, player.stop):
            change()
            player.wait(0.9)
        heard = recording.wait_until_now()
    assert heard.max() == 8000
    assert steps(heard).max() <= 8000 / (FADE_SAMPLES - 1) + 2


@pytest.mark.usefixtures("patient")
def test_another_timeline_takes_over_without_a_seam(sound_server: SoundServer, player: Player) -> None:
    first, longer = (timeline(seconds, (0, Ladder(24_000))) for seconds in (2, 3))
    with sound_server.record() as recording:
        player.play(first)
        for _ in range(2):
            player.wait(0.3)
            player.go_on_with(longer)
        until(lambda: recording.samples.max() == 26_999)
        heard = recording.wait_until_now()
    heard = heard[np.flatnonzero(heard)]
    assert heard[:24_000].tolist() == list(range(3000, 27_000))


def only(places: list[int]) -> int:
    assert len(places) == 1
    return places[0]


def lost(player: Player) -> str:
    """Play on until the device is gone, and return the message."""
    with pytest.raises(OutputError) as error:
        player.wait(10)
    return error.value.message


@pytest.mark.parametrize("while_paused", [False, True])
def test_a_dead_sound_server_is_told_and_a_new_one_is_played_to(
    sound_server: SoundServer, player: Player, while_paused: bool
) -> None:
    session = hum(20)
    player.play(session)
    player.wait(0.3)
    if while_paused:
        player.pause()
    sound_server.kill()
    assert "gone away" in lost(player)
    place = player.position
    assert 0 < place < RATE
    with pytest.raises(OutputError, match="No sound device"):
        player.play(session, place)
    sound_server.restart()
    with sound_server.record() as recording:
        player.play(session, place)
        until(lambda: recording.samples.any())
    assert player.position >= place


def test_a_sound_server_that_hangs_does_not_hang_the_player(
    sound_server: SoundServer, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voiceguide.playback.miniaudio_player.OPENING_SECONDS", 0.5)
    player.play(hum(20))
    player.wait(0.3)
    with sound_server.hanging():
        assert "gone away" in lost(player)
        with pytest.raises(OutputError, match="does not answer"):
            player.play(hum(20))
    player.play(hum(20))
    assert not player.wait(0.1)


LADDERS = """
from tests.audio.timelines import Ladder, timeline
from voiceguide.playback import fader, miniaudio_player

miniaudio_player.DEVICE_MILLISECONDS, fader.TAIL_SAMPLES = 600, 44_100
player = miniaudio_player.MiniaudioPlayer()
player.play(timeline(1.1, (0, Ladder(24_000))))
player.wait()
player.stop()
"""


def test_a_stopped_process_goes_on_where_it_was(sound_server: SoundServer) -> None:
    with sound_server.record() as recording:
        with subprocess.Popen([sys.executable, "-c", LADDERS], cwd=Path(__file__).parents[2]) as process:
            until(lambda: recording.samples.max() > 8000)
            process.send_signal(signal.SIGSTOP)
            until(silent(recording.wait_until_now))
            process.send_signal(signal.SIGCONT)
            assert process.wait() == 0
        heard = recording.wait_until_now().astype(int)
    parts = np.split(heard, np.flatnonzero(np.diff(heard != 0)) + 1)
    parts = [part for part in parts if part[0]]
    assert len(parts) == 2
    before, after = parts
    assert set(steps(before)) == set(steps(after)) == {1}
    assert before[0] == 3000
    assert abs(after[0] - before[-1]) < NEAR
    assert after[-1] == 26_999


def silent(heard: Callable[[], NDArray[np.int16]]) -> Callable[[], bool]:
    return lambda: not heard()[-RATE // 2 :].any()


SESSION = """---
settle: 2s
---
# Heel

- Press the heel spot for 4 seconds
- Press the arch for 3 seconds
"""


@pytest.mark.usefixtures("patient")
def test_a_session_is_heard_as_it_was_planned(
    sound_server: SoundServer, player: Player, script: Callable[..., Path]
) -> None:
    """Use the second step alone, to save time: speech, bells and the closing words."""
    need_program("espeak-ng")
    with Studio(str(script(SESSION))) as studio:
        plan = studio.plan()
        session = studio.timeline(plan)
    start = plan.steps[1].start
    with sound_server.record() as recording:
        player.play(session, start)
        assert player.wait(30)
        heard = recording.wait_until_now()
    cues = [placement for placement in session.placements if placement.start >= start]
    assert len(cues) >= 4
    found = [only(find(heard, cue.sound.samples(), 0.9)) for cue in cues]
    begin = found[0] - cues[0].start
    for place, cue in zip(found, cues, strict=True):
        assert abs(place - begin - cue.start) < to_samples(0.03), "in its place, at the end as at the start"
    planned = whole_mix(session)[cues[0].start :].astype(int)
    assert np.abs(heard[found[0] :][: len(planned)] - planned)[FADE_SAMPLES:].max() <= 2, "no gap, no click"
