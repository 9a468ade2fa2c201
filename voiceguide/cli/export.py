"""`voiceguide export`: a session as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from voiceguide.cli.options import choices_of, note, session_options, voice_of
from voiceguide.cli.progress import progress
from voiceguide.duration import clock
from voiceguide.plan import to_seconds


@click.command()
@session_options
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file; its suffix picks the format.")
@click.option("-f", "--force", is_flag=True, help="Replace the file if it exists.")
def export(routine: str, length: Any, output: Path | None, force: bool, **options: Any) -> None:
    """Make a session of ROUTINE into a sound file, by default NAME.mp3."""
    from voiceguide.session import open_studio
    from voiceguide.sinks import check_target
    from voiceguide.sinks import export as write
    from voiceguide.tags import tags_of

    with progress() as begin, open_studio(routine, voice_of(options), note, begin("speaking")) as studio:
        target = output or Path(f"{studio.routine.name}.mp3")
        check_target(target, overwrite=force)
        plan = studio.plan(length, choices_of(options))
        write(
            studio.timeline(plan),
            target,
            tags_of(studio.routine, plan, options["client"]),
            overwrite=force,
            progress=begin("writing"),
            store=studio.frames,
        )
    click.echo(f"{target}: {plan.title}, {clock(to_seconds(plan.length))}", err=True)
