"""Voice commands while the player speaks: heard over headphones, ignored over a loudspeaker."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.live.test_live_sound import play
from tests.live.test_voice_control import WAKE, said
from tests.needs import need, need_program
from tests.sound_server import SoundServer
from tests.terminals import Terminal
from voiceguide.live.phrase_detector import RATE

LINE = "This is sentence number {number} of a long introduction, and it goes on for a while."
TALK = " ".join(LINE.format(number=number) for number in range(30))
SCRIPT = f"""\
# Long talk

{TALK}

- Press the heel spot for 6 seconds
"""


@pytest.fixture(autouse=True)
def _what_is_needed() -> None:
    need(find_spec("pocketsphinx"), "pocketsphinx is not installed")
    need_program("flite")


@pytest.mark.parametrize(
    ("form", "options", "is_heard"),
    [("headphone", (), True), ("speaker", (), False), ("speaker", ("--headset",), True)],
)
def test_a_command_is_heard_while_the_player_speaks_over_headphones_only(
    form: str,
    options: tuple[str, ...],
    is_heard: bool,
    script: Callable[..., Path],
    terminal: Terminal,
    sound_server: SoundServer,
) -> None:
    stop = said(f"{WAKE}, stop")[RATE // 2 : -RATE // 2]
    command = play(script(SCRIPT), "--engine", "pyttsx3", "--listen", "--no-lesson", *options)
    with (
        sound_server.microphone() as room,
        sound_server.second_sink("ears", f"device.form_factor={form}"),
        terminal.running(*command),
    ):
        terminal.until("Long talk")
        written = ""
        for _ in range(4):
            time.sleep(1)
            room.hear(stop, RATE)
            time.sleep(1)
            written += terminal.written()
            if "Paused." in written:
                break
        assert ("Paused." in written) == is_heard
