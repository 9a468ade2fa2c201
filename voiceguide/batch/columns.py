"""The columns of a sheet of jobs, and a function for each that reads its cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from voiceguide.duration import typed_length
from voiceguide.export import suffixes
from voiceguide.storage.device_names import names_device
from voiceguide.studio.choosing import SIDES, TALKS
from voiceguide.studio.client_name import client_name, note_text
from voiceguide.studio.voice_options import FASTEST, SLOWEST

MOST_NAME_BYTES = 150
"""The limit for the name of a file or folder. File systems allow 255; the temporary name is longer."""


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"{text!r} is not one of {', '.join(words)}")
        return text.lower()

    return read


def _rate(text: str) -> int:
    if not re.fullmatch(r"\d{2,3}", text, re.ASCII) or not SLOWEST <= int(text) <= FASTEST:
        raise ValueError(f"{text!r} is not a number of words a minute from {SLOWEST} to {FASTEST}")
    return int(text)


def _things(text: str) -> tuple[str, ...]:
    """Several things in one cell, separated by any sign that is not the file's own delimiter."""
    return tuple(thing.strip() for thing in re.split(r"[;,|+\n]", text) if thing.strip())


def _format(text: str) -> str:
    suffix = "." + text.lower().removeprefix(".")
    if suffix not in suffixes():
        raise ValueError(f"{text!r} is not one of {', '.join(name[1:] for name in suffixes())}")
    return suffix


def _target(text: str) -> PurePosixPath:
    """A relative path that stays inside its folder on every system."""
    path = PurePosixPath(text.replace("\\", "/"))
    if path.is_absolute() or re.match(r"[A-Za-z]:|~", text) or ".." in path.parts or not path.name:
        raise ValueError(f"{text!r} does not stay in the folder that all recordings go into")
    if not text.isprintable() or any(len(part.encode()) > MOST_NAME_BYTES for part in path.parts):
        raise ValueError(f"{text[:40]!r} cannot be the name of a file")
    if any(map(names_device, path.parts)):
        raise ValueError(f"{text[:40]!r} is a name that Windows keeps for a device: choose another")
    return path


def _engine(text: str) -> str:
    """An engine of voiceguide's own. A sheet may come from somebody else, so it chooses no code to run."""
    from voiceguide.speech.engine import ENGINES, OWN_CODE

    name = text.lower()
    if name in OWN_CODE or name not in ENGINES:
        others = ", ".join(name for name in ENGINES if name not in OWN_CODE)
        raise ValueError(f"{text[:40]!r} is not one of {others}; set VOICEGUIDE_ENGINE for one of your own")
    return name


_ERRORS = re.compile(
    r"#+|#[¡¿]?\w[\w/]*[!?]|#(?:N/?[A-Z]|Н/Д|I/T|YOK|SAKNAS|PUUTTUU|¡?REF|GETTING_DATA)!?|#N/A\b.*|N/A"
    r"|(?:Err(?:or|eur|ore|o)?|Fehler|Fout) ?: ?\d{3}",
    re.IGNORECASE,
)
"""The errors that spreadsheets write into cells, in any language: #N/A, #NV, #WERT!, #¿NOMBRE?, Err:502, ###."""
_SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?E[+-]\d{2,3}", re.IGNORECASE | re.ASCII)
"""A large number as spreadsheets shorten it: 1,23E+11."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_TRUTHS = re.compile("TRUE|FALSE|WAHR|FALSCH|VRAI|FAUX|VERDADERO|FALSO|VERO|VERDADEIRO|WAAR|ONWAAR")
"""The truth values of spreadsheets, as they write them."""
_SPOKEN = ("client", "note")
_NO_DATE = ("routine", "length", "side", "client", "talk", "voice", "rate", "engine", "format")


def check_cell(name: str, text: str) -> None:
    """Raise ValueError for a cell that the spreadsheet has made of something else."""
    if _ERRORS.fullmatch(text):
        raise ValueError(f"{text} is an error of the spreadsheet: correct its formula, or empty the cell")
    if _SHORTENED.fullmatch(text):
        raise ValueError(f"{text} is a shortened number: format the cell as text, and type it again")
    if name == "note" and _DATE.fullmatch(text):
        raise ValueError(f"{text} is a date: write it into a sentence")
    if name in _NO_DATE and _DATE.fullmatch(text):
        raise ValueError(f"{text} is a date: format the cell as text, and type it again")
    if name in _SPOKEN and _TRUTHS.fullmatch(text):
        raise ValueError(f"{text} is a truth value of the spreadsheet: type the words, or empty the cell")
    if name in _SPOKEN and text.startswith("="):
        raise ValueError(f"{text[:40]!r} is a formula: save its value instead")


COLUMNS: dict[str, Callable[[str], Any]] = {
    "routine": str,
    "length": typed_length,
    "side": _one_of(*SIDES),
    "client": client_name,
    "note": note_text,
    "without": _things,
    "talk": _one_of(*TALKS),
    "voice": str,
    "rate": _rate,
    "engine": _engine,
    "format": _format,
    "target": _target,
}
"""Column -> the function that reads its cells. It raises ValueError."""
