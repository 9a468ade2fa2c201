"""`voiceguide export`: a session as a file or an album, and what stands in writing beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from voiceguide.bed import lay_under
from voiceguide.cli.bed import bed_of, bed_options
from voiceguide.cli.options import Typed, choices_of, note, session_options, voice_of
from voiceguide.cli.progress_bars import progress
from voiceguide.duration import clock
from voiceguide.export.beside import KINDS, TIMED, read_kinds


@click.command()
@session_options
@bed_options
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file, by its suffix; an album's folder.")
@click.option("--split", type=click.Choice(["phases", "steps"]), help="Make an album, a track for each of them.")
@click.option("--cover/--no-cover", default=True, help="Whether it has a picture of the session; it does.")
@click.option(
    "--beside",
    "kinds",
    multiple=True,
    type=Typed("kind", read_kinds),
    metavar="KIND",
    help=f"Write this beside it: {', '.join(KINDS)}. Several are parted by commas.",
)
@click.option("--proof", is_flag=True, help="Leave out the silences, to check quickly what is said.")
@click.option("-f", "--force", is_flag=True, help="Replace files that exist.")
def export(
    routine: str,
    length: Any,
    output: Path | None,
    split: Literal["phases", "steps"] | None,
    cover: bool,
    kinds: tuple[tuple[str, ...], ...],
    proof: bool,
    force: bool,
    **options: Any,
) -> None:
    """Make a session of ROUTINE into a sound file, by default NAME.mp3, or with --split into an album."""
    from voiceguide.studio.exporting import Export
    from voiceguide.studio.studio import Studio

    wanted = tuple(kind for typed in kinds for kind in typed)
    _refuse_untrue(wanted, split, proof)
    if split and output:
        _refuse_file(output)
    choices, bed = choices_of(options), lay_under(bed_of(options))
    with progress() as begin, Studio(routine, voice_of(options), note=note, progress=begin("speaking")) as studio:
        target = output or Path(studio.routine.name + ("-proof" if proof else "") + ("" if split else ".mp3"))
        job = Export(target, bed, split, proof, cover, wanted, overwrite=force)
        job.check()
        plan = studio.plan(length, choices)
        made = job.run(studio, plan, begin("writing"))
    title = f"{plan.title} (proof)" if proof else plan.title
    tracks = f", {len(made.tracks)} tracks" if split else ""
    click.echo(f"{target}: {title}, {clock(made.length)}{tracks}", err=True)
    for kind, path in made.beside.items():
        click.echo(f"{path}: {kind}", err=True)


def _refuse_untrue(kinds: tuple[str, ...], split: str | None, proof: bool) -> None:
    """Wrong usage where a file would tell times that are not those of the sound beside it."""
    timed = next((kind for kind in kinds if kind in TIMED), None)
    if split and timed:
        raise click.UsageError(f"{timed} tells the times of one file: leave out --split, or --beside {timed}")
    if proof and "handout" in kinds:
        raise click.UsageError("a handout tells the times of the session itself: make it without --proof")


def _refuse_file(folder: Path) -> None:
    """Wrong usage where an album's folder is named like a sound file."""
    from voiceguide.export import suffixes

    if folder.suffix.lower() in suffixes():
        hint = f"name it {folder.stem}, or leave out --split for one file"
        raise click.UsageError(f"--split makes a folder of MP3 files, and {folder.name} is the name of a file: {hint}")
