"""A session as a media player of the desktop: the two interfaces of the MPRIS D-Bus Interface Specification 2.2.

A session is one track. Its length is the length of the session. The title is the current step, the artist is the phase,
and the album is the routine, since applets show those three (GNOME shows the first two). Seeking is off: the time of a
later step is not settled yet. Rate and volume stay at 1, since headsets and desktops change the system's volume.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Annotated, Any

from dbus_fast import DBusError, ErrorType, PropertyAccess, Variant
from dbus_fast.annotations import DBusDict, DBusInt64, DBusObjectPath, DBusSignature, DBusStr
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from voiceguide.live.commands import Command, Send
from voiceguide.live.status import Bar, Status

NAME = "org.mpris.MediaPlayer2.voiceguide"
PATH = "/org/mpris/MediaPlayer2"
TRACK = "/voiceguide/session"
JUMP_SECONDS = 0.5
"""Tolerance between the position and the expected position."""
MOST_CHARACTERS = 300
"""The longest text. An applet shows it on one line."""
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


def _always(name: str, signature: str, value: object) -> Any:
    """Return a property that never changes."""

    def get(self: ServiceInterface) -> Any:
        return value

    get.__name__ = name  # dbus-fast looks the property up by this name
    get.__annotations__["return"] = signature
    return dbus_property(PropertyAccess.READ)(get)


def _one(name: str, set_it: Callable[[Player, float], None]) -> Any:
    """Return a number that stays 1. `set_it` is called with each value that a client sets."""

    def get(self: ServiceInterface) -> float:
        return 1.0

    get.__name__ = set_it.__name__ = name
    get.__annotations__["return"] = "d"
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
        if news:
            self.emit_properties_changed(news)
        if abs(self._reached(moment) - expected) > JUMP_SECONDS:
            self.Seeked()

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
    CanSeek = _always("CanSeek", "b", False)
    MinimumRate = _always("MinimumRate", "d", 1.0)
    MaximumRate = _always("MaximumRate", "d", 1.0)
    Volume = _one("Volume", lambda self, volume: None)
    Rate = _one("Rate", lambda self, rate: None if rate else self.send(Command.PAUSE))

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
        """Do nothing: CanSeek is false."""

    @dbus_method()
    def SetPosition(self, track: DBusObjectPath, position: DBusInt64) -> Nothing:
        """Do nothing: CanSeek is false."""

    @dbus_method()
    def OpenUri(self, uri: DBusStr) -> Nothing:
        """Refuse: SupportedUriSchemes is empty."""
        raise DBusError(ErrorType.NOT_SUPPORTED, "voiceguide opens no addresses")
