"""`voiceguide import`: a draft of a script out of a document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide.cli.candidates import files
from voiceguide.cli.quiet import tell
from voiceguide.errors import ImportingError

if TYPE_CHECKING:
    from voiceguide.importing import Draft

_STDIN = "-"


@click.command("import")
@click.argument("document", metavar="FILE|-", shell_complete=files)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The script to write; by default NAME.md.")
@click.option("-f", "--force", is_flag=True, help="Replace a script that exists.")
def import_(document: str, output: Path | None, force: bool) -> None:
    """Turn a sheet, a document or a paste into a draft script.

    FILE is - for standard input, or a .docx, .odt, .pdf, .html, .rtf, .txt or .md file. Chatter becomes quotes, which
    are not spoken. A comment stands above each line that could not be read.
    """
    from voiceguide.cli.check import check
    from voiceguide.importing import asked
    from voiceguide.storage.atomic_write import atomic_write, check_file

    if output is not None:
        check_file(output, overwrite=force)  # before anything is read
    data = _read(document)
    draft = _draft(data, document)
    target = output or _target(document, draft)
    text, asks = asked(draft.text, target.stem)
    with atomic_write(target, overwrite=force) as file:
        file.write(text.encode())
    mend = f", with {asks} {'comment' if asks == 1 else 'comments'} where it could not be read" if asks else ""
    tell(f"{target}: a draft of {'what was pasted' if document == _STDIN else document}{mend}")
    click.get_current_context().invoke(check, scripts=(str(target),), as_json=False, as_diff=False, fixing=False)


def _read(document: str) -> bytes:
    from voiceguide.importing.limits import MOST_BYTES
    from voiceguide.storage.opening import open_file

    try:
        if document == _STDIN:
            if sys.stdin.isatty():
                end = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D"
                click.echo(f"Paste the text, then press Enter and {end}.", err=True)
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with open_file(Path(document)) as file:
                data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ImportingError(f"{document}: {reason}.", "Name a document, or - for standard input.") from error
    if len(data) > MOST_BYTES:
        raise ImportingError(f"{document}: it is over {MOST_BYTES // 1_000_000} MB.", "Copy its text and paste it.")
    return data


def _draft(data: bytes, document: str) -> Draft:
    """The draft; problems are told with the document's name."""
    from voiceguide.importing import draft_of, format_of

    shown = "standard input" if document == _STDIN else document
    try:
        kind = format_of(data, "" if document == _STDIN else Path(document).suffix.lower())
        draft = draft_of(kind.read(data))
    except ImportingError as error:
        raise ImportingError(f"{shown}: {error.message}", error.hint) from error
    if not draft.text.strip():
        raise ImportingError(f"{shown}: there is no text in it.", "Copy the text of the exercises and paste it.")
    return draft


def _target(document: str, draft: Draft) -> Path:
    """The script's path: named like the document, in ./scripts where there is such a folder."""
    from voiceguide.desk.names import safe_stem
    from voiceguide.script.library import LOCAL

    name = (draft.title or "pasted") if document == _STDIN else Path(document).stem
    target = Path(f"{safe_stem(name)}.md")
    return LOCAL / target if LOCAL.is_dir() else target
