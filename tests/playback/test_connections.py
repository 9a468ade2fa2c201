"""The connections to the sound server: all are given back, and a closed terminal ends the process."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.audio.timelines import Tone
from tests.sound_server import SoundServer
from tests.terminals import Terminal
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.cli.recording_stage import TerminalStage
from voiceguide.live.microphone import Microphone
from voiceguide.playback.miniaudio_player import MiniaudioPlayer
from voiceguide.playback.pulseaudio_player import PulseaudioPlayer

if TYPE_CHECKING:
    from voiceguide.playback.player import Player


def settled(server: SoundServer, wanted: int) -> int:
    """The number of connections, once it is the wanted one or does not become it."""
    until = time.monotonic() + 30
    while (found := server.clients()) != wanted and time.monotonic() < until:
        time.sleep(0.05)
    return found


@pytest.mark.parametrize("kind", [MiniaudioPlayer, PulseaudioPlayer])
def test_a_player_gives_its_connections_back(sound_server: SoundServer, kind: type[Player]) -> None:
    before, tone = sound_server.clients(), Tone(0.05, 440, 0.1)
    player = kind()
    for _ in range(4):
        player.play(Timeline(tone.length, (Placement(0, tone),)))
        player.wait()
        player.stop()
    assert settled(sound_server, before) == before


@pytest.mark.parametrize("kind", [MiniaudioPlayer, PulseaudioPlayer])
def test_twenty_one_lines_of_a_recording_take_no_more_connections_than_one(
    sound_server: SoundServer, kind: type[Player]
) -> None:
    with sound_server.microphone(), sound_server.record():  # a sink that nobody records runs two seconds ahead
        before, tone, microphone = sound_server.clients(), Tone(0.05, 440, 0.1), Microphone()
        listening = sound_server.clients()
        stage = TerminalStage(lambda seconds: None, kind(), microphone, None, io.StringIO())
        for line in range(21):
            stage.play(tone)
            if line in (0, 10, 20):
                assert settled(sound_server, listening) == listening
        microphone.close()
        assert settled(sound_server, before) == before


def test_a_microphone_gives_its_connections_back(sound_server: SoundServer) -> None:
    with sound_server.microphone():
        before = sound_server.clients()
        for _ in range(3):
            Microphone().close()
        assert settled(sound_server, before) == before


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal that hangs up")
@pytest.mark.parametrize("output", ["miniaudio", "pulseaudio"])
def test_a_closed_terminal_ends_the_process_and_its_connections(
    sound_server: SoundServer, tmp_path: Path, shared_cache: Path, output: str
) -> None:
    script = tmp_path / "a.md"
    script.write_text("- Press for 60 seconds\n")
    before = sound_server.clients()
    terminal = Terminal()
    command = (sys.executable, "-m", "voiceguide", "play", script, "--engine", "pyttsx3", "--output", output)
    with terminal.running(*command, VOICEGUIDE_CACHE=str(shared_cache)) as process:
        terminal.until("Press")
        assert sound_server.clients() > before
        terminal.hang_up()
        assert process.wait(15) == 129
    assert settled(sound_server, before) == before
