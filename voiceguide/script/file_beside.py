"""The path of a file that a script names. It lies in the folder of the script, for whoever wrote the name."""

from __future__ import annotations

from pathlib import Path

from voiceguide.errors import VoiceguideError


def file_beside(folder: Path, target: str, kind: str, advice: tuple[str, str], error: type[VoiceguideError]) -> Path:
    """The existing file of this name in a script's folder. Raises `error` where it leads out of the folder, or there is
    none.

    `kind` is the word for the file. `advice`: for a name that cannot be used, and for a file that is missing.
    """
    unusable, missing = advice
    try:
        path = (folder / target).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise error(f"`{target}` leads out of the script's folder", unusable)
        if not path.is_file():
            raise error(f"there is no {kind} `{target}` beside the script", missing)
    except (OSError, ValueError, RuntimeError) as fault:  # a loop of links, or a name that cannot be a file's
        reason = getattr(fault, "strerror", None) or "no file can be called so"
        raise error(f"`{target}` cannot be found: {reason}", unusable) from fault
    return path
