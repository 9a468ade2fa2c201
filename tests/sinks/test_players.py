"""Players: chosen by name, driven by an injected clock, and heard through a real sound server."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from tests.needs import need_program
from tests.sinks.fakes import Broken, Level, Tone, timeline
from voiceguide import sinks, sounds
from voiceguide.errors import OutputError
from voiceguide.plan import RATE
from voiceguide.sinks.clock_player import ClockPlayer
from voiceguide.sinks.miniaudio_player import MiniaudioPlayer, _Feed
from voiceguide.sinks.simpleaudio_player import SimpleaudioPlayer
from voiceguide.timeline import Placement, Sound, Timeline


@dataclass
class Clock:
    """Time that passes only while someone sleeps."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


@dataclass
class Started:
    """A sound that a fake simpleaudio has been given."""

    at: float
    samples: int
    stopped: bool = False
    waited: bool = False

    def is_playing(self) -> bool:
        return not self.stopped

    def stop(self) -> None:
        self.stopped = True

    def wait_done(self) -> None:
        self.waited = True


@dataclass
class FakeSimpleaudio:
    """What of simpleaudio is used."""

    clock: Clock
    started: list[Started] = field(default_factory=list)

    def play_buffer(self, data: bytes, channels: int, width: int, rate: int) -> Started:
        assert (channels, width, rate) == (1, 2, RATE)
        self.started.append(Started(self.clock(), len(data) // width))
        return self.started[-1]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def simpleaudio(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> FakeSimpleaudio:
    fake = FakeSimpleaudio(clock)
    module = ModuleType("simpleaudio")
    module.play_buffer = fake.play_buffer  # type: ignore[attr-defined]
    module._simpleaudio = SimpleNamespace(SimpleaudioError=OSError)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "simpleaudio", module)
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
    monkeypatch.setattr("voiceguide.sinks.simpleaudio_player.find_spec", lambda name: None)
    assert "pip install 'voiceguide[simpleaudio]'" in (SimpleaudioPlayer().why_not() or "")


def test_a_player_is_chosen_by_argument_then_environment_then_what_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_OUTPUT", "none")
    assert sinks.player().name == "none"
    monkeypatch.setattr(MiniaudioPlayer, "why_not", lambda self: None)
    assert sinks.player("miniaudio").name == "miniaudio"
    monkeypatch.delenv("VOICEGUIDE_OUTPUT")
    assert sinks.player().name == "miniaudio"
    monkeypatch.setattr(MiniaudioPlayer, "why_not", lambda self: "no device")
    monkeypatch.setattr(SimpleaudioPlayer, "why_not", lambda self: None)
    assert sinks.player().name == "simpleaudio"


def test_without_any_sound_the_reasons_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MiniaudioPlayer, "why_not", lambda self: "no device.")
    monkeypatch.setattr(SimpleaudioPlayer, "why_not", lambda self: "not installed.")
    with pytest.raises(OutputError, match=r"miniaudio: no device\.\n  simpleaudio: not installed\.") as error:
        sinks.player()
    assert "voiceguide export" in (error.value.hint or "")
    with pytest.raises(OutputError, match="Cannot play with miniaudio: no device"):
        sinks.player("miniaudio")


def test_an_unknown_output_is_refused_with_the_nearest() -> None:
    with pytest.raises(OutputError, match=r"no output called 'minaudio'\. Did you mean 'miniaudio'"):
        sinks.player("minaudio")


class Device:
    """Asks a feed for samples, as a device does."""

    def __init__(self, feed: _Feed, wanted: int = 441) -> None:
        self._giving, self._wanted = feed.as_the_device_asks(), wanted
        self.heard = b""

    def ask(self, times: int = 1) -> None:
        for _ in range(times):
            self.heard += self._giving.send(self._wanted)


def play_all(feed: _Feed, device: Device) -> None:
    while not feed.wait(0):
        device.ask()
        time.sleep(0)  # lets the mixer work


def test_the_device_gets_every_sample_once_and_time_to_play_the_end() -> None:
    session = Timeline(2000, (Placement(0, Level(7, 2000)),))
    feed = _Feed(session, 500)
    device = Device(feed)
    feed.wait_until_ready()
    play_all(feed, device)
    assert np.frombuffer(device.heard, np.int16).tolist() == [7] * 1500
    assert feed.position == 2000


def test_a_paused_feed_gives_nothing_and_loses_nothing() -> None:
    feed = _Feed(Timeline(2000, (Placement(0, Level(7, 2000)),)), 0)
    device = Device(feed)
    feed.wait_until_ready()
    device.ask()
    feed.paused = True
    device.ask(50)
    assert feed.position == len(device.heard) // 2 == 441
    feed.paused = False
    play_all(feed, device)
    assert len(device.heard) // 2 == 2000


def test_a_fault_while_playing_is_raised_to_the_caller() -> None:
    feed = _Feed(timeline(5, (0, Broken(1))), 0)
    feed.wait_until_ready()
    with pytest.raises(ValueError, match="the clip is damaged"):
        feed.wait(None)


def test_a_device_that_asks_for_nothing_any_more_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voiceguide.sinks.miniaudio_player.PATIENCE_SECONDS", 0.01)
    feed = _Feed(timeline(5), 0)
    with pytest.raises(OutputError, match="gone away"):
        feed.wait(0.5)
    feed.end()


@pytest.fixture
def sound_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """PulseAudio with a sink that nobody hears; gives a file in which all that it plays is recorded."""
    pulseaudio, parec = need_program("pulseaudio"), need_program("parec")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("PULSE_RUNTIME_PATH", str(tmp_path / "pulse"))
    for name in ("PULSE_SERVER", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    modules = ["-L", "module-native-protocol-unix", "-L", f"module-null-sink sink_name=cap rate={RATE} channels=1"]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(
        [pulseaudio, "-n", "--daemonize=no", "--exit-idle-time=-1", *modules], stdout=quiet, stderr=quiet
    )
    try:
        _until((tmp_path / "pulse" / "native").exists)
        recording = tmp_path / "heard.raw"
        shape = ["--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=20"]
        with recording.open("wb") as file:
            recorder = subprocess.Popen([parec, "-d", "cap.monitor", *shape], stdout=file)
            try:
                _until(lambda: recording.stat().st_size > 0)
                yield recording
            finally:
                recorder.terminate()
                recorder.wait()
    finally:
        server.terminate()
        server.wait()


def _until(true: object, seconds: float = 10) -> None:
    give_up = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.02)


def test_miniaudio_is_heard_to_the_last_sample(sound_server: Path) -> None:
    start, last = sounds.sound("start-bell"), sounds.sound("end-bell")
    session = timeline(1.5 + last.length / RATE, (0.8, start), (1.5, last))
    player = sinks.player()
    assert player.name == "miniaudio"
    player.play(session)
    player.wait(0.1)
    player.pause()
    player.wait(0.3)
    player.resume()
    try:
        assert player.wait(20)
    finally:
        player.stop()
    assert player.position == session.length
    _until(lambda: is_heard(sound_server, start) and is_heard(sound_server, last))


def is_heard(recording: Path, sound: Sound) -> bool:
    """Whether the sound is in there, each of its samples right to the last but one bit."""
    samples = sound.samples().astype(float)
    heard = np.pad(np.fromfile(recording, np.int16).astype(float), (0, len(samples)))
    spectra = np.fft.rfft(heard) * np.conj(np.fft.rfft(samples, len(heard)))
    place = int(np.argmax(np.fft.irfft(spectra, len(heard))[: -len(samples)]))
    return bool(np.abs(heard[place : place + len(samples)] - samples).max() <= 2)


def test_without_a_sound_server_the_error_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import miniaudio

    def refuse(*_: object, **__: object) -> None:
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", refuse)
    with pytest.raises(OutputError, match=r"No sound device") as error:
        sinks.player("miniaudio")
    assert "voiceguide export" in error.value.message
    assert capfd.readouterr().err == ""
