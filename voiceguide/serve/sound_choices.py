"""The sounds that a visitor may choose among: the pace of speech, and the voices and beds that the server's owner
allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from voiceguide.preferences import SPEEDS
from voiceguide.serve.cue_settings import OFFERED

PACES: dict[str, float] = {str(name): factor for name, factor in SPEEDS.items()}
"""Name -> factor for the rate of speech."""
CHOICES = ("talk", "pace", *OFFERED)
"""The choices that the server's owner can take away."""


@dataclass(frozen=True, slots=True)
class SoundChoices:
    """The sound of a session, as far as a visitor chose it. None leaves one to the server."""

    pace: str | None = None
    voice: str | None = None
    bed: str | None = None
    balance: float | None = None
    """Decibels of the voice against the bed."""


@dataclass(frozen=True, slots=True)
class OfferedVoice:
    """A voice that visitors may choose."""

    id: str
    name: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class OfferedChoices:
    """Everything that visitors may choose beside the server's own voice and bed."""

    voices: tuple[OfferedVoice, ...] = ()
    beds: tuple[str, ...] = ()
    """Beds as `--bed` takes them."""
    fixed: frozenset[str] = frozenset()
    """The names in CHOICES that visitors cannot choose."""
    has_bed: bool | None = None
    """True if a bed lies under all sessions, False for none; None leaves it to the script."""

    def sound(self, pace: str, voice: str, bed: str) -> SoundChoices:
        """The sound that a query asks for. The server decides about everything else, so that an old link works."""
        return SoundChoices(
            pace if pace in PACES and PACES[pace] != 1.0 and "pace" not in self.fixed else None,
            voice if voice in [each.id for each in self.voices] else None,
            next((each for each in self.beds if bed and bed_id(each) == bed), None),
        )

    def as_json(self) -> dict[str, Any]:
        """The object in `/server.json`. A list with choices begins with the server's own."""
        voices = [{"id": each.id, "name": each.name, "language": each.language} for each in self.voices]
        beds = [{"id": bed_id(each), "name": bed_id(each)} for each in self.beds]
        default = {"id": "", "name": ""}
        return {
            "paces": [] if "pace" in self.fixed else list(PACES),
            "liked": {name: list(values) for name, values in OFFERED.items() if name not in self.fixed},
            "fixed": sorted(self.fixed),
            "bed": self.has_bed,
            "voices": [{**default, "language": None}, *voices] if voices else [],
            "beds": [default, *beds] if beds else [],
        }


NOTHING_OFFERED = OfferedChoices()


def bed_id(bed: str) -> str:
    """The name of a bed without folders and suffix, which nobody else should see."""
    name = bed.replace("\\", "/").rpartition("/")[2]
    return name.rpartition(".")[0] or name
