"""Headphones that go away: the player falls silent and says so; a listener who moves the sound is left alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from tests.audio.timelines import Clock, Level, timeline
from tests.sound_server import SoundServer
from tests.waiting import until
from voiceguide.errors import DeviceChangedError
from voiceguide.playback.device_watch import PATIENCE_SECONDS, DeviceWatch
from voiceguide.playback.pulse_stream import Answer, Device
from voiceguide.playback.pulseaudio_player import PulseaudioPlayer
from voiceguide.units import RATE

HUM = timeline(30, (0, Level(8000, 30 * RATE)))
PHONES_USB = "alsa_output.usb-headphones"


@pytest.fixture
def player() -> Iterator[PulseaudioPlayer]:
    player = PulseaudioPlayer()
    yield player
    player.stop()


def test_headphones_that_are_unplugged_silence_the_player_before_the_loudspeaker_goes_on(
    sound_server: SoundServer, player: PulseaudioPlayer
) -> None:
    with sound_server.second_sink("headphones") as unplug, sound_server.record("cap.monitor") as recording:
        player.play(HUM)
        player.wait(1.0)
        unplug()
        with pytest.raises(DeviceChangedError, match="went away"):
            player.wait(5)
        place = player.position
        time.sleep(0.5)
        loud = np.count_nonzero(recording.wait_until_now()) / RATE
        assert loud < 0.35  # seconds through the loudspeaker
        assert player.wait(0)
        assert player.position == place
        player.play(HUM, place)
        until(lambda: recording.samples[-RATE // 10 :].any())


def test_a_listener_who_moves_the_sound_goes_on_listening(sound_server: SoundServer, player: PulseaudioPlayer) -> None:
    with sound_server.second_sink("headphones"):
        player.play(HUM)
        player.wait(0.5)
        sound_server.move_streams("cap")
        assert not player.wait(1.0)


@dataclass
class FakeStream:
    """A stream that a test moves from device to device."""

    device_name: str = PHONES_USB
    devices: dict[str, Device] = field(default_factory=dict)
    alive: bool = True
    answers: float = 0.0
    silent: bool = False

    def ask_timing(self) -> None:
        if not self.silent:
            self.answers += 1

    def answered(self) -> float:
        return self.answers

    def ask_device(self, name: str, answer: Answer) -> None:
        answer(self.devices.get(name))


def device(name: str, port: str | None = None, *unplugged: str, bluetooth: bool = False) -> Device:
    return Device(name, port, frozenset(unplugged), bluetooth)


def ticks(watch: DeviceWatch, clock: Clock, seconds: float) -> list[bool]:
    found = []
    for _ in range(round(seconds / 0.1)):
        clock.now += 0.1
        found.append(watch.has_gone_elsewhere())
    return found


def watched(*devices: Device) -> tuple[FakeStream, DeviceWatch, Clock]:
    clock = Clock()
    stream = FakeStream(devices[0].name, {each.name: each for each in devices})
    return stream, DeviceWatch(stream, clock, clock.sleep), clock


def test_a_plug_that_is_pulled_out_changes_the_port() -> None:
    stream, watch, clock = watched(device("card", "headphones"))
    assert not any(ticks(watch, clock, 2))
    stream.devices["card"] = device("card", "speaker", "headphones")
    assert ticks(watch, clock, 2).count(True) == 1


def test_a_plug_that_is_put_in_changes_the_port_without_a_loss() -> None:
    stream, watch, clock = watched(device("card", "speaker", "headphones"))
    ticks(watch, clock, 1)
    stream.devices["card"] = device("card", "headphones")
    assert not any(ticks(watch, clock, 2))


def test_a_device_that_disappears_a_moment_after_the_stream_left_it_has_gone() -> None:
    stream, watch, clock = watched(device(PHONES_USB), device("card"))
    ticks(watch, clock, 1)
    stream.device_name = "card"
    assert not any(ticks(watch, clock, 0.5))
    del stream.devices[PHONES_USB]
    assert ticks(watch, clock, 1).count(True) == 1


def test_a_headset_that_changes_its_profile_has_not_gone() -> None:
    music = device("bluez_sink.AC_12_2F_11_22_33.a2dp_sink")
    call = device("bluez_sink.AC_12_2F_11_22_33.handsfree_head_unit")
    stream, watch, clock = watched(music, call)
    ticks(watch, clock, 1)
    stream.device_name = call.name
    del stream.devices[music.name]
    assert not any(ticks(watch, clock, 2))


def test_a_bluetooth_device_that_the_sound_moves_to_is_known() -> None:
    stream, watch, clock = watched(device("card"), device("bluez_sink", bluetooth=True))
    assert not watch.is_bluetooth()
    stream.device_name = "bluez_sink"
    ticks(watch, clock, 1)
    assert watch.bluetooth


def test_headphones_that_the_sound_moves_to_are_known() -> None:
    phones = Device("phones", None, frozenset(), bluetooth=False, headphones=True)
    stream, watch, clock = watched(device("card"), phones)
    ticks(watch, clock, 1)
    assert not watch.headphones
    stream.device_name = "phones"
    ticks(watch, clock, 1)
    assert watch.headphones


def test_a_server_that_answers_nothing_is_gone_and_a_sleeping_machine_is_not() -> None:
    stream, watch, clock = watched(device("card"))
    assert not watch.is_gone()
    clock.now += 3600
    assert not watch.is_gone()
    stream.silent = True
    gone = []
    for _ in range(40):
        clock.now += 0.1
        gone.append(watch.is_gone())
    assert gone.index(True) == pytest.approx(PATIENCE_SECONDS / 0.1, abs=3)
    stream.alive = False
    assert watch.is_gone()
