"""Shared options of the commands, and their values."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import click

from voiceguide.cli import candidates
from voiceguide.cli.candidates import or_file
from voiceguide.cli.quiet import tell
from voiceguide.cli.suggesting import SuggestingChoice
from voiceguide.duration import typed_length
from voiceguide.fit import Choices
from voiceguide.preferences import READERS, VOCABULARY, is_bell_file
from voiceguide.recordings.store import NO_RECORDINGS
from voiceguide.speech.voice_places import divided
from voiceguide.studio.choosing import SIDES, TALKS
from voiceguide.studio.client_name import client_name, note_text
from voiceguide.studio.voice_options import FASTEST, SLOWEST, VoiceOptions

Command = TypeVar("Command", bound=Callable[..., Any])


class Typed(click.ParamType):  # type: ignore[type-arg,unused-ignore] # older clicks have no type argument
    """A parameter type that a function parses. Its ValueError is wrong usage."""

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name = name
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Parse the value."""
        try:
            return self._read(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def session_options(command: Command) -> Command:
    """Add the options of a session: routine, length, choices and voice. Read them with `choices_of` and `voice_of`."""
    for decorate in reversed(
        [
            click.argument("routine", shell_complete=or_file(candidates.routines)),
            click.option(
                "-l",
                "--length",
                type=Typed("length", typed_length),
                shell_complete=candidates.lengths,
                help="Fit to 10m, 9m30s, 10:00, 600s, shortest or longest.",
            ),
            click.option("--side", type=SuggestingChoice(SIDES), help="Do this side only."),
            click.option("--first", type=SuggestingChoice(SIDES), help="Begin with this side."),
            click.option(
                "--without",
                multiple=True,
                metavar="THING",
                shell_complete=candidates.things,
                help="Leave out steps that need this; repeatable.",
            ),
            click.option(
                "--skip",
                multiple=True,
                type=int,
                metavar="LINE",
                shell_complete=candidates.lines,
                help="Leave out the step on this line; repeatable.",
            ),
            click.option(
                "--talk",
                type=SuggestingChoice(TALKS),
                help="Set how much is said; full by default. daily shortens the safety lines of the start.",
            ),
            click.option(
                "--for", "client", type=Typed("name", client_name), metavar="NAME", help="Greet this person by name."
            ),
            click.option(
                "--note", type=Typed("note", note_text), metavar="TEXT", help="Say this to the person at the start."
            ),
            *_LIKED,
            *_VOICE,
            recordings_option,
        ]
    ):
        command = decorate(command)
    return command


_LIKED = [
    click.option(
        f"--{setting.name}",
        type=Typed(setting.name, READERS[setting.name]),
        metavar="VALUE",
        help=f"Set {setting.meaning}: {setting.values}.",
    )
    for setting in VOCABULARY
]


_VOICE = [
    click.option(
        "--voice",
        shell_complete=or_file(candidates.voices),
        help="Use this voice from `voiceguide voices`, or a file: VOICE.onnx.",
    ),
    click.option("--rate", type=click.IntRange(SLOWEST, FASTEST), help="Speak this many words a minute."),
    click.option(
        "--engine",
        shell_complete=candidates.engines,
        help="Speak with hibari, piper, pyttsx3, flite, command or server.",
    ),
    click.option("--command", metavar="COMMAND", help="Speak with a program: 'mimic -t {text} -o {file}'."),
]

recordings_option = click.option(
    "--recordings", metavar="NAME", help="Use these recordings; `record` calls them `mine`."
)


def choices_of(options: dict[str, Any]) -> Choices:
    """Return the listener's choices from a command's options."""
    return Choices(
        side=options["side"],
        first=options["first"],
        without=options["without"],
        skip=options["skip"],
        talk=options["talk"],
        client=options["client"],
        note=options["note"],
        bells=_own_bell(options["bells"]),
        countdown=options["countdown"],
        time_left=options["time_left"],
        rest_between_sides=options["rest_between_sides"],
        rest_between_rounds=options["rest_between_rounds"],
    )


def _own_bell(bells: str | None) -> str | None:
    """Return the bells, a sound file with its whole path. Raises RecordingError for a file that cannot be a bell."""
    if not is_bell_file(bells):
        return bells
    from voiceguide.recordings.own_bell import own_bell

    path = Path(bells or "").expanduser().absolute()
    own_bell(path)
    return str(path)


def voice_options(command: Command) -> Command:
    """Add the options of a voice. Read them with `voice_of`."""
    for decorate in reversed(_VOICE):
        command = decorate(command)
    return command


def voice_of(options: dict[str, Any]) -> VoiceOptions:
    """Return the voice from a command's options. Store `--command` where the engine `command` finds it."""
    engine = options["engine"]
    if options["command"] is not None:
        if not options["command"].strip():
            raise click.UsageError("--command names no program.")
        if engine not in (None, "command"):
            raise click.UsageError(f"--command replaces the engine: leave out --engine {engine}.")
        engine = "command"
        os.environ["VOICEGUIDE_COMMAND"] = options["command"]
    return VoiceOptions(
        engine, _lasting(options["voice"]), options["rate"], recordings_of(options), options.get("speech")
    )


def _lasting(voice: str | None) -> str | None:
    """Return the whole path of a voice in a file, so that it is found again from another folder."""
    file = divided(voice) if voice else None
    return voice if file is None else "#".join(filter(None, (str(file[0]), file[1])))


def recordings_of(options: dict[str, Any]) -> str | None:
    """Return the name of the recordings from a command's options."""
    name = options.get("recordings")
    return None if name == NO_RECORDINGS else name


@cache
def note(text: str) -> None:
    """Print a note to standard error. Each text appears once."""
    tell(f"note: {text}")
