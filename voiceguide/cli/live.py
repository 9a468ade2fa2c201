"""A live session for `play`, `resume` and `again`: the terminal, the player and all buttons."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

import click

from voiceguide.cli import candidates
from voiceguide.cli.bed import bed_of, bed_options, over_bed_of
from voiceguide.cli.keys import FirstPresses, ReadKey, command_of, keys
from voiceguide.cli.options import Typed, note, voice_of
from voiceguide.cli.screen import Screen, screen
from voiceguide.duration import parse_length
from voiceguide.errors import OutputError, PlaceError
from voiceguide.live.commands import Request
from voiceguide.live.place import Place, fingerprint, place_age_seconds, save_place
from voiceguide.live.step_reference import StepReference

if TYPE_CHECKING:
    from voiceguide.audio.levels import Levels
    from voiceguide.fit.live_plan import Interjection, LivePlan
    from voiceguide.live.mixer import Mixer
    from voiceguide.live.pre_roll import PreRoll
    from voiceguide.live.pre_roll_jobs import MakePreRoll
    from voiceguide.live.session import LiveSession
    from voiceguide.playback.player import Player
    from voiceguide.studio.studio import Studio

LONG_AGO_SECONDS = 4 * 3600
"""A session that is continued after this time says its safety lines again."""

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
    from voiceguide.playback import player as find_player
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
        mixer = Mixer(load_levels(), _level_keeper(tell))
        player = over_bed_of(bed.preferring(*studio.routine.preferences.under), Relay(device, mixer.lay))
        stack.callback(player.stop)
        if until is not None:
            place = replace(place, length=max(0.001, until() - (options["start_in"] or 0)))
        place = _of_script(place, studio)
        commands = SimpleQueue[Request]()
        read = FirstPresses(stack.enter_context(keys()))
        keep = _keeper(place, studio, shown, tell)
        place, keep = _in_full_at_first(place, studio, keep, tell)
        session = _session(studio, place, player, keep, mixer)
        show = _shown_by(stack, studio, shown, session, commands, listen=place.listen)
        first, pre_roll = _beginning(studio, place, options["start_in"])
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


def _keeper(
    place: Place, studio: Studio, shown: Screen, tell: Callable[[str], None]
) -> Callable[[StepReference | None], None]:
    """Return a function that stores the place at each step and at the end. A failure is only a note."""
    shown.kept = False
    begun_at = studio.speed

    def keep(reference: StepReference | None) -> None:
        over = reference is None
        step = (None, None, 1) if reference is None else (reference.line, reference.side, reference.round)
        try:
            spoken_by = studio.narration.spoken_by
            voice = place.voice if studio.speed == begun_at else replace(place.voice, speech=studio.speed)
            save_place(
                replace(
                    place, voice=voice, spoken_by=spoken_by, line=step[0], side=step[1], round=step[2], finished=over
                )
            )
            shown.kept = True
        except OutputError as error:
            shown.kept = False
            tell(error.message)

    return keep


Keep = Callable[[StepReference | None], None]


def _in_full_at_first(place: Place, studio: Studio, keep: Keep, tell: Callable[[str], None]) -> tuple[Place, Keep]:
    """Return the place with full talk until its safety lines were heard, and a keeper that remembers when they were."""
    from voiceguide.studio.heard_safety import NEW, in_full_at_first, is_daily, remember_heard

    routine, choices = studio.routine, in_full_at_first(studio.routine, place.choices)
    if choices != place.choices:
        tell(NEW)
    place = replace(place, choices=choices)
    if is_daily(routine, choices) or place.line is not None:
        return place, keep

    def keep_heard(reference: StepReference | None) -> None:
        if reference is not None:
            try:
                remember_heard(routine)
            except OutputError as error:
                tell(error.message)
        keep(reference)

    return place, keep_heard


def _level_keeper(tell: Callable[[str], None]) -> Callable[[Levels], None]:
    """Return a function that keeps the levels for the next session. A failure is only a note."""
    from voiceguide.live.mixer import save_levels

    def keep(levels: Levels) -> None:
        try:
            save_levels(levels)
        except OutputError as error:
            tell(error.message)

    return keep


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


def _beginning(
    studio: Studio, place: Place, start_in: float | None
) -> tuple[Callable[[], LivePlan], MakePreRoll | None]:
    """Return a function that makes the first live plan, and one that makes the pre-roll to play meanwhile."""
    from voiceguide.live.pre_roll import countdown, countdown_pre_roll

    if start_in:
        interjections = countdown(start_in, studio.pack, silent=place.choices.talk == "bells")
        return (
            lambda: _live_plan(studio, place, interjections),
            lambda: countdown_pre_roll(interjections, studio, place.choices),
        )
    if place.line is not None:
        return lambda: _live_plan(studio, place), None
    live_plan = studio.live_plan_at_hand(place.length, place.choices)
    if live_plan is not None:
        return lambda: live_plan, None
    return lambda: _live_plan(studio, place), partial(_opening, studio, place)


def _opening(studio: Studio, place: Place) -> PreRoll | None:
    """Speak the first words of the session."""
    from voiceguide.live.pre_roll import opening_words

    first = studio.first_words(place.length, place.choices)
    more = partial(studio.opening, place.length, place.choices)
    return opening_words(first, studio, place.choices, more) if first else None


def _live_plan(studio: Studio, place: Place, interjections: tuple[Interjection, ...] = ()) -> LivePlan:
    """Return the first live plan, after these interjections."""
    from voiceguide.live.edits import at_step, stop_at

    live_plan = studio.live_plan(place.length, place.choices)
    if place.line is not None:
        another_day = place_age_seconds() > LONG_AGO_SECONDS
        edit = at_step(stop_at(live_plan, 0), place.line, place.side, place.round, safety=another_day)
        if edit is None:
            raise PlaceError(
                f"The step on line {place.line} is no longer in this session.",
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
    commands: SimpleQueue[Request],
    *,
    listen: bool,
) -> Callable[[Any], None]:
    """Return the function that shows a status. Open media keys and voice commands."""
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
    stack: ExitStack, studio: Studio, shown: Screen, session: LiveSession, commands: SimpleQueue[Request]
) -> None:
    from voiceguide.live.voice_control import VoiceControl, why_not

    reason = why_not(studio.pack)
    if reason is not None:
        raise OutputError(f"Cannot listen: {reason}", "Play without voice commands: --no-listen")
    control = VoiceControl(studio.pack, commands.put, lambda: session.speaking, shown.note)
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
