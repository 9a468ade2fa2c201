"""The key in the address under --lan. It is stored, so that bookmarks and podcast subscriptions stay valid."""

from __future__ import annotations

import re
import secrets

from voiceguide.serve.persisted import persisted

NAME = "serve.key"
KEY_BYTES = 24
"""192 bits."""
KEY = re.compile(r"[\w-]{32}", re.ASCII)
"""The form of a key that `new_key` makes."""


def new_key() -> str:
    """A long random key."""
    return secrets.token_urlsafe(KEY_BYTES)


def kept_key(*, anew: bool = False) -> str:
    """The stored key. The first time, and with `anew`, a new key is made and stored where only its owner can read it.
    Raises OutputError where it cannot be stored."""
    return persisted(NAME, KEY, new_key, anew=anew)
