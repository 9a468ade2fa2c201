"""Routines that were read before, stored beside the clips. Reading a script takes a third of a cached export.

The key covers everything that decides the result: the script, the reader's code and its language packs. Only scripts
without errors are stored, as JSON. A cache folder can come from anywhere, so it must never be able to run code.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from voiceguide import routine as types
from voiceguide.errors import ScriptError
from voiceguide.routine import Routine
from voiceguide.script.library import shown
from voiceguide.studio.warnings import Told, Warn, summary, warnings_of

SUFFIX = ".routine"
MOST_BYTES = 2_000_000
"""The limit for scripts; the reader refuses larger ones."""

_PACKAGE = Path(__file__).parents[1]
_READER = ("script/*.py", "language/*", "routine.py", "grid.py", "studio/routine_cache.py")
_CLASSES: dict[str, Any] = {name: value for name, value in vars(types).items() if dataclasses.is_dataclass(value)}


class SideStore(Protocol):
    """A store of data under a key, such as `speech.ClipStore`."""

    def read_side(self, key: str, suffix: str) -> bytes | None:
        """The stored data, or None."""

    def write_side(self, key: str, suffix: str, data: bytes) -> None:
        """Store data."""


def read_cached(path: Path, store: SideStore, warn: Warn | None = None) -> Routine:
    """The routine of a script, from the cache or read now. `warn` is told its warnings in one line.

    Raises ScriptError.
    """
    found = recall(path, store, warn)
    if found is not None:
        return found
    from voiceguide import script

    key = _key(path)
    reading = script.check(path)
    if reading.routine is None:
        raise ScriptError(reading.findings)
    warnings = warnings_of(reading.findings)
    if key and key == _key(path):  # not saved anew while it was read
        kept = {"routine": _encoded(reading.routine), "warnings": warnings}
        store.write_side(key, SUFFIX, json.dumps(kept, ensure_ascii=False).encode())
    _tell(path, warnings, warn)
    return replace(reading.routine, path=shown(path))


def recall(path: Path, store: SideStore, warn: Warn | None = None) -> Routine | None:
    """The routine of a script, if the cache has it. `warn` is told its warnings in one line."""
    key = _key(path)
    kept = store.read_side(key, SUFFIX) if key else None
    if kept is None:
        return None
    content = json.loads(kept)
    found = _decoded(content["routine"])
    assert isinstance(found, Routine)
    _tell(path, [(int(line), str(message)) for line, message in content["warnings"]], warn)
    return replace(found, path=shown(path))


def _tell(path: Path, warnings: Sequence[Told], warn: Warn | None) -> None:
    if warn and warnings:
        warn(summary(shown(path), warnings))


def _key(path: Path) -> str | None:
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            return None
        content = path.read_bytes()
    except OSError:
        return None
    return hashlib.sha256(json.dumps([_reader(), path.stem]).encode() + content).hexdigest()


def _reader() -> str:
    """A digest of the code and the language packs that read a script."""
    return code_digest(_READER)


@cache
def code_digest(patterns: tuple[str, ...]) -> str:
    """A digest of the files of this package that match the patterns."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(_PACKAGE.glob(pattern)):
            if path.is_file():
                digest.update(f"{path.name} {path.stat().st_size} ".encode() + path.read_bytes())
    return digest.hexdigest()


def _encoded(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: _encoded(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"is": type(value).__name__, **fields}
    if isinstance(value, dict):
        return {"is": "dict", "items": list(value.items())}
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    return value


def _decoded(value: Any) -> Any:
    if isinstance(value, dict):
        kind = value.pop("is")
        if kind == "dict":
            return dict(value["items"])
        return _CLASSES[kind](**{name: _decoded(field) for name, field in value.items()})
    if isinstance(value, list):
        return tuple(_decoded(item) for item in value)
    return value
