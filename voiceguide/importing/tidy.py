"""Makes characters plain: drops invisible ones, parts ligatures, and turns every space into a blank."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f\ufff9-\ufffc]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LIGATURES = {ligature: unicodedata.normalize("NFKC", ligature) for ligature in "ﬀﬁﬂﬃﬄﬅﬆ"}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")


def plain(text: str) -> str:
    """The text without characters that can't be seen, its lines parted by `\\n`. Tabs stay."""
    text = _BREAK.sub("\n", text)
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    text = _LIGATURE.sub(lambda match: _LIGATURES[match[0]], _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """A text on one line. Tabs part labels (`Sets: 3 | Reps: 10`) or the words of a list."""
    text = re.sub(r" {2,}", " ", re.sub(r"_{3,}|\.{5,}", "…", text.strip()))
    between = " | " if text.count(":") > 1 else ", "
    text = re.sub(r" ?([,:;|]?) ?\t[\t ]*", lambda match: f"{match[1]} " if match[1] else between, text)
    return " ".join(text.split())
