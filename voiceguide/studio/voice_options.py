"""The voice that a listener asks for."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.preferences import Speed

WORDS_A_MINUTE = 150
"""The rate of speech where neither the listener nor the script names one."""
SLOWEST, FASTEST = 80, 400
"""The rates that a listener may ask for, in words a minute."""


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """The voice that a listener asks for. None leaves a value to the script, then to the default."""

    engine: str | None = None
    """The name of an engine in `speech.engine.ENGINES`, such as `piper`, or `module:Class`."""
    voice: str | None = None
    """The id of a voice, as `voices()` lists it."""
    rate: int | None = None
    """Words a minute."""
    recordings: str | None = None
    """The name of a person's recordings, or the path of their folder. The engine speaks the lines that are not
    recorded."""

    speech: Speed | None = None
    """The speed of speech, in proportion to the rate."""

    def __post_init__(self) -> None:
        """Raises ValueError for a rate that is out of range."""
        if self.rate is not None and not SLOWEST <= self.rate <= FASTEST:
            raise ValueError(f"rate={self.rate!r}: choose {SLOWEST} to {FASTEST} words a minute")
