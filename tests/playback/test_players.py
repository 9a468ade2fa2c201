"""Players: chosen by name, and driven by an injected clock."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from tests.audio.timelines import Clock, Level, Tone, timeline
from tests.needs import need_program
from voiceguide import playback
from voiceguide.errors import OutputError
from voiceguide.playback.clock_player import ClockPlayer
from voiceguide.playback.miniaudio_player import MiniaudioPlayer
from voiceguide.playback.pulseaudio_player import NO_SERVER, PulseaudioPlayer
from voiceguide.playback.simpleaudio_player import SimpleaudioPlayer
from voiceguide.units import RATE


@dataclass
class Started:
    """A sound that was given to the fake simpleaudio."""

    at: float
    samples: int
    stopped: bool = False
    waited: bool = False
    loudest: int = 0


@dataclass
class FakeSimpleaudio:
    """A process of simpleaudio that plays by the clock, and hears nothing."""

    clock: Clock
    started: list[Started] = field(default_factory=list)

    def ask(self, request: bytes, sound: bytes) -> None:
        samples = np.frombuffer(sound, np.int16)
        if request == b"play":
            self.started.append(Started(self.clock(), len(samples), loudest=samples.max()))
        for each in self.started:
            each.stopped |= request == b"stop"
            each.waited |= request == b"finish"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def simpleaudio(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> FakeSimpleaudio:
    fake = FakeSimpleaudio(clock)
    monkeypatch.setattr("voiceguide.playback.simpleaudio_player.SimpleaudioProcess", lambda: fake)
    return fake


SESSION = timeline(10, (0.5, Tone(1)), (4, Tone(2)), (4.25, Tone(1)), (9, Tone(1)))


def test_the_silent_player_takes_as_long_as_the_session(clock: Clock) -> None:
    player = ClockPlayer(clock, clock.sleep)
    player.play(SESSION)
    assert not player.wait(3)
    assert player.position == pytest.approx(3 * RATE, abs=2)
    assert player.wait()
    assert player.position == SESSION.length
    assert clock.now == pytest.approx(110, abs=0.06)


def test_a_pause_stops_the_clock_of_the_session(clock: Clock) -> None:
    player = ClockPlayer(clock, clock.sleep)
    player.play(SESSION, start=2 * RATE)
    player.wait(1)
    player.pause()
    assert not player.wait(60)
    assert player.position == pytest.approx(3 * RATE, abs=2)
    player.resume()
    assert player.wait()
    assert clock.now == pytest.approx(168, abs=0.06)


def test_a_stopped_player_is_done_and_can_play_again(clock: Clock) -> None:
    player = ClockPlayer(clock, clock.sleep)
    assert player.wait(1)
    player.play(SESSION)
    player.wait(1)
    player.stop()
    player.resume()
    assert player.wait()
    assert player.position == pytest.approx(RATE, abs=2)
    player.play(SESSION)
    assert player.position == 0
    assert player.wait()


def test_a_clock_that_jumps_has_run_while_nobody_listened(clock: Clock) -> None:
    player = ClockPlayer(clock, clock.sleep)
    player.play(SESSION)
    player.wait(3)
    clock.now += 3600
    assert player.position == pytest.approx(3 * RATE, abs=2)
    player.wait(2)
    assert player.position == pytest.approx(5 * RATE, abs=2)


def test_the_clock_of_a_session_is_not_stopped_by_who_is_slow_for_a_moment(clock: Clock) -> None:
    player = ClockPlayer(clock, clock.sleep)
    player.play(SESSION)
    for _ in range(4):
        clock.now += 0.9
        player.wait(0)
    assert player.position == pytest.approx(3.6 * RATE, abs=2)


def test_it_goes_on_with_another_session_from_where_it_is(clock: Clock, simpleaudio: FakeSimpleaudio) -> None:
    player = SimpleaudioPlayer(clock, clock.sleep)
    player.play(SESSION)
    player.wait(4.1)
    player.go_on_with(timeline(8, (0.5, Tone(1)), (4, Tone(2)), (5, Tone(1))))
    assert player.position == pytest.approx(4.1 * RATE, abs=2)
    assert player.wait()
    assert player.position == 8 * RATE
    assert [started.at - 100 for started in simpleaudio.started] == pytest.approx([0.5, 4, 5], abs=0.001)
    assert not any(started.stopped for started in simpleaudio.started)


def test_it_goes_on_with_another_session_after_the_pause(clock: Clock, simpleaudio: FakeSimpleaudio) -> None:
    player = SimpleaudioPlayer(clock, clock.sleep)
    player.play(SESSION)
    player.wait(2)
    player.pause()
    player.go_on_with(timeline(8, (3, Tone(1))))
    assert not player.wait(60)
    player.resume()
    assert player.wait()
    assert [started.at - 160 for started in simpleaudio.started][1:] == pytest.approx([3], abs=0.001)


def test_what_has_ended_can_go_on(clock: Clock) -> None:
    player = ClockPlayer(clock, clock.sleep)
    player.play(timeline(2))
    assert player.wait()
    player.go_on_with(timeline(3))
    assert not player.wait(0.9)
    assert player.wait()
    assert player.position == 3 * RATE


def test_simpleaudio_plays_at_its_volume(clock: Clock, simpleaudio: FakeSimpleaudio) -> None:
    player = SimpleaudioPlayer(clock, clock.sleep)
    player.volume = -20
    player.play(timeline(2, (0, Level(1000, 100))))
    player.wait()
    assert simpleaudio.started[0].loudest == 100


def test_simpleaudio_starts_each_sound_at_its_time(clock: Clock, simpleaudio: FakeSimpleaudio) -> None:
    player = SimpleaudioPlayer(clock, clock.sleep)
    player.play(SESSION)
    assert player.wait()
    assert [started.at - 100 for started in simpleaudio.started] == pytest.approx([0.5, 4, 4.25, 9], abs=0.001)
    assert simpleaudio.started[-1].waited, "the last bell is to be heard whole"


def test_after_a_pause_simpleaudio_goes_on_in_the_middle_of_each_sound(
    clock: Clock, simpleaudio: FakeSimpleaudio
) -> None:
    player = SimpleaudioPlayer(clock, clock.sleep)
    player.play(SESSION)
    player.wait(4.75)
    player.pause()
    assert all(started.stopped for started in simpleaudio.started)
    player.wait(10)
    player.resume()
    player.wait(0.01)
    again = simpleaudio.started[3:]
    assert [started.samples / RATE for started in again] == pytest.approx([1.25, 0.5], abs=0.001)


def test_simpleaudio_says_why_it_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 12))
    assert "crashes Python 3.12" in (SimpleaudioPlayer().why_not() or "")
    monkeypatch.setattr(sys, "version_info", (3, 11))
    monkeypatch.setitem(sys.modules, "simpleaudio", None)
    monkeypatch.setattr("voiceguide.playback.simpleaudio_player.find_spec", lambda name: None)
    assert '-m pip install "simpleaudio' in (SimpleaudioPlayer().why_not() or "")


def test_a_player_is_chosen_by_argument_then_environment_then_what_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_OUTPUT", "none")
    assert playback.find_player().name == "none"
    monkeypatch.setattr(MiniaudioPlayer, "why_not", lambda self: None)
    assert playback.find_player("miniaudio").name == "miniaudio"
    monkeypatch.delenv("VOICEGUIDE_OUTPUT")
    monkeypatch.setattr(PulseaudioPlayer, "why_not", lambda self: None)
    assert playback.find_player().name == "pulseaudio"
    monkeypatch.setattr(PulseaudioPlayer, "why_not", lambda self: "no server")
    assert playback.find_player().name == "miniaudio"
    monkeypatch.setattr(MiniaudioPlayer, "why_not", lambda self: "no device")
    monkeypatch.setattr(SimpleaudioPlayer, "why_not", lambda self: None)
    assert playback.find_player().name == "simpleaudio"


def test_without_a_device_no_other_player_is_chosen_and_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PulseaudioPlayer, "why_not", lambda self: "no server.")
    monkeypatch.delenv("VOICEGUIDE_OUTPUT", raising=False)
    monkeypatch.setattr(MiniaudioPlayer, "why_not", lambda self: f"{playback.NO_DEVICE} {playback.NO_DEVICE_HINT}")
    monkeypatch.setattr(SimpleaudioPlayer, "why_not", lambda self: None)
    with pytest.raises(OutputError) as error:
        playback.find_player()
    assert error.value.message == playback.NO_DEVICE


def test_without_any_sound_the_reasons_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PulseaudioPlayer, "why_not", lambda self: "no server.")
    monkeypatch.setattr(MiniaudioPlayer, "why_not", lambda self: "no device.")
    monkeypatch.setattr(SimpleaudioPlayer, "why_not", lambda self: "not installed.")
    with pytest.raises(
        OutputError, match=r"pulseaudio: no server\.\n  miniaudio: no device\.\n  simpleaudio: not installed\."
    ) as error:
        playback.find_player()
    assert "voiceguide export" in (error.value.hint or "")
    with pytest.raises(OutputError, match="Cannot play with miniaudio: no device"):
        playback.find_player("miniaudio")


def test_an_unknown_output_is_refused_with_the_nearest() -> None:
    with pytest.raises(OutputError, match=r"No output is called 'minaudio'\. Did you mean 'miniaudio'"):
        playback.find_player("minaudio")


def test_without_a_sound_server_the_error_helps(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import miniaudio

    def refuse(*_: object, **__: object) -> None:
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr("voiceguide.playback.miniaudio_player.playback_device", refuse)
    with pytest.raises(OutputError, match=r"No sound device") as error:
        playback.find_player("miniaudio")
    assert "voiceguide export" in error.value.message
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio is a part of Linux")
def test_without_a_sound_server_pulseaudio_says_so_and_leaves_the_device_to_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    need_program("pactl")  # where it is, its library is, too
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    assert PulseaudioPlayer().why_not() == NO_SERVER
    with pytest.raises(OutputError, match="Cannot play with pulseaudio"):
        playback.find_player("pulseaudio")


def test_without_its_library_pulseaudio_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError("libpulse.so.0: no such file")

    monkeypatch.setattr("voiceguide.playback.pulse_stream.pulse.libpulse", refuse)
    assert PulseaudioPlayer().why_not() == "it cannot be loaded (libpulse.so.0: no such file)."
