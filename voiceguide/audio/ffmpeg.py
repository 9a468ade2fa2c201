"""Finds FFmpeg, for the formats that no library here reads or writes."""

from __future__ import annotations

import shutil
import warnings

from voiceguide.parts import install


def hint() -> str:
    """The advice for a machine without FFmpeg."""
    return f"Install ffmpeg, or run: {install('imageio-ffmpeg')}"


def converter() -> str | None:
    """The path of ffmpeg, or None. Tries imageio-ffmpeg, then the one that pydub finds, then the search path."""
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    except (ImportError, RuntimeError):  # not installed; or, rarely, installed without the program
        pass
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pydub warns if it finds none
            from pydub import AudioSegment
        return shutil.which(str(AudioSegment.converter))
    except ImportError:
        return shutil.which("ffmpeg")
