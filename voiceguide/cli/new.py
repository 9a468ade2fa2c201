"""`voiceguide new`: a commented script."""

from __future__ import annotations

import os
from pathlib import Path

import click

from voiceguide.cli.suggesting import SuggestingChoice
from voiceguide.errors import OutputError
from voiceguide.language import available
from voiceguide.script.library import LOCAL, readable
from voiceguide.script.other_files import other_file
from voiceguide.script.starter import starter
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.device_names import names_device


@click.command()
@click.argument("name")
@click.option("--language", type=SuggestingChoice(available()), default="en", help="Set the language; en by default.")
def new(name: str, language: str) -> None:
    """Start a routine from a commented script.

    The script goes into ./scripts if that folder exists, else into this folder.
    """
    target = _target(name)
    if len(target.parts) == 1 and LOCAL.is_dir():
        target = LOCAL / target
    if os.path.lexists(target):
        raise OutputError(f"{target} exists already.", "Choose another name.")
    with atomic_write(target, overwrite=False) as file:
        file.write(starter(target.stem, language).encode())
    click.echo(target)


def _target(name: str) -> Path:
    """Return the script's path. Raises BadParameter for a name that no script can have on every system."""
    target = Path(name if name.endswith(".md") else f"{name}.md")
    stem, other = target.name.removesuffix(".md"), other_file(name)
    fault = None
    if not stem.strip(". -"):
        fault = "a routine needs a name"
    elif other:
        fault = f"{readable(name)} is named like {other.kind}, and a script ends in .md"
    elif not name.isprintable():
        fault = "it has a character in it that cannot be printed"
    elif names_device(target.name):
        fault = f"{target.name} is a name that Windows keeps for a device: choose another"
    if fault:
        raise click.BadParameter(fault, param_hint="NAME")
    return target
