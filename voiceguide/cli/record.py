"""`voiceguide record`: your own voice, line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

import click

from voiceguide.cli import candidates
from voiceguide.cli.candidates import or_file
from voiceguide.cli.defaults import default_output, with_default_voice
from voiceguide.cli.options import note, voice_of, voice_options
from voiceguide.cli.quiet import tell
from voiceguide.cli.suggesting import SuggestingChoice
from voiceguide.errors import RecordingError
from voiceguide.language import available, load

if TYPE_CHECKING:
    from voiceguide.recordings.recording_session import RecordingSession
    from voiceguide.recordings.store import Recordings
    from voiceguide.routine import Routine
    from voiceguide.studio.studio import Studio


@click.command()
@click.argument("script", required=False, shell_complete=or_file(candidates.routines))
@click.option("--kit", "of_kit", is_flag=True, help="Record the phrases and numbers of all routines.")
@click.option(
    "--language", type=SuggestingChoice(available()), help="Set the kit's language; by default the script's, or en."
)
@click.option("--again", is_flag=True, help="Record all lines again.")
@click.option("--list", "only_list", is_flag=True, help="List the lines; an x marks the recorded ones.")
@click.option("--no-model", is_flag=True, help="Do not speak the lines first.")
@click.option("--output", help="Play here: pulseaudio, miniaudio, simpleaudio or none.")
@voice_options
@click.option("--recordings", metavar="NAME", help="Store them under this name; by default `mine`.")
def record(
    script: str | None, of_kit: bool, language: str | None, again: bool, only_list: bool, **options: Any
) -> None:
    """Record the lines of a script in your own voice.

    --kit records the lines that all routines share.

    \b
    space, Enter   stop speaking; then keep the take, go on
    r  again       s  skip       b  line before       q  leave; takes are kept
    """
    from voiceguide.recordings import store

    if script is None and not of_kit:
        raise click.UsageError("Name a SCRIPT, or record the kit with --kit.")
    name = options.pop("recordings") or store.DEFAULT
    recordings = store.open_recordings(name, new=True)
    with ExitStack() as stack:
        studio = stack.enter_context(_model(script, language, options))
        code = studio.pack.code
        lines = _lines(studio, of_kit=of_kit)
        if only_list:
            _show(lines, code, recordings)
            return
        if all(recordings.find(line, code) for line in lines) and not again:
            tell(f"All {len(lines)} lines are recorded. --again records them once more.")
            return
        sitting = stack.enter_context(_sitting(lines, code, recordings, studio, again=again, options=options))
        try:
            sitting.run()
        finally:
            _tell(sitting, name, of_kit=of_kit)


def _lines(studio: Studio, *, of_kit: bool) -> list[str]:
    from voiceguide.recordings.kit import kit
    from voiceguide.recordings.lines import lines
    from voiceguide.recordings.utterances import key

    if of_kit:
        return kit(studio.pack)
    recorded = studio.narration.recorded
    linked = recorded.linked if recorded else {}
    return [line for line in lines(studio.routine) if key(line) not in linked]


@contextmanager
def _model(script: str | None, language: str | None, options: dict[str, Any]) -> Iterator[Studio]:
    """Open a studio that speaks the lines as a model: for the script, or for the kit alone."""
    from voiceguide.speech import ClipStore
    from voiceguide.studio.studio import Resources, Studio

    voice = voice_of(options)
    if script is not None:
        with Studio(script, with_default_voice(script, voice), note=note) as studio:
            if language is not None and load(language) is not studio.pack:
                raise click.UsageError(f"{studio.path} is in {studio.pack.code}: leave out --language {language}.")
            yield studio
    else:
        nothing = _nothing(language or "en")
        with closing(ClipStore(note=note)) as clips, Studio(nothing, voice, resources=Resources(clips)) as studio:
            yield studio


def _nothing(language: str) -> Routine:
    from voiceguide.routine import Routine

    return Routine(name="kit", title="kit", phases=(), language=language)


@contextmanager
def _sitting(
    lines: list[str], code: str, recordings: Recordings, studio: Studio, *, again: bool, options: dict[str, Any]
) -> Iterator[RecordingSession]:
    """Open a sitting with its player and microphone. Raises OutputError without one."""
    from voiceguide.cli.keys import keys
    from voiceguide.cli.recording_stage import TerminalStage
    from voiceguide.live.microphone import Microphone
    from voiceguide.playback import find_player
    from voiceguide.recordings.recording_session import RecordingSession
    from voiceguide.recordings.take import RATE

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise RecordingError("Recording needs a terminal for its keys.", "Run it without a pipe or a file.")
    with ExitStack() as stack:
        microphone = stack.enter_context(closing(Microphone(RATE)))
        player = find_player(default_output(options["output"]))
        stack.callback(player.stop)
        read = stack.enter_context(keys())
        model = (
            None
            if options["no_model"]
            else lambda words: studio.narration.speaker.sound(studio.narration.speakable(words))
        )
        stage = TerminalStage(read, player, microphone, model, sys.stderr)
        yield RecordingSession(lines, code, recordings, stage, again)


def _show(lines: list[str], code: str, recordings: Recordings) -> None:
    for line in lines:
        click.echo(f"{'x' if recordings.find(line, code) else ' '}  {line}")


def _tell(sitting: RecordingSession, name: str, *, of_kit: bool) -> None:
    from voiceguide.recordings.kit import ESSENTIAL

    total, left = len(sitting.lines), sitting.left
    said = f"{sitting.kept} kept, {total - left} of {total} lines recorded, {left} left."
    first = sitting.lines[:ESSENTIAL]
    missing = sum(sitting.recordings.find(line, sitting.language) is None for line in first)
    if of_kit and left and not missing:
        said += f" The first {ESSENTIAL}, which serve nearly everything, are there."
    tell(said)
    if left < total:
        tell(f"They are in {sitting.recordings.path}. Use them with --recordings {name}")
