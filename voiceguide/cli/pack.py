"""`voiceguide pack` and `voiceguide unpack`: a script with its recordings and pictures in one file."""

from __future__ import annotations

from pathlib import Path

import click

from voiceguide.errors import OutputError
from voiceguide.shell_word import shell_word


@click.command()
@click.argument("script", type=click.Path())
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The package to write; by default NAME.zip.")
@click.option("-f", "--force", is_flag=True, help="Replace a file that exists.")
def pack(script: str, output: Path | None, force: bool) -> None:
    """Put a script and its files into one package.

    The package has the sounds and pictures that the script names, and its
    recorded lines.
    """
    from voiceguide.desk.packing import pack_file, packed_name
    from voiceguide.script.library import find
    from voiceguide.storage.atomic_write import check_file

    path = find(script)
    target = output or Path(f"{packed_name(path.stem)}.zip")
    check_file(target, overwrite=force)
    pack_file(path, target, overwrite=force)
    click.echo(target)


@click.command()
@click.argument("package", type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), help="Put it into this folder; by default ./scripts, or here.")
def unpack(package: Path, into: Path | None) -> None:
    """Check a package, and put its files into a folder.

    No file that is there is replaced.
    """
    from voiceguide.desk.folder import ScriptFolder
    from voiceguide.desk.packing import MOST_PACKED
    from voiceguide.desk.packing import unpack as open_package
    from voiceguide.script.library import LOCAL
    from voiceguide.storage.opening import open_file

    if not package.is_fifo():
        _refuse_other(package)
    try:
        with open_file(package) as file:
            data = file.read(MOST_PACKED + 1)
    except OSError as error:
        raise OutputError(f"{package}: {error.strerror}.", "Name a package that `voiceguide pack` wrote.") from error
    folder = ScriptFolder(into or (LOCAL if LOCAL.is_dir() else Path()))
    opened = open_package(folder, data)
    click.echo(folder.path / f"{opened.script.name}.md")
    for voice in opened.voices:
        click.echo(f"Its recorded lines: --recordings {voice!r}")


def _refuse_other(package: Path) -> None:
    """Refuse a file that is named like a script, or like a file of another kind."""
    from voiceguide.script.library import readable
    from voiceguide.script.other_files import other_file

    name, suffix, other = readable(str(package)), package.suffix.lower(), other_file(package.name)
    if suffix in (".md", ".txt"):
        raise OutputError(
            f"{name} is a script, not a package.", f"It can be used as it is: voiceguide check {shell_word(name)}"
        )
    if other and suffix != ".zip":
        raise OutputError(f"{name} is {other.kind}, not a package.", other.advice_for(name))
