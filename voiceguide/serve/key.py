"""The key in the address under --lan. It is kept, so that bookmarks and podcast subscriptions outlast the server."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from voiceguide.errors import OutputError
from voiceguide.sinks.whole import whole
from voiceguide.state import make_state_folder

NAME = "serve.key"
KEY_BYTES = 24
"""192 bits."""
KEY = re.compile(r"[\w-]{32}", re.ASCII)
"""As `new_key` writes one."""


def new_key() -> str:
    """A long random key for an address."""
    return secrets.token_urlsafe(KEY_BYTES)


def kept_key(*, anew: bool = False) -> str:
    """The key of the last time; the first time, and with `anew`, another one, kept from now on where its owner alone
    can read it. Raises OutputError where it cannot be kept."""
    path = make_state_folder() / NAME
    key = None if anew else _read(path)
    if key is None:
        key = new_key()
        with whole(path, overwrite=True) as file:
            Path(file.name).chmod(0o600)
            file.write(key.encode("ascii"))
    return key


def _read(path: Path) -> str | None:
    """The key in a file; None where there is no file or no key in it."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            content = file.read(100).decode("ascii", "replace").strip()
    except OSError as error:
        raise OutputError(f"Cannot read {path}: {error.strerror}.") from error
    return content if KEY.fullmatch(content) else None
