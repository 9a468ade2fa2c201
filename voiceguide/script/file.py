"""The file of a script. It is read whole, up to a limit."""

from __future__ import annotations

from pathlib import Path

from voiceguide.errors import Finding
from voiceguide.storage.opening import open_file

MOST_BYTES = 500_000
"""Bytes of a script. The Markdown parser takes seconds for more, and no routine is as long."""


def read_text(path: Path, shown_as: str) -> str | Finding:
    """The text of a script with `\\n` between its lines, or the finding about its file."""
    data = _read_bytes(path, shown_as)
    if isinstance(data, Finding):
        return data
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # `error.start` does not count the byte order mark.
        start = error.start + 3 * data.startswith(b"\xef\xbb\xbf")
        before = data[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"not UTF-8: the byte 0x{data[start]:02x} stands in no such text"
        hint = "save the file as UTF-8 (in most editors: Save as, encoding)"
        return Finding(shown_as, before.count(b"\n") + 1, column, "error", message, hint)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_bytes(path: Path, shown_as: str) -> bytes | Finding:
    try:
        if path.is_dir():
            return Finding(shown_as, 1, 1, "error", "is a folder, not a script")
        with open_file(path) as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Finding(shown_as, 1, 1, "error", "there is no such file")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Finding(shown_as, 1, 1, "error", f"cannot be read: {reason}")
    if len(data) > MOST_BYTES:
        message = f"is over {MOST_BYTES // 1000} kB, which no routine needs"
        return Finding(shown_as, 1, 1, "error", message, "split it into several routines")
    return data
