"""`voiceguide write`: the writer's desk in the browser."""

from __future__ import annotations

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


@click.command()
@click.argument("routine", required=False, shell_complete=or_file(candidates.routines))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Use this port; by default any free one.")
@click.option("--no-open", is_flag=True, help="Print the address, and open no browser.")
def write(routine: str | None, port: int, no_open: bool) -> None:
    """Write, hear and hand over routines in the browser.

    It opens the scripts in ./scripts, or in a folder that it makes in your
    documents. With ROUTINE, it opens this script. Only this machine can open
    the page.
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
    from voiceguide.script.library import is_text, readable

    if routine is None:
        return usual_folder(), None
    path = Path(routine)
    if not is_text(path.name):
        raise RoutineNotFoundError(f"{readable(routine)}: its name is not UTF-8.", "Rename it.")
    if path.suffix == ".md" and path.is_file():
        return path.resolve().parent, path.stem
    folder = usual_folder()
    if (folder / f"{routine}.md").is_file():
        return folder, routine
    raise RoutineNotFoundError(f"{routine}: there is no such script.", "Name a .md file, or leave it out.")
