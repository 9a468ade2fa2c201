"""The connections to the sound server: all are given back, and a closed terminal ends the process."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.audio.timelines import Tone
from tests.sound_server import SoundServer
from tests.terminals import Terminal
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.live.microphone import Microphone
from voiceguide.playback.miniaudio_player import MiniaudioPlayer


def settled(server: SoundServer, wanted: int) -> int:
    """The number of connections, once it is the wanted one or does not become it."""
    until = time.monotonic() + 5
    while (found := server.clients()) != wanted and time.monotonic() < until:
        time.sleep(0.05)
    return found


def test_a_player_gives_its_connections_back(sound_server: SoundServer) -> None:
    before, tone = sound_server.clients(), Tone(0.05, 440, 0.1)
    player = MiniaudioPlayer()
    for _ in range(4):
        player.play(Timeline(tone.length, (Placement(0, tone),)))
        player.wait()
        player.stop()
    assert settled(sound_server, before) == before


def test_a_microphone_gives_its_connections_back(sound_server: SoundServer) -> None:
    with sound_server.microphone():
        before = sound_server.clients()
        for _ in range(3):
            Microphone().close()
        assert settled(sound_server, before) == before


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal that hangs up")
def test_a_closed_terminal_ends_the_process_and_its_connections(
    sound_server: SoundServer, tmp_path: Path, shared_cache: Path
) -> None:
    script = tmp_path / "a.md"
    script.write_text("- Press for 60 seconds\n")
    before = sound_server.clients()
    terminal = Terminal()
    command = (sys.executable, "-m", "voiceguide", "play", script, "--engine", "pyttsx3", "--output", "miniaudio")
    with terminal.running(*command, VOICEGUIDE_CACHE=str(shared_cache)) as process:
        terminal.until("Press")
        assert sound_server.clients() > before
        terminal.hang_up()
        assert process.wait(15) == 129
    assert settled(sound_server, before) == before
