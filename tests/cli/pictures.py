"""A status of a session, and its picture as text."""

from __future__ import annotations

from voiceguide.cli.picture import picture
from voiceguide.live.status import Bar, Status

HEEL = Status(
    title="Heel pain relief",
    state="playing",
    session=Bar(590, 900),
    phase="Release the trigger points",
    step="Press the heel spot, cross-friction",
    side="Left foot",
    number=3,
    total=12,
    hold=Bar(22.4, 45),
    coming="Right foot: the same again",
)


def drawing(status: Status, columns: int, lines: int) -> str:
    return "\n".join(line.rstrip() for line in picture(status, columns, lines, colour=False)) + "\n"
