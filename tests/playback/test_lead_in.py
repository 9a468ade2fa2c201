"""The lead-in of Bluetooth devices: near-silence before the first sound and in place of silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.audio.timelines import Level, timeline
from tests.sound_server import SoundServer
from voiceguide.playback.miniaudio_player import MiniaudioPlayer
from voiceguide.playback.near_silence import LOUDEST, near_silence
from voiceguide.playback.pulseaudio_player import PulseaudioPlayer
from voiceguide.preferences import LeadIn
from voiceguide.units import RATE

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

SESSION = timeline(1.2, (0, Level(8000, RATE // 5)), (1.0, Level(8000, RATE // 5)))


def heard(server: SoundServer, player: Player, sink: str, lead_in: LeadIn = "auto") -> NDArray[np.int16]:
    """Play two words with silence between them, and return the recording."""
    player.lead_in = lead_in
    with server.record(f"{sink}.monitor") as recording:
        player.play(SESSION)
        assert player.wait(20)
        samples = recording.wait_until_now()
    player.stop()
    return samples


def before_first_word(samples: NDArray[np.int16]) -> float:
    """Seconds of near-silence before the first word."""
    word = int(np.flatnonzero(samples == 8000)[0])
    return np.count_nonzero(samples[:word]) / RATE


def silent_share(samples: NDArray[np.int16]) -> float:
    """The share of zeros between the two words."""
    words = np.flatnonzero(samples == 8000)
    return float(np.mean(samples[words[0] : words[-1]] == 0))


def test_a_bluetooth_device_gets_half_a_second_of_near_silence_and_no_silence(sound_server: SoundServer) -> None:
    with sound_server.second_sink("bluez_sink.AC_12_2F_11_22_33.a2dp_sink"):
        samples = heard(sound_server, PulseaudioPlayer(), "bluez_sink.AC_12_2F_11_22_33.a2dp_sink")
    assert before_first_word(samples) == pytest.approx(0.5, abs=0.05)
    assert silent_share(samples) == 0
    assert np.abs(samples[samples != 8000]).max() <= LOUDEST


def test_another_device_gets_neither(sound_server: SoundServer) -> None:
    samples = heard(sound_server, PulseaudioPlayer(), "cap")
    assert before_first_word(samples) == 0
    assert silent_share(samples) > 0.6


@pytest.mark.parametrize("kind", [PulseaudioPlayer, MiniaudioPlayer])
def test_it_can_be_chosen_for_any_device(sound_server: SoundServer, kind: type[Player]) -> None:
    samples = heard(sound_server, kind(), "cap", "on")
    assert before_first_word(samples) == pytest.approx(0.5, abs=0.1)
    assert silent_share(samples) < 0.05  # a busy machine leaves gaps


def test_it_can_be_switched_off_for_bluetooth(sound_server: SoundServer) -> None:
    with sound_server.second_sink("bluez_output.AC_12_2F_11_22_33.1"):
        samples = heard(sound_server, PulseaudioPlayer(), "bluez_output.AC_12_2F_11_22_33.1", "off")
    assert before_first_word(samples) == 0


@pytest.mark.parametrize("shape", [(1000,), (1000, 2)])
def test_near_silence_leaves_sounds_as_they_are(shape: tuple[int, ...]) -> None:
    samples = np.zeros(shape, np.int16)
    samples[100:200] = 500
    found = near_silence(samples)
    assert found.shape == shape
    assert found.dtype == np.int16
    assert (found[100:200] == 500).all()
    assert (found != 0).all()
