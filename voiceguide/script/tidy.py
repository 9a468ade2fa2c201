"""The remaining words of an instruction, made to read well after its dose, side and conditions are cut out."""

from __future__ import annotations

import re

CUT = "\x07"
"""The sign in the place of a cut."""

_EMPTY_BRACKET = re.compile(rf"[(\[](?:[\s,;.+&]|{CUT})*[)\]]")
_SEAM = re.compile(rf"[\s,;:.!?–—-]*{CUT}(?:[\s,;:.!?–—-]|{CUT})*")
_TRAILING = " \t,;:.!–—…-/|+&"


def tidied(text: str, joiner: re.Pattern[str]) -> str:
    """The text without its cuts: one space between words, no stray punctuation, no `and` at a cut."""
    while (fewer := _EMPTY_BRACKET.sub(lambda match: CUT if CUT in match[0] else match[0], text)) != text:
        text = fewer
    cut_first = text.lstrip(" ,;:(").startswith(CUT)
    cut_last = bool(re.search(rf"{CUT}[\s,;:.!?–—)-]*$", text))
    text = _SEAM.sub(_seam, text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" +([,;.!?)])", r"\1", text).replace("( ", "(").strip().rstrip(_TRAILING)
    text = text.lstrip(" ,;:.–—")
    while cut_last and (shorter := joiner.sub("", text).rstrip(_TRAILING)) != text:
        text = shorter
    return text[:1].upper() + text[1:] if cut_first else text


def _seam(match: re.Match[str]) -> str:
    """The sign between the words around a cut: the strongest of those removed."""
    if match.string[match.end() :][:1] in ("", ")"):
        return ""
    signs = match[0]
    goes_on = match.string[match.end() :][:1].islower()
    for strong in ".!?;":
        if strong in signs and not (goes_on and "," in signs):
            return f"{strong} "
    if ":" in signs:
        return ": "
    if "," in signs:
        return ", "
    return " – " if re.search(r"\s[–—-]\s", signs.replace(CUT, "")) else " "
