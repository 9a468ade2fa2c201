"""What `play`, `resume` and `again` share: a live session between a terminal, a player and all that can be pressed."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

import click

from voiceguide.cli.bed import bed_of, bed_options, over_bed_of
from voiceguide.cli.keys import ReadKey, act_of, keys
from voiceguide.cli.options import Typed, note, voice_of
from voiceguide.cli.screen import Screen, screen
from voiceguide.duration import parse_length
from voiceguide.errors import OutputError, PlaceError
from voiceguide.live.commands import Command
from voiceguide.live.place import Place, fingerprint, write
from voiceguide.live.step_reference import StepReference

if TYPE_CHECKING:
    from voiceguide.fit.live_plan import Interjection, LivePlan
    from voiceguide.live.pre_roll import PreRoll
    from voiceguide.live.session import LiveSession
    from voiceguide.playback.player import Player
    from voiceguide.studio.studio import Studio

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _seconds(text: str) -> float:
    length = parse_length(text)
    if isinstance(length, str) or not 1 <= length <= 3600:
        raise ValueError(f"`{text[:40]}` cannot be read as a time to start in: it is written like `30s`, up to an hour")
    return length


def live_options(command: Decorated) -> Decorated:
    """How a session is played, whatever it is."""
    command = bed_options(command)
    for decorate in reversed(
        [
            click.option("--output", help="Where to play: miniaudio, simpleaudio, none; else VOICEGUIDE_OUTPUT."),
            click.option("--start-in", type=Typed("time", _seconds), help="Time to lie down first, counted in: 30s."),
            click.option("--any-key/--no-any-key", default=None, help="Every key is the one button."),
            click.option("--listen/--no-listen", default=None, help="Hear spoken commands, too. Needs a microphone."),
            click.option("--plain", is_flag=True, help="One line a step, for screen readers; also VOICEGUIDE_PLAIN."),
            click.option("--anyway", is_flag=True, help="Play although another voiceguide is playing."),
        ]
    ):
        command = decorate(command)
    return command


def play_live(place: Place, options: dict[str, Any], until: Callable[[], float] | None = None) -> None:
    """Play the session of this place, from its step on where it has one. `until` gives the seconds that are left, where
    the clock decides the length; it is asked when all is ready to begin."""
    from voiceguide.live.lock import only_player
    from voiceguide.playback import player as find_player
    from voiceguide.studio.studio import Studio

    place, bed = _as_asked(place, options), bed_of(options)
    with ExitStack() as stack:
        if not options["anyway"]:
            stack.enter_context(only_player(note))
        player = over_bed_of(bed, find_player(place.output))
        stack.callback(player.stop)
        shown = stack.enter_context(screen(options["plain"], place.any_key))
        studio = stack.enter_context(Studio(place.routine, place.voice, note=_once(shown.note)))
        if until is not None:
            place = replace(place, length=max(0.001, until() - (options["start_in"] or 0)))
        place = _of_script(place, studio)
        commands = SimpleQueue[Command]()
        read = stack.enter_context(keys())
        keep = _keeper(place, _once(shown.note))
        session = _session(studio, place, player, keep)
        show = _shown_by(stack, studio, shown, session, commands, listen=place.listen)
        first, pre_roll = _beginning(studio, place, options["start_in"])
        session.run(first, pre_roll, _receive(commands, read, place.any_key), show)


def _as_asked(place: Place, options: dict[str, Any]) -> Place:
    """The place with all that these options say of how it is played and heard."""
    return replace(
        place,
        voice=voice_of(options),
        command=options["command"],
        bed=bed_of(options).lasting(),
        output=options["output"],
        any_key=bool(options["any_key"]),
        listen=bool(options["listen"]),
    )


def _of_script(place: Place, studio: Studio) -> Place:
    """The place with what its script says now. PlaceError where it was kept for another text."""
    from voiceguide.script.library import find

    now = fingerprint(find(place.routine))
    if place.line is not None and place.fingerprint != now:
        raise PlaceError(
            f"{studio.path} has changed since the session was left.", hint="Play it from its start: voiceguide again"
        )
    return replace(place, title=studio.routine.title, fingerprint=now)


def _keeper(place: Place, tell: Callable[[str], None]) -> Callable[[StepReference | None], None]:
    """Keeps the place at each step, and at the end. A session is worth more than its place: what goes wrong is told."""

    def keep(kept: StepReference | None) -> None:
        over = kept is None
        step = (None, None, 1) if kept is None else (kept.line, kept.side, kept.round)
        try:
            write(replace(place, line=step[0], side=step[1], round=step[2], finished=over))
        except OutputError as error:
            tell(error.message)

    return keep


def _session(studio: Studio, place: Place, player: Player, keep: Callable[[StepReference | None], None]) -> LiveSession:
    from voiceguide.live.maker import Maker
    from voiceguide.live.session import LiveSession
    from voiceguide.live.worker import Worker

    maker = Maker(studio, Worker().work, keeps_end=place.length is not None and not place.let_end_move)
    return LiveSession(maker, player, time.monotonic, keep)


def _beginning(studio: Studio, place: Place, start_in: float | None) -> tuple[Callable[[], LivePlan], PreRoll | None]:
    """What makes the course to begin with, and what is heard meanwhile."""
    from voiceguide.live.pre_roll import begun_with, counted_in, lying_down

    if start_in:
        interjections = counted_in(start_in, studio.pack, silent=place.choices.talk == "bells")
        return lambda: _live_plan(studio, place, interjections), lying_down(interjections, studio, place.choices)
    if place.line is not None:
        return lambda: _live_plan(studio, place), None
    live_plan = studio.live_plan_at_hand(place.length, place.choices)
    if live_plan is not None:
        return lambda: live_plan, None
    opening = studio.opening(place.length, place.choices)
    return lambda: _live_plan(studio, place), begun_with(opening, studio, place.choices) if opening else None


def _live_plan(studio: Studio, place: Place, interjections: tuple[Interjection, ...] = ()) -> LivePlan:
    """The course to begin with, behind these asides."""
    from voiceguide.live.edits import at_step, stop_at

    live_plan = studio.live_plan(place.length, place.choices)
    if place.line is not None:
        edit = at_step(stop_at(live_plan, 0), place.line, place.side, place.round)
        if edit is None:
            raise PlaceError(
                f"The step on line {place.line} is not in this session any more.",
                hint="Play it from its start: voiceguide again",
            )
        edit = replace(edit, interjections=interjections + edit.interjections)
        return studio.spoken(lambda length_of: live_plan.spoken(length_of).edited(edit))
    return (
        studio.spoken(lambda length_of: replace(live_plan.spoken(length_of), interjections=interjections))
        if interjections
        else live_plan
    )


def _shown_by(
    stack: ExitStack,
    studio: Studio,
    shown: Screen,
    session: LiveSession,
    commands: SimpleQueue[Command],
    *,
    listen: bool,
) -> Callable[[Any], None]:
    """Where glances go; what can be pressed beside the keys is opened on the way."""
    from voiceguide.live.media_keys import MediaKeys
    from voiceguide.live.media_keys import why_not as no_media_keys

    if listen:
        _listen(stack, studio, shown, session, commands)
    if no_media_keys() is not None:
        return shown.show
    media = MediaKeys(commands.put, studio.routine.title, shown.note)
    media.start()
    stack.callback(media.close)

    def show(status: Any) -> None:
        shown.show(status)
        media.show(status)

    return show


def _listen(
    stack: ExitStack, studio: Studio, shown: Screen, session: LiveSession, commands: SimpleQueue[Command]
) -> None:
    from voiceguide.live.voice_control import VoiceControl, why_not

    reason = why_not(studio.pack)
    if reason is not None:
        raise OutputError(f"Cannot listen: {reason}", "It goes without: --no-listen")
    control = VoiceControl(studio.pack, commands.put, lambda: session.speaking, shown.note)
    control.start()
    stack.callback(control.close)


def _receive(commands: SimpleQueue[Command], read: ReadKey, any_key: bool) -> Callable[[float], Command | None]:
    def receive(seconds: float) -> Command | None:
        try:
            return commands.get_nowait()
        except Empty:
            key = read(seconds)
            return act_of(key, any_key) if key else None

    return receive


def _once(tell: Callable[[str], None]) -> Callable[[str], None]:
    told = set[str]()

    def tell_once(text: str) -> None:
        if text not in told:
            told.add(text)
            tell(text)

    return tell_once
