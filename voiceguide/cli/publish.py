"""`voiceguide publish`: the page, sessions and a feed as plain files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voiceguide.cli import candidates
from voiceguide.cli.bed import bed_of, bed_options
from voiceguide.cli.candidates import or_file
from voiceguide.cli.defaults import defaults, with_default_bed, with_default_voice
from voiceguide.cli.options import Typed, note, recordings_option, voice_of, voice_options
from voiceguide.cli.quiet import tell
from voiceguide.duration import clock, typed_length
from voiceguide.errors import FitError, OutputError, SettingsError, VoiceguideError
from voiceguide.units import to_seconds

if TYPE_CHECKING:
    from voiceguide.bed import BedOptions
    from voiceguide.fit.fitting import Length
    from voiceguide.plan import Plan
    from voiceguide.publish.session import Wanted
    from voiceguide.publish.site import Published, Site
    from voiceguide.studio.studio import Studio
    from voiceguide.studio.voice_options import VoiceOptions

_CODE = ("*.py", "*/*.py", "*/*/*.py", "language/*")


def _base_url(typed: str) -> str:
    """Check an address on the web. Raises ValueError."""
    if not re.fullmatch(r"https?://[^\s/?#\"<>]+(/[^\s?#\"<>]*)?", typed.strip()):
        raise ValueError(f"{typed[:60]!r} is no address such as https://example.org/feet")
    return typed.strip().rstrip("/")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("routines", nargs=-1, shell_complete=or_file(candidates.routines))
@click.option(
    "-l",
    "--length",
    "lengths",
    multiple=True,
    type=Typed("length", typed_length),
    help="Publish this length instead of the natural one; repeatable.",
)
@click.option("--base-url", type=Typed("address", _base_url), metavar="URL", help="The folder's address, for a feed.")
@voice_options
@recordings_option
@bed_options
def publish(
    folder: Path, routines: tuple[str, ...], lengths: tuple[Length, ...], base_url: str | None, **options: Any
) -> None:
    """Write the page, sessions and a feed as plain files.

    Any web host or shared folder can hold them. Without a ROUTINE, all are published. Only what has changed is made
    anew.
    """
    from voiceguide.publish.site import Site
    from voiceguide.script.library import readable
    from voiceguide.script.library import routines as all_routines

    if os.path.isfile(folder):  # noqa: PTH113 - Path.is_file raises where a name is too long
        told = readable(str(folder))
        raise OutputError(
            f"{told} is a file, and a site is a folder.", "Name a folder first: voiceguide publish FOLDER"
        )
    voice, bed = voice_of(options), bed_of(options)
    site = Site(folder.resolve(), base_url)
    site.check()
    made = 0
    for name in routines or tuple(all_routines()):
        try:
            published, count = _publish(site, name, lengths, voice, bed)
        except VoiceguideError as error:
            if routines or isinstance(error, SettingsError):
                raise
            note(f"{name} is left out: {error.message}")
            continue
        site.routines.extend(published)
        made += count
    if not site.routines:
        raise VoiceguideError("There is nothing to publish.", "Name routines and lengths that are possible.")
    site.finish()
    sessions = sum(len(each.sessions) for each in site.routines)
    click.echo(str(folder / "index.html"))
    counted = "1 session" if sessions == 1 else f"{sessions} sessions"
    tell(f"{counted}, {made} of them made now.")


def _publish(
    site: Site, name: str, lengths: tuple[Length, ...], voice: VoiceOptions, bed: BedOptions
) -> tuple[list[Published], int]:
    """Make the missing sessions of a routine. Returns the routine, or nothing without a possible length, and the number
    of sessions that were made."""
    from voiceguide.bed import lay_under
    from voiceguide.publish.session import make, wanted
    from voiceguide.publish.site import Published, prepared
    from voiceguide.script.library import find
    from voiceguide.serve.rows import row_of
    from voiceguide.studio.studio import Studio

    path, own = find(name), defaults()
    with Studio(name, with_default_voice(name, voice), note=note, warn=note) as studio:
        wishes = studio.routine.preferences
        chosen = with_default_bed(bed.preferring(*wishes.under))
        under, about = lay_under(chosen), _about(studio, voice, chosen)
        plans = list(_plans(studio, lengths or (wishes.length or own.length,)))
        sessions = tuple({each.key: each for each in (wanted(studio.routine, plan, about) for plan in plans)}.values())
        if not sessions:
            return [], 0

        def make_one(session: Wanted) -> None:
            tell(f"{studio.routine.name} {clock(to_seconds(session.plan.length))}")
            make(site.folder, studio, session, under, None)

        count = sum(prepared(site, make_one, session) for session in sessions)
        row = row_of(studio.routine, studio.plan(), path, estimated=False)
    return [Published(row, path.stat().st_mtime, sessions)], count


def _plans(studio: Studio, lengths: tuple[Length, ...]) -> Iterator[Plan]:
    for length in lengths:
        try:
            yield studio.plan(length)
        except FitError as error:
            note(error.message)


def _about(studio: Studio, voice: VoiceOptions, bed: BedOptions) -> str:
    """A text that changes with the code, the voice, the recordings and the bed."""
    from voiceguide.studio.routine_cache import code_digest

    speaker = studio.narration.speaker
    chosen = [code_digest(_CODE), speaker.voice.id, speaker.voice.engine, speaker.voice.version, voice.rate]
    recorded = studio.narration.recorded
    return repr([*chosen, repr(recorded) if recorded else None, bed, _changed(bed.file)])


def _changed(path: Path | None) -> list[int]:
    if path is None or not path.is_file():
        return []
    return [path.stat().st_size, path.stat().st_mtime_ns]
