"""Names of sound files for libsndfile."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def native_name(path: str | Path) -> str | bytes:
    """The name of a file as soundfile takes it, also one that is not UTF-8. Windows has no such names."""
    return os.fspath(path) if sys.platform == "win32" else os.fsencode(path)
