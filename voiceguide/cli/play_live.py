"""A live session for `play`, `resume` and `again`: the terminal, the player and all buttons."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

import click

from voiceguide.cli import candidates
from voiceguide.cli.bed import bed_of, bed_options, over_bed_of
from voiceguide.cli.beginnings import beginning, lesson_before
from voiceguide.cli.keepers import Keep, full_at_first, lesson_keeper, level_keeper, place_keeper
from voiceguide.cli.keys import FirstPresses, ReadKey, command_of, keys
from voiceguide.cli.options import Typed, note, voice_of
from voiceguide.cli.screen import Screen, screen
from voiceguide.duration import parse_length
from voiceguide.errors import OutputError, PlaceError
from voiceguide.live.commands import Request, as_presses
from voiceguide.live.saved_place import Place, fingerprint

if TYPE_CHECKING:
    from voiceguide.live.mixer import Mixer
    from voiceguide.live.session import LiveSession
    from voiceguide.playback.player import Player
    from voiceguide.studio.studio import Studio

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _seconds(text: str) -> float:
    length = parse_length(text)
    if isinstance(length, str) or not 1 <= length <= 3600:
        raise ValueError(f"`{text[:40]}` is not a time like `30s`, up to an hour")
    return length


def live_options(command: Decorated) -> Decorated:
    """Add the options of a live session."""
    command = bed_options(command)
    for decorate in reversed(
        [
            click.option(
                "--output",
                shell_complete=candidates.outputs,
                help="Play here: pulseaudio, miniaudio, simpleaudio or none.",
            ),
            click.option(
                "--start-in", type=Typed("time", _seconds), help="Count down this time before the start: 30s."
            ),
            click.option("--any-key/--no-any-key", default=None, help="Use every key as the one button."),
            click.option("--listen/--no-listen", default=None, help="Obey spoken commands; needs a microphone."),
            click.option(
                "--headset/--no-headset",
                default=None,
                help="A headset is worn: its next means two presses, and voice commands are heard during speech.",
            ),
            click.option("--lesson/--no-lesson", default=None, help="Say how the one button works, as the first time."),
            click.option("--plain", is_flag=True, help="Print one line per step, for screen readers."),
            click.option("--anyway", is_flag=True, help="Play even if another session is playing."),
        ]
    ):
        command = decorate(command)
    return command


def play_live(place: Place, options: dict[str, Any], until: Callable[[], float] | None = None) -> None:
    """Play the session of this place, from its step if it has one.

    `until` returns the seconds until the wanted end. It is called when everything is ready to begin.
    """
    from voiceguide.live.lock import only_player
    from voiceguide.live.mixer import Mixer, load_levels
    from voiceguide.playback import find_player
    from voiceguide.playback.relay import Relay
    from voiceguide.studio.studio import Studio

    place, bed = _as_asked(place, options), bed_of(options)
    with ExitStack() as stack:
        if not options["anyway"]:
            stack.enter_context(only_player(note))
        device = find_player(place.output)
        shown = stack.enter_context(screen(options["plain"], place.any_key))
        tell = _once(shown.note)
        studio = stack.enter_context(Studio(place.routine, place.voice, note=tell, warn=tell))
        device.lead_in = place.lead_in or studio.routine.preferences.lead_in or "auto"
        mixer = Mixer(load_levels(), level_keeper(tell))
        player = over_bed_of(bed.preferring(*studio.routine.preferences.under), Relay(device, mixer.lay))
        stack.callback(player.stop)
        if until is not None:
            place = replace(place, length=max(0.001, until() - (options["start_in"] or 0)))
        place = _of_script(place, studio)
        commands = SimpleQueue[Request]()
        read = FirstPresses(stack.enter_context(keys()))
        keep = place_keeper(place, studio, shown, tell)
        place, keep = full_at_first(place, studio, keep, tell)
        taught = lesson_before(studio, place, options, timed=until is not None)
        session = _session(studio, place, player, lesson_keeper(keep, tell) if taught else keep, mixer)
        show = _shown_by(stack, studio, shown, _deaf(place, session, device), commands, place)
        first, pre_roll = beginning(studio, place, taught, options["start_in"])
        begun = time.monotonic()
        finished = session.run(first, pre_roll, _receive(commands, read, place.any_key), show)
        _log(studio.routine.name, place, time.monotonic() - begun, finished, tell)


def _log(routine: str, place: Place, seconds: float, finished: bool, tell: Callable[[str], None]) -> None:
    """Add the session to the history. A failure is only a note."""
    from voiceguide.history import log

    length = place.length if isinstance(place.length, float) else None
    try:
        at = log.stamp(datetime.now())
        heard = min(round(seconds, 1), log.LONGEST_SECONDS)
        log.add(log.Done(at, routine, heard, finished, "play", length, place.choices.side))
    except OutputError as error:
        tell(f"the history is not kept: {error.message}")


def _as_asked(place: Place, options: dict[str, Any]) -> Place:
    """Return the place with the voice, the bed and the player of these options."""
    return replace(
        place,
        voice=voice_of(options),
        command=options["command"],
        bed=bed_of(options).lasting(),
        output=options["output"],
        lead_in=options.get("lead_in"),
        any_key=bool(options["any_key"]),
        listen=bool(options["listen"]),
        headset=bool(options["headset"]),
    )


def _of_script(place: Place, studio: Studio) -> Place:
    """Return the place with the current script. Raises PlaceError if its script has changed."""
    from voiceguide.script.library import find

    now = fingerprint(find(place.routine))
    if place.line is not None and place.fingerprint != now:
        raise PlaceError(
            f"{studio.path} has changed since the session was left.", hint="Play it from its start: voiceguide again"
        )
    return replace(place, title=studio.routine.title, fingerprint=now)


def _session(studio: Studio, place: Place, player: Player, keep: Keep, mixer: Mixer) -> LiveSession:
    from voiceguide.live.maker import Maker
    from voiceguide.live.session import LiveSession
    from voiceguide.live.worker import Worker

    keeps_end = place.length is not None and not place.let_end_move
    speaks = (place.choices.talk or studio.routine.preferences.talk) != "bells"
    maker = Maker(studio, Worker().work, keeps_end=keeps_end, work_ahead=Worker().work, speaks_early=speaks)
    return LiveSession(maker, player, time.monotonic, keep, mixer, has_button=_has_button(place))


def _has_button(place: Place) -> bool:
    """True if the listener can press a key, a headset's button or a media key, or speak."""
    from voiceguide.live.media_keys import why_not as no_media_keys

    return sys.stdin.isatty() or place.listen or no_media_keys() is None


def _shown_by(
    stack: ExitStack,
    studio: Studio,
    shown: Screen,
    deaf: Callable[[], bool],
    commands: SimpleQueue[Request],
    place: Place,
) -> Callable[[Any], None]:
    """Return the function that shows a status. Open media keys and voice commands, which hear nothing while `deaf`."""
    from voiceguide.live.media_keys import MediaKeys
    from voiceguide.live.media_keys import why_not as no_media_keys

    if place.listen:
        _listen(stack, studio, shown, deaf, commands)
    if no_media_keys() is not None:
        return shown.show
    send = as_presses(commands.put) if place.headset else commands.put
    media = MediaKeys(send, studio.routine.title, shown.note)
    media.start()
    stack.callback(media.close)

    def show(status: Any) -> None:
        shown.show(status)
        media.show(status)

    return show


def _deaf(place: Place, session: LiveSession, device: Player) -> Callable[[], bool]:
    """Return a function that is true while the microphone hears the player's own speech: never with headphones."""
    from voiceguide.playback.player import on_headphones

    return lambda: session.speaking and not (place.headset or on_headphones(device))


def _listen(
    stack: ExitStack, studio: Studio, shown: Screen, deaf: Callable[[], bool], commands: SimpleQueue[Request]
) -> None:
    from voiceguide.live.voice_control import VoiceControl, why_not

    reason = why_not(studio.pack)
    if reason is not None:
        raise OutputError(f"Cannot listen: {reason}", "Play without voice commands: --no-listen")
    control = VoiceControl(studio.pack, commands.put, deaf, shown.note)
    control.start()
    stack.callback(control.close)


def _receive(commands: SimpleQueue[Request], read: ReadKey, any_key: bool) -> Callable[[float], Request | None]:
    def receive(seconds: float) -> Request | None:
        try:
            return commands.get_nowait()
        except Empty:
            key = read(seconds)
            return command_of(key, any_key) if key else None

    return receive


def _once(tell: Callable[[str], None]) -> Callable[[str], None]:
    told = set[str]()

    def tell_once(text: str) -> None:
        if text not in told:
            told.add(text)
            tell(text)

    return tell_once
