"""`voiceguide cache`: the stored speech."""

from __future__ import annotations

import click

from voiceguide.cli.quiet import tell
from voiceguide.cli.suggesting import SuggestingGroup


@click.group(cls=SuggestingGroup)
def cache() -> None:
    """Show, check or clear the stored speech."""


@cache.command()
def info() -> None:
    """Show the folder, number and size of the clips."""
    from voiceguide.speech import cache_info as about
    from voiceguide.speech import default_folder
    from voiceguide.speech.cache_bound import cache_bound

    found = about(default_folder())
    click.echo(
        f"{found.folder}\n{found.clips} clips, {found.size / 1e6:.1f} MB of at most {cache_bound() / 1e6:,.0f} MB"
    )


@cache.command()
def clear() -> None:
    """Remove all stored speech."""
    from voiceguide.speech import clear_cache as remove
    from voiceguide.speech import default_folder

    click.echo(f"{remove(default_folder()).clips} clips removed")


@cache.command()
def verify() -> int:
    """List damaged clips, without changing them.

    Exits with 1 if there are any.
    """
    from voiceguide.speech import default_folder
    from voiceguide.studio.cache_check import damages

    found = damages(default_folder())
    for damage in found:
        click.echo(f"{damage.path}: {damage.reason}")
    tell(f"{len(found)} damaged" if found else "no clip is damaged")
    return 1 if found else 0
