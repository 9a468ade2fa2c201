"""The user's folders: for state, for a cache, for data and for settings.

A user without a home, such as a service, has them under `voiceguide-UID` in the folder of temporary files.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Literal

from voiceguide.errors import OutputError

Kind = Literal["cache", "config", "data", "state"]
_HINT = "Set HOME to a folder that you may write to."


def user_folder(kind: Kind) -> Path:
    """The folder of this kind, existing or not. Raises OutputError if there is no safe place for it."""
    import platformdirs

    folders = {
        "cache": platformdirs.user_cache_path,
        "config": platformdirs.user_config_path,
        "data": platformdirs.user_data_path,
        "state": platformdirs.user_state_path,
    }
    try:
        found = Path(folders[kind]("voiceguide", appauthor=False))
    except (RuntimeError, KeyError):  # no home is known
        return _temporary() / kind
    return found if found.is_absolute() else _temporary() / kind


def named_folder(name: str) -> Path:
    """The folder that a setting names, `~` included. Raises OutputError."""
    try:
        return Path(name).expanduser()
    except RuntimeError as error:
        raise OutputError(f"Cannot find the folder {name}: you have no home.", _HINT) from error


def _temporary() -> Path:
    """The user's own folder among the temporary files. Nobody else may have made it."""
    if not hasattr(os, "getuid"):
        return Path(tempfile.gettempdir(), "voiceguide")
    folder = Path(tempfile.gettempdir(), f"voiceguide-{os.getuid()}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        state = folder.lstat()
    except OSError as error:
        raise OutputError(f"Cannot make the folder {folder}: {error.strerror}.", _HINT) from error
    if folder.is_symlink() or state.st_uid != os.getuid() or state.st_mode & 0o022:
        raise OutputError(f"Cannot use the folder {folder}: it belongs to somebody else.", _HINT)
    return folder
