"""The reader of scripts: it turns a text into a routine. It knows lines and columns, and nothing of sound.

Each name is imported when it is first used. A routine that was read before needs no reader, and its import takes as
long as a cached export.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voiceguide.script.reader import Reading, check, parse, read

__all__ = ["Reading", "check", "parse", "read"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.reader"), name)
