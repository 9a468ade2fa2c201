"""A player over a bed: the music runs on through pauses and edits, and fades when nothing follows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tests.audio.timelines import Clock, Level, Tone, timeline
from tests.bed.sounds import Steady
from tests.sound_server import SoundServer
from voiceguide.audio.bells import sound
from voiceguide.audio.timeline import Timeline
from voiceguide.bed import endless_bed
from voiceguide.playback.bed_player import OverBed
from voiceguide.playback.clock_player import ClockPlayer
from voiceguide.playback.miniaudio_player import MiniaudioPlayer
from voiceguide.units import RATE, to_samples

SESSION = timeline(60, (10, Tone(2)), (50, sound("end-bell")))
ANSWER = timeline(60, (0, sound("press")))


class Counting(Steady):
    """A bed that records the samples it is asked for."""

    def samples(self, start: int, count: int) -> np.ndarray:
        return np.arange(start, start + count, dtype=np.float32)[:, np.newaxis]


class Watched(ClockPlayer):
    """Records the timelines it is given."""

    def given(self) -> Timeline:
        return self._timeline


@pytest.fixture
def inner() -> Watched:
    clock = Clock()
    return Watched(clock, clock.sleep)


def gain(player: Watched) -> float:
    bed = player.given().bed
    assert bed is not None
    return float(bed.gains(player.position, 1)[0])  # type: ignore[attr-defined]


def music(player: Watched) -> float:
    """The seconds of the music that are over."""
    bed = player.given().bed
    assert bed is not None
    return float(bed.bed.samples(player.position, 1)[0, 0]) / RATE  # type: ignore[attr-defined]


def test_the_music_goes_on_from_one_timeline_to_the_next(inner: Watched) -> None:
    player = OverBed(inner, Counting())
    player.play(SESSION)
    player.wait(20)
    assert (music(inner), gain(inner)) == (20, 1)
    player.play(ANSWER)
    assert (music(inner), gain(inner)) == (20, 1)
    player.wait(0.3)
    player.play(SESSION, to_samples(0.1))
    assert music(inner) == pytest.approx(20.3, abs=0.001)
    assert gain(inner) == 1  # music that is still sounding is not faded in
    player.go_on_with(SESSION)
    assert music(inner) == pytest.approx(20.3, abs=0.001)


def test_in_a_pause_it_fades_and_then_comes_again(inner: Watched) -> None:
    player = OverBed(inner, Counting())
    player.play(SESSION)
    player.wait(5)
    player.play(ANSWER)
    player.wait(7)
    assert gain(inner) == 0
    player.play(SESSION)
    assert gain(inner) == 0
    player.wait(3.1)
    assert gain(inner) == 1


def test_it_is_the_same_player_for_who_uses_it(inner: Watched) -> None:
    player = OverBed(inner, Counting())
    assert (player.name, player.why_not()) == ("none", None)
    player.volume = -6.0
    assert inner.volume == player.volume == -6.0
    player.play(SESSION)
    player.pause()
    assert not player.wait(1)
    assert player.position == 0
    player.resume()
    player.wait(1)
    player.stop()
    assert player.position == RATE


@pytest.fixture
def device() -> Iterator[MiniaudioPlayer]:
    player = MiniaudioPlayer()
    yield player
    player.stop()


def test_a_device_is_opened_for_two_channels_where_the_bed_has_two(
    sound_server: SoundServer, device: MiniaudioPlayer
) -> None:
    player = OverBed(device, endless_bed("drone"))
    with sound_server.record() as recording:
        assert player.why_not() is None
        player.play(timeline(2.0, (0.5, Level(9000, RATE))))
        assert player.wait(20)
        heard = recording.wait_until_now().astype(int)
    loud = np.flatnonzero(np.abs(heard) > 5000)
    assert len(loud) == pytest.approx(RATE, rel=0.1)  # as long on two channels as on one
