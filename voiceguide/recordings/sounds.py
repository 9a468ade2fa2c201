"""Reads recordings in nearly any format, and checks them.

libsndfile reads the formats of computers. ffmpeg reads those of phones (M4A and others), only in the format of the
file's suffix, so that a disguised playlist opens nothing.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

from voiceguide.audio.clip import is_believable, resample, trim
from voiceguide.audio.loudness import Floats
from voiceguide.audio.mp3_decoder import silenced
from voiceguide.audio.sound_file_name import native_name
from voiceguide.errors import RecordingError
from voiceguide.units import RATE

MOST_SECONDS = 180
"""The longest recording of a line."""
MOST_SILENCE = 10
"""Seconds of silence around a line that are trimmed."""
MOST_BYTES = 100_000_000
BY_FFMPEG = {
    ".m4a": "mov",
    ".mp4": "mov",
    ".m4b": "mov",
    ".3gp": "mov",
    ".aac": "aac",
    ".amr": "amr",
    ".webm": "matroska",
    ".wma": "asf",
}
"""Suffix -> ffmpeg's name of the format, https://ffmpeg.org/ffmpeg-formats.html."""
FFMPEG_SECONDS = 60
"""The time limit for ffmpeg."""
FAINTEST = 10 ** (-45 / 20)
"""The lowest peak of a spoken line: −45 dBFS. A muted or unplugged microphone is below."""
FULL = 0.985
FRAME_SECONDS = 0.01
ABOVE_ROOM, LEAST_BELOW, MOST_BELOW = 8.0, 20.0, 45.0
"""Speech is ABOVE_ROOM decibels louder than the room's noise. The threshold lies LEAST_BELOW to MOST_BELOW decibels
below the loud part."""
NEIGHBOURS, NEEDED = 7, 4
"""NEEDED of NEIGHBOURS frames must be speech, so that a key click is not."""
BEFORE, AFTER = 0.08, 0.12
"""Seconds kept around speech for its soft edges."""
CLIPPED_RUN = 3
"""The number of samples in a row at full scale that indicates clipping."""
UNHEARD = "it is silent"
AGAIN = "Record it again."
SHORTER = "Record it again, or cut it: one line, in a file of its own."
OTHER_KIND = "Record it again, or save it as WAV, FLAC or MP3."
MOST_CLIPPED = 0.001
"""The tolerated share of clipped samples. A single loud consonant is inaudible."""


def most_seconds(words: str) -> float:
    """The longest plausible time for these words: ten seconds and one per word, up to MOST_SECONDS."""
    return float(min(MOST_SECONDS, 10 + len(words.split())))


def read_recording(path: Path, words: str) -> Floats:
    """The recording in a file, trimmed, at `units.RATE`. Raises RecordingError if it cannot be these words."""
    sound = read_bounded(path, most_seconds(words) + MOST_SILENCE)
    heard = trim(spoken(sound, RATE))
    if fault := fault_of(heard, words):
        raise RecordingError(f"{path}: {fault}", AGAIN)
    return heard


def read_bounded(path: Path, most: float) -> Floats:
    """The sound in a file of at most so many seconds, at `units.RATE`. Raises RecordingError."""
    try:
        if not path.is_file():
            raise RecordingError(f"{path} does not exist", "Restore the file, or record it again.")
        if path.stat().st_size > MOST_BYTES:
            raise RecordingError(f"{path} is over {MOST_BYTES // 1_000_000} MB, too large for a line", AGAIN)
        by = _by_ffmpeg if path.suffix.lower() in BY_FFMPEG else _by_libsndfile
        sound = by(path, most)
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror or error}", AGAIN) from error
    if not is_believable(sound):
        raise RecordingError(f"{path} has infinite or impossibly high samples", OTHER_KIND)
    return sound


def spoken(sound: Floats, rate: int) -> Floats:
    """The sound from the first word to the last, regardless of room noise."""
    size = round(FRAME_SECONDS * rate)
    frames = sound[: len(sound) // size * size].reshape(-1, size)
    if not len(frames):
        return sound
    levels = 10 * np.log10(np.einsum("ij,ij->i", frames, frames) / size + 1e-10)
    loud, room = np.percentile(levels, (95, 10))
    limit = min(max(room + ABOVE_ROOM, loud - MOST_BELOW), loud - LEAST_BELOW)
    speech = np.flatnonzero(np.convolve(levels > limit, np.ones(NEIGHBOURS), "same") >= min(NEEDED, len(levels)))
    if not len(speech):
        return sound
    first, last = speech[0] * size - round(BEFORE * rate), (speech[-1] + 1) * size + round(AFTER * rate)
    return sound[max(0, first) : last]


def fault_of(heard: Floats, words: str) -> str | None:
    """The reason why a trimmed recording of these words cannot be kept, or None."""
    peak = float(np.abs(heard).max()) if len(heard) else 0.0
    if peak < FAINTEST:
        return UNHEARD
    seconds = len(heard) / RATE
    if seconds > most_seconds(words):
        return _too_long(f"{seconds:.0f} seconds", words)
    if clipped(heard) > MOST_CLIPPED:
        return "it is too loud, so it is clipped and crackles"
    return None


def clipped(heard: Floats) -> float:
    """The share of clipped samples."""
    top = np.abs(heard) >= FULL
    runs = top.copy()
    for shift in range(1, CLIPPED_RUN):
        runs[shift:] &= top[:-shift]
    return float(runs[CLIPPED_RUN - 1 :].mean()) if len(heard) >= CLIPPED_RUN else 0.0


def _too_long(took: str, words: str) -> str:
    count = len(words.split())
    return f"{took} is too long for {count} word{'s' if count > 1 else ''}: at most {most_seconds(words):.0f} seconds"


def _by_libsndfile(path: Path, most: float) -> Floats:
    import soundfile

    try:
        with silenced(path), soundfile.SoundFile(native_name(path)) as file:
            if file.frames > most * file.samplerate:
                lasts = _told(file.frames / file.samplerate)
                raise RecordingError(f"{path}: it lasts {lasts}, too long for one line", SHORTER)
            sound, rate = file.read(dtype="float32", always_2d=True), file.samplerate
    except soundfile.LibsndfileError as error:
        raise RecordingError(f"{path} cannot be read as sound", OTHER_KIND) from error
    return resample(np.ascontiguousarray(sound.mean(axis=1, dtype=np.float32)), rate)


def _by_ffmpeg(path: Path, most: float) -> Floats:
    from voiceguide.audio.ffmpeg import converter, hint

    program = converter()
    if program is None:
        raise RecordingError(
            f"{path}: {path.suffix} files need ffmpeg, which is not installed",
            f"{hint()}. Or save the recording as WAV, FLAC or MP3.",
        )
    command = [
        *(program, "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe"),
        *("-f", BY_FFMPEG[path.suffix.lower()], "-i", f"file:{path}", "-map", "0:a:0"),
        *("-t", str(most + 1), "-ac", "1", "-ar", str(RATE), "-f", "f32le", "pipe:1"),
    ]
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=quiet, timeout=FFMPEG_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise RecordingError(f"{path}: ffmpeg did not finish reading it", OTHER_KIND) from error
    if done.returncode:
        raise RecordingError(f"{path} cannot be read as sound", OTHER_KIND)
    sound = np.frombuffer(done.stdout[: len(done.stdout) // 4 * 4], "<f4").astype(np.float32, copy=False)
    if len(sound) > most * RATE:
        raise RecordingError(f"{path}: it lasts more than {_told(most)}, too long for one line", SHORTER)
    return sound


def _told(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"
