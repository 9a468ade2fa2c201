"""A player that changes each timeline and passes it to another player."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from voiceguide.preferences import LeadIn

if TYPE_CHECKING:
    from voiceguide.audio.timeline import Timeline
    from voiceguide.playback.player import Player


class Relay:
    """A `player.Player` that plays `lay(timeline)` through another player."""

    def __init__(self, player: Player, lay: Callable[[Timeline], Timeline]) -> None:
        self.name = player.name
        self._player = player
        self._lay = lay

    @property
    def volume(self) -> float:
        return self._player.volume

    @volume.setter
    def volume(self, decibels: float) -> None:
        self._player.volume = decibels

    @property
    def lead_in(self) -> LeadIn:
        return self._player.lead_in

    @lead_in.setter
    def lead_in(self, lead_in: LeadIn) -> None:
        self._player.lead_in = lead_in

    def why_not(self) -> str | None:
        return self._player.why_not()

    def play(self, timeline: Timeline, start: int = 0) -> None:
        self._player.play(self._lay(timeline), start)

    def go_on_with(self, timeline: Timeline) -> None:
        self._player.go_on_with(self._lay(timeline))

    def pause(self) -> None:
        self._player.pause()

    def resume(self) -> None:
        self._player.resume()

    def stop(self) -> None:
        self._player.stop()

    @property
    def position(self) -> int:
        return self._player.position

    def wait(self, timeout: float | None = None) -> bool:
        return self._player.wait(timeout)
