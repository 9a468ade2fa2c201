"""Encoded sounds and pictures, cached beside the clips that they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.speech import ClipStore


@dataclass(frozen=True, slots=True)
class FrameCache:
    """An `export.FrameStore` in a clip store."""

    clips: ClipStore

    def encoded(self, key: str) -> bytes | None:
        """The frames stored under this key, or None."""
        return self.clips.read_side(key, ".frames")

    def keep(self, key: str, encoded: bytes) -> None:
        """Store these frames."""
        self.clips.write_side(key, ".frames", encoded, replace=True)
