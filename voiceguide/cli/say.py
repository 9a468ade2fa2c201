"""`voiceguide say`: one text in one voice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.cli import candidates
from voiceguide.cli.defaults import default_output, defaults, voice_for
from voiceguide.cli.harmless import harmless
from voiceguide.cli.options import note, voice_of, voice_options
from voiceguide.cli.quiet import tell
from voiceguide.cli.suggesting import SuggestingCommand
from voiceguide.errors import UnspokenError
from voiceguide.language import load
from voiceguide.language.respelling import for_voice
from voiceguide.script.library import is_text
from voiceguide.studio.voice_options import WORDS_A_MINUTE


@click.command(cls=SuggestingCommand)
@click.argument("text")
@voice_options
@click.option(
    "--language",
    default="en",
    show_default=True,
    shell_complete=candidates.languages,
    help="Set the language of TEXT, such as en or de-AT.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write a sound file instead of playing.")
@click.option("-f", "--force", is_flag=True, help="Replace an existing file.")
def say(text: str, language: str, output: Path | None, force: bool, **options: Any) -> None:
    """Speak TEXT to try a voice or a pronunciation.

    If a word sounds wrong, try another spelling, and write it into the script
    under `pronounce:`.
    """
    text = " ".join(text.split())
    if not text:
        raise click.UsageError("TEXT is empty.")
    if not is_text(text):
        raise click.UsageError("TEXT is not UTF-8.")
    from voiceguide import export
    from voiceguide.speech import ClipStore, Speaker, VoiceSettings

    if output:
        export.check_sound_file(output, overwrite=force)
    if not any(options[name] for name in ("voice", "engine", "command")):
        options["voice"] = voice_for(language, defaults())
    voice = voice_of(options)
    settings = VoiceSettings(voice.engine, voice.voice, voice.rate or WORDS_A_MINUTE, language)
    with Speaker(settings, ClipStore(note=note)) as speaker:
        words = for_voice(load(language), text, {}, lexicon=speaker.respelling)
        if words.rstrip(",") != text.rstrip(","):
            tell(f"read as: {harmless(words.rstrip(','))}")
        try:
            clip = speaker.sound(words)
        except UnspokenError as error:
            raise error.written(text) from error
        timeline = Timeline(clip.length, (Placement(0, clip),))
        if output:
            export.write(timeline, output, export.Tags(title=text[:100], language=language), overwrite=force)
        else:
            _play(timeline)


def _play(timeline: Timeline) -> None:
    from voiceguide import playback

    player = playback.find_player(default_output(None))
    player.play(timeline)
    try:
        while not player.wait(0.1):
            pass
    finally:
        player.stop()
