"""Reads a sound file in chunks at `units.RATE`, with little memory.

FFmpeg converts formats that libsndfile cannot read, such as .m4a.
"""

from __future__ import annotations

import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voiceguide.audio import ffmpeg
from voiceguide.audio.clip import HIGHEST
from voiceguide.audio.mp3_decoder import silenced
from voiceguide.audio.resampling import resample_to
from voiceguide.audio.sound_file_name import native_name
from voiceguide.errors import BedError
from voiceguide.storage.temporary import TemporaryFolder
from voiceguide.units import MOST_SECONDS, RATE

SECONDS = 8
CHUNK = SECONDS * RATE
"""Samples. Whole seconds start at a whole sample in the file and in the output, at any sampling rate."""
MARGIN_SECONDS = 1
"""Read before and after a chunk, so that resampling leaves no trace at its edges."""
LEAST_SECONDS, SECONDS_A_MEGABYTE, LONGEST_SECONDS = 60, 10, 1800
"""The time limit for ffmpeg to convert a file: LEAST_SECONDS and SECONDS_A_MEGABYTE for each, up to LONGEST_SECONDS."""
RATES = range(1_000, 768_001)
MOST_READ = 4_000_000
"""Samples of all channels that are read at a time. A small file may have hundreds of channels."""
SIDES = {
    3: ((1, 0, 0.7), (0, 1, 0.7)),
    4: ((1, 0, 0.7, 0), (0, 1, 0, 0.7)),
    5: ((1, 0, 0.7, 0.7, 0), (0, 1, 0.7, 0, 0.7)),
    6: ((1, 0, 0.7, 0, 0.7, 0), (0, 1, 0.7, 0, 0, 0.7)),
    8: ((1, 0, 0.7, 0, 0.7, 0, 0.7, 0), (0, 1, 0.7, 0, 0, 0.7, 0, 0.7)),
}
"""Channels of a file -> the share of each in the left and the right output (ITU-R BS.775, in WAV order: front left,
front right, centre, bass, then pairs). For other counts, the first two channels are used."""


@dataclass
class SoundFile:
    """An opened sound file."""

    path: Path
    """The file to read."""
    named: Path
    """The file that the user named."""
    rate: int
    """Samples per second of the file."""
    frames: int
    """Samples per channel of the file."""
    written: int
    """Channels of the file."""
    folder: TemporaryFolder | None = None
    """The temporary folder of a converted file. It is removed with this object."""
    _open: threading.local = field(default_factory=threading.local)

    @property
    def channels(self) -> int:
        """1 or 2."""
        return min(2, self.written)

    @property
    def length(self) -> int:
        """Samples at `RATE`."""
        return self.frames * RATE // self.rate

    def whole(self, number: int) -> NDArray[np.float32]:
        """A chunk without the padding after the end."""
        return self.chunk(number)[: max(0, self.length - number * CHUNK)]

    def chunk(self, number: int) -> NDArray[np.float32]:
        """A chunk of shape (CHUNK, channels), at `RATE`, padded with silence. Raises BedError if it cannot be read."""
        if self.rate == RATE:
            return self._frames(number * CHUNK, CHUNK)
        seconds = SECONDS + 2 * MARGIN_SECONDS
        raw = self._frames((number * SECONDS - MARGIN_SECONDS) * self.rate, seconds * self.rate)
        margin = MARGIN_SECONDS * RATE
        return resample_to(raw, seconds * RATE)[margin : margin + CHUNK]

    def _frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Samples at the file's rate, on one or two channels. Silence outside of the file."""
        made = np.zeros((count, self.channels), np.float32)
        last, block = min(start + count, self.frames), MOST_READ // self.written
        for first in range(max(0, start), last, block):
            raw = self._read(first, min(block, last - first))
            made[first - start :][: len(raw)] = _two(np.where(np.abs(raw) <= HIGHEST, raw, np.float32(0)))
        return made

    def _read(self, first: int, count: int) -> NDArray[np.float32]:
        import soundfile

        try:
            file = self._file()
            if file.tell() != first:
                file.seek(first)
            raw: NDArray[np.float32] = file.read(count, dtype="float32", always_2d=True)
        except (soundfile.SoundFileError, OSError) as error:
            raise self._gone() from error
        if len(raw) < count:
            raise self._gone()
        return raw

    def _file(self) -> Any:
        """The open file, one for each thread."""
        if not hasattr(self._open, "file"):
            self._open.file = _opened(self.path)
        return self._open.file

    def _gone(self) -> BedError:
        return BedError(
            f"The bed {self.named} cannot be read to its end: it is damaged or incomplete.",
            hint="Copy it again, or choose another one. Is its disk still connected?",
        )


def open_source(path: Path) -> SoundFile:
    """Open a sound file. Raises BedError if it cannot be read."""
    import soundfile

    folder, readable = None, path
    try:
        with silenced(path):
            file = _opened(path)
    except soundfile.SoundFileError as error:
        folder, readable = _converted(path, error)
        file = _opened(readable)
    with file:
        found = SoundFile(readable, path, file.samplerate, file.frames, file.channels, folder)
    if found.rate not in RATES:
        raise BedError(
            f"The bed {path} has an impossible rate of {found.rate} samples a second.", hint="Choose another one."
        )
    if not found.frames:
        raise BedError(f"The bed {path} is empty.", hint="Choose another one.")
    return found


def _opened(path: Path) -> Any:
    import soundfile

    return soundfile.SoundFile(native_name(path))


def _converted(path: Path, error: Exception) -> tuple[TemporaryFolder, Path]:
    """The sound in a format that libsndfile reads, in a temporary folder. Raises BedError."""
    size = path.stat().st_size
    if not size:
        raise BedError(f"The bed {path} is empty.", hint="Choose another one.") from error
    program = ffmpeg.converter()
    if program is None:
        hint = f"WAV, FLAC, OGG and MP3 always work. For other formats: {ffmpeg.hint()}"
        raise BedError(f"The bed {path} cannot be read as a sound file.", hint) from error
    folder = TemporaryFolder("bed")
    made = Path(folder.name, "bed.flac")
    try:
        status = _convert(program, path, made, time_limit(size))
    except BaseException:
        folder.cleanup()
        raise
    if status or not made.is_file():
        folder.cleanup()
        hint = "Choose a sound file: WAV, FLAC, OGG, MP3, M4A …"
        raise BedError(f"The bed {path} cannot be read as a sound file.", hint) from error
    return folder, made


def time_limit(size: int) -> float:
    """The seconds in which ffmpeg has to convert a file of so many bytes."""
    return min(LEAST_SECONDS + SECONDS_A_MEGABYTE * size / 1e6, LONGEST_SECONDS)


def _convert(program: str, path: Path, made: Path, seconds: float) -> int:
    """Convert a file with ffmpeg, up to the length of the longest session. Returns ffmpeg's exit status. Raises
    BedError if it takes too long."""
    command = [
        *(program, "-nostdin", "-v", "error", "-protocol_whitelist", "file", "-i", f"file:{path}", "-vn"),
        *("-t", f"{MOST_SECONDS:.0f}", "-ar", str(RATE), "-sample_fmt", "s16", str(made)),
    ]
    try:
        return subprocess.run(command, stdout=DEVNULL, stderr=DEVNULL, check=False, timeout=seconds).returncode
    except subprocess.TimeoutExpired as error:
        message = f"The bed {path} was not read within {seconds:.0f} seconds, so ffmpeg was stopped."
        raise BedError(message, "Save it as WAV, FLAC or MP3, or choose another one.") from error
    except OSError as error:
        message = f"The bed {path} cannot be read: {program} cannot be run ({error.strerror})."
        raise BedError(message, "Install ffmpeg anew, or save the bed as WAV, FLAC or MP3.") from error


def _two(raw: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sound on one or two channels."""
    channels = raw.shape[1]
    if channels in SIDES:
        return raw @ np.array(SIDES[channels], np.float32).T
    return raw[:, :2]
