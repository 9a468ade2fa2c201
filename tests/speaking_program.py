"""A program that speaks, as a user may have one: a tone for a text, or one of the ways to go wrong.

    python speaking_program.py HOW FILE [TEXT]

Without TEXT, it is read from standard input.
"""

from __future__ import annotations

import math
import os
import struct
import subprocess
import sys
import time
import wave
from pathlib import Path


def write(path: str, seconds: float, size: int = 8000, rate: int = 22_050) -> None:
    samples = (int(size * math.sin(2 * math.pi * 440 * number / rate)) for number in range(int(seconds * rate)))
    with wave.open(path, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))


def write_stereo_floats(path: str, seconds: float, middle: float = 0.0) -> None:
    """A tone on two channels, with one sample of another value in its middle."""
    rate, channels = 48_000, 2
    tone = [0.3 * math.sin(2 * math.pi * 440 * number / rate) for number in range(int(seconds * rate))]
    tone[len(tone) // 2] = middle
    data = b"".join(struct.pack("<ff", sample, sample) for sample in tone)
    form = struct.pack("<HHIIHH", 3, channels, rate, rate * channels * 4, channels * 4, 32)
    head = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data))
    Path(path).write_bytes(b"RIFF" + struct.pack("<I", len(head) + len(data)) + head + data)


def main(how: str, path: str, text: str) -> int:
    seconds = 0.3 + len(text) / 100
    if how == "speaks":
        write(path, seconds)
    elif how == "talks":
        for _ in range(40):
            sys.stdout.write("all is well " * 10_000)
            sys.stderr.write("all is well " * 10_000)
        write(path, seconds)
    elif how == "stereo":
        write_stereo_floats(path, seconds)
    elif how in ("inf", "nan", "1e30"):
        write_stereo_floats(path, seconds, float(how))
    elif how == "silence":
        write(path, seconds, size=0)
    elif how == "rubbish":
        Path(path).write_bytes(b"This is no sound. " * 100)
    elif how == "empty":
        Path(path).touch()
    elif how == "endless":
        with Path(path).open("wb") as file:
            while True:
                file.write(bytes(1_000_000))
                file.flush()
    elif how == "hangs":  # with a child of its own
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        Path(os.environ["VOICEGUIDE_FAKES_FOLDER"], f"{child.pid}.pid").touch()
        time.sleep(600)
    elif how == "names-files":
        sys.stderr.write(f"cannot write {path}\n")
        return 1
    elif how == "fails":
        sys.stderr.write("loading\n" * 10_000 + "the model is missing\x1b[31m\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else sys.stdin.read().rstrip("\n")))
