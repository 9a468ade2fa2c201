"""The user's folders: for state, for a cache, for data and for settings.

A user without a home, such as a service, has them under `voiceguide-UID` in the folder of temporary files. So has one
whose home does not exist or cannot be written. A home is never made.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
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
    return usable(lambda: Path(folders[kind]("voiceguide", appauthor=False))) or _temporary() / kind / "voiceguide"


def documents_folder(name: str) -> Path:
    """A folder among the user's documents, existing or not. Raises OutputError if it cannot be made."""
    import platformdirs

    found = usable(lambda: platformdirs.user_documents_path() / name)
    if found is None:
        hint = "Name a folder that you may write to: voiceguide write FOLDER"
        raise OutputError(f"Cannot make the folder {name} among your documents.", hint)
    return found


def keep_home_unmade() -> None:
    """Give libraries such as ONNX Runtime the folders that a user without a home has. They would make the home."""
    with suppress(OutputError):  # the first use of such a folder tells it
        for kind in ("cache", "config", "data", "state"):
            os.environ.setdefault(f"XDG_{kind.upper()}_HOME", str(_temporary() / kind))


def usable(find: Callable[[], Path]) -> Path | None:
    """The folder that a function finds in the user's home; None where it does not exist and cannot be made."""
    try:
        found = find()
    except (RuntimeError, KeyError):  # no home is known
        return None
    if not found.is_absolute():
        return None
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home raises without a home
    return None if found.is_relative_to(home) and not _can_be(found, Path(home)) else found


def _can_be(folder: Path, home: Path) -> bool:
    """True for a folder in the home that exists or can be made."""
    there = next((path for path in (folder, *folder.parents) if os.path.lexists(path)), None)
    if there is None or not os.path.isdir(there) or not os.path.isdir(home):  # noqa: PTH112 - is_dir raises in a closed folder
        return False
    return there == folder or os.access(there, os.W_OK | os.X_OK)


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
