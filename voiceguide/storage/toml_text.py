"""TOML that a person has written: its content, or the line of the mistake."""

from __future__ import annotations

import re
import tomllib
from typing import Any


def read_toml(text: str, shown: str) -> dict[str, Any]:
    """The content of a file. Raises ValueError with the file's name `shown`, the line and the reason."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise ValueError(f"{shown}{f':{at[1]}' if at else ''}: it cannot be read: {error}") from error
    except RecursionError as error:
        raise ValueError(f"{shown}: it cannot be read: its brackets are nested too deeply") from error
    except ValueError as error:
        raise ValueError(f"{shown}: it cannot be read: a number in it is too long") from error
