"""Libraries of the extra `import`, imported when first used."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import Any

from voiceguide.errors import ImportingError
from voiceguide.parts import install

PACKAGES = ("lxml", "pdfplumber", "striprtf", "openpyxl")
"""Their packages. Each has a module of the same name."""


def library(module: str) -> Any:
    """A module of one of these libraries. Raises ImportingError where the library is missing."""
    name = module.split(".")[0]
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportingError(f"Reading this takes {name}, which cannot be imported: {error}.", hint(name)) from error


def why_not(name: str) -> str | None:
    """The reason for a missing library, with the command that installs it. None if it is there."""
    return None if find_spec(name) else f"it is not installed. {hint(name)}"


def hint(name: str) -> str:
    """Advice with the command that installs a library into this Python."""
    return f"Install it: {install(name)}"
