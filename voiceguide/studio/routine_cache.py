"""Routines that were read before, stored beside the clips. Reading a script takes a third of a cached export.

The key covers everything that decides the result: the script, the reader's code and its language packs. Only scripts
without errors are stored, as JSON. A cache folder can come from anywhere, so it must never be able to run code, and no
routine in it is taken for the script unless this user's voiceguide has signed it.
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
from voiceguide.callbacks import Note
from voiceguide.errors import ScriptError
from voiceguide.routine import Routine
from voiceguide.script.library import shown
from voiceguide.speech.clip_file import DamagedError
from voiceguide.storage.secret import signature
from voiceguide.studio.warnings import Told, summary, warnings_of

SUFFIX = ".routine"
MOST_BYTES = 500_000
"""The limit for scripts; the reader refuses larger ones."""
_SIGNED = 32
"""Bytes of the signature before the content."""
_PACKAGE = Path(__file__).parents[1]
_READER = ("script/*.py", "language/*", "routine.py", "grid.py", "studio/routine_cache.py")
_CLASSES: dict[str, Any] = {name: value for name, value in vars(types).items() if dataclasses.is_dataclass(value)}


class SideStore(Protocol):
    """A store of data under a key, such as `speech.ClipStore`."""

    def read_side(self, key: str, suffix: str) -> bytes | None:
        """The stored data, or None."""

    def write_side(self, key: str, suffix: str, data: bytes, *, replace: bool = False) -> None:
        """Store data. `replace` replaces what is stored."""


def read_cached(path: Path, store: SideStore, warn: Note | None = None) -> Routine:
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
        content = json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass")
        store.write_side(key, SUFFIX, signed(key, SUFFIX, content), replace=True)
    _tell(path, warnings, warn)
    return replace(reading.routine, path=shown(path))


def recall(path: Path, store: SideStore, warn: Note | None = None) -> Routine | None:
    """The routine of a script, if the cache has it. `warn` is told its warnings in one line."""
    key = _key(path)
    kept = store.read_side(key, SUFFIX) if key else None
    if key is None or kept is None:
        return None
    try:
        found, warnings = stored_routine(key, kept)
    except DamagedError:
        return None
    _tell(path, warnings, warn)
    return replace(found, path=shown(path))


def stored_routine(key: str, kept: bytes) -> tuple[Routine, list[Told]]:
    """A stored routine and its warnings. Raises DamagedError unless this user's voiceguide has stored it."""
    content = own_content(key, SUFFIX, kept)
    try:
        told = json.loads(content)
        found = _decoded(told["routine"])
        warnings = [(int(line), str(message)) for line, message in told["warnings"]]
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise DamagedError("it is not a routine") from error
    if not isinstance(found, Routine):
        raise DamagedError("it is not a routine")
    return found, warnings


def signed(key: str, suffix: str, content: bytes) -> bytes:
    """Content with the signature of this user, to be stored under a key and a suffix."""
    return signature(f"{key}{suffix}\n".encode() + content) + content


def own_content(key: str, suffix: str, kept: bytes) -> bytes:
    """The content of data that this user's voiceguide has stored. Raises DamagedError for anything else."""
    content = kept[_SIGNED:]
    if signed(key, suffix, content) != kept:
        raise DamagedError("it was not stored by this user's voiceguide")
    return content


def _tell(path: Path, warnings: Sequence[Told], warn: Note | None) -> None:
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
