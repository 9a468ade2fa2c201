"""The voice commands that a real session understands while it speaks over headphones.

    python -m benchmarks.voice_over_headphones [--voices heart slt rms awb kal16]

Needs Debian's `flite`, PulseAudio, and the extras `voice-control` and `test`. The session plays to one sink, and the
commands are spoken into the microphone of another one.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.voice_control import NATURAL, PACK, in_a_room, speak
from tests.sound_server import Microphone, SoundServer, until
from voiceguide.live.commands import OverlayCommand
from voiceguide.live.phrase_detector import RATE
from voiceguide.live.voice_control import COMMANDS

BEFORE = 3.0
"""Seconds from the first sound to the first command."""
AWAY = 2.5
"""Seconds between two commands over headphones."""
TALK = " ".join(
    f"This is sentence {number} of a long introduction, and it goes on for a while." for number in range(40)
)
OBEYS_NOTHING = """
import sys
from voiceguide.live import voice_control
understand = voice_control.Listener.hear
def hear(listener, block):
    command = understand(listener, block)
    if command is not None:
        print("heard", command.value, flush=True)
voice_control.Listener.hear = hear
from voiceguide.cli import run
run(sys.argv[1:])
"""
"""`voiceguide` with voice commands that are printed, and not obeyed: it speaks on."""


def tell_over_headphones(voices: list[str]) -> None:
    """Print the share of commands that a real session understands while it speaks over headphones."""
    with tempfile.TemporaryDirectory() as folder, SoundServer() as server, server.microphone() as room:
        script, heard = Path(folder, "talk.md"), Path(folder, "heard.txt")
        script.write_text(f"# Long talk\n\n{TALK}\n\n- Press the heel spot for 6 seconds\n")
        options = ["--engine", "pyttsx3", "--listen", "--no-lesson", "--plain", "--anyway"]
        command = [sys.executable, "-c", OBEYS_NOTHING, "play", str(script), *options]
        for voice in voices:
            with (
                server.second_sink("ears", "device.form_factor=headphone"),
                heard.open("w") as told,
                subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=told) as session,
            ):
                until(server.streams)
                time.sleep(BEFORE)
                right, wrong = spoken_into(room, voice, heard)
                session.terminate()
            share = f"understood {right} of {len(COMMANDS)}, acted wrongly {wrong}"
            print(f"{voice:10} | over headphones: {share}", flush=True)


def spoken_into(room: Microphone, voice: str, heard: Path) -> tuple[int, list[str]]:
    """Speak the first phrase of each command. Returns the number understood, and what was taken for another command."""
    right, wrong = 0, []
    for command, key in COMMANDS.items():
        before, words = len(commands_in(heard)), PACK.words("commands", key)[0]
        said = speak(voice, f"{PACK.data['commands']['wake']}, {words}")
        room.hear(np.rint(in_a_room(said, None, seed=1) * 32767).astype(np.int16), RATE)
        time.sleep(AWAY)
        found = [each for each in commands_in(heard)[before:] if each != OverlayCommand.NOT_UNDERSTOOD.value]
        right += found == [command.value]
        wrong += [f"{words} -> {each}" for each in found if each != command.value]
    return right, wrong


def commands_in(file: Path) -> list[str]:
    """The commands that a session has printed so far."""
    return [line.removeprefix("heard ") for line in file.read_text().splitlines() if line.startswith("heard ")]


def main() -> None:
    """Print a line for each voice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voices", nargs="+", default=[NATURAL, "slt", "rms", "awb", "kal16"])
    tell_over_headphones(parser.parse_args().voices)


if __name__ == "__main__":
    main()
