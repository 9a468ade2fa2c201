"""Media keys through a real D-Bus daemon, pressed with a second program: playerctl."""

from __future__ import annotations

import gc
import importlib.util
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from queue import SimpleQueue

import pytest

from tests.needs import need, need_program
from voiceguide.live import media_keys
from voiceguide.live.commands import Command, Request, Seek, SetVolume, as_presses
from voiceguide.live.media_keys import MediaKeys, why_not
from voiceguide.live.status import Bar, Status

PATIENCE = 20
"""The time before giving up. Nothing here comes near it."""

PRESSING = Status(
    title="Heel pain relief",
    state="playing",
    session=Bar(left=540, length=600),
    phase="Release the trigger points",
    step="Press the heel spot, cross-friction",
    side="Left foot",
    number=3,
    total=12,
    hold=Bar(30, 45),
)

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    """A session bus of its own."""
    need(sys.platform == "linux" and importlib.util.find_spec("dbus_fast"), "there is no dbus-fast here")
    config = tmp_path / "bus.conf"
    config.write_text(CONFIG.format(socket=tmp_path / "bus"))
    command = [need_program("dbus-daemon"), f"--config-file={config}", "--print-address", "--nofork", "--nopidfile"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", process.stdout.readline().strip())
        yield process
        process.kill()


class Desktop:
    """A session seen from the desktop, through playerctl."""

    def __init__(self) -> None:
        self.commands: list[Request] = []
        self.notes: SimpleQueue[str] = SimpleQueue()
        self.now = 1000.0
        self.keys = MediaKeys(self.commands.append, "Heel pain relief", self.notes.put, lambda: self.now)

    def ask(self, *command: str, player: str = "voiceguide") -> str:
        asked = [need_program("playerctl"), "-p", player, *command]
        return subprocess.run(asked, capture_output=True, text=True, timeout=PATIENCE).stdout.rstrip("\n")

    def press(self, *command: str) -> list[Request]:
        """Return the command of a key."""
        self.commands.clear()
        self.ask(*command)
        return list(self.commands)

    def show(self, status: Status) -> None:
        """Show it, and wait until it is shown."""
        shown = threading.Event()
        self.keys.show(status)
        self.keys._call(shown.set)
        assert shown.wait(PATIENCE)


@contextmanager
def appearing() -> Iterator[Desktop]:
    """A session that is on the bus."""
    desktop = Desktop()
    desktop.keys.start()
    wait_for(lambda: desktop.ask("status") != "")
    yield desktop
    desktop.keys.close()
    assert desktop.notes.empty()


@pytest.fixture
def desktop(bus: object) -> Iterator[Desktop]:
    with appearing() as desktop:
        yield desktop


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


@contextmanager
def lines_of(*command: str) -> Iterator[Iterator[str]]:
    """The lines of a program, as they come."""
    with subprocess.Popen([need_program(command[0]), *command[1:]], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        giving_up = threading.Timer(PATIENCE, process.kill)
        giving_up.start()
        try:
            yield (line.rstrip("\n") for line in process.stdout)
        finally:
            giving_up.cancel()
            process.kill()


def call(method: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call a method as any program could."""
    to = ["--session", "--print-reply", "--dest=org.mpris.MediaPlayer2.voiceguide", "/org/mpris/MediaPlayer2"]
    asked = [need_program("dbus-send"), *to, method, *arguments]
    return subprocess.run(asked, capture_output=True, text=True, timeout=PATIENCE)


def position() -> int:
    """Return microseconds. playerctl adds the time of its own call."""
    asked = "string:org.mpris.MediaPlayer2.Player", "string:Position"
    return int(call("org.freedesktop.DBus.Properties.Get", *asked).stdout.split()[-1])


def test_each_key_sends_its_act(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    assert desktop.press("play-pause") == [Command.PRESS]
    assert desktop.press("pause") == [Command.PAUSE]
    assert desktop.press("play") == [Command.GO_ON]
    assert desktop.press("next") == [Command.NEXT]
    assert desktop.press("previous") == [Command.BACK]
    assert desktop.press("stop") == [Command.LEAVE]


def test_a_headset_s_double_press_repeats_the_step_where_it_is_wished() -> None:
    sent: list[Request] = []
    send = as_presses(sent.append)
    for command in (Command.PRESS, Command.NEXT, Command.BACK, Seek(3.0)):
        send(command)
    assert sent == [Command.PRESS, Command.AGAIN, Command.NEXT, Seek(3.0)]


def test_presses_are_handed_over_one_by_one_for_the_session_to_count(desktop: Desktop) -> None:
    for _ in range(3):
        desktop.ask("play-pause")
    assert desktop.commands == [Command.PRESS] * 3


def test_the_desktop_shows_title_chapter_position_and_length(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    assert desktop.ask("metadata").splitlines() == [
        "voiceguide mpris:trackid             '/voiceguide/session'",
        "voiceguide xesam:title               Left foot: Press the heel spot, cross-friction",
        "voiceguide xesam:artist              Release the trigger points",
        "voiceguide xesam:album               Heel pain relief",
        "voiceguide mpris:length              600000000",
        "voiceguide xesam:trackNumber         3",
    ]
    assert desktop.ask("status") == "Playing"
    assert desktop.ask("position").startswith("60.0")


def test_before_the_first_step_the_routine_is_shown(desktop: Desktop) -> None:
    waiting = "Paused|Heel pain relief|Heel pain relief|Heel pain relief"
    asked = "metadata", "--format", "{{status}}|{{title}}|{{artist}}|{{album}}"
    assert desktop.ask(*asked) == waiting
    assert desktop.ask("metadata", "mpris:length") == ""
    desktop.show(Status(title="Heel pain relief", state="playing", session=Bar(600, 600)))
    assert desktop.ask(*asked) == waiting.replace("Paused", "Playing")
    desktop.show(Status(title="Heel pain relief", state="over", session=Bar(0, 600)))
    assert desktop.ask(*asked) == waiting.replace("Paused", "Stopped")


def test_the_position_runs_with_the_clock_only_while_it_plays(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    desktop.now += 2.5
    assert position() == 62_500000
    desktop.show(replace(PRESSING, state="paused", session=Bar(537.5, 600)))
    desktop.now += 60
    assert position() == 62_500000
    assert desktop.ask("status") == "Paused"
    desktop.show(replace(PRESSING, session=Bar(537.5, 600)))
    desktop.now += 3600
    assert position() == 600_000000


def test_applets_are_told_what_changed_and_nothing_else(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    told = "metadata", "--follow", "--format", "{{title}}, {{status}}"
    with lines_of("playerctl", "-p", "voiceguide", *told) as lines:
        assert next(lines) == "Left foot: Press the heel spot, cross-friction, Playing"
        for tenth in range(100):
            desktop.now += 0.1
            desktop.show(replace(PRESSING, session=Bar(540 - tenth / 10, 600), message=f"{tenth}"))
        desktop.show(replace(PRESSING, step="Stretch the calf", session=Bar(530, 600)))
        assert next(lines) == "Left foot: Stretch the calf, Playing"
        desktop.show(replace(PRESSING, step="Stretch the calf", session=Bar(530, 600), state="paused"))
        assert next(lines) == "Left foot: Stretch the calf, Paused"


def test_applets_are_told_when_the_position_jumps(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    with lines_of("dbus-monitor", "--session", "type=signal,interface=org.mpris.MediaPlayer2.Player") as lines:
        wait_for(lambda: "NameAcquired" in next(lines))
        for tenth in range(1, 50):
            desktop.now += 0.1
            desktop.show(replace(PRESSING, session=Bar(540 - tenth / 10 + tenth % 3 / 10, 600)))  # never to the tenth
        desktop.show(replace(PRESSING, session=Bar(500, 600)))
        wait_for(lambda: "member=Seeked" in next(lines))
        assert next(lines).split() == ["int64", "100000000"]


def test_what_a_script_says_cannot_break_the_bus(desktop: Desktop) -> None:
    desktop.show(replace(PRESSING, step="Press\0 the\ud800 \x1b[31mheel\n spot " + "🦶" * 500, side=None, phase="\0"))
    title, artist = desktop.ask("metadata", "--format", "{{title}}\n{{artist}}").splitlines()
    assert title == ("Press the [31mheel spot " + "🦶" * 500)[:300]
    assert artist == "Heel pain relief"


def test_a_seek_goes_to_a_moment_of_the_session(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    assert desktop.press("position", "10") == [Seek(-50.0)]
    assert desktop.press("position", "15+") == [Seek(15.0)]
    assert desktop.press("position", "5-") == [Seek(-5.0)]
    assert desktop.press("position", "700") == []
    desktop.commands.clear()
    call("org.mpris.MediaPlayer2.Player.SetPosition", "objpath:/another/track", "int64:1")
    assert desktop.commands == []


def test_the_volume_is_that_of_the_session(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    assert desktop.ask("volume") == "1.000000"
    assert desktop.press("volume", "0.5") == [SetVolume(pytest.approx(-6.02, abs=0.01))]  # type: ignore[arg-type]
    assert desktop.press("volume", "0") == [SetVolume(-90.0)]
    assert desktop.press("volume", "3") == [SetVolume(0.0)]
    desktop.show(replace(PRESSING, volume=-6.0206))
    assert desktop.ask("volume") == "0.500000"


def test_the_loop_button_repeats_the_step_once(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    assert desktop.press("loop", "Track") == [Command.AGAIN]
    assert desktop.ask("loop") == "None"
    assert desktop.press("loop", "None") == []


def test_no_address_is_opened(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    assert desktop.press("open", "file:///tmp/song.mp3") == []
    assert position() == 60_000000


def test_what_playerctl_has_no_key_for(desktop: Desktop, capfd: pytest.CaptureFixture[str]) -> None:
    player, properties = "org.mpris.MediaPlayer2.Player", "org.freedesktop.DBus.Properties"
    assert call("org.mpris.MediaPlayer2.Quit").returncode == 0
    assert call("org.mpris.MediaPlayer2.Raise").returncode == 0
    assert call(f"{player}.Seek", "int64:-5000000").returncode == 0
    assert call(f"{player}.SetPosition", "objpath:/voiceguide/session", "int64:1").returncode == 0
    assert "NotSupported" in call(f"{player}.OpenUri", "string:file:///song.mp3").stderr
    assert call(f"{properties}.Set", f"string:{player}", "string:Rate", "variant:double:0").returncode == 0
    assert desktop.commands == [Command.QUIT, Seek(-5.0), Command.PAUSE]
    everything = call(f"{properties}.GetAll", f"string:{player}").stdout
    for name in ("PlaybackStatus", "Rate", "Metadata", "Volume", "Position", "MinimumRate", "MaximumRate"):
        assert f'string "{name}"' in everything
    for name in ("GoNext", "GoPrevious", "Play", "Pause", "Seek", "Control"):
        assert f'string "Can{name}"' in everything
    assert 'string "voiceguide"' in call(f"{properties}.GetAll", "string:org.mpris.MediaPlayer2").stdout
    assert call(f"{player}.Dance").returncode != 0
    assert capfd.readouterr().err == ""  # the screen is the session's


def test_a_second_player_has_a_name_of_its_own(desktop: Desktop) -> None:
    second = Desktop()
    second.keys.start()
    name = f"voiceguide.instance{os.getpid()}"
    wait_for(lambda: name in desktop.ask("-l"))
    assert sorted(desktop.ask("-l").split()) == ["voiceguide", name]
    second.ask("next", player=name)
    assert (desktop.commands, second.commands) == ([], [Command.NEXT])
    second.keys.close()


def test_it_is_gone_when_it_is_closed_and_can_be_closed_twice(bus: object) -> None:
    with appearing() as desktop:
        desktop.keys.close()
        assert desktop.ask("-l") == ""
        desktop.keys.show(PRESSING)
        desktop.keys.close()


def test_it_can_be_closed_before_it_has_appeared(bus: object) -> None:
    desktop = Desktop()
    desktop.keys.start()
    desktop.keys.show(PRESSING)
    desktop.keys.close()
    assert desktop.ask("-l") == ""
    assert desktop.notes.empty()
    Desktop().keys.close()


def test_a_bus_that_goes_away_takes_only_the_media_keys(
    bus: subprocess.Popen[str], capfd: pytest.CaptureFixture[str]
) -> None:
    desktop = Desktop()
    desktop.keys.start()
    wait_for(lambda: desktop.ask("status") != "")
    bus.kill()
    assert desktop.notes.get(timeout=PATIENCE) == "Media keys do not work: the session bus is gone."
    desktop.keys.show(PRESSING)
    desktop.keys.close()
    assert desktop.notes.empty()
    assert capfd.readouterr().err == ""


def test_a_bus_that_hangs_is_given_up(bus: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media_keys, "PATIENCE_SECONDS", 0.1)
    bus.send_signal(signal.SIGSTOP)
    desktop = Desktop()
    desktop.keys.start()
    assert desktop.notes.get(timeout=PATIENCE) == "Media keys do not work: the session bus does not answer."
    desktop.keys.close()
    assert "does not answer" in str(why_not(connect=True))


def test_a_bus_that_hangs_in_mid_session_disturbs_nothing(
    bus: subprocess.Popen[str], capfd: pytest.CaptureFixture[str]
) -> None:
    desktop = Desktop()
    desktop.keys.start()
    wait_for(lambda: desktop.ask("status") != "")
    bus.send_signal(signal.SIGSTOP)
    numbers = count(1)

    def noted() -> bool:  # once more was shown than the bus takes in
        desktop.keys.show(replace(PRESSING, number=next(numbers), step="🦶" * 300, phase="🦶" * 300))
        return not desktop.notes.empty()

    wait_for(noted)
    assert desktop.notes.get() == "Media keys do not work: the session bus is gone."
    desktop.keys.close()
    gc.collect()
    assert desktop.notes.empty()
    assert capfd.readouterr().err == ""


def test_it_says_why_it_cannot_be_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    need(sys.platform == "linux" and importlib.util.find_spec("dbus_fast"), "there is no dbus-fast here")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert str(why_not()).startswith("No session bus was found.")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/gone")
    assert why_not() is None
    assert "No such file" in str(why_not(connect=True))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(media_keys, "find_spec", lambda name: None)
    assert '-m pip install "dbus-fast' in str(why_not())
    monkeypatch.setattr(sys, "platform", "darwin")
    assert why_not() == "Media keys work on Linux only."


def test_it_finds_the_bus_of_a_login_without_an_address(bus: object, monkeypatch: pytest.MonkeyPatch) -> None:
    socket = os.environ["DBUS_SESSION_BUS_ADDRESS"].removeprefix("unix:path=").partition(",")[0]
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(Path(socket).parent))
    assert why_not(connect=True) is None
