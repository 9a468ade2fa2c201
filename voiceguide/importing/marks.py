"""Marks that a list's items begin with: glyphs and numbers, as word processors, PDFs and phones write them."""

from __future__ import annotations

import re

from voiceguide.importing.document import BULLET, NUMBER, TEXT

_GLYPH = re.compile(
    r"(?:[•‣⁃◦●○◉▪▫■□◾◽◼◻∙·⦁➢➣➤►▶▸❖◆◇➔➜→⇒✓✔✗✘☐☑☒✅❑❒👉🔹🔸\uf000-\uf0ff]|\(cid:\d{1,5}\))[ \t]*(?=\S)"
    r"|[*+][ \t]+(?=\S)|[-–—−][ \t]*(?=[^\W\d_])|[-–—−][ \t]+(?=\S)|o(?:\t|[ ]{2,}|[ ](?=[A-ZÀ-Þ]))[ \t]*"
)
_NUMBER = re.compile(r"\(?(?P<number>\d{1,2})(?:[.)](?!\d)|\ufe0f?\u20e3)[ \t]*(?=\S)|\(?[a-h]\)[ \t]+(?=\S)")
_LONGEST = 2_000
"""Characters of a paragraph whose marks are looked for: a search for their ends takes the square of its length."""
_TASK = re.compile(r"\[[ xX]?\][ \t]+")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])")
_FAINT = re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])")


def marked(line: str) -> tuple[str, str]:
    """The kind of a line and its words without the mark."""
    text = line.strip()
    if match := _GLYPH.match(text):
        rest = text[match.end() :]
        return BULLET, _TASK.sub("", rest, count=1) if _TASK.match(rest) else rest
    if match := _NUMBER.match(text):
        return NUMBER, text[match.end() :]
    return TEXT, text


def emphasis(text: str) -> tuple[str, bool]:
    """The words without the marks of bold and italic type; all of them were bold."""
    if len(text) > _LONGEST:
        return text, False
    left = _BOLD.sub("", text)
    plain = _BOLD.sub(lambda match: match[2] or match[3], text)
    return _FAINT.sub(r"\1", plain), left != text and not re.search(r"\w", left)
