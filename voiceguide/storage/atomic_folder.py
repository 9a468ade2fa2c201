"""Folders that appear whole or not at all, as files do (see whole.py).

What is being written stands beside its target as a hidden folder `.NAME.PID.part` and is renamed when it is complete.
A folder with something in it is only written into where that may be, and then only files that were ours are replaced:
one by one, each whole, for nothing else can be done without touching what belongs to others.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from voiceguide.errors import OutputError
from voiceguide.storage.atomic_write import PART, is_running

Ours = Callable[[Path], Iterable[str]]
"""The names of the files in a folder that were written by its caller."""


@contextmanager
def atomic_folder(target: Path, *, overwrite: bool, ours: Ours) -> Iterator[Path]:
    """An empty folder to write files into; becomes `target` when the block ends, vanishes when anything is raised.

    Raises OutputError where that cannot be, or where there are files in `target` already: unless `overwrite`, or
    where a new file has the name of one that is not `ours`. Files of ours that have no successor are removed.
    """
    check_folder(target, overwrite=overwrite)
    target = target.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _remove_left_parts(target)
        part.mkdir()
    except FileExistsError:
        raise OutputError(f"{target} is being written already.") from None
    except OSError as error:
        raise _explained(error, target) from error
    try:
        yield part
        _put(part, target, overwrite, ours)
    except OSError as error:
        raise _explained(error, target) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)  # gone already, if all went well


def check_folder(target: Path, *, overwrite: bool) -> None:
    """Raise OutputError for what can be known before any work is done."""
    if not os.path.lexists(target.parent):
        raise OutputError(
            f"Cannot write {target}: the folder {target.parent} does not exist.", hint="Make the folder first."
        )
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise OutputError(f"Cannot write {target}: it is a file.", hint="Name a folder.")
    if not overwrite and _has_files(target):
        raise _not_empty(target)


def _put(part: Path, target: Path, overwrite: bool, ours: Ours) -> None:
    """Give the folder its name, or its files their places."""
    if target.is_dir():
        if overwrite and _has_files(target):
            _replace(part, target, ours)
            return
        with suppress(OSError):  # not empty any more: said below
            target.rmdir()
    try:
        part.rename(target)
    except OSError:
        if target.is_dir():  # made meanwhile
            raise _not_empty(target) from None
        raise


def _replace(part: Path, target: Path, ours: Ours) -> None:
    """Put each file into its place. Names are compared as Windows and macOS do."""
    old = {name.casefold(): name for name in ours(target)}
    there = {path.name.casefold(): path.name for path in target.iterdir()}
    new = {path.name.casefold(): path for path in sorted(part.iterdir())}
    for name in new:
        if name in there and name not in old:
            raise OutputError(
                f"Cannot write {target / there[name]}: it is there already, and no part of an earlier album.",
                hint="Move it, or choose another folder.",
            )
    for path in new.values():
        path.replace(target / path.name)
    for name in old.keys() - new.keys():
        with suppress(FileNotFoundError):
            (target / old[name]).unlink()


def _has_files(folder: Path) -> bool:
    return any(folder.iterdir())


def _not_empty(target: Path) -> OutputError:
    return OutputError(
        f"{target} is not empty.",
        hint="Choose another folder. --force replaces an earlier album in it, and leaves all other files alone.",
    )


def _remove_left_parts(target: Path) -> None:
    """What was left by processes that were killed while they wrote this folder."""
    for path in target.parent.glob(f".{escape(target.name)}.*.part"):
        match = PART.fullmatch(path.name)
        if match and path.is_dir() and int(match["pid"]) != os.getpid() and not is_running(int(match["pid"])):
            shutil.rmtree(path, ignore_errors=True)


def _explained(error: OSError, target: Path) -> OutputError:
    return OutputError(f"Cannot write {target}: {(error.strerror or str(error)).rstrip('.')}.")
