"""The cost and the latency of a live session, measured on a real sound server without loudspeakers.

    python -m benchmarks.live [ROUTINE] [--length 10m] [--seconds 20] [--times 5] [--only NAME ...]

Run from the project's folder, with the `test` extra and PulseAudio. Times run from the moment before a call or a
process start to the first sample in a recording of the sink, accurate to about 10 ms. A measurement is a function that
takes a `Bench` and returns a line to print; they are listed at the end.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from tests.audio.timelines import Tone, timeline
from tests.sound_server import Recording, SoundServer, find, until
from tests.terminals import Terminal
from voiceguide import playback
from voiceguide.audio.bells import sound
from voiceguide.studio.studio import Studio
from voiceguide.units import RATE

LOUD = 200
"""The smallest sample that counts as sound."""

SETTLED_SECONDS = 3
"""Seconds after the first word until one-time work is over."""
LONGEST_SECONDS = 90
"""The longest wait for new speech."""


@dataclass(frozen=True)
class Bench:
    """The setting of all measurements."""

    server: SoundServer
    command: list[str]
    """Plays a session whose clips are cached."""
    seconds: float
    times: int
    routine: str

    @contextmanager
    def session(self) -> Iterator[tuple[subprocess.Popen[bytes], Recording, float]]:
        """A process that is already heard, the recording, and the seconds from the command to its first sound."""
        quiet = subprocess.DEVNULL
        with self.server.record() as recording:
            begun = time.monotonic()
            with subprocess.Popen(self.command, stdin=quiet, stdout=quiet, stderr=quiet) as process:
                try:
                    until(lambda: heard_from(recording, begun) is not None)
                    yield process, recording, heard_from(recording, begun) or 0.0
                finally:
                    process.terminate()


def heard_from(recording: Recording, moment: float) -> float | None:
    """Seconds from a moment of time.monotonic() to the next sound, or None before it."""
    at = max(0, recording.at(moment))
    loud = np.flatnonzero(np.abs(recording.samples[at:].astype(int)) > LOUD)
    return float(loud[0]) / RATE if len(loud) else None


def milliseconds(seconds: list[float]) -> str:
    """The median and the maximum of several times."""
    return f"{median(seconds) * 1000:.0f} ms, at the most {max(seconds) * 1000:.0f} ms ({len(seconds)} times)"


def command_to_first_word(bench: Bench) -> str:
    found = []
    for _ in range(bench.times):
        with bench.session() as (_, _, seconds):
            found.append(seconds)
    return f"command to first word: {milliseconds(found)}"


def play_to_sound(bench: Bench) -> str:
    """The time from `Player.play`, called during another sound, to the new sound."""
    other, answer = timeline(60, (0, Tone(60, 300))), Tone(0.2, 1500)
    player, found = playback.find_player(), []
    with bench.server.record() as recording:
        for number in range(4 * bench.times):
            player.play(other)
            player.wait(0.3 + 0.007 * number)
            asked = recording.at(time.monotonic())
            player.play(timeline(5, (0, answer)))
            player.wait(0.4)
            places = find(recording.wait_until_now()[asked:], answer.samples())
            found += [place / RATE for place in places]
        player.stop()
    return f"play to sound: {milliseconds(found)}"


def press_to_sound(bench: Bench) -> str:
    """The time from a key press in a full session to the answering sound, for pausing and resuming."""
    answers, found = [sound(name).samples() for name in ("pause", "go-on")], []
    terminal = Terminal()
    with bench.server.record() as recording, terminal.running(*bench.command, "--anyway") as process:
        until(lambda: heard_from(recording, recording.began) is not None)
        time.sleep(SETTLED_SECONDS)
        for number in range(2 * bench.times):
            terminal.written()
            asked = recording.at(time.monotonic())
            terminal.press(b" ")
            time.sleep(1.0 + 0.037 * number)
            answer = answers[number % 2]
            found += [place / RATE for place in find(recording.wait_until_now()[asked:], answer, 0.95)[:1]]
        process.terminate()
        terminal.end_of(process)
    terminal.close()
    assert len(found) == 2 * bench.times, "not every press was answered"
    return f"press to sound: {milliseconds(found)}"


def slower_to_speech(bench: Bench) -> str:
    """The time from the key for slower speech to the word that is spoken at the new speed. The new speech of the whole
    session is made in between."""
    with Studio(bench.routine) as studio:
        slower = studio.narration_at("slower")
        slower.speak([studio.pack.phrase("slower")])
        word = slower.speaker.sound(slower.speakable(studio.pack.phrase("slower"))).samples()
    terminal = Terminal()
    with bench.server.record() as recording, terminal.running(*bench.command, "--anyway") as process:
        until(lambda: heard_from(recording, recording.began) is not None)
        time.sleep(SETTLED_SECONDS)
        asked, before = recording.at(time.monotonic()), processor_seconds(process.pid)
        terminal.press(b"<")
        found: list[int] = []
        while not found and recording.length < asked + LONGEST_SECONDS * RATE:
            time.sleep(1)
            terminal.written()
            found = find(recording.samples[asked:], word, 0.9)
        cost = processor_seconds(process.pid) - before
        process.terminate()
        terminal.end_of(process)
    terminal.close()
    assert found, "the new speech never came"
    return f"slower to speech at the new speed: {found[0] / RATE:.1f} s; processor of the player alone {cost:.1f} s"


def cost_while_playing(bench: Bench) -> str:
    """The processor time of the process, over all its threads."""
    with bench.session() as (process, _, _):
        time.sleep(SETTLED_SECONDS)
        begun, before = time.monotonic(), processor_seconds(process.pid)
        time.sleep(bench.seconds)
        share = (processor_seconds(process.pid) - before) / (time.monotonic() - begun)
        return f"while playing: {share:.1%} of one core; memory at the most {peak_megabytes(process.pid):.0f} MB"


def processor_seconds(pid: int) -> float:
    """User and system time of a process: fields 14 and 15 of proc(5)'s stat, after the name in brackets."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_megabytes(pid: int) -> float:
    """The peak memory of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


MEASUREMENTS = (command_to_first_word, play_to_sound, press_to_sound, slower_to_speech, cost_while_playing)


def settle_environment(folder: str) -> None:
    """Give all commands a cache and a state of their own, and compiled modules, as an installation has them. Without
    these, each start compiles 370 modules anew."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["VOICEGUIDE_CACHE"] = folder
    os.environ["VOICEGUIDE_STATE"] = folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("routine", nargs="?", default="heel-pain")
    parser.add_argument("--length", default="10m")
    parser.add_argument("--seconds", type=float, default=20, help="how long processor time is watched")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=[each.__name__ for each in MEASUREMENTS], help="measure these")
    options = parser.parse_args()
    voiceguide, session = [sys.executable, "-m", "voiceguide"], [options.routine, "--length", options.length]
    with tempfile.TemporaryDirectory() as cache:
        settle_environment(cache)
        subprocess.run([*voiceguide, "plan", *session], check=True, stdout=subprocess.DEVNULL)
        with SoundServer() as server:
            bench = Bench(
                server, [*voiceguide, "play", *session, "--no-lesson"], options.seconds, options.times, options.routine
            )
            for measure in MEASUREMENTS:
                if options.only and measure.__name__ not in options.only:
                    continue
                print(measure(bench), flush=True)


if __name__ == "__main__":
    main()
