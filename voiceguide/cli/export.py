"""`voiceguide export`: a session as a file or an album, with its written files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from voiceguide.bed import lay_under
from voiceguide.cli import candidates
from voiceguide.cli.bed import bed_of, bed_options
from voiceguide.cli.defaults import with_defaults
from voiceguide.cli.options import Typed, choices_of, note, session_options, voice_of
from voiceguide.cli.progress_bars import progress
from voiceguide.cli.quiet import tell
from voiceguide.cli.suggesting import SuggestingChoice, SuggestingCommand
from voiceguide.duration import clock, compact
from voiceguide.export.beside import KINDS, TIMED, read_kinds
from voiceguide.units import RATE

if TYPE_CHECKING:
    from voiceguide.studio.exporting import Export


@click.command(cls=SuggestingCommand)
@session_options
@bed_options
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write this file; its suffix sets the format.")
@click.option("--split", type=SuggestingChoice(["phases", "steps"]), help="Write an album with a track for each.")
@click.option("--cover/--no-cover", default=True, help="Add a picture of the session (default), or none.")
@click.option(
    "--beside",
    "kinds",
    multiple=True,
    type=Typed("kind", read_kinds),
    metavar="KIND",
    shell_complete=candidates.kinds,
    help=f"Also write {', '.join(KINDS)}; separate several by commas.",
)
@click.option("--proof", is_flag=True, help="Leave out the silences, to check the words quickly.")
@click.option("-f", "--force", is_flag=True, help="Replace existing files.")
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
    """Write a session to a sound file.

    The file is named with its length: NAME-10m.mp3. With --split, it is an
    album in a folder.
    """
    from voiceguide.studio.exporting import Export
    from voiceguide.studio.heard_safety import NEW, in_full_at_first, is_daily, remember_or_tell
    from voiceguide.studio.studio import Studio

    wanted = tuple(kind for typed in kinds for kind in typed)
    _refuse_untrue(wanted, split, proof)
    if split and output:
        _refuse_file(output)
    length, options = with_defaults(routine, length, options)
    choices, bed = choices_of(options), bed_of(options)
    voice, begun = voice_of(options), progress()
    with begun as begin, Studio(routine, voice, note=note, warn=note, progress=begin("speaking")) as studio:
        under = lay_under(bed.preferring(*studio.routine.preferences.under))
        job = Export(output or Path(), under, split, proof, cover, wanted, overwrite=force)
        if output:
            job.check()  # before anything is spoken
        elif isinstance(length, float):
            _checked(job, studio.routine.name, length)
        asked, choices = choices, in_full_at_first(studio.routine, choices)
        if is_daily(studio.routine, asked) and not is_daily(studio.routine, choices):
            note(NEW)
        plan = studio.plan(length, choices, ends=False)
        job = _checked(job, studio.routine.name, plan.length / RATE)
        made = job.run(studio, plan, begin("writing"))
        if not (proof or is_daily(studio.routine, choices)):
            remember_or_tell(studio.routine, note)
    title = f"{plan.title} (proof)" if proof else plan.title
    count = len(made.tracks)
    tracks = f", {count} {'track' if count == 1 else 'tracks'}" if split else ""
    tell(f"{job.target}: {title}, {clock(made.length)}{tracks}")
    for kind, path in made.beside.items():
        tell(f"{path}: {kind}")


def _checked(job: Export, routine: str, length: float) -> Export:
    """The job with a target, named with its length by default. Raises OutputError where it cannot be written."""
    if job.target == Path():
        ending = ("-proof" if job.proof else "") + ("" if job.split else ".mp3")
        job = replace(job, target=Path(f"{routine}-{compact(length)}{ending}"))
    job.check()
    return job


def _refuse_untrue(kinds: tuple[str, ...], split: str | None, proof: bool) -> None:
    """Refuse a written file whose times would differ from the sound's."""
    timed = next((kind for kind in kinds if kind in TIMED), None)
    if split and timed:
        raise click.UsageError(f"{timed} has the times of one file: leave out --split or --beside {timed}")
    if proof and "handout" in kinds:
        raise click.UsageError("a handout has the times of the full session: leave out --proof")


def _refuse_file(folder: Path) -> None:
    """Refuse an album's folder that is named like a sound file."""
    from voiceguide.export import suffixes

    if folder.suffix.lower() in suffixes():
        hint = f"name it {folder.stem}, or leave out --split for one file"
        raise click.UsageError(f"--split makes a folder of MP3 files, and {folder.name} is the name of a file: {hint}")
