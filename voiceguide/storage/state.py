"""The user's folder for state that lasts between runs: a place in a session, a server's key."""

from __future__ import annotations

from pathlib import Path

from voiceguide.errors import OutputError
from voiceguide.storage import environment
from voiceguide.storage.user_folders import user_folder

FOLDER_VARIABLE = "VOICEGUIDE_STATE"


def state_folder() -> Path:
    """The folder named by VOICEGUIDE_STATE, or the user's state folder. Raises OutputError."""
    return environment.folder(FOLDER_VARIABLE, may_be_file=True) or user_folder("state")


def make_state_folder() -> Path:
    """The state folder, created if necessary. Raises OutputError."""
    folder = state_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"Cannot make the folder {folder}: {error.strerror}.",
            hint=f"Name another one in the environment variable {FOLDER_VARIABLE}.",
        ) from error
    return folder
