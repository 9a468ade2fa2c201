"""Options for what sounds under and beside the voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from voiceguide.bed import MADE

if TYPE_CHECKING:
    from voiceguide.sinks.player import Player
    from voiceguide.timeline import Timeline

Command = TypeVar("Command", bound=Callable[..., Any])


def bed_options(command: Command) -> Command:
    """What sounds besides the session itself. Read with `laid_under`, or `over_bed_of`."""
    for decorate in (
        click.option("--wake-tone", is_flag=True, help="Wake Bluetooth loudspeakers softly after long silences."),
        click.option("--bed", metavar="NAME|FILE", help=f"Music or noise under it all: {', '.join(MADE)}, or a file."),
    ):
        command = decorate(command)
    return command


def laid_under(options: dict[str, Any]) -> Callable[[Timeline], Timeline]:
    """What lays it under a timeline. Raises BedError at once where there is no such bed, or it cannot be read."""
    if options["bed"] and options["wake_tone"]:
        raise click.UsageError("a bed keeps loudspeakers awake by itself: leave out --wake-tone, or --bed.")
    if options["wake_tone"]:
        from voiceguide.wake import with_wake_tones

        return with_wake_tones
    if options["bed"]:
        from voiceguide.bed import endless_bed, over_bed

        bed = endless_bed(options["bed"])
        return lambda timeline: over_bed(timeline, bed)
    return lambda timeline: timeline


def over_bed_of(options: dict[str, Any], player: Player) -> Player:
    """The player, with that under all it plays. Raises BedError."""
    if options["bed"] and not options["wake_tone"]:
        from voiceguide.bed import endless_bed
        from voiceguide.bed.player import OverBed

        return OverBed(player, endless_bed(options["bed"]))
    from voiceguide.sinks.relay import Relay

    return Relay(player, laid_under(options)) if options["bed"] or options["wake_tone"] else player
