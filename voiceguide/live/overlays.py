"""Obey the commands that leave the course of a session alone, before its first plan as well as later."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from voiceguide.live.commands import OverlayCommand
from voiceguide.live.transport import Transport


def obey_over(command: OverlayCommand, transport: Transport, turn_speed: Callable[[int], bool]) -> None:
    """Obey a command, and answer it over the current sound. `turn_speed` takes the steps by which speech becomes
    faster, and returns False if it stays the same."""
    match command:
        case OverlayCommand.LOUDER:
            transport.turn_volume(1)
        case OverlayCommand.QUIETER:
            transport.turn_volume(-1)
        case OverlayCommand.VOICE_LOUDER:
            transport.turn_level("voice", 1)
        case OverlayCommand.VOICE_SOFTER:
            transport.turn_level("voice", -1)
        case OverlayCommand.BELLS_LOUDER:
            transport.turn_level("bells", 1)
        case OverlayCommand.BELLS_SOFTER:
            transport.turn_level("bells", -1)
        case OverlayCommand.BED_LOUDER:
            transport.turn_level("bed", 1)
        case OverlayCommand.BED_SOFTER:
            transport.turn_level("bed", -1)
        case OverlayCommand.SLOWER:
            transport.play_over("press" if turn_speed(-1) else "limit")
        case OverlayCommand.FASTER:
            transport.play_over("press" if turn_speed(1) else "limit")
        case OverlayCommand.NOT_UNDERSTOOD:
            transport.play_over("not-understood")
        case _:
            assert_never(command)
