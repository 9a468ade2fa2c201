"""Media keys through a real D-Bus daemon, pressed with a second program: playerctl."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.live.desktop import PRESSING, Desktop, call, position
from tests.live.desktop import bus as bus
from tests.live.desktop import desktop as desktop
from voiceguide.live.commands import Command, Request, Seek, SetVolume, as_presses


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
