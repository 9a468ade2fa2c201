"""`voiceguide write`: the writer's desk in the browser."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from pathlib import Path

import click

from voiceguide.cli import candidates
from voiceguide.cli.candidates import or_file
from voiceguide.cli.options import note
from voiceguide.cli.quiet import tell
from voiceguide.errors import RoutineNotFoundError
from voiceguide.shell_word import shell_word


@click.command()
@click.argument("routine", required=False, shell_complete=or_file(candidates.routines))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Use this port; by default any free one.")
@click.option("--no-open", is_flag=True, help="Print the address, and open no browser.")
def write(routine: str | None, port: int, no_open: bool) -> None:
    """Write, hear and hand over routines in the browser.

    It opens the scripts in ./scripts, or in a folder that it makes in your
    documents. With ROUTINE, it opens this script, or all scripts of a folder.
    Only this machine can open the page.
    """
    from voiceguide.desk.server import DeskServer
    from voiceguide.desk.services import DeskServices
    from voiceguide.script.library import readable

    folder, name = _place(routine)
    services = DeskServices.open(folder, note)

    def ready(address: str) -> None:
        click.echo(address)
        sys.stdout.flush()
        tell(f"The scripts are in {readable(str(services.folder.path))}. Ctrl-C ends it.")
        if not no_open:  # a text browser may keep the terminal; the server must go on
            threading.Thread(target=_browse, args=[address], daemon=True).start()

    DeskServer(services, ready, port=port, opened=name).serve_desk()


def _browse(address: str) -> None:
    if not webbrowser.open(address):
        note("no browser could be opened: copy the address into one")


def _place(routine: str | None) -> tuple[Path, str | None]:
    """Return the folder to open, and the name of the script to open in it."""
    from voiceguide.desk.folder import usual_folder
    from voiceguide.script.library import LOCAL, readable
    from voiceguide.script.other_files import other_file

    if routine is None:
        return usual_folder(), None
    is_script = os.path.isfile(LOCAL / f"{routine}.md")  # noqa: PTH113 - Path.is_file raises where a name is too long
    if os.path.isdir(routine) and not is_script:  # noqa: PTH112 - as above
        return Path(routine), None
    other = other_file(routine)
    if other:
        raise RoutineNotFoundError(f"{readable(routine)} is {other.kind}, not a script.", other.advice_for(routine))
    if os.path.isfile(routine):  # noqa: PTH113 - as above
        return Path(routine).resolve().parent, _name(Path(routine))
    script = usual_folder() / f"{routine}.md"
    if os.path.isfile(script):  # noqa: PTH113 - as above
        return script.parent, _name(script)
    hint = "Name a .md file or a folder, or leave it out."
    raise RoutineNotFoundError(f"{readable(routine)}: there is no such script.", hint)


def _name(script: Path) -> str:
    """Return the name that a script has at the desk. Raises RoutineNotFoundError if it cannot be opened there."""
    from voiceguide.script.library import is_text, readable

    if not is_text(script.name):
        raise RoutineNotFoundError(f"{readable(script.name)}: its name is not UTF-8.", "Rename it.")
    if script.suffix != ".md":
        hint = f"Rename it, or make a script of it: voiceguide import {shell_word(script)}"
        raise RoutineNotFoundError(f"{script}: the name of a script ends in .md at the desk.", hint)
    return script.stem
