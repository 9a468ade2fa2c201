"""The folder of libpulse, PulseAudio's client library. Players, microphones and some engines load it.

It makes a folder for sockets among the temporary files, and leaves it there, where the system gives the user none
(XDG_RUNTIME_DIR) and no sound server has made one: see `pa_runtime_path` in its sources.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from voiceguide.storage.temporary import TemporaryFolder

VARIABLE = "PULSE_RUNTIME_PATH"


def pulse_variable(folder: Path) -> dict[str, str]:
    """The environment variable that gives libpulse this folder, if it would leave one of its own behind."""
    return {VARIABLE: str(folder)} if _has_none() else {}


@cache
def provide_pulse_folder() -> TemporaryFolder | None:
    """Give libpulse a folder that is removed with this process, if it would leave one of its own behind."""
    if not _has_none():
        return None
    try:
        folder = TemporaryFolder("pulse")
    except OSError:  # there is no room for it, and none for libpulse's own
        return None
    os.environ[VARIABLE] = folder.name
    return folder  # held by the cache


def _has_none() -> bool:
    if sys.platform == "win32" or VARIABLE in os.environ or "XDG_RUNTIME_DIR" in os.environ:
        return False
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home raises without a home
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    links = [*settings.glob("pulse/*-runtime"), *home.glob(".pulse/*-runtime")]
    return not any(link.exists() for link in links)
