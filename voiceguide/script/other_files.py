"""Files that are not scripts, by their suffix: the kind of each, and the command that takes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A kind of file that is not a script."""

    kind: str
    """`a Word document`."""
    advice: str
    """The way to use it. `{}` stands for its name."""

    def advice_for(self, name: str) -> str:
        """The advice with the name of a file, quoted for a shell where it has blanks."""
        return self.advice.replace("{}", f'"{name}"' if " " in name else name)


_IMPORT = "make a draft of a script from it: voiceguide import {}"
_PASTE = "copy its text and paste it: voiceguide import -"
_BATCH = "to make a recording for each of its rows: voiceguide batch {}; to read exercises from it, "
_SOUND = "listen to it in any player, or lay it under a session: voiceguide play ROUTINE --bed {}"
_VOICE = "let it speak: voiceguide play ROUTINE --voice {}"
_TEXT = "write the routine as a Markdown file, such as my-routine.md: voiceguide new my-routine"

_KINDS: tuple[tuple[str, str, str], ...] = (
    ("docx docm", "a Word document", _IMPORT),
    ("odt", "an OpenDocument text", _IMPORT),
    ("pdf", "a PDF", _IMPORT),
    ("rtf", "an RTF document", _IMPORT),
    ("html htm xhtml", "a web page", _IMPORT),
    ("doc dot wps", "an old Word document", "save it as .docx, then: voiceguide import FILE.docx"),
    ("pages", "a document of Pages", "export it as Word or PDF, then: voiceguide import FILE.docx"),
    ("ppt pptx odp key epub gdoc", "a document", _PASTE),
    ("csv tsv", "a sheet", _BATCH + _PASTE),
    ("xlsx xlsm", "a workbook", _BATCH + "copy the cells and paste them: voiceguide import -"),
    ("xls ods numbers", "a workbook", "save it as .xlsx or .csv, then: voiceguide batch FILE.xlsx"),
    ("toml", "a TOML file", "if it lists jobs: voiceguide batch {}"),
    ("mp3 wav flac ogg oga opus m4a m4b aac wma aif aiff", "a recording", _SOUND),
    ("mp4 mov mkv avi webm", "a film", _TEXT),
    ("jpg jpeg png gif heic webp tif tiff bmp svg", "a picture", _PASTE.replace("its text", "the text out of it")),
    ("onnx", "a voice", _VOICE),
    ("zip gz tar 7z rar", "an archive", "unpack it, and name the script in it"),
    ("json yaml yml xml py exe", "a file for programs", _TEXT),
)
OTHER_FILES = {f".{suffix}": OtherFile(kind, advice) for names, kind, advice in _KINDS for suffix in names.split()}
"""Suffix -> its kind of file."""


def other_file(name: str) -> OtherFile | None:
    """The kind of a file that is not a script, by the suffix of its name; None for any other name."""
    return OTHER_FILES.get(PurePath(name).suffix.lower())
