"""Presses that are easily lost: while a slow voice speaks the first words, and after a pause over a bed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.live.test_live_sound import SCRIPT, heard, play, samples_of
from tests.sound_server import SoundServer, find
from tests.terminals import Terminal
from voiceguide.audio.bells import sound
from voiceguide.studio.studio import Studio
from voiceguide.units import RATE

ANSWERED_SECONDS = 0.3
"""A busy machine reads a key late."""
SLOW_VOICE = """\
import sys, time, wave

time.sleep(2.5)
with wave.open(sys.argv[1], "wb") as file:
    file.setnchannels(1), file.setsampwidth(2), file.setframerate(22050)
    file.writeframes(b"\\x00\\x10\\x00\\xf0" * 11025)
"""


def test_a_press_is_answered_at_once_while_a_slow_voice_fills_an_empty_cache(
    script: Callable[..., Path], terminal: Terminal, sound_server: SoundServer, tmp_path: Path
) -> None:
    voice = tmp_path / "voice.py"
    voice.write_text(SLOW_VOICE)
    command = ("--command", f"{sys.executable} {voice} {{file}}")
    cache = {"VOICEGUIDE_CACHE": str(tmp_path / "cache")}
    pause = sound("pause").samples()
    with sound_server.record() as recording, terminal.running(*play(script(SCRIPT), *command), **cache):
        terminal.until("Short one")
        time.sleep(0.5)
        pressed = recording.at(time.monotonic())
        terminal.press(b" ")
        answer = heard(recording, pause)
        assert (answer - pressed) / RATE < ANSWERED_SECONDS
        terminal.until("Paused.")


def test_again_is_heard_after_a_pause_over_a_bed(
    script: Callable[..., Path], terminal: Terminal, sound_server: SoundServer
) -> None:
    path = script(SCRIPT)
    with Studio(str(path)) as studio:
        studio.timeline(studio.plan())
        studio.narration.speak(["Paused.", "Again."])
        again, step = samples_of(studio, "Again."), samples_of(studio, "Press the heel spot.")
    bell = sound("start-bell").samples()
    with sound_server.record() as recording, terminal.running(*play(path, "--bed", "brown")) as process:
        heard(recording, bell)
        for _ in range(4):
            terminal.press(b" ")
            time.sleep(1.5)
            asked = recording.at(time.monotonic())
            terminal.press(b"r")
            time.sleep(3.5)
            after = recording.wait_until_now()[asked:]
            assert len(find(after, again, 0.5)) == 1
            assert len(find(after, step, 0.5)) == 1
        process.terminate()
        terminal.end_of(process)
