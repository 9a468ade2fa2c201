"""Names of files that Windows keeps for devices."""

from __future__ import annotations

_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in "123456789¹²³")})


def names_device(name: str) -> bool:
    """True for the name of a file that Windows takes for a device, with any suffix: `CON`, `nul.wav`."""
    return name.partition(".")[0].rstrip().casefold() in _DEVICES
