"""The choice of a player."""

from __future__ import annotations

import pytest

from voiceguide import playback
from voiceguide.errors import OutputError


class Hanging:
    """A player whose device does not answer."""

    def why_not(self) -> str:
        """The reason."""
        return f"{playback.HANGS} {playback.NO_DEVICE_HINT}"


class Freezing:
    """A player that would wait for the same device with all threads of Python."""

    def why_not(self) -> str:
        """Never called."""
        raise AssertionError("it was asked")


def test_no_other_player_waits_for_a_device_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    players = {"hanging": f"{__name__}:Hanging", "freezing": f"{__name__}:Freezing"}
    monkeypatch.setattr(playback, "PLAYERS", players)
    monkeypatch.delenv(playback.PLAYER_VARIABLE, raising=False)
    with pytest.raises(OutputError, match="does not answer"):
        playback.find_player()
