"""A secret of this user on this machine. It seals data that only this user's own programs may have written."""

from __future__ import annotations

import hashlib
import os
import secrets
from functools import cache
from pathlib import Path

from voiceguide.errors import VoiceguideError
from voiceguide.storage.opening import open_kept
from voiceguide.storage.state import make_state_folder
from voiceguide.storage.unfinished import begin_part, end_part

NAME = "cache-secret"
BYTES = 32
MOST_BYTES = 1_000_000


def signature(data: bytes) -> bytes:
    """The signature of this user for data: 32 bytes."""
    return hashlib.blake2b(data, key=_secret(), digest_size=32).digest()


@cache
def _secret() -> bytes:
    """The stored secret, made at its first use. Where none can be stored, one that lasts as long as the process."""
    try:
        path = make_state_folder() / NAME
        return _stored(path) or _made(path)
    except (OSError, VoiceguideError):
        return secrets.token_bytes(BYTES)


def _stored(path: Path) -> bytes | None:
    try:
        with open_kept(path, MOST_BYTES) as file:
            state = os.fstat(file.fileno())
            found = file.read(BYTES + 1)
    except FileNotFoundError:
        return None
    if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & 0o077):
        raise PermissionError(f"{path} is open to others")
    return found if len(found) == BYTES else None


def _made(path: Path) -> bytes:
    """A new secret. If another process stores one first, that one."""
    part = path.with_name(f".{NAME}.{secrets.token_hex(4)}.{os.getpid()}.part")
    made = secrets.token_bytes(BYTES)
    begin_part(part)
    try:
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(made)
        if path.exists():  # damaged
            part.replace(path)
        else:
            try:
                os.link(part, path)
            except (OSError, AttributeError):
                part.replace(path)
    finally:
        part.unlink(missing_ok=True)
        end_part(part)
    return _stored(path) or made
