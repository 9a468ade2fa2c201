"""Packages: a script with the files that it names and its recorded lines, in one zip. One from elsewhere is checked
before it is opened.

A package has one script at its top, plain files beside it or in folders, and the recorded voices in `voices`.
Everything in it is measured, not believed: names, sizes, and that nothing is a link or leads out.
"""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from voiceguide.desk.files import PlainFolder
from voiceguide.desk.folder import SUFFIX, Saved, ScriptFolder
from voiceguide.desk.names import safe_stem, works_everywhere
from voiceguide.desk.packed_voices import HINT, OpenedVoices, is_packed_voice, packed_voices
from voiceguide.errors import Finding, OutputError, ScriptError
from voiceguide.script import parse
from voiceguide.script.file import MOST_BYTES, read_text
from voiceguide.script.links import ENDINGS

FILES = (*ENDINGS, ".jpg", ".jpeg", ".png", ".webp")
"""The suffixes of files in a package, beside its script."""
MOST_FILES = 3_000
"""A kit of recordings has hundreds."""
MOST_UNPACKED = 400_000_000
MOST_PACKED = 100_000_000
_LINK = re.compile(r"\]\(\s*<?([^()<>\s]+(?:\s[^()<>\s]+)*)>?\s*\)")


@dataclass(frozen=True, slots=True)
class Opened:
    """The content of a package, stored."""

    script: Saved
    voices: tuple[str, ...]
    """The recorded voices that have its lines."""


def pack(folder: ScriptFolder, name: str) -> bytes:
    """The package of a script. Raises RoutineNotFoundError, OutputError."""
    return _packed(folder, packed_name(name), folder.read(name).text)


def packed_name(stem: str) -> str:
    """The name of a script in its package: its own where every system takes it."""
    return stem if _is_inside(f"{stem}{SUFFIX}") and works_everywhere(stem) else safe_stem(stem)


def _packed(folder: PlainFolder, name: str, text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(f"{name}{SUFFIX}", text)
        for target in named(text):
            data = folder.beside(target)
            if data is not None:
                package.writestr(target, data, zipfile.ZIP_STORED)
        understood = parse(text, "", name).understood
        for path, data in packed_voices(understood).items() if understood else ():
            package.writestr(path, data, zipfile.ZIP_STORED)
    if made.tell() > MOST_PACKED:
        raise OutputError("The package would be too large.", "Name fewer or smaller files in the script.")
    return made.getvalue()


def unpack(folder: ScriptFolder, data: bytes) -> Opened:
    """Put the content of a package into a folder, each file under a free name, and its voices among the recorded ones.
    Raises OutputError for anything in it that cannot be trusted; then nothing is written."""
    content = _checked(data)
    script, text = next((name, text) for name, text in content.items() if name.endswith(SUFFIX))
    written = text.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    stored: list[str] = []
    voices = OpenedVoices()
    try:
        voices.store(content)
        for target in named(written):
            if target in content and target != script:
                path = PurePosixPath(target)
                name = folder.store(safe_stem(path.stem, "file"), path.suffix.lower(), content[target])
                stored.append(name)
                written = _renamed(written, target, name)
        return Opened(folder.create(PurePosixPath(script).stem, written), tuple(voices.names))
    except BaseException:
        voices.discard()
        for name in stored:
            folder.discard(name)
        raise


def named(text: str) -> list[str]:
    """The files that a script's text names, each once, in order."""
    found = dict.fromkeys(unquote(target) for target in _LINK.findall(text))
    return [target for target in found if PurePosixPath(target).suffix.lower() in FILES and _is_inside(target)]


def _renamed(text: str, target: str, name: str) -> str:
    """The text with another name for a file."""

    def link(match: re.Match[str]) -> str:
        return f"]({name})" if unquote(match[1]) == target else match[0]

    return _LINK.sub(link, text)


def _checked(data: bytes) -> dict[str, bytes]:
    """Name -> content of everything in a package. Raises OutputError."""
    if len(data) > MOST_PACKED:
        raise OutputError("This package is too large.", HINT)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = [info for info in package.infolist() if not info.is_dir()]
            names = list(_names(infos))
            content = dict(_contents(package, infos, names))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise OutputError("This is not a package of voiceguide, or it is damaged.", HINT) from error
    scripts = [name for name in content if name.endswith(SUFFIX)]
    if len(scripts) != 1:
        raise OutputError(f"A package has one script, and this one has {len(scripts)}.", HINT)
    if len(content[scripts[0]]) > MOST_BYTES:
        raise OutputError("The script in this package is too long.", HINT)
    try:
        content[scripts[0]].decode("utf-8-sig")
    except UnicodeDecodeError:
        raise OutputError("The script in this package is not UTF-8.", HINT) from None
    return content


def _names(infos: list[zipfile.ZipInfo]) -> Iterator[str]:
    """The names in a package, checked. Raises OutputError."""
    if len(infos) > MOST_FILES:
        raise OutputError(f"{len(infos)} files are too many for a package.", HINT)
    seen = set()
    for info in infos:
        name, mode = info.filename, info.external_attr >> 16
        shown = "".join(sign if sign.isprintable() else "?" for sign in name[:80])
        if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
            raise OutputError(f"“{shown}” in this package is not a plain file.", HINT)
        script = PurePosixPath(name).suffix == SUFFIX and "/" not in name
        known = script or is_packed_voice(name) or PurePosixPath(name).suffix.lower() in FILES
        if not _is_inside(name) or not known:
            raise OutputError(f"“{shown}” cannot stand in a package.", HINT)
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            raise OutputError(f"“{shown}” is in this package twice.", HINT)
        seen.add(folded)
        yield name


def _is_inside(name: str) -> bool:
    """True for a relative path that leads nowhere else on any system."""
    parts = re.split(r"[/\\]", name)
    plain = name.isprintable() and "\\" not in name and ":" not in name and len(name) <= 200
    return plain and all(part.strip(". ") and not part.startswith((".", "~")) for part in parts)


def _contents(package: zipfile.ZipFile, infos: list[zipfile.ZipInfo], names: list[str]) -> Iterator[tuple[str, bytes]]:
    left = MOST_UNPACKED
    for info, name in zip(infos, names, strict=True):
        with package.open(info) as part:
            data = part.read(left + 1)
        left -= len(data)
        if left < 0:
            raise OutputError("This package unpacks to too much.", HINT)
        yield name, data


def pack_file(script: Path, target: Path, *, overwrite: bool) -> None:
    """Write the package of a script on the disk. Raises OutputError, ScriptError."""
    from voiceguide.storage.atomic_write import atomic_write

    text = read_text(script, str(script))
    if isinstance(text, Finding):
        raise ScriptError([text])
    data = _packed(PlainFolder(script.parent), packed_name(script.stem), text)
    with atomic_write(target, overwrite=overwrite) as file:
        file.write(data)
