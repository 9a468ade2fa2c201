"""The child process in which simpleaudio runs. simpleaudio holds Python's global lock while it waits for a sound
server. A server that never answers would stop all threads of the program, and no signal would end it.

Each request is a line on standard input, with the sound behind it. For each request one line goes out on the original
standard output. The process ends at the end of its input.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Any

from voiceguide.units import RATE

BYTES_A_SAMPLE = 2
LATEST_SECONDS = 2.0
"""The longest wait for the end of the sounds. A device that went away never ends them."""
LONGEST_SECONDS = 6.0
"""A request that takes longer ends the process, which may have lost its parent."""
DONE, REFUSED = b"done\n", b"refused\n"


def main() -> None:
    """Run the child process."""
    import simpleaudio

    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # nothing that is printed may mix with the answers
    sounds: list[Any] = []
    while request := sys.stdin.buffer.readline():
        name, _, size = request.rstrip().partition(b" ")
        data = sys.stdin.buffer.read(int(size or 0))
        _set_alarm(LONGEST_SECONDS)
        try:
            sounds = [sound for sound in sounds if sound.is_playing()]
            if name == b"play":
                sounds.append(simpleaudio.play_buffer(data, 1, BYTES_A_SAMPLE, RATE))
            elif name == b"stop":
                for sound in sounds:
                    sound.stop()
            else:
                _wait_for(sounds)
            answers.write(DONE)
        except simpleaudio._simpleaudio.SimpleaudioError:
            answers.write(REFUSED)
        _set_alarm(0)


def _wait_for(sounds: list[Any]) -> None:
    """Return when all sounds have been heard."""
    deadline = time.monotonic() + LATEST_SECONDS
    while any(sound.is_playing() for sound in sounds) and time.monotonic() < deadline:
        time.sleep(0.02)


def _set_alarm(seconds: float) -> None:
    """Let the system end this process after a time; 0 takes that back. Python's lock does not delay it."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
