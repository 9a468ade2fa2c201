"""Finds the eSpeak NG library on Linux: the system's own, else the one in the espeakng-loader wheel."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable

SONAME = "libespeak-ng.so.1"
"""The name under which pyttsx3 loads the library. The first library loaded under it is used."""


def load_library(system: Callable[[], ctypes.CDLL] = lambda: ctypes.CDLL(SONAME)) -> ctypes.CDLL:
    """Load eSpeak NG, so that pyttsx3 finds it. Raises OSError if no library works."""
    try:
        library = system()
        library.espeak_Initialize  # noqa: B018 - another library lacks this function
    except (OSError, AttributeError):
        library = _from_wheel()
    return library


def library_version(library: ctypes.CDLL) -> str:
    """The version of the library, such as `1.52.0`."""
    library.espeak_Info.restype = ctypes.c_char_p
    said: bytes = library.espeak_Info(None)
    return said.split(b" ")[0].decode()


def _from_wheel() -> ctypes.CDLL:
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    except (ImportError, AttributeError, RuntimeError) as error:  # not installed, or incomplete
        raise OSError(str(error)) from error
    return library
