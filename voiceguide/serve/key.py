"""The key in the address under --lan. It is kept, so that bookmarks and podcast subscriptions outlast the server."""

from __future__ import annotations

import re
import secrets

from voiceguide.serve.persisted import persisted

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
    return persisted(NAME, KEY, new_key, anew=anew)
