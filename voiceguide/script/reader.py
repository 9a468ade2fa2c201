"""The reader: it turns the text of a script into a routine."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from voiceguide.errors import Finding, ScriptError
from voiceguide.language import Pack, load
from voiceguide.language.unmarked import visible
from voiceguide.routine import Routine
from voiceguide.script.assemble import Assembly
from voiceguide.script.blocks import Block, blocks_of
from voiceguide.script.cures import cured
from voiceguide.script.file import read_text
from voiceguide.script.found import found_language
from voiceguide.script.front import Settings, settings_of
from voiceguide.script.library import readable
from voiceguide.script.pictures import take_pictures, with_pictures
from voiceguide.script.source import Remark, Source, TryOut


@dataclass(frozen=True, slots=True)
class Reading:
    """The meaning of a script, and all findings about it."""

    routine: Routine | None
    """None if there is an error."""
    findings: tuple[Finding, ...]
    """Errors, warnings and notes in the order of their lines and columns."""
    understood: Routine | None = None
    """The part that was understood, even with errors. It is for comparing, not for playing."""


def read(path: Path, shown_as: str | None = None) -> Routine:
    """The routine in a file. Raises ScriptError with all findings if there is an error."""
    reading = check(path, shown_as)
    if reading.routine is None:
        raise ScriptError(reading.findings)
    return reading.routine


def check(path: Path, shown_as: str | None = None, try_out: TryOut | None = None) -> Reading:
    """Read a file and return its findings. With `try_out`, the recordings are heard, too. Faults of the script or its
    file are findings; none is raised."""
    shown = shown_as or str(path)
    text = read_text(path, shown)
    if isinstance(text, Finding):
        return Reading(None, (text,))
    return parse(text, shown, readable(path.stem), path.parent, try_out)


def parse(text: str, path: str, name: str, folder: Path | None = None, try_out: TryOut | None = None) -> Reading:
    """Read a text. The folder, if given, is searched for the recordings."""
    return begin(text, path, name, folder, try_out).cured()


def begin(text: str, path: str, name: str, folder: Path | None = None, try_out: TryOut | None = None) -> FirstReading:
    """Read a text as `parse` does, but try no other wordings yet."""
    source, pack, routine = _parsed(text, path, name, folder, try_out)
    return FirstReading(_reading(source.sorted(), routine), tuple(source.lines), pack)


@dataclass(frozen=True, slots=True)
class FirstReading:
    """A reading whose findings have only the fixes that need no trial."""

    reading: Reading
    _lines: tuple[str, ...]
    _pack: Pack | None

    def cured(self) -> Reading:
        """The reading with all fixes. It takes as long as the first one and more, while a line is being written."""
        findings, pack = self.reading.findings, self._pack
        if not pack or not any(finding.severity != "note" and finding.fix is None for finding in findings):
            return self.reading
        return _reading(cured(findings, list(self._lines), pack, _trial), self.reading.understood)


def _reading(findings: tuple[Finding, ...], routine: Routine | None) -> Reading:
    failed = any(finding.severity == "error" for finding in findings)
    return Reading(None if failed else routine, findings, routine)


@lru_cache(maxsize=512)
def _trial(text: str) -> tuple[Routine | None, tuple[Finding, ...]]:
    """The reading of a part of a script in other words. The last ones are kept: while a script is being written, most
    of its parts stay as they are."""
    source, _, routine = _parsed(text, "", "", None, None)
    return routine, tuple(source.findings)


def _parsed(
    text: str, path: str, name: str, folder: Path | None, try_out: TryOut | None
) -> tuple[Source, Pack | None, Routine | None]:
    """Read a text once; its findings are in the source."""
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff")).replace("\r\n", "\n").replace("\r", "\n")
    text = visible(text)
    source = Source(path, text.split("\n"), folder=folder, try_out=try_out)
    text, pictures = take_pictures(text)
    routine, pack = None, None
    if text.strip():
        blocks, front = blocks_of(source, text)
        if not source.findings or blocks or front is not None:
            settings = settings_of(source, front)
            _find_language(source, settings, blocks, text)
            pack = settings.pack
            if settings.pack:
                routine = Assembly(source, settings, settings.pack, name).read(blocks, text)
                routine = with_pictures(source, routine, pictures) if routine and pictures else routine
    else:
        source.error("the script is empty", 1, "`voiceguide new NAME` writes one to start from")
    return source, pack, routine


def _find_language(source: Source, settings: Settings, blocks: list[Block], text: str) -> None:
    """Find the language by the words of the script if the front matter does not give it."""
    if settings.said_language or not blocks:
        return
    code = found_language(text)
    if code != settings.language:
        settings.pack, settings.language = load(code), code
        hint = f"write `language: {code}` between two lines of `---` at the top"
        message = f"read as {settings.pack.data['name']}, by its words"
        source.add(Remark("note", message, "", hint), blocks[0].line)
