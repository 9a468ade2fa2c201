"""The samples for a device: none lost, none repeated, no step at a cut."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.audio.timelines import Broken, Ladder, Level, timeline
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.playback.fader import FADE_SAMPLES, LEAD_IN_SAMPLES, TAIL_SAMPLES, Fader
from voiceguide.playback.feed import Feed
from voiceguide.units import RATE


class Device:
    """Asks a fader for samples and adds silence, as a device does."""

    def __init__(self, fader: Fader, wanted: int = 441) -> None:
        self._fader, self._wanted = fader, wanted
        self._heard = b""

    def ask(self, times: int = 1) -> None:
        for _ in range(times):
            if self._fader.feed is not None and not self._fader.feed.is_over:
                self._fader.feed.wait_until_at(self._fader.feed.position + self._wanted)
            self._heard += self._fader.take(self._wanted).ljust(2 * self._wanted, b"\0")

    def ask_to_the_end(self) -> None:
        while not self._fader.over.is_set():
            self.ask()

    @property
    def heard(self) -> NDArray[np.int16]:
        return np.frombuffer(self._heard, np.int16)


@pytest.fixture
def fader() -> Fader:
    return Fader()


@pytest.fixture
def device(fader: Fader) -> Device:
    return Device(fader)


def steady(length: int = 5000, level: int = 8000) -> Timeline:
    return Timeline(length, (Placement(0, Level(level, length)),))


def ladder(length: int = 20_000) -> Timeline:
    return Timeline(length, (Placement(0, Ladder(length)),))


def biggest_step(heard: NDArray[np.int16]) -> int:
    return int(np.abs(np.diff(heard.astype(int))).max())


def test_the_device_gets_every_sample_once_and_time_to_play_the_end(fader: Fader, device: Device) -> None:
    fader.play(Feed(ladder(2000), 500), fade_in=False)
    device.ask_to_the_end()
    assert device.heard[:1500].tolist() == list(range(3500, 5000))
    assert not device.heard[1500:].any()
    assert len(device.heard) >= 1500 + TAIL_SAMPLES
    assert fader.feed is not None
    assert fader.feed.position == 2000


def test_a_pause_fades_and_loses_nothing(fader: Fader, device: Device) -> None:
    fader.play(Feed(steady()), fade_in=False)
    device.ask()
    fader.pause()
    device.ask(50)
    assert fader.feed is not None
    assert fader.feed.position == 441
    fader.resume()
    device.ask()
    whole = device.heard
    assert whole[:441].tolist() == [8000] * 441
    assert biggest_step(whole) <= 8000 / (FADE_SAMPLES - 1) + 1
    assert not whole[441 + FADE_SAMPLES : 441 * 51].any()
    assert whole[-1] == 8000
    device.ask_to_the_end()
    assert fader.feed.position == 5000


def test_what_is_cut_fades_before_the_next_begins(fader: Fader, device: Device) -> None:
    fader.play(Feed(steady()), fade_in=False)
    device.ask()
    fader.play(Feed(ladder()), fade_in=False)
    device.ask(2)
    old, new = device.heard[: 441 + FADE_SAMPLES], device.heard[441 + FADE_SAMPLES :]
    assert biggest_step(old) <= 8000 / (FADE_SAMPLES - 1) + 1
    assert old[-1] == 0
    assert new.tolist() == list(range(3000, 3000 + len(new)))


def test_silence_is_cut_at_once(fader: Fader, device: Device) -> None:
    fader.play(Feed(timeline(5)), fade_in=False)
    device.ask()
    fader.play(Feed(ladder()), fade_in=False)
    device.ask()
    assert device.heard[441] == 3000


def test_a_stop_fades(fader: Fader, device: Device) -> None:
    fader.play(Feed(steady()), fade_in=False)
    device.ask()
    assert fader.stop()
    device.ask(2)
    assert biggest_step(device.heard) <= 8000 / (FADE_SAMPLES - 1) + 1
    assert device.heard[-1] == 0
    assert not fader.stop()


def test_a_device_begins_with_silence(fader: Fader, device: Device) -> None:
    fader.lead_in()
    fader.play(Feed(ladder()), fade_in=False)
    device.ask(3)
    assert not device.heard[:LEAD_IN_SAMPLES].any()
    assert device.heard[LEAD_IN_SAMPLES] == 3000


def test_volume_is_in_decibels_and_changes_without_a_step(fader: Fader, device: Device) -> None:
    fader.play(Feed(steady(40_000)), fade_in=False)
    device.ask()
    fader.volume = -20.0
    device.ask(3)
    assert device.heard[-1] == 800
    fader.volume = 6.0
    device.ask(3)
    assert device.heard[-1] == 8000, "never louder than made"
    assert biggest_step(device.heard) <= 8000 / FADE_SAMPLES + 1
    fader.volume = -6.0
    fader.play(Feed(ladder()), fade_in=False)
    device.ask(2)
    assert device.heard[441 * 7 + FADE_SAMPLES] == round(3000 * 10**-0.3), "a new sound begins at its volume"


@given(at=st.integers(0, 15_000), wanted=st.integers(1, 2000), paused=st.booleans())
def test_another_timeline_takes_over_at_the_very_sample(at: int, wanted: int, paused: bool) -> None:
    fader = Fader()
    device = Device(fader, wanted)
    fader.play(Feed(ladder()), fade_in=False)
    device.ask(at // wanted)
    if paused:
        fader.pause()
    assert fader.feed is not None
    feed = Feed(ladder(25_000), fader.feed.position)
    if not paused:
        device.ask()
    feed.wait_until_at(fader.feed.position + 1)
    assert fader.swap(feed)
    device.ask()
    fader.stop()
    heard = device.heard[: at // wanted * wanted] if paused else device.heard
    whole = np.arange(3000, 3000 + len(heard)).astype(np.int16)
    assert heard.tolist() == whole.tolist()


def test_a_feed_that_is_not_so_far_does_not_take_over(fader: Fader, device: Device) -> None:
    fader.play(Feed(timeline(10)), fade_in=False)
    late = Feed(timeline(10))
    device.ask(5 * RATE // 441)
    late.wait_until_at(1)
    assert not fader.swap(late)
    while not fader.swap(late):
        time.sleep(0.001)
    assert fader.feed is late
    assert late.position == 5 * RATE // 441 * 441
    fader.stop()


def test_a_fault_in_reading_ends_what_plays(fader: Fader, device: Device) -> None:
    fader.play(Feed(timeline(5, (0, Broken(1)))), fade_in=False)
    device.ask_to_the_end()
    assert fader.feed is not None
    assert isinstance(fader.feed.fault, ValueError)
