"""A session seen from the desktop: a D-Bus daemon of its own, and a second program that presses keys, playerctl."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest

from tests.needs import need, need_program
from tests.waiting import until
from voiceguide.live.commands import Request
from voiceguide.live.media_keys import MediaKeys
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
    until(lambda: desktop.ask("status") != "")
    yield desktop
    desktop.keys.close()
    assert desktop.notes.empty()


@pytest.fixture
def desktop(bus: object) -> Iterator[Desktop]:
    with appearing() as desktop:
        yield desktop


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
