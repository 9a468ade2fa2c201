"""`voiceguide cache`: the speech that is kept."""

from __future__ import annotations

import click


@click.group()
def cache() -> None:
    """Look after the speech that is kept, so that nothing is spoken twice."""


@cache.command()
def info() -> None:
    """Show where clips are kept, how many, and how large they are."""
    from voiceguide.speech import default_folder
    from voiceguide.speech import info as about

    found = about(default_folder())
    click.echo(f"{found.folder}\n{found.clips} clips, {found.size / 1e6:.1f} MB")


@cache.command()
def clear() -> None:
    """Remove all clips that are kept."""
    from voiceguide.speech import clear as remove
    from voiceguide.speech import default_folder

    click.echo(f"{remove(default_folder()).clips} clips removed")


@cache.command()
def verify() -> int:
    """Name damaged clips; nothing is changed. Exits 1 if there are any."""
    from voiceguide.speech import default_folder
    from voiceguide.speech import verify as damages

    found = damages(default_folder())
    for damage in found:
        click.echo(f"{damage.path}: {damage.reason}")
    click.echo(f"{len(found)} damaged" if found else "every clip is whole", err=True)
    return 1 if found else 0
