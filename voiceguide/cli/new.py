"""`voiceguide new`: a script to start from."""

from __future__ import annotations

from pathlib import Path

import click

from voiceguide.errors import OutputError
from voiceguide.library import LOCAL
from voiceguide.starter import starter


@click.command()
@click.argument("name")
def new(name: str) -> None:
    """Write a commented starter script: into ./scripts where there is such a folder, else here."""
    target = Path(name if name.endswith(".md") else name + ".md")
    if len(target.parts) == 1 and LOCAL.is_dir():
        target = LOCAL / target
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(starter(target.stem))
    except FileExistsError as error:
        raise OutputError(f"{target} exists already", "choose another name") from error
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror}", "choose another place") from error
    click.echo(target)
