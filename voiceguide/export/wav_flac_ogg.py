"""Writes WAV, FLAC and OGG Vorbis through libsndfile, in blocks. WAV and FLAC are lossless."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from voiceguide.audio import mix
from voiceguide.audio.sound_file_name import native_name
from voiceguide.units import RATE

if TYPE_CHECKING:
    from voiceguide.audio.timeline import Timeline
    from voiceguide.callbacks import Progress
    from voiceguide.export import FrameStore, Tags

WAV_SAMPLES = (2**32 - 2**16) // 2
"""The most samples, over all channels, that WAV can count in 32 bits. Longer files are written as RF64 (EBU Tech 3306),
its variant with 64 bits."""


def write_wav(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, store: FrameStore) -> None:
    """Write 16-bit WAV, lossless."""
    container = "WAV" if timeline.length * timeline.channels <= WAV_SAMPLES else "RF64"
    _write(timeline, file, tags, progress, container, "PCM_16")


def write_flac(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, store: FrameStore) -> None:
    """Write 16-bit FLAC, lossless, about a fifth of the size of WAV."""
    _write(timeline, file, tags, progress, "FLAC", "PCM_16")


def write_ogg(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, store: FrameStore) -> None:
    """Write Vorbis at libsndfile's default quality."""
    _write(timeline, file, tags, progress, "OGG", "VORBIS")


def _write(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, container: str, encoding: str) -> None:
    """Write through a file name, since a Ctrl-C within a callback from libsndfile into Python would be lost. Blocks are
    small, because libsndfile overflows its stack on minutes of Vorbis."""
    import soundfile

    name = native_name(file.name)
    try:
        with soundfile.SoundFile(name, "w", RATE, timeline.channels, encoding, format=container) as sound:
            for tag in ("title", "artist", "album", "genre", "comment"):
                if text := getattr(tags, tag):
                    setattr(sound, tag, text)
            if tags.track:
                sound.tracknumber = str(tags.track)
            done = 0
            for block in mix.blocks(timeline):
                sound.write(block)
                done += len(block)
                progress(done, timeline.length)
    except (soundfile.SoundFileError, AssertionError):
        file.seek(0, 2)
        file.write(bytes(2**16))  # fails for the same reason as libsndfile, with a useful message
        file.flush()
        raise
