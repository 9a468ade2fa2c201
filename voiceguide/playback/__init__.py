"""Players of timelines, by name. Knows nothing of speech, plans or files.

To add a player, write one file with one class that satisfies `player.Player`, and add one line to PLAYERS. It is
imported at its first use.
"""

from __future__ import annotations

from difflib import get_close_matches
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from voiceguide.errors import OutputError
from voiceguide.storage.environment import shown, variable
from voiceguide.storage.pulse_folder import provide_pulse_folder

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

PLAYERS: dict[str, str] = {
    "pulseaudio": "voiceguide.playback.pulseaudio_player:PulseaudioPlayer",
    "miniaudio": "voiceguide.playback.miniaudio_player:MiniaudioPlayer",
    "simpleaudio": "voiceguide.playback.simpleaudio_player:SimpleaudioPlayer",
    "none": "voiceguide.playback.clock_player:ClockPlayer",
}
"""Name -> a class that satisfies `player.Player`, made without arguments. Without a name, they are tried in this order.
"""

NO_DEVICE = "No sound device was found."
HANGS = "The sound device does not answer."
NO_DEVICE_HINT = "Connect a loudspeaker or headphones, or make a file: voiceguide export ROUTINE -o FILE.mp3"
PLAYER_VARIABLE = "VOICEGUIDE_OUTPUT"


def find_player(name: str | None = None) -> Player:
    """Return the named player; without a name, the one in VOICEGUIDE_OUTPUT, or else the first that works.

    Raises OutputError if it does not exist or does not work here.
    """
    if wanted := name or variable(PLAYER_VARIABLE):
        return _named_player(wanted, given=bool(name))
    reasons = []
    for candidate in PLAYERS:
        if candidate == "none":  # silence must be asked for
            continue
        made = _made(candidate)
        reason = made.why_not()
        if reason is None:
            return made
        if reason.startswith(NO_DEVICE):  # of any system, so no other player has one
            raise OutputError(NO_DEVICE, NO_DEVICE_HINT)
        if reason.startswith(HANGS):  # the others would wait for the same system
            raise OutputError(HANGS, NO_DEVICE_HINT)
        reasons.append(f"{candidate}: {reason}")
    raise OutputError(
        "No output works here.\n" + "\n".join(f"  {reason}" for reason in reasons),
        hint=NO_DEVICE_HINT,
    )


def why_not(name: str) -> str | None:
    """Return the reason why a player does not work here, and the remedy. None if it works."""
    return _made(name).why_not()


def _named_player(name: str, *, given: bool) -> Player:
    """`given`: False for the name in VOICEGUIDE_OUTPUT."""
    if name not in PLAYERS:
        near = get_close_matches(name, PLAYERS, n=1)
        wrong = f"No output is called {name!r}." if given else f"{PLAYER_VARIABLE} is {shown(name)}: no such output."
        raise OutputError(
            wrong + (f" Did you mean {near[0]!r}?" if near else ""),
            hint=f"Outputs: {', '.join(PLAYERS)}.",
        )
    made = _made(name)
    reason = made.why_not()
    if reason is not None:
        raise OutputError(f"Cannot play with {name}: {reason}")
    return made


def _made(name: str) -> Player:
    if name != "none":
        provide_pulse_folder()
    made: Player = resolve_name(PLAYERS[name])()
    return made
