"""`voiceguide new`: a commented script."""

from __future__ import annotations

import os
from pathlib import Path

import click

from voiceguide.cli.suggesting import SuggestingChoice
from voiceguide.errors import OutputError
from voiceguide.language import available
from voiceguide.script.library import LOCAL
from voiceguide.script.starter import starter
from voiceguide.storage.atomic_write import atomic_write


@click.command()
@click.argument("name")
@click.option("--language", type=SuggestingChoice(available()), default="en", help="Set the language; en by default.")
def new(name: str, language: str) -> None:
    """Start a routine from a commented script.

    The script goes into ./scripts if that folder exists, else into this folder.
    """
    target = Path(name if name.endswith(".md") else name + ".md")
    if not target.name.removesuffix(".md").strip(". "):
        raise click.BadParameter("a routine needs a name", param_hint="NAME")
    if len(target.parts) == 1 and LOCAL.is_dir():
        target = LOCAL / target
    if os.path.lexists(target):
        raise OutputError(f"{target} exists already.", "Choose another name.")
    with atomic_write(target, overwrite=False) as file:
        file.write(starter(target.stem, language).encode())
    click.echo(target)
