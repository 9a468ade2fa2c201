"""A file name as a word of a command line, so that the command in a hint can be pasted."""

from __future__ import annotations

import os


def shell_word(name: object) -> str:
    """The name, quoted where a shell would divide or change it."""
    word = str(name)
    if os.name == "nt":
        return f'"{word}"' if " " in word else word
    import shlex  # the command line starts without it

    return shlex.quote(word)
