"""The lengths that a routine can have."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.duration import clock
from voiceguide.plan import Plan
from voiceguide.units import ceil_milliseconds, floor_milliseconds, to_seconds


@dataclass(frozen=True, slots=True)
class Lengths:
    """The shortest, natural and longest session of a routine, in seconds. Each can be asked for as it stands."""

    shortest: float
    natural: float
    """The length as written."""
    longest: float

    @classmethod
    def of(cls, plan: Plan) -> Lengths:
        """The lengths of a natural plan's routine. The ends are rounded inwards to whole milliseconds."""
        return cls(ceil_milliseconds(plan.shortest), to_seconds(plan.length), floor_milliseconds(plan.longest))

    def __str__(self) -> str:
        """`shortest 8:40, natural 12:05, longest 21:30`: whole seconds, rounded inwards."""
        shortest, longest = clock(-(-self.shortest // 1)), clock(self.longest // 1)
        return f"shortest {shortest}, natural {clock(self.natural)}, longest {longest}"
