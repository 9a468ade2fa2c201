"""Folders that are written completely or not at all.

The content is written to a hidden folder `.NAME.PID-TAG.part` beside the target, which is renamed at the end. A folder
with other content is kept: on request, only files of the caller are replaced there, each one atomically.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from voiceguide.errors import OutputError
from voiceguide.storage.atomic_write import NEW, hint_for, may_be_left, part_of
from voiceguide.storage.locks import is_folder_free, locked_folder
from voiceguide.storage.unfinished import begin_part, end_part

Ours = Callable[[Path], Iterable[str]]
"""The names of the files in a folder that the caller wrote earlier."""


@contextmanager
def atomic_folder(target: Path, *, overwrite: bool, ours: Ours) -> Iterator[Path]:
    """An empty folder to write into. It becomes `target` at the end of the block, or is removed if the block raises.

    Raises OutputError if `target` cannot be written, or has files already. With `overwrite`, files that are `ours` are
    replaced, outdated ones are removed, and any other file in the way is an error.
    """
    check_folder(target, overwrite=overwrite)
    target = target.resolve()
    part = part_of(target)
    try:
        _remove_left_parts(target)
        made = part.with_suffix(NEW)
        if part.exists():
            raise FileExistsError
        begin_part(part, made)
        made.mkdir()
    except FileExistsError:
        raise OutputError(f"{target} is being written already.") from None
    except OSError as error:
        raise _explained(error, target) from error
    try:
        with locked_folder(made):
            made.rename(part)
            yield part
            _put(part, target, overwrite, ours)
    except OSError as error:
        raise _explained(error, target) from error
    finally:
        for path in (part, made):  # already renamed, if all went well
            shutil.rmtree(path, ignore_errors=True)
        end_part(part)


def check_folder(target: Path, *, overwrite: bool) -> None:
    """Raise OutputError for any fault that shows before the work begins."""
    if not os.path.isdir(target.parent):  # noqa: PTH112 - Path.is_dir raises where a name is too long
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
    """Rename the part to its target, or move its files into the existing target."""
    if target.is_dir():
        if overwrite and _has_files(target):
            _replace(part, target, ours)
            return
        with suppress(OSError):  # no longer empty: reported below
            target.rmdir()
    try:
        part.rename(target)
    except OSError:
        if target.is_dir():  # created meanwhile
            raise _not_empty(target) from None
        raise


def _replace(part: Path, target: Path, ours: Ours) -> None:
    """Move each file to its place. Names are compared without case, as on Windows and macOS."""
    old = {name.casefold(): name for name in ours(target)}
    there = {path.name.casefold(): path.name for path in target.iterdir()}
    new = {path.name.casefold(): path for path in sorted(part.iterdir())}
    for name in new:
        if name in there and name not in old:
            raise OutputError(
                f"Cannot write {target / there[name]}: the name is taken by a file that is not part of an album.",
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
        hint="Choose another folder, or use --force to replace an earlier album in it. Other files are kept.",
    )


def _remove_left_parts(target: Path) -> None:
    """Remove the parts of processes that were killed while they wrote a folder here."""
    try:
        paths = list(target.parent.iterdir())
    except PermissionError:  # the folder may be written but not listed
        return
    for path in paths:
        if may_be_left(path) and path.is_dir() and not path.is_symlink():
            with suppress(OSError):  # another process may have removed it
                if is_folder_free(path):
                    shutil.rmtree(path, ignore_errors=True)


def _explained(error: OSError, target: Path) -> OutputError:
    return OutputError(f"Cannot write {target}: {(error.strerror or str(error)).rstrip('.')}.", hint=hint_for(error))
