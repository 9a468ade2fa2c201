"""Writes a timeline as WAV, FLAC or OGG Vorbis, block by block, through libsndfile. WAV and FLAC are exact."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from voiceguide.audio import mix
from voiceguide.units import RATE

if TYPE_CHECKING:
    from voiceguide.audio.timeline import Timeline
    from voiceguide.callbacks import Progress
    from voiceguide.export import FrameStore, Tags

WAV_SAMPLES = (2**32 - 2**16) // 2
"""Of all channels. WAV counts its bytes in 32 bits; what is longer is written as RF64 (EBU Tech 3306), the same with
64."""


def write_wav(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, store: FrameStore) -> None:
    """16 bits a sample, exact."""
    container = "WAV" if timeline.length * timeline.channels <= WAV_SAMPLES else "RF64"
    _write(timeline, file, tags, progress, container, "PCM_16")


def write_flac(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, store: FrameStore) -> None:
    """16 bits a sample, exact, about a fifth of the size of WAV."""
    _write(timeline, file, tags, progress, "FLAC", "PCM_16")


def write_ogg(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, store: FrameStore) -> None:
    """Vorbis at libsndfile's default quality."""
    _write(timeline, file, tags, progress, "OGG", "VORBIS")


def _write(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, container: str, encoding: str) -> None:
    """libsndfile opens the file by its name: were it to call back into Python, a Ctrl-C that fell into such a call
    would be lost. Blocks stay small: it overflows its stack when it is given minutes of Vorbis at once."""
    import soundfile

    try:
        with soundfile.SoundFile(file.name, "w", RATE, timeline.channels, encoding, format=container) as sound:
            for name in ("title", "artist", "album", "genre", "comment"):
                if text := getattr(tags, name):
                    setattr(sound, name, text)
            if tags.track:
                sound.tracknumber = str(tags.track)
            done = 0
            for block in mix.blocks(timeline):
                sound.write(block)
                done += len(block)
                progress(done, timeline.length)
    except (soundfile.SoundFileError, AssertionError):
        file.seek(0, 2)
        file.write(bytes(2**16))  # what stopped libsndfile stops this, and says why
        file.flush()
        raise
