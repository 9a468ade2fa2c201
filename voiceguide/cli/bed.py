"""Options for what sounds under and beside the voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from voiceguide.bed import MADE, BedOptions, endless_bed, lay_under
from voiceguide.recordings.store import NONE

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

Command = TypeVar("Command", bound=Callable[..., Any])


def bed_options(command: Command) -> Command:
    """What sounds besides the session itself. Read with `bed_of`."""
    for decorate in (
        click.option(
            "--wake-tone", is_flag=True, default=None, help="Wake Bluetooth loudspeakers softly after long silences."
        ),
        click.option("--bed", metavar="NAME|FILE", help=f"Music or noise under it all: {', '.join(MADE)}, or a file."),
    ):
        command = decorate(command)
    return command


def bed_of(options: dict[str, Any]) -> BedOptions:
    """The bed among a command's options."""
    bed = None if options["bed"] in ("", NONE) else options["bed"]
    if bed and options["wake_tone"]:
        raise click.UsageError("a bed keeps loudspeakers awake by itself: leave out --wake-tone, or --bed.")
    return BedOptions(bed, bool(options["wake_tone"]))


def over_bed_of(bed: BedOptions, player: Player) -> Player:
    """The player, with that under all it plays. Raises BedError."""
    if bed.bed is not None:
        from voiceguide.playback.bed_player import OverBed

        return OverBed(player, endless_bed(bed.bed))
    from voiceguide.playback.relay import Relay

    return Relay(player, lay_under(bed)) if bed.wake_tone else player
