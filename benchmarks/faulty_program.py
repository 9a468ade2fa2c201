"""A program that speaks for the engine `command`, and misbehaves in a named way.

python faulty_program.py HOW FILE TEXT
"""

from __future__ import annotations

import math
import os
import signal
import struct
import subprocess
import sys
import time
import wave
from array import array
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

RATE = 22_050


def tone(seconds: float = 0.5, size: float = 0.3, rate: int = RATE) -> np.ndarray:
    """A tone, as fractions of full scale."""
    return size * np.sin(2 * math.pi * 440 * np.arange(int(seconds * rate)) / rate)


def write(path: str, samples: np.ndarray, rate: int = RATE, subtype: str = "PCM_16", kind: str = "WAV") -> None:
    """Write a sound file."""
    soundfile.write(path, samples, rate, subtype=subtype, format=kind)


def _bytes(path: str, data: bytes) -> None:
    Path(path).write_bytes(data)


def _cut(path: str, keep: int) -> None:
    write(path, tone())
    _bytes(path, Path(path).read_bytes()[:keep])


def _header(path: str, place: int, value: bytes) -> None:
    """A sound file with other bytes in its header."""
    write(path, tone())
    data = bytearray(Path(path).read_bytes())
    data[place : place + len(value)] = value
    _bytes(path, bytes(data))


def _with(path: str, value: float) -> None:
    samples = tone()
    samples[len(samples) // 2] = value
    write(path, samples, subtype="FLOAT")


def _child(path: str, seconds: int = 600) -> None:
    subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({seconds})"])
    write(path, tone())


def _endless(path: str) -> None:
    with Path(path).open("wb") as file:
        while True:
            file.write(bytes(1_000_000))


def _floods(path: str) -> None:
    for _ in range(50):
        sys.stdout.buffer.write(b"\xff\x1b[2J all is well " * 5000)
        sys.stderr.buffer.write(b"\xff\x1b[2J all is well " * 5000)
    write(path, tone())


def _fails(path: str) -> None:
    sys.stderr.buffer.write(b"\x1b[31mno model \xff in " + path.encode() + b"\n")
    sys.exit(7)


def _late(path: str) -> None:
    if os.fork() == 0:
        time.sleep(1)
        write(path, tone())
        os._exit(0)


def _other_name(path: str) -> None:
    write(path + ".wav", tone())


def _folder(path: str) -> None:
    Path(path).unlink(missing_ok=True)
    Path(path).mkdir()


def _link(path: str) -> None:
    Path(path).unlink(missing_ok=True)
    Path(path).symlink_to("/etc/passwd")


def _pipe(path: str) -> None:
    Path(path).unlink(missing_ok=True)
    os.mkfifo(path)


def _unreadable(path: str) -> None:
    write(path, tone())
    Path(path).chmod(0)


def _stops(path: str) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def _mp3(path: str) -> None:
    write(path, tone(), kind="MP3", subtype="MPEG_LAYER_III")


def _many_channels(path: str) -> None:
    soundfile.write(path, np.tile(tone()[:, None], (1, 8)), RATE, format="WAV", subtype="PCM_16")


def _huge_claim(path: str) -> None:
    frames = array("h", (int(20_000 * value) for value in tone())).tobytes()
    form = struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16)
    claim = struct.pack("<I", 0xFFFFFFF0)
    _bytes(path, b"RIFF" + claim + b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + claim + frames)


def _no_frames(path: str) -> None:
    with wave.open(path, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))


BEHAVIOURS: dict[str, Callable[[str], object]] = {
    "speaks": lambda path: write(path, tone()),
    "speaks stereo": lambda path: write(path, np.stack([tone(), tone()], axis=1)),
    "speaks with 8 channels": _many_channels,
    "speaks in 8 bits": lambda path: write(path, tone(), subtype="PCM_U8"),
    "speaks in 24 bits": lambda path: write(path, tone(), subtype="PCM_24"),
    "speaks in doubles": lambda path: write(path, tone(), subtype="DOUBLE"),
    "speaks in mu-law": lambda path: write(path, tone(), subtype="ULAW"),
    "speaks AIFF": lambda path: write(path, tone(), kind="AIFF"),
    "speaks FLAC": lambda path: write(path, tone(), kind="FLAC"),
    "speaks OGG": lambda path: write(path, tone(), kind="OGG", subtype="VORBIS"),
    "speaks MP3": _mp3,
    "speaks at 8 kHz": lambda path: write(path, tone(rate=8000), 8000),
    "speaks at 192 kHz": lambda path: write(path, tone(rate=192_000), 192_000),
    "speaks at 1 Hz": lambda path: write(path, tone(), 1),
    "claims another rate": lambda path: _header(path, 24, struct.pack("<I", 0)),
    "claims no channel": lambda path: _header(path, 22, struct.pack("<H", 0)),
    "claims 4 GB": _huge_claim,
    "writes nothing": lambda path: None,
    "writes an empty file": lambda path: _bytes(path, b""),
    "writes rubbish": lambda path: _bytes(path, os.urandom(20_000)),
    "writes a cut header": lambda path: _cut(path, 20),
    "writes half": lambda path: _cut(path, 5000),
    "writes a header alone": _no_frames,
    "writes one sample": lambda path: write(path, tone()[5:6]),
    "writes silence": lambda path: write(path, 0 * tone()),
    "writes a constant": lambda path: write(path, 0 * tone() + 0.5),
    "writes infinity": lambda path: _with(path, float("inf")),
    "writes not-a-number": lambda path: _with(path, float("nan")),
    "writes 1e30": lambda path: _with(path, 1e30),
    "writes without an end": _endless,
    "writes a folder": _folder,
    "writes a link": _link,
    "writes a pipe": _pipe,
    "writes beside": _other_name,
    "writes later": _late,
    "writes an unreadable file": _unreadable,
    "talks much": _floods,
    "leaves a child": _child,
    "fails": _fails,
    "dies": lambda path: os.kill(os.getpid(), signal.SIGSEGV),
    "kills its parent": lambda path: os.kill(os.getppid(), signal.SIGKILL),
    "ends its group": lambda path: os.killpg(os.getpgrp(), signal.SIGTERM),
    "hangs": lambda path: time.sleep(600),
    "hangs deaf": lambda path: (signal.signal(signal.SIGTERM, signal.SIG_IGN), time.sleep(600)),
    "stops": _stops,
}
"""Way to misbehave -> a function of the sound file's path."""
SLOW = ("hangs", "hangs deaf", "stops", "writes a pipe")
"""Ways that cost a time limit."""


if __name__ == "__main__":
    BEHAVIOURS[sys.argv[1]](sys.argv[2])
