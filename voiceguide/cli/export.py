"""`voiceguide export`: a session as a file or an album, with its written files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voiceguide.bed import lay_under
from voiceguide.cli.bed import bed_of, bed_options
from voiceguide.cli.options import Typed, choices_of, note, session_options, voice_of
from voiceguide.cli.progress import progress
from voiceguide.duration import clock
from voiceguide.export.beside import KINDS, TIMED, paths, read_kinds, text
from voiceguide.units import to_seconds

if TYPE_CHECKING:
    from voiceguide.audio.timeline import Timeline
    from voiceguide.export import Tags
    from voiceguide.fit import Choices
    from voiceguide.plan import Plan
    from voiceguide.studio.studio import Studio


@click.command()
@session_options
@bed_options
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write this file; its suffix sets the format.")
@click.option("--split", type=click.Choice(["phases", "steps"]), help="Write an album with a track for each.")
@click.option("--cover/--no-cover", default=True, help="Add a picture of the session (default), or none.")
@click.option(
    "--beside",
    "kinds",
    multiple=True,
    type=Typed("kind", read_kinds),
    metavar="KIND",
    help=f"Also write {', '.join(KINDS)}; separate several by commas.",
)
@click.option("--proof", is_flag=True, help="Leave out the silences, to check the words quickly.")
@click.option("-f", "--force", is_flag=True, help="Replace existing files.")
def export(
    routine: str,
    length: Any,
    output: Path | None,
    split: str | None,
    cover: bool,
    kinds: tuple[tuple[str, ...], ...],
    proof: bool,
    force: bool,
    **options: Any,
) -> None:
    """Write a session to a sound file.

    The default file is NAME.mp3. With --split, it is an album in a folder.
    """
    from voiceguide.export.proof import proof as without_silences
    from voiceguide.storage.atomic_write import atomic_write, check_file
    from voiceguide.studio.studio import open_studio

    wanted = [kind for typed in kinds for kind in typed]
    _refuse_untrue(wanted, split, proof)
    if split and output:
        _refuse_file(output)
    choices = choices_of(options)
    bed = bed_of(options)
    voice = voice_of(options)
    with progress() as begin, open_studio(routine, voice, note, begin("speaking"), warn=note) as studio:
        under = lay_under(bed.preferring(studio.routine.preferences.bed))
        target = output or Path(studio.routine.name + ("-proof" if proof else "") + ("" if split else ".mp3"))
        _check(target, split, force)
        files = paths(target, wanted)
        for path in files.values():
            check_file(path, overwrite=force)
        plan = studio.plan(length, choices)
        plan = without_silences(plan) if proof else plan
        texts = {path: text(kind, plan, studio.routine, choices, album=bool(split)) for kind, path in files.items()}
        tags = _tags(studio, plan, choices, cover)
        how = {"overwrite": force, "progress": begin("writing"), "store": studio.frames}
        tracks = _write(split, under(studio.timeline(plan)), plan, target, tags, **how)
        for path, content in texts.items():
            with atomic_write(path, overwrite=force) as file:
                file.write(content.encode())
    made = f", {tracks} tracks" if split else ""
    click.echo(f"{target}: {plan.title}, {clock(to_seconds(plan.length))}{made}", err=True)
    for kind, path in files.items():
        click.echo(f"{path}: {kind}", err=True)


def _refuse_untrue(kinds: list[str], split: str | None, proof: bool) -> None:
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


def _check(target: Path, split: str | None, force: bool) -> None:
    """Raise OutputError for problems that can be found before writing."""
    if split:
        from voiceguide.export.album import check_folder

        check_folder(target, overwrite=force)
    else:
        from voiceguide.export import check_target

        check_target(target, overwrite=force)


def _tags(studio: Studio, plan: Plan, choices: Choices, cover: bool) -> Tags:
    from voiceguide.export.tags import tags_of

    picture = b""
    if cover:
        from voiceguide.export.cover import cover as draw

        private = choices.client or choices.note  # nothing personal is cached, and so no picture
        picture = draw(plan, store=None if private else studio.frames)
    return tags_of(studio.routine, plan, choices.client, choices.note, cover=picture)


def _write(split: str | None, timeline: Timeline, plan: Plan, target: Path, tags: Tags, **how: Any) -> int:
    """Write the sound and return the number of files."""
    if split:
        from voiceguide.export.album import export_album

        return len(export_album(timeline, plan, target, tags, split=split, **how))
    from voiceguide.export import write

    write(timeline, target, tags, **how)
    return 1
