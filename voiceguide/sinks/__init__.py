"""Where a timeline goes: into a file, by its suffix, or to a player, by its name.

A new format is one file with one function like `mp3.write` and one line in FORMATS; a new player is one file
with one class like `player.Player` and one line in PLAYERS. They are imported when first used.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from voiceguide.errors import OutputError

if TYPE_CHECKING:
    from voiceguide.sinks.player import Player
    from voiceguide.timeline import Timeline

Progress = Callable[[int, int], None]
"""Called with the samples done and the samples in all. What it raises stops the export."""

FORMATS: dict[str, str] = {
    ".mp3": "voiceguide.sinks.mp3:write",
    ".m4a": "voiceguide.sinks.m4a:write",
    ".m4b": "voiceguide.sinks.m4a:write_book",
    ".wav": "voiceguide.sinks.pcm:write_wav",
    ".flac": "voiceguide.sinks.pcm:write_flac",
    ".ogg": "voiceguide.sinks.pcm:write_ogg",
}
"""Suffix -> a function (timeline, open file, tags, progress, store)."""

PLAYERS: dict[str, str] = {
    "miniaudio": "voiceguide.sinks.miniaudio_player:MiniaudioPlayer",
    "simpleaudio": "voiceguide.sinks.simpleaudio_player:SimpleaudioPlayer",
    "none": "voiceguide.sinks.clock_player:ClockPlayer",
}
"""Name -> a class that is a `player.Player`, made without arguments; tried in this order where none is named."""

PLAYER_VARIABLE = "VOICEGUIDE_OUTPUT"


@dataclass(frozen=True, slots=True)
class Tags:
    """What a file says about itself. Empty where there is nothing to say."""

    title: str = ""
    artist: str = ""
    album: str = ""
    genre: str = ""
    language: str = ""
    """As in scripts: `en`."""
    lyrics: str = ""
    comment: str = ""
    cover: bytes = b""
    """A JPEG."""
    track: int = 0
    """Which one of an album, from 1 on; 0 where it is none."""
    tracks: int = 0
    """How many the album has."""


class FrameStore(Protocol):
    """Where encoded islands may be kept from one export to the next."""

    def encoded(self, key: str) -> bytes | None:
        """The frames stored under this key, or None."""

    def keep(self, key: str, encoded: bytes) -> None:
        """Keep these frames. Called from several threads."""


class NoStore:
    """A FrameStore that keeps nothing."""

    def encoded(self, key: str) -> bytes | None:
        return None

    def keep(self, key: str, encoded: bytes) -> None:
        pass


def suffixes() -> list[str]:
    """The suffixes that `export` can write, with their dots."""
    return sorted(FORMATS)


def export(
    timeline: Timeline,
    target: Path,
    tags: Tags,
    *,
    overwrite: bool,
    progress: Progress | None = None,
    store: FrameStore | None = None,
) -> None:
    """Write the session into a file whose suffix picks the format. It appears whole or not at all.

    Raises OutputError where the format is unknown, the file is there already (unless `overwrite`) or it cannot
    be written. Whatever else is raised on the way, by `progress` too, leaves nothing behind either.
    """
    from voiceguide.sinks.whole import whole

    writer = _writer(target)
    with whole(target, overwrite=overwrite) as file:
        _load(writer)(timeline, file, tags, progress or _no_progress, store or NoStore())


def check_target(target: Path, *, overwrite: bool) -> None:
    """Raise OutputError for what can be known before there is anything to write."""
    from voiceguide.sinks.whole import refuse

    _writer(target)
    refuse(target, overwrite=overwrite)


def _writer(target: Path) -> str:
    writer = FORMATS.get(target.suffix.lower())
    if writer is None:
        raise OutputError(
            f"{target}: cannot write {f'{target.suffix!r} files' if target.suffix else 'a file without a suffix'}.",
            hint=f"Use one of {', '.join(suffixes())}.",
        )
    return writer


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
        made: Player = _load(PLAYERS[candidate])()
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
    made: Player = _load(PLAYERS[name])()
    return made.why_not()


def _named_player(name: str) -> Player:
    if name not in PLAYERS:
        near = get_close_matches(name, PLAYERS, n=1)
        raise OutputError(
            f"There is no output called {name!r}." + (f" Did you mean {near[0]!r}?" if near else ""),
            hint=f"Outputs: {', '.join(PLAYERS)}.",
        )
    made: Player = _load(PLAYERS[name])()
    reason = made.why_not()
    if reason is not None:
        raise OutputError(f"Cannot play with {name}: {reason}")
    return made


def _load(path: str) -> Any:
    module, _, attribute = path.partition(":")
    return getattr(import_module(module), attribute)


def _no_progress(done: int, total: int) -> None:
    """For callers who do not watch."""
