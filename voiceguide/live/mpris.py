"""A session as a media player of the desktop: the two interfaces of the MPRIS D-Bus Interface Specification 2.2.

A session is one track. Its length is the length of the session. The title is the current step, the artist is the phase,
and the album is the routine, since applets show those three (GNOME shows the first two). A seek moves inside a hold, or
to the step of that moment. The volume is that of the session, beside the system's. The rate stays 1. The loop button
repeats the current step once: a session never loops by itself.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from typing import Annotated, Any

from dbus_fast import DBusError, ErrorType, PropertyAccess, Variant
from dbus_fast.annotations import DBusDict, DBusInt64, DBusObjectPath, DBusSignature, DBusStr
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from voiceguide.live.commands import Command, Seek, Send, SetVolume
from voiceguide.live.status import Bar, Status

NAME = "org.mpris.MediaPlayer2.voiceguide"
PATH = "/org/mpris/MediaPlayer2"
TRACK = "/voiceguide/session"
JUMP_SECONDS = 0.5
"""Tolerance between the position and the expected position."""
MOST_CHARACTERS = 300
"""The longest text. An applet shows it on one line."""
LEAST_SEEK_SECONDS = 0.5
"""A shorter way is the inexactness of an applet."""
SILENT_DECIBELS = -90.0
MICROSECONDS = 1_000_000
"""Microseconds in a second."""

Nothing = Annotated[None, DBusSignature("")]
"""The return type of D-Bus methods without a result."""


def carried(text: str) -> str:
    """Return the text on one line, without control characters and lone surrogates. D-Bus cannot carry NUL or lone
    surrogates."""
    plain = (" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text)
    return " ".join("".join(plain).split())[:MOST_CHARACTERS]


def playback_status(status: Status) -> str:
    """Return the MPRIS playback status. A session that waits counts as paused: the position stands still, and Play
    makes it go on."""
    return {"playing": "Playing", "over": "Stopped"}.get(status.state, "Paused")


def metadata(status: Status) -> dict[str, Variant]:
    """Return the MPRIS metadata: the current step, the phase and the routine."""
    title, step, side = carried(status.title), carried(status.step or ""), carried(status.side or "")
    about = {
        "mpris:trackid": Variant("o", TRACK),
        "xesam:title": Variant("s", f"{side}: {step}" if step and side else step or title),
        "xesam:artist": Variant("as", [carried(status.phase or "") or title]),
        "xesam:album": Variant("s", title),
    }
    if status.session.length:  # the length is 0 until the plan is ready
        about["mpris:length"] = Variant("x", round(status.session.length) * MICROSECONDS)
    if status.number:
        about["xesam:trackNumber"] = Variant("i", status.number)
    return about


def factor(decibels: float) -> float:
    """Return the volume as MPRIS has it: 1 is full, 0 is silent."""
    return 0.0 if decibels <= SILENT_DECIBELS else float(10 ** (decibels / 20))


def decibels(factor: float) -> float:
    """Return the decibels of a volume of MPRIS. Above 1 is full, below 0 is silent, as the specification has it."""
    return (
        20 * math.log10(factor)
        if 10 ** (SILENT_DECIBELS / 20) < factor < 1
        else 0.0
        if factor >= 1
        else SILENT_DECIBELS
    )


def _always(name: str, signature: str, value: object) -> Any:
    """Return a property that never changes."""

    def get(self: ServiceInterface) -> Any:
        return value

    get.__name__ = name  # dbus-fast looks the property up by this name
    get.__annotations__["return"] = signature
    return dbus_property(PropertyAccess.READ)(get)


def _settable(name: str, value: Callable[[Player], object], set_it: Callable[[Player, Any], None], kind: str) -> Any:
    """Return a property of a D-Bus type. `set_it` is called with each value that a client sets."""

    def get(self: Player) -> Any:
        return value(self)

    get.__name__ = set_it.__name__ = name
    get.__annotations__["return"] = kind
    return dbus_property(PropertyAccess.READWRITE)(get).setter(set_it)


def _sends(name: str, command: Command) -> Any:
    """Return a method that sends a command."""

    def call(self: Root | Player) -> Nothing:
        self.send(command)

    return dbus_method(name)(call)


class Root(ServiceInterface):
    """The interface `org.mpris.MediaPlayer2`: the program. Members have their names on the bus."""

    def __init__(self, send: Send) -> None:
        super().__init__("org.mpris.MediaPlayer2")
        self.send = send

    Quit = _sends("Quit", Command.QUIT)
    CanQuit = _always("CanQuit", "b", True)
    CanRaise = _always("CanRaise", "b", False)
    HasTrackList = _always("HasTrackList", "b", False)
    Identity = _always("Identity", "s", "voiceguide")
    SupportedUriSchemes = _always("SupportedUriSchemes", "as", [])
    SupportedMimeTypes = _always("SupportedMimeTypes", "as", [])

    @dbus_method()
    def Raise(self) -> Nothing:
        """Do nothing: voiceguide has no window."""


class Player(ServiceInterface):
    """The interface `org.mpris.MediaPlayer2.Player`: the session. Use it in the bus thread only."""

    def __init__(self, send: Send, title: str, clock: Callable[[], float]) -> None:
        """`clock` returns seconds, on the same scale as the moments of `show`."""
        super().__init__("org.mpris.MediaPlayer2.Player")
        self.send = send
        self._clock = clock
        self._status = Status(title=title, state="waiting", session=Bar(0, 0))
        self._moment = clock()

    def show(self, status: Status, moment: float) -> None:
        """Show the status at a moment of the clock. Tells applets of changes, and of a position that jumped."""
        before, expected = self._status, self._reached(moment)
        self._status, self._moment = status, moment
        news: dict[str, Any] = {}
        if playback_status(status) != playback_status(before):
            news["PlaybackStatus"] = playback_status(status)
        if metadata(status) != metadata(before):
            news["Metadata"] = metadata(status)
        if status.volume != before.volume:
            news["Volume"] = factor(status.volume)
        if news:
            self.emit_properties_changed(news)
        if abs(self._reached(moment) - expected) > JUMP_SECONDS:
            self.Seeked()

    def _seek(self, seconds: float) -> None:
        if abs(seconds) >= LEAST_SEEK_SECONDS:
            self.send(Seek(seconds))

    def _loop(self, wanted: str) -> None:
        """Repeat the current step once. Applets are told that the loop is off again."""
        if wanted not in ("None", "Track", "Playlist"):
            raise DBusError(ErrorType.INVALID_ARGS, "LoopStatus is None, Track or Playlist")
        if wanted != "None":
            self.send(Command.AGAIN)
            self.emit_properties_changed({"LoopStatus": "None"})

    def _turn(self, volume: float) -> None:
        """Set the volume, a factor from 0 to 1."""
        self.send(SetVolume(decibels(volume)))

    def _reached(self, moment: float) -> float:
        """Return the seconds of the session that are over, counted on from the last status."""
        session = self._status.session
        reached = session.length - session.left
        if self._status.state == "playing":
            reached += moment - self._moment
        return min(max(0.0, reached), session.length)

    PlayPause = _sends("PlayPause", Command.PRESS)  # the one button: the session counts its presses
    Play = _sends("Play", Command.GO_ON)
    Pause = _sends("Pause", Command.PAUSE)
    Next = _sends("Next", Command.NEXT)
    Previous = _sends("Previous", Command.BACK)
    Stop = _sends("Stop", Command.LEAVE)  # this key lies beside the others, so the session asks for confirmation
    CanPlay = _always("CanPlay", "b", True)
    CanPause = _always("CanPause", "b", True)
    CanGoNext = _always("CanGoNext", "b", True)
    CanGoPrevious = _always("CanGoPrevious", "b", True)
    CanControl = _always("CanControl", "b", True)
    CanSeek = _always("CanSeek", "b", True)
    MinimumRate = _always("MinimumRate", "d", 1.0)
    MaximumRate = _always("MaximumRate", "d", 1.0)
    Volume = _settable("Volume", lambda self: factor(self._status.volume), lambda self, volume: self._turn(volume), "d")
    Rate = _settable("Rate", lambda self: 1.0, lambda self, rate: None if rate else self.send(Command.PAUSE), "d")
    LoopStatus = _settable("LoopStatus", lambda self: "None", lambda self, wanted: self._loop(wanted), "s")

    @dbus_property(PropertyAccess.READ)
    def PlaybackStatus(self) -> DBusStr:
        """`Playing`, `Paused` or `Stopped`."""
        return playback_status(self._status)

    @dbus_property(PropertyAccess.READ)
    def Metadata(self) -> DBusDict:
        """The current step, the phase and the routine."""
        return metadata(self._status)

    @dbus_property(PropertyAccess.READ)
    def Position(self) -> DBusInt64:
        """Microseconds of the session that are over now."""
        return round(self._reached(self._clock()) * MICROSECONDS)

    @dbus_signal()
    def Seeked(self) -> DBusInt64:
        """Tell applets the new position after a jump."""
        return round(self._reached(self._moment) * MICROSECONDS)

    @dbus_method()
    def Seek(self, offset: DBusInt64) -> Nothing:
        """Go on some microseconds later or earlier."""
        self._seek(offset / MICROSECONDS)

    @dbus_method()
    def SetPosition(self, track: DBusObjectPath, position: DBusInt64) -> Nothing:
        """Go to a moment of the session. Another track, or a moment outside, means nothing."""
        if track == TRACK and 0 <= position <= self._status.session.length * MICROSECONDS:
            self._seek(position / MICROSECONDS - self._reached(self._clock()))

    @dbus_method()
    def OpenUri(self, uri: DBusStr) -> Nothing:
        """Refuse: SupportedUriSchemes is empty."""
        raise DBusError(ErrorType.NOT_SUPPORTED, "voiceguide opens no addresses")
