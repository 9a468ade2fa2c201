"""Files dropped on a line: stored beside the script under a safe name, and named in the line."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from voiceguide.desk.checking import Checker
from voiceguide.desk.folder import ScriptFolder
from voiceguide.desk.names import safe_stem
from voiceguide.errors import OutputError, RecordingError
from voiceguide.fit.wording import recorded_words
from voiceguide.recordings.sounds import read_recording
from voiceguide.routine import Routine
from voiceguide.script.links import ENDINGS
from voiceguide.storage.temporary import TemporaryFolder

PICTURES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
"""The formats of pictures that are taken -> the suffix that they get."""
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic")
MOST_PICTURE_BYTES = 20_000_000
MOST_PIXELS = 40_000_000
WIDEST = 1_600
"""Pixels of the longer side of a stored picture."""
_MARKER = re.compile(r"\s*(?:(?:[-*+>]|\d{1,9}[.)]|#{1,6})\s+)*")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stored file, and the text that names it."""

    file: str
    text: str


def take(folder: ScriptFolder, checker: Checker, script: tuple[str, str], line: int, name: str, data: bytes) -> Dropped:
    """Store a file that was dropped on a line of a script, given as its name and its text.

    Raises RecordingError for a sound that is not these words, OutputError for a file that cannot stand there.
    """
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if suffix not in (*ENDINGS, *PICTURE_ENDINGS):
        raise OutputError("Only pictures and sounds can stand at a line.", "To begin a script from it, go back first.")
    if line <= _settings_end(script[1]):
        raise OutputError("Nothing can be added to the settings of the script.", "Put the cursor on a step.")
    before = checker.read(*script)
    if suffix in ENDINGS:
        words = _words_on(before.understood, line)
        if not words:
            raise OutputError("Nothing is said on this line.", "Drop the sound on a line that is spoken.")
        stored, link = _sound(name, suffix, data, words), "[{words}]({file})"
    else:
        words = _words_on(before.understood, line) or PurePosixPath(name).stem
        stored, link = _picture(name, data), "![{words}]({file})"
    file = folder.store(safe_stem(PurePosixPath(name).stem, "sound"), stored.suffix, stored.data)
    text = _named(script[1], line, link.format(words=words, file=file), words, beside=stored.picture)
    if _errors(checker, script[0], text) > sum(one.severity == "error" for one in before.findings):
        folder.discard(file)
        kind = "A picture" if stored.picture else "This sound"
        raise OutputError(f"{kind} cannot stand at this line.", "Put the cursor on a step.")
    return Dropped(file, text)


@dataclass(frozen=True, slots=True)
class _Stored:
    suffix: str
    data: bytes
    picture: bool = False


def _sound(name: str, suffix: str, data: bytes, words: str) -> _Stored:
    """A sound file, if it can be a recording of these words. Raises RecordingError."""
    with TemporaryFolder("dropped") as folder:
        path = Path(folder.name) / f"sound{suffix}"
        path.write_bytes(data)
        try:
            read_recording(path, words)
        except RecordingError as error:
            shown = PurePosixPath(name).name[:80]
            raise RecordingError(error.message.replace(str(path), shown), error.hint) from None
    return _Stored(suffix, data)


def _picture(name: str, data: bytes) -> _Stored:
    """A picture, made anew: no larger than a page needs, and without the place where it was taken. Raises
    OutputError."""
    from PIL import Image, ImageOps

    if len(data) > MOST_PICTURE_BYTES:
        raise OutputError("This picture is too large.", "Save it smaller.")
    try:
        with Image.open(io.BytesIO(data), formats=list(PICTURES)) as opened:
            kind = opened.format or "PNG"
            if opened.width * opened.height > MOST_PIXELS:
                raise OutputError("This picture is too large.", "Save it smaller.")
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((WIDEST, WIDEST))
            picture = picture.convert("RGB") if kind == "JPEG" else picture
            made = io.BytesIO()
            picture.save(made, kind, quality=88)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise OutputError(f"{name[:80]} cannot be read as a picture.", "Save it as JPEG or PNG.") from error
    return _Stored(PICTURES[kind], made.getvalue(), picture=True)


def _words_on(routine: Routine | None, line: int) -> str:
    """The words that are spoken on a line, without its dose; empty where none are."""
    if routine is None:
        return ""
    steps = [step for phase in routine.phases for step in phase.steps]
    lines = [*routine.introduction, *routine.safety, *routine.closing]
    lines += [one for phase in routine.phases for one in (*phase.paragraphs, *phase.safety)]
    lines += [one for step in steps for one in (*step.details, *step.safety)]
    said = {one.line: one.text for one in lines}
    said.update({cue.line: cue.text for step in steps for cue in step.coaching})
    said.update({step.line: recorded_words(step) for step in reversed(steps)})
    return said.get(line, "")


def _named(text: str, line: int, link: str, words: str, *, beside: bool) -> str:
    """The text with a link on the words of a line, or, with `beside`, on a line of its own below it."""
    lines = text.split("\n")
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    if beside:
        marker = _MARKER.match(written)
        indent = " " * (len(written) - len(written.lstrip()) + 2) if marker and marker[0].strip() else ""
        lines.insert(line, f"{indent}- {link}" if indent else f"\n{link}")
    else:
        place = written.find(words)
        if place < 0:
            raise OutputError("The words of this line cannot be told from its time.", "Write the words first.")
        lines[line - 1] = written[:place] + link + written[place + len(words) :]
    return "\n".join(lines)


def _settings_end(text: str) -> int:
    """The last line of the front matter; 0 without one."""
    lines = [line.rstrip() for line in text.removeprefix("\ufeff").split("\n")]
    return lines.index("---", 1) + 1 if lines[0] == "---" and "---" in lines[1:] else 0


def _errors(checker: Checker, name: str, text: str) -> int:
    return sum(one.severity == "error" for one in checker.read(name, text).findings)
