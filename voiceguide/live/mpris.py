"""A session as a media player of the desktop: the two interfaces of the MPRIS D-Bus Interface Specification 2.2.

A session is one track: its length is the session's, its title the step that is on, its artist the phase, its album the
routine, since those three are what applets show (GNOME's only the first two). There is nothing to seek in: where a
step stands in a session is not settled before it is done. Rate and volume stay at 1; what is set is ignored, since
headsets and desktops turn the system's volume.
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
JUMP = 0.5
"""Seconds that the position may be off from where it would have got to by itself."""
MOST_CHARACTERS = 300
"""Of any text: it goes on one line of an applet."""
MICROSECONDS = 1_000_000
"""In a second."""

Nothing = Annotated[None, DBusSignature("")]
"""What D-Bus methods without a result return."""


def carried(text: str) -> str:
    """The text on one line, without what D-Bus cannot carry (NUL, lone surrogates) and other control characters."""
    plain = (" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text)
    return " ".join("".join(plain).split())[:MOST_CHARACTERS]


def status(glance: Status) -> str:
    """The state, in MPRIS's words. Whatever waits is paused: the position stands still, and Play makes it go on."""
    return {"playing": "Playing", "over": "Stopped"}.get(glance.state, "Paused")


def metadata(glance: Status) -> dict[str, Variant]:
    """What is on, in MPRIS's words."""
    title, step, side = carried(glance.title), carried(glance.step or ""), carried(glance.side or "")
    about = {
        "mpris:trackid": Variant("o", TRACK),
        "xesam:title": Variant("s", f"{side}: {step}" if step and side else step or title),
        "xesam:artist": Variant("as", [carried(glance.phase or "") or title]),
        "xesam:album": Variant("s", title),
    }
    if glance.session.length:  # else it is not known yet
        about["mpris:length"] = Variant("x", round(glance.session.length) * MICROSECONDS)
    if glance.number:
        about["xesam:trackNumber"] = Variant("i", glance.number)
    return about


def _always(name: str, signature: str, value: object) -> Any:
    """A property that never changes."""

    def get(self: ServiceInterface) -> Any:
        return value

    get.__name__ = name  # by which dbus-fast finds it again
    get.__annotations__["return"] = signature
    return dbus_property(PropertyAccess.READ)(get)


def _one(name: str, set_it: Callable[[Player, float], None]) -> Any:
    """A number that stays 1, whatever it is set to."""

    def get(self: ServiceInterface) -> float:
        return 1.0

    get.__name__ = set_it.__name__ = name
    get.__annotations__["return"] = "d"
    return dbus_property(PropertyAccess.READWRITE)(get).setter(set_it)


def _sends(name: str, command: Command) -> Any:
    """A method that hands over an act."""

    def call(self: Root | Player) -> Nothing:
        self.send(command)

    return dbus_method(name)(call)


class Root(ServiceInterface):
    """`org.mpris.MediaPlayer2`: the program. What is on the bus is named as it is there."""

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
        """There is no window."""


class Player(ServiceInterface):
    """`org.mpris.MediaPlayer2.Player`: the session. Only for the thread that serves the bus."""

    def __init__(self, send: Send, title: str, clock: Callable[[], float]) -> None:
        """`clock` gives seconds, as for `show`."""
        super().__init__("org.mpris.MediaPlayer2.Player")
        self.send = send
        self._clock = clock
        self._glance = Status(title=title, state="waiting", session=Bar(0, 0))
        self._moment = clock()

    def show(self, glance: Status, moment: float) -> None:
        """Show what was on at a moment of the clock. Applets are told of changes, and of a position that jumped."""
        before, expected = self._glance, self._reached(moment)
        self._glance, self._moment = glance, moment
        news: dict[str, Any] = {}
        if status(glance) != status(before):
            news["PlaybackStatus"] = status(glance)
        if metadata(glance) != metadata(before):
            news["Metadata"] = metadata(glance)
        if news:
            self.emit_properties_changed(news)
        if abs(self._reached(moment) - expected) > JUMP:
            self.Seeked()

    def _reached(self, moment: float) -> float:
        """Seconds of the session that are over at a moment, by the last that is known."""
        session = self._glance.session
        reached = session.length - session.left
        if self._glance.state == "playing":
            reached += moment - self._moment
        return min(max(0.0, reached), session.length)

    PlayPause = _sends("PlayPause", Command.PRESS)  # the one button: the session counts its presses
    Play = _sends("Play", Command.GO_ON)
    Pause = _sends("Pause", Command.PAUSE)
    Next = _sends("Next", Command.NEXT)
    Previous = _sends("Previous", Command.BACK)
    Stop = _sends("Stop", Command.LEAVE)  # beside the other keys, so it asks back
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
        return status(self._glance)

    @dbus_property(PropertyAccess.READ)
    def Metadata(self) -> DBusDict:
        """What is on."""
        return metadata(self._glance)

    @dbus_property(PropertyAccess.READ)
    def Position(self) -> DBusInt64:
        """Microseconds of the session that are over, now."""
        return round(self._reached(self._clock()) * MICROSECONDS)

    @dbus_signal()
    def Seeked(self) -> DBusInt64:
        """Tell that the position jumped, and where to."""
        return round(self._reached(self._moment) * MICROSECONDS)

    @dbus_method()
    def Seek(self, offset: DBusInt64) -> Nothing:
        """Nothing, as CanSeek says."""

    @dbus_method()
    def SetPosition(self, track: DBusObjectPath, position: DBusInt64) -> Nothing:
        """Nothing, as CanSeek says."""

    @dbus_method()
    def OpenUri(self, uri: DBusStr) -> Nothing:
        """Refuse, as SupportedUriSchemes says."""
        raise DBusError(ErrorType.NOT_SUPPORTED, "voiceguide opens no addresses")
