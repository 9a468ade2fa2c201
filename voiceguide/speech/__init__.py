"""Turns texts into clips, with engines in worker processes and a cache of earlier clips.

It knows nothing of scripts, plans or players. To add an engine, see `voiceguide.speech.engine`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.speech.cache import ClipStore, default_folder
    from voiceguide.speech.cache_maintenance import Damage, Info, clear, info, verify
    from voiceguide.speech.engine import ENGINES, Engine, Voice
    from voiceguide.speech.speaker import Settings, Speaker, StoredSound, voices, why_not, workers_ahead

__all__ = [
    "ENGINES",
    "ClipStore",
    "Damage",
    "Engine",
    "Info",
    "Settings",
    "Speaker",
    "StoredSound",
    "Voice",
    "clear",
    "default_folder",
    "info",
    "verify",
    "voices",
    "why_not",
    "workers_ahead",
]

_MODULES = ("engine", "cache", "cache_maintenance", "speaker")


def __getattr__(name: str) -> object:
    """Import a public name on first use. Worker processes import this package and need none of them."""
    if name in __all__:
        for module in _MODULES:
            found = getattr(import_module(f"{__name__}.{module}"), name, None)
            if found is not None:
                globals()[name] = found
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
