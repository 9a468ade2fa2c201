"""Where FFmpeg is, for what no library here reads or writes."""

from __future__ import annotations

import shutil
import warnings

HINT = "Install ffmpeg, or: pip install 'voiceguide[formats]'."


def converter() -> str | None:
    """The ffmpeg to use: the one that comes with imageio-ffmpeg, else the one that pydub finds on the machine, else the
    one on the path. None where there is none."""
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    except (ImportError, RuntimeError):  # not installed; or, on a rare machine, without a program in it
        pass
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns where it finds nothing
            from pydub import AudioSegment
        return shutil.which(str(AudioSegment.converter))
    except ImportError:
        return shutil.which("ffmpeg")
