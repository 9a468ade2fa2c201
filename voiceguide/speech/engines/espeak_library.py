"""Finding eSpeak NG's library on Linux: the system's own, else the one in the espeakng-loader wheel."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable

SONAME = "libespeak-ng.so.1"
"""What pyttsx3 asks the system for. Whatever was loaded first under this name is what it gets."""


def load(system: Callable[[], ctypes.CDLL] = lambda: ctypes.CDLL(SONAME)) -> ctypes.CDLL:
    """eSpeak NG, loaded, so that pyttsx3 finds it. Raises OSError if there is none that works."""
    try:
        library = system()
        library.espeak_Initialize  # noqa: B018 - a library that lacks it is something else
    except (OSError, AttributeError):
        library = _from_wheel()
    return library


def version(library: ctypes.CDLL) -> str:
    """Its version, such as `1.52.0`."""
    library.espeak_Info.restype = ctypes.c_char_p
    said: bytes = library.espeak_Info(None)
    return said.split(b" ")[0].decode()


def _from_wheel() -> ctypes.CDLL:
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    except (ImportError, AttributeError, RuntimeError) as error:  # missing, in whole or in part
        raise OSError(str(error)) from error
    return library
