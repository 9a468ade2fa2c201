"""Removal of a temporary folder into which another thread or process may still write.

The folder is renamed first. Nobody makes a file in it by its old path then, and its new name tells every later start
that it may be removed, whatever a kill has left in it.
"""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path

TAG = "[0-9a-f]{16}"
"""A pattern for the last part of a name: so random that nobody gives it to a folder of their own."""
REMOVED = re.compile(rf"\.voiceguide-old-{TAG}")
"""The name of a folder that is being removed."""


def remove_temporary(path: Path) -> None:
    """Remove a temporary folder, or complete its removal."""
    removed = path.with_name(f".voiceguide-old-{path.name.rpartition('-')[2]}")
    with suppress(OSError):  # it is renamed already; or a file in it is open, on Windows
        path.rename(removed)
    for each in (path, removed):
        shutil.rmtree(each, ignore_errors=True)
