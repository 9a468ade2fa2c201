"""The command that installs a missing part, into the Python that runs voiceguide.

It works for a clone, pipx and uv alike, since it names the package itself and not an extra of voiceguide. The bounds
come from the metadata of the installed voiceguide, and so from `pyproject.toml`. Knows nothing of the parts themselves.
"""

from __future__ import annotations

import re
import sys
from importlib.util import find_spec


def install(package: str) -> str:
    """The command that installs a package, with the version that voiceguide needs."""
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    if find_spec("pip") is None:  # uv makes environments without pip
        return f'uv pip install --python {python} "{requirement(package)}"'
    return f'{python} -m pip install "{requirement(package)}"'


def requirement(package: str) -> str:
    """The package with its bounds, as `dbus-fast>=5`; its bare name where voiceguide has no metadata."""
    for line in _requirements():
        stated = line.partition(";")[0].strip()
        if _normal(re.split(r"[\s<>=!~\[(]", stated, maxsplit=1)[0]) == _normal(package):
            return stated.replace(" ", "")
    return package


def _requirements() -> list[str]:
    from importlib.metadata import PackageNotFoundError, requires  # takes a tenth of a start, and is seldom asked

    try:
        return requires("voiceguide") or []
    except PackageNotFoundError:
        return []


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
