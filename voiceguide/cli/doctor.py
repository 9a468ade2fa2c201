"""`voiceguide doctor`: a test of each part on this machine."""

from __future__ import annotations

import platform
import sys

import click

from voiceguide import __version__


@click.command()
def doctor() -> int:
    """Test each part, and show how to install a missing one.

    Exits with 1 if speech does not work, or if the settings have a mistake.
    """
    from voiceguide import export, playback
    from voiceguide.importing.libraries import PACKAGES
    from voiceguide.importing.libraries import why_not as no_library
    from voiceguide.language import load
    from voiceguide.live.media_keys import why_not as no_media_keys
    from voiceguide.live.voice_control import why_not as no_voice_control
    from voiceguide.speech import ENGINES, default_folder, engine_fault

    click.echo(f"voiceguide {__version__}, Python {platform.python_version()}, {platform.platform()}")
    faulty = [name for name in ENGINES if not _tell("engine", name, engine_fault(name))]
    _tell_voices(faulty)
    for name in playback.PLAYERS:
        _tell("output", name, playback.why_not(name))
    _tell("media keys", "MPRIS", no_media_keys(connect=True))
    _tell("voice control", "microphone", no_voice_control(load("en")))
    for name in PACKAGES:
        _tell("documents", name, no_library(name))
    click.echo(f"  clips are kept in {default_folder()}")
    sound = _tell_settings()
    click.echo(f"  files can be written as {', '.join(export.suffixes())}")
    return 0 if sound and len(faulty) < len(ENGINES) else 1


def _tell_settings() -> bool:
    """Show the place of the settings, or the mistake in them. Returns False for a mistake."""
    from voiceguide.cli import complain
    from voiceguide.cli.defaults import defaults
    from voiceguide.errors import SettingsError
    from voiceguide.storage.settings import config_path

    try:
        defaults()
    except SettingsError as error:
        complain(error)
        return False
    click.echo(f"  settings are read from {config_path()}")
    return True


def _tell_voices(faulty: list[str]) -> None:
    """Show the voice of each language, and the way to a more natural one."""
    from voiceguide.language.pack import available
    from voiceguide.speech.language_voices import language_voices

    for each in language_voices(available(), faulty):
        voice = f"{each.voice.id} ({each.voice.engine})" if each.voice else "none"
        advice = f"; for a natural voice: {each.advice}" if each.advice else ""
        click.echo(f"  language {each.language} is spoken by {voice}{advice}")
    click.echo("  more voices, British or American, woman or man: voiceguide voices get")


def _tell(part: str, name: str, why_not: str | None) -> bool:
    mark = "✓" if (sys.stdout.encoding or "").lower().startswith("utf") else "ok"
    click.echo(f"  {mark} {part} {name}" if why_not is None else f"  - {part} {name}: {why_not}")
    return why_not is None
