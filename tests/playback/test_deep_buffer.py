"""The deep buffer on a device of its own: nothing is written too late, nothing clicks, nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.audio.timelines import Ladder, Level, timeline
from voiceguide.audio.timeline import Timeline
from voiceguide.playback.deep_buffer import DEPTH_SAMPLES, DeepBuffer
from voiceguide.playback.fader import FADE_SAMPLES
from voiceguide.playback.feed import Feed
from voiceguide.units import RATE, to_samples

DEVICE_SAMPLES = to_samples(0.05)
"""The samples that can no longer be replaced."""
LEVEL = 8000


@dataclass
class FakeOutput:
    """A server with a device. It keeps what was written until the device has played it."""

    written: int = 0
    at: int = 0
    """The index that is heard now."""
    samples: NDArray[np.int16] = field(default_factory=lambda: np.zeros(60 * RATE, np.int16))

    def write(self, index: int, samples: NDArray[np.int16]) -> None:
        assert index >= self.changeable(), "written too late"
        self.samples[index : index + len(samples)] = samples
        self.written = max(self.written, index + len(samples))

    def heard(self) -> int:
        return self.at

    def changeable(self) -> int:
        return self.at + DEVICE_SAMPLES

    @property
    def past(self) -> NDArray[np.int16]:
        """Everything that was heard."""
        return self.samples[: self.heard()]


def hum(seconds: float = 20) -> Timeline:
    return timeline(seconds, (0, Level(LEVEL, to_samples(seconds))))


def feed(session: Timeline, start: int = 0) -> Feed:
    made = Feed(session, start)
    made.wait_until_at(start + 2 * RATE)
    return made


def pass_time(buffer: DeepBuffer, output: FakeOutput, seconds: float) -> None:
    """Let the device play, while the buffer is filled as a player does."""
    end = output.at + to_samples(seconds)
    while output.at < end:
        if buffer.feed is not None:
            buffer.feed.wait_until_at(buffer.feed.position + RATE)
        buffer.fill()
        output.at = min(end, output.at + to_samples(0.1))


def test_a_press_replaces_the_seconds_that_were_given_away() -> None:
    output = FakeOutput()
    buffer = DeepBuffer(output, 1)
    buffer.play(feed(timeline(20, (0, Ladder(20_000)))), fade_in=False)
    pass_time(buffer, output, 0.5)
    assert output.written - output.heard() > 0.9 * DEPTH_SAMPLES
    cut = output.changeable()
    assert buffer.position == cut - DEVICE_SAMPLES
    buffer.play(feed(hum(5)), fade_in=False)
    pass_time(buffer, output, 1)
    assert output.samples[DEVICE_SAMPLES:cut].tolist() == list(range(3000, 3000 + cut - DEVICE_SAMPLES))
    assert (output.samples[cut + FADE_SAMPLES : output.heard()] == LEVEL).all()
    assert buffer.position == output.changeable() - cut - FADE_SAMPLES


def test_another_timeline_takes_over_without_a_seam() -> None:
    output = FakeOutput()
    buffer = DeepBuffer(output, 1)
    first, longer = (timeline(seconds, (0, Ladder(24_000))) for seconds in (2, 3))
    buffer.play(feed(first), fade_in=False)
    pass_time(buffer, output, 0.3)
    index, position = buffer.ahead(to_samples(0.4))
    assert index == DEVICE_SAMPLES + position
    buffer.go_on_with(feed(longer, position), index)
    pass_time(buffer, output, 3)
    assert output.samples[DEVICE_SAMPLES : DEVICE_SAMPLES + 24_000].tolist() == list(range(3000, 27_000))
    assert buffer.is_over
    assert buffer.position == longer.length


class Halting(Feed):
    """A feed whose mixer can be held up."""

    halted = False

    def peek(self, wanted: int) -> NDArray[np.int16]:
        return super().peek(0 if self.halted else wanted)


def test_a_mixer_that_is_late_leaves_a_gap_and_no_sample_out() -> None:
    output = FakeOutput()
    buffer = DeepBuffer(output, 1)
    buffer.play(feed(hum()), fade_in=False)
    pass_time(buffer, output, 0.2)
    late = Halting(timeline(20, (0, Ladder(20_000))))
    late.wait_until_at(2 * RATE)
    late.halted = True
    buffer.play(late, fade_in=False)
    output.at += RATE  # silence is heard
    late.halted = False
    buffer.fill()
    assert buffer.position == 0
    output.at += RATE
    first = int(np.flatnonzero(output.past == 3000)[0])
    assert output.past[first : first + 20_000].tolist() == list(range(3000, 23_000))


def test_a_new_volume_is_heard_at_once() -> None:
    output = FakeOutput()
    buffer = DeepBuffer(output, 1)
    buffer.play(feed(hum()), fade_in=False)
    pass_time(buffer, output, 0.5)
    cut = output.changeable()
    buffer.change_volume(-20.0)
    pass_time(buffer, output, 0.5)
    assert output.samples[cut - 1] == LEVEL
    assert output.samples[cut + FADE_SAMPLES] == pytest.approx(LEVEL / 10, abs=1)
    assert np.abs(np.diff(output.past[DEVICE_SAMPLES:].astype(int))).max() <= LEVEL / (FADE_SAMPLES - 1) + 2


def test_two_channels_stay_two() -> None:
    output = FakeOutput(samples=np.zeros((20 * RATE, 2), np.int16))
    buffer = DeepBuffer(output, 2, lead_in=100)
    buffer.stop()
    assert output.written == DEVICE_SAMPLES + 100


def test_a_session_that_begins_late_or_after_an_end_begins_with_its_first_sample() -> None:
    """The server plays silence, and its clock goes on."""
    output = FakeOutput(at=RATE)
    buffer = DeepBuffer(output, 1)
    for _ in range(2):
        begun = output.changeable()
        buffer.play(feed(timeline(0.5, (0, Ladder(10_000)))), fade_in=False)
        assert buffer.position == 0
        pass_time(buffer, output, 2)
        assert buffer.is_over
        assert output.samples[begun : begun + 10_000].tolist() == list(range(3000, 13_000))


Action = tuple[str, float]
ACTIONS = st.lists(
    st.tuples(st.sampled_from(["play", "stop", "softer", "louder", "go on with"]), st.floats(0.0, 2.5)), max_size=12
)


@example([("play", 0.0), ("softer", 1.0)])  # softer within the fades of a change of feeds
@settings(max_examples=60, deadline=None)
@given(ACTIONS)
def test_nothing_clicks_and_nothing_is_written_too_late(actions: list[Action]) -> None:
    output = FakeOutput()
    buffer = DeepBuffer(output, 1)
    session = hum(30)
    for action, seconds in [("play", 1.0), *actions]:
        if action == "play":
            buffer.play(feed(session, RATE), fade_in=True)
        elif action == "stop":
            buffer.stop()
        elif action == "go on with" and buffer.feed is not None:
            index, position = buffer.ahead(to_samples(0.4))
            buffer.go_on_with(feed(session, position), index)
        else:
            buffer.change_volume(-20.0 if action == "softer" else 0.0)
        pass_time(buffer, output, seconds)
    if buffer.feed is not None:
        buffer.feed.end()
    steps = np.abs(np.diff(output.past.astype(int)))
    # A fade during a change of volume is twice as steep.
    assert steps.max(initial=0) <= 2 * LEVEL / (FADE_SAMPLES - 1) + 3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8))
def test_pauses_lose_no_sample_and_repeat_none(times: list[float]) -> None:
    """The position of a stop is where the next feed begins."""
    output, position = FakeOutput(), 0
    buffer = DeepBuffer(output, 1)
    session = timeline(20, (0, Ladder(20_000)))
    for seconds in times:
        buffer.play(feed(session, position), fade_in=False)
        pass_time(buffer, output, seconds)
        begun, position = position, buffer.stop()
        assert position - begun <= to_samples(seconds) + DEVICE_SAMPLES + 1
        pass_time(buffer, output, 0.3)
    whole = output.past[output.past >= 3000]
    assert set(whole.tolist()) >= set(range(3000, 3000 + min(position, 20_000)))
