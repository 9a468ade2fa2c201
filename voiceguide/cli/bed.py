"""Options for sound under the voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from voiceguide.bed import GENERATED, BedOptions, balanced_bed, lay_under
from voiceguide.cli import candidates
from voiceguide.cli.candidates import or_file
from voiceguide.recordings.store import NO_RECORDINGS

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

Command = TypeVar("Command", bound=Callable[..., Any])


def bed_options(command: Command) -> Command:
    """Add the options of a bed. Read them with `bed_of`."""
    for decorate in (
        click.option("--wake-tone", is_flag=True, default=None, help="Wake Bluetooth speakers after long silences."),
        click.option(
            "--bed",
            metavar="NAME|FILE",
            shell_complete=or_file(candidates.beds),
            help=f"Play this under the voice: {', '.join(GENERATED)} or a file.",
        ),
    ):
        command = decorate(command)
    return command


def bed_of(options: dict[str, Any]) -> BedOptions:
    """Return the bed from a command's options."""
    bed = None if options["bed"] in ("", NO_RECORDINGS) else options["bed"]
    if bed and options["wake_tone"]:
        raise click.UsageError("A bed already keeps speakers awake: leave out --wake-tone or --bed.")
    silent = options["bed"] is not None and bed is None
    return BedOptions(bed, bool(options["wake_tone"]), silent, options.get("balance"))


def over_bed_of(bed: BedOptions, player: Player) -> Player:
    """Return the player with a bed under everything it plays. Raises BedError."""
    if bed.bed is not None:
        from voiceguide.playback.bed_player import OverBed

        return OverBed(player, balanced_bed(bed))
    from voiceguide.playback.relay import Relay

    return Relay(player, lay_under(bed)) if bed.wake_tone else player
