"""Half an hour with a Piper voice, compared with eSpeak NG.

    python -m benchmarks.piper_voice [--times 3] [--voice NAME]

Run from the project's folder, with the `piper` and `dev` extras. Without --voice it uses a tiny generated voice, which
has the inputs and outputs of a real one and costs hardly anything: the figures then show voiceguide and Piper without
the model. Each figure is the best of several runs. `first words`: the time from an unknown script and an empty cache to
a playable opening; the next column is the time to the full session.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.run import PIPELINES, best, run, voiceguide
from tests import tiny_voice

THIRTY = PIPELINES / "thirty-minutes.md"
OPENING = """
import sys, time
start = time.perf_counter()
from voiceguide.studio.studio import Studio
from voiceguide.studio.voice_options import VoiceOptions
with Studio(sys.argv[1], VoiceOptions(voice=sys.argv[2])) as studio:
    studio.opening(1800.0)
    first = time.perf_counter() - start
    studio.plan(1800.0)
    print(first, time.perf_counter() - start, studio.narration.speaker.made)
"""


def first_words(times: int, voice: str, cache: Path) -> tuple[float, float, int]:
    """Seconds to the opening, seconds to all texts, and the number of texts, with an empty cache each time."""
    found = []
    for _ in range(times):
        shutil.rmtree(cache, ignore_errors=True)
        env = dict(os.environ, VOICEGUIDE_CACHE=str(cache))
        command = [sys.executable, "-c", OPENING, str(THIRTY), voice]
        done = subprocess.run(command, check=True, env=env, capture_output=True, text=True).stdout.split()
        found.append((float(done[0]), float(done[1]), int(done[2])))
    return min(found)


def measure(voice: str, times: int, folder: Path) -> None:
    """Print a row for a voice."""
    cache = folder / "cache"
    export = voiceguide("export", THIRTY, "--length", "30m", "--voice", voice, "--force", "-o", folder / "out.mp3")
    cold = best(times, export, cache, lambda: shutil.rmtree(cache, ignore_errors=True))
    run(export, cache)
    cached = best(times, export, cache)
    first, whole, made = first_words(times, voice, cache)
    print(f"{voice:<24} {cold:>11.3f} {cached:>7.3f} {first:>12.3f} {whole:>8.3f} {made:>6}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3, help="runs of each, of which the best counts")
    parser.add_argument("--voice", help="one of the user's own voices")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        voice = options.voice
        if voice is None:
            voice = tiny_voice.write_voice(folder / "voices").stem
            os.environ["VOICEGUIDE_VOICES"] = str(folder / "voices")
        print(f"{'seconds':<24} {'empty cache':>11} {'cached':>7} {'first words':>12} {'of':>8} {'texts':>6}")
        for each in ("gmw/en", voice):
            measure(each, options.times, folder)


if __name__ == "__main__":
    main()
