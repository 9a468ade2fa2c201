"""The sound that is lost while the machine is busy, recorded on a real sound server without loudspeakers.

    python -m benchmarks.gaps [--output pulseaudio] [--seconds 60] [--busy 12]

Run from the project's folder, with the `test` extra and PulseAudio. A process of its own plays an even tone while other
processes of the same priority keep every core busy. The lost time is the silence inside the recorded tone.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

import numpy as np

from tests.sound_server import SoundServer, until
from voiceguide.units import RATE

PLAY = """
import sys
from tests.audio.timelines import Level, timeline
from voiceguide import playback
from voiceguide.units import RATE

seconds = float(sys.argv[2])
player = playback.find_player(sys.argv[1])
player.play(timeline(seconds, (0, Level(8000, int(seconds * RATE)))))
while not player.wait(0.02):
    player.position
player.stop()
"""
BUSY = "while True: sum(range(10_000))"


def lost_seconds(output: str, seconds: float, busy: int) -> tuple[float, int, float]:
    """The silent seconds inside a tone, the number of gaps, and the load of the machine at the end."""
    others = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(busy)]
    try:
        with SoundServer() as server, server.record() as recording:
            command = [sys.executable, "-c", PLAY, output, str(seconds)]
            with subprocess.Popen(command) as process:
                until(lambda: process.poll() is not None, 3 * seconds + 60)
            heard = np.flatnonzero(recording.wait_until_now())
    finally:
        for other in others:
            other.kill()
            other.wait()
    silences = np.diff(heard) - 1
    return float(silences.sum()) / RATE, int(np.count_nonzero(silences)), os.getloadavg()[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", default="pulseaudio")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--busy", type=int, default=12)
    options = parser.parse_args()
    begun = time.monotonic()
    lost, gaps, load = lost_seconds(options.output, options.seconds, options.busy)
    took = time.monotonic() - begun
    print(
        f"{options.output}: {lost:.2f} s lost in {gaps} gaps of {options.seconds:.0f} s; load {load:.1f}; {took:.0f} s"
    )


if __name__ == "__main__":
    main()
