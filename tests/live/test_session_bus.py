"""The session bus of media keys: found, shared, given up, gone."""

from __future__ import annotations

import gc
import importlib.util
import os
import signal
import subprocess
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from tests.live.desktop import PATIENCE, PRESSING, Desktop, appearing
from tests.live.desktop import bus as bus
from tests.live.desktop import desktop as desktop
from tests.needs import need
from tests.waiting import until
from voiceguide.live import media_keys
from voiceguide.live.commands import Command
from voiceguide.live.media_keys import why_not


def test_a_second_player_has_a_name_of_its_own(desktop: Desktop) -> None:
    second = Desktop()
    second.keys.start()
    name = f"voiceguide.instance{os.getpid()}"
    until(lambda: name in desktop.ask("-l"))
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
    until(lambda: desktop.ask("status") != "")
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
    until(lambda: desktop.ask("status") != "")
    bus.send_signal(signal.SIGSTOP)
    numbers = count(1)

    def noted() -> bool:  # once more was shown than the bus takes in
        desktop.keys.show(replace(PRESSING, number=next(numbers), step="🦶" * 300, phase="🦶" * 300))
        return not desktop.notes.empty()

    until(noted)
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
