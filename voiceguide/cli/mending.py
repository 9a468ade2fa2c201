"""Fixes of scripts on the command line: shown as a diff, or written into the scripts."""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from voiceguide.cli.quiet import tell
from voiceguide.errors import OutputError
from voiceguide.script import Reading, parse
from voiceguide.script.file import MOST_BYTES
from voiceguide.script.fixes import Mended, mend
from voiceguide.script.library import shipped, shown

_LONGEST = 60
"""Characters of a fix that are told."""


def diff(path: Path) -> Iterator[str]:
    """The fixes of a script as the lines of a unified diff; nothing where there are none."""
    text = _text(path)
    if text is None:
        return
    mended = _mended(path, text, unsure=True)
    before, after = text.splitlines(keepends=True), mended.text.splitlines(keepends=True)
    name = shown(path)
    for line in difflib.unified_diff(before, after, name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
    doubtful = sum(not applied.finding.fix.sure for applied in mended.applied if applied.finding.fix)
    if doubtful:
        note = f"note: {name}: {doubtful} of {len(mended.applied)} fixes can have another meaning: --fix leaves them"
        tell(note)


def fix(path: Path) -> Iterator[str]:
    """Write the fixes that are sure into a script; a sentence for each."""
    text = _text(path)
    mended = _mended(path, text, unsure=False) if text is not None else None
    if text is None or mended is None or not mended.applied:
        return
    if path.resolve().is_relative_to(shipped().resolve()):
        raise OutputError(f"{path} comes with voiceguide and is left as it is.", "Copy it, and mend the copy.")
    _write(path.resolve(), text, mended.text)
    for applied in mended.applied:
        place = f"{shown(path)}:{applied.finding.line}:{applied.finding.column}"
        yield f"{place}: mended: {_quoted(applied.old)} → {_quoted(applied.new)}"


def _mended(path: Path, text: str, *, unsure: bool) -> Mended:
    def read(text: str) -> Reading:
        return parse(text, shown(path), path.stem, path.parent)

    return mend(text, read, unsure=unsure)


def _text(path: Path) -> str | None:
    """The text with its own line endings; None where the check has more to say of the file."""
    try:
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= MOST_BYTES else None
        return None if data is None else data.decode()
    except (OSError, UnicodeDecodeError):
        return None


def _write(path: Path, before: str, after: str) -> None:
    from voiceguide.storage.atomic_write import atomic_write

    if not os.access(path, os.W_OK):
        raise OutputError(f"Cannot write {path}: it is write-protected.", "Allow writing to it first.")
    with atomic_write(path, overwrite=True) as file:
        file.write(after.encode())
        Path(file.name).chmod(stat.S_IMODE(path.stat().st_mode))
        if path.read_bytes() != before.encode():
            raise OutputError(f"{path} was changed meanwhile, and is left as it is.", "Try again.")


def _quoted(text: str) -> str:
    line = " ⏎ ".join(text.split("\n"))
    return f"“{line[:_LONGEST]}…”" if len(line) > _LONGEST else f"“{line}”" if line else "nothing"
