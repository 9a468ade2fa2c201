"""Turns texts into clips, with engines in worker processes and a cache of earlier clips.

It knows nothing of scripts, plans or players. To add an engine, see `voiceguide.speech.engine`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.speech.cache import ClipStore, default_folder
    from voiceguide.speech.cache_maintenance import CacheInfo, Damage, cache_info, clear_cache, verify_cache
    from voiceguide.speech.engine import ENGINES, Engine, Voice
    from voiceguide.speech.engine_voices import engine_fault, voices
    from voiceguide.speech.speaker import Speaker, StoredSound, start_workers
    from voiceguide.speech.voice_lookup import VoiceSettings

__all__ = [
    "ENGINES",
    "CacheInfo",
    "ClipStore",
    "Damage",
    "Engine",
    "Speaker",
    "StoredSound",
    "Voice",
    "VoiceSettings",
    "cache_info",
    "clear_cache",
    "default_folder",
    "engine_fault",
    "start_workers",
    "verify_cache",
    "voices",
]

_MODULES = ("engine", "cache", "cache_maintenance", "engine_voices", "speaker", "voice_lookup")


def __getattr__(name: str) -> object:
    """Import a public name on first use. Worker processes import this package and need none of them."""
    if name in __all__:
        for module in _MODULES:
            found = getattr(import_module(f"{__name__}.{module}"), name, None)
            if found is not None:
                globals()[name] = found
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
