"""The lengths that a routine can have."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.duration import clocks
from voiceguide.plan import Plan
from voiceguide.units import to_seconds


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
        shortest, longest = plan.ends_in_seconds
        return cls(shortest, to_seconds(plan.length), longest)

    def __str__(self) -> str:
        """`shortest 8:40, natural 12:05, longest 21:30`: whole seconds, rounded inwards."""
        shortest, natural, longest = clocks(self.shortest, self.natural, self.longest)
        return f"shortest {shortest}, natural {natural}, longest {longest}"
