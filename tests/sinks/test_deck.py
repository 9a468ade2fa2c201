"""What a device gets, sample by sample: nothing lost, nothing twice, no step where something is cut."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.sinks.fakes import Broken, Ladder, Level, timeline
from voiceguide.plan import RATE
from voiceguide.sinks.deck import FADE, LEAD_IN, TAIL, Deck
from voiceguide.sinks.feed import Feed
from voiceguide.timeline import Placement, Timeline


class Device:
    """Asks a deck for samples, as a device does, and fills up with silence."""

    def __init__(self, deck: Deck, wanted: int = 441) -> None:
        self._deck, self._wanted = deck, wanted
        self._heard = b""

    def ask(self, times: int = 1) -> None:
        for _ in range(times):
            if self._deck.feed is not None and not self._deck.feed.is_over:
                self._deck.feed.wait_until_at(self._deck.feed.position + self._wanted)
            self._heard += self._deck.take(self._wanted).ljust(2 * self._wanted, b"\0")

    def ask_to_the_end(self) -> None:
        while not self._deck.over.is_set():
            self.ask()

    @property
    def heard(self) -> NDArray[np.int16]:
        return np.frombuffer(self._heard, np.int16)


@pytest.fixture
def deck() -> Deck:
    return Deck()


@pytest.fixture
def device(deck: Deck) -> Device:
    return Device(deck)


def steady(length: int = 5000, level: int = 8000) -> Timeline:
    return Timeline(length, (Placement(0, Level(level, length)),))


def ladder(length: int = 20_000) -> Timeline:
    return Timeline(length, (Placement(0, Ladder(length)),))


def biggest_step(heard: NDArray[np.int16]) -> int:
    return int(np.abs(np.diff(heard.astype(int))).max())


def test_the_device_gets_every_sample_once_and_time_to_play_the_end(deck: Deck, device: Device) -> None:
    deck.play(Feed(ladder(2000), 500), fade_in=False)
    device.ask_to_the_end()
    assert device.heard[:1500].tolist() == list(range(3500, 5000))
    assert not device.heard[1500:].any()
    assert len(device.heard) >= 1500 + TAIL
    assert deck.feed is not None
    assert deck.feed.position == 2000


def test_a_pause_fades_and_loses_nothing(deck: Deck, device: Device) -> None:
    deck.play(Feed(steady()), fade_in=False)
    device.ask()
    deck.pause()
    device.ask(50)
    assert deck.feed is not None
    assert deck.feed.position == 441
    deck.resume()
    device.ask()
    whole = device.heard
    assert whole[:441].tolist() == [8000] * 441
    assert biggest_step(whole) <= 8000 / (FADE - 1) + 1
    assert not whole[441 + FADE : 441 * 51].any()
    assert whole[-1] == 8000
    device.ask_to_the_end()
    assert deck.feed.position == 5000


def test_what_is_cut_fades_before_the_next_begins(deck: Deck, device: Device) -> None:
    deck.play(Feed(steady()), fade_in=False)
    device.ask()
    deck.play(Feed(ladder()), fade_in=False)
    device.ask(2)
    old, new = device.heard[: 441 + FADE], device.heard[441 + FADE :]
    assert biggest_step(old) <= 8000 / (FADE - 1) + 1
    assert old[-1] == 0
    assert new.tolist() == list(range(3000, 3000 + len(new)))


def test_silence_is_cut_at_once(deck: Deck, device: Device) -> None:
    deck.play(Feed(timeline(5)), fade_in=False)
    device.ask()
    deck.play(Feed(ladder()), fade_in=False)
    device.ask()
    assert device.heard[441] == 3000


def test_a_stop_fades(deck: Deck, device: Device) -> None:
    deck.play(Feed(steady()), fade_in=False)
    device.ask()
    assert deck.stop()
    device.ask(2)
    assert biggest_step(device.heard) <= 8000 / (FADE - 1) + 1
    assert device.heard[-1] == 0
    assert not deck.stop()


def test_a_device_begins_with_silence(deck: Deck, device: Device) -> None:
    deck.lead_in()
    deck.play(Feed(ladder()), fade_in=False)
    device.ask(3)
    assert not device.heard[:LEAD_IN].any()
    assert device.heard[LEAD_IN] == 3000


def test_volume_is_in_decibels_and_changes_without_a_step(deck: Deck, device: Device) -> None:
    deck.play(Feed(steady(40_000)), fade_in=False)
    device.ask()
    deck.volume = -20.0
    device.ask(3)
    assert device.heard[-1] == 800
    deck.volume = 6.0
    device.ask(3)
    assert device.heard[-1] == 8000, "never louder than made"
    assert biggest_step(device.heard) <= 8000 / FADE + 1
    deck.volume = -6.0
    deck.play(Feed(ladder()), fade_in=False)
    device.ask(2)
    assert device.heard[441 * 7 + FADE] == round(3000 * 10**-0.3), "a new sound begins at its volume"


@given(at=st.integers(0, 15_000), wanted=st.integers(1, 2000), paused=st.booleans())
def test_another_timeline_takes_over_at_the_very_sample(at: int, wanted: int, paused: bool) -> None:
    deck = Deck()
    device = Device(deck, wanted)
    deck.play(Feed(ladder()), fade_in=False)
    device.ask(at // wanted)
    if paused:
        deck.pause()
    assert deck.feed is not None
    feed = Feed(ladder(25_000), deck.feed.position)
    if not paused:
        device.ask()
    feed.wait_until_at(deck.feed.position + 1)
    assert deck.swap(feed)
    device.ask()
    deck.stop()
    heard = device.heard[: at // wanted * wanted] if paused else device.heard
    whole = np.arange(3000, 3000 + len(heard)).astype(np.int16)
    assert heard.tolist() == whole.tolist()


def test_a_feed_that_is_not_so_far_does_not_take_over(deck: Deck, device: Device) -> None:
    deck.play(Feed(timeline(10)), fade_in=False)
    late = Feed(timeline(10))
    device.ask(5 * RATE // 441)
    late.wait_until_at(1)
    assert not deck.swap(late)
    while not deck.swap(late):
        time.sleep(0.001)
    assert deck.feed is late
    assert late.position == 5 * RATE // 441 * 441
    deck.stop()


def test_a_fault_in_reading_ends_what_plays(deck: Deck, device: Device) -> None:
    deck.play(Feed(timeline(5, (0, Broken(1)))), fade_in=False)
    device.ask_to_the_end()
    assert deck.feed is not None
    assert isinstance(deck.feed.fault, ValueError)
