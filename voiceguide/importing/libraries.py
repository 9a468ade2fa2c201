"""Libraries of the extra `import`, imported when first used."""

from __future__ import annotations

import importlib
import os
import shlex
import sys
from importlib.util import find_spec
from typing import Any

from voiceguide.errors import ImportingError

PACKAGES = {
    "lxml": "lxml>=5.3",
    "pdfplumber": "pdfplumber>=0.11.5",
    "striprtf": "striprtf>=0.0.29",
    "openpyxl": "openpyxl>=3.1.5",
}
"""Module -> its package and the oldest version that does, as in pyproject.toml."""


def library(module: str) -> Any:
    """A module of one of these libraries. Raises ImportingError where the library is missing."""
    name = module.split(".")[0]
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportingError(f"Reading this takes {name}, which cannot be imported: {error}.", hint(name)) from error


def why_not(name: str) -> str | None:
    """Why a library cannot be used, with the command that installs it; None where it is there."""
    return None if find_spec(name) else f"it is not installed. {hint(name)}"


def hint(name: str) -> str:
    """The command that installs a library for this very Python."""
    python = sys.executable or "python"
    quoted = f'"{python}"' if os.name == "nt" else shlex.quote(python)
    return f'Install it: {quoted} -m pip install "{PACKAGES[name]}"'
