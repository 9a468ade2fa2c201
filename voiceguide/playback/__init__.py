"""Players of timelines, by name. It knows nothing of speech, plans or files.

A new player is one file with one class like `player.Player` and one line in PLAYERS. It is imported when first used.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING

from voiceguide.errors import OutputError

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

PLAYERS: dict[str, str] = {
    "miniaudio": "voiceguide.playback.miniaudio_player:MiniaudioPlayer",
    "simpleaudio": "voiceguide.playback.simpleaudio_player:SimpleaudioPlayer",
    "none": "voiceguide.playback.clock_player:ClockPlayer",
}
"""Name -> a class that is a `player.Player`, made without arguments; tried in this order where none is named."""

PLAYER_VARIABLE = "VOICEGUIDE_OUTPUT"


def player(name: str | None = None) -> Player:
    """The player that was asked for: by the argument, else by VOICEGUIDE_OUTPUT, else the first that works.

    Raises OutputError where it does not exist or says why it cannot be used here.
    """
    wanted = name or os.environ.get(PLAYER_VARIABLE)
    if wanted:
        return _named_player(wanted)
    reasons = []
    for candidate in PLAYERS:
        if candidate == "none":  # silence is only for those who ask for it
            continue
        made = _made(candidate)
        reason = made.why_not()
        if reason is None:
            return made
        reasons.append(f"{candidate}: {reason}")
    raise OutputError(
        "Nothing here can play sound.\n" + "\n".join(f"  {reason}" for reason in reasons),
        hint="Connect a loudspeaker or headphones, or make a file: voiceguide export ROUTINE -o FILE.mp3",
    )


def why_not(name: str) -> str | None:
    """Why a player cannot be used here and what to do about it; None if it can."""
    return _made(name).why_not()


def _named_player(name: str) -> Player:
    if name not in PLAYERS:
        near = get_close_matches(name, PLAYERS, n=1)
        raise OutputError(
            f"There is no output called {name!r}." + (f" Did you mean {near[0]!r}?" if near else ""),
            hint=f"Outputs: {', '.join(PLAYERS)}.",
        )
    made = _made(name)
    reason = made.why_not()
    if reason is not None:
        raise OutputError(f"Cannot play with {name}: {reason}")
    return made


def _made(name: str) -> Player:
    module, _, attribute = PLAYERS[name].partition(":")
    made: Player = getattr(import_module(module), attribute)()
    return made
