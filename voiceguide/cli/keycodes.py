"""The bytes that a terminal sends for each key."""

from __future__ import annotations

import re

MOST_BYTES = 1000
"""The longest key sequence. A longer one is unknown, and is not waited for."""

_PLAIN = {" ": "space", "\r": "enter", "\n": "enter"}
_SPECIAL = {
    "A": "up",
    "B": "down",
    "C": "right",
    "D": "left",
    "OM": "enter",  # these three are on the number pad
    "Ok": "+",
    "Om": "-",
    "57428u": "play",  # media keys, as numbered by the kitty keyboard protocol
    "57429u": "pause",
    "57430u": "play-pause",
    "57432u": "stop",
    "57435u": "next-track",
    "57436u": "previous-track",
    "57438u": "quieter",
    "57439u": "louder",
}
"""The end of an escape sequence -> the key."""
_WINDOWS = {"H": "up", "P": "down", "K": "left", "M": "right"}
"""The character after NUL or U+00E0 on a Windows console -> the key."""

_SEQUENCE = re.compile(
    rb"\x1b(?:\[\[.|\[[0-?]*[ -/]*[@-Z\\-~]|O[0-9;]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\))",
    re.DOTALL,
)
"""F1 to F5 of the Linux console; CSI; SS3; and the strings (OSC, DCS …) of a terminal's replies."""
_BEGUN = re.compile(rb"\x1b(?:\[\[|\[[0-?]*[ -/]*|O[0-9;]*|[\]PX^_].*)?", re.DOTALL)
_ARROW = re.compile(rb"\x1b[\[O][0-9;:]*([A-D])")


def first_key(typed: bytes, complete: bool) -> tuple[str, int]:
    """Return the first key and the number of its bytes; ("", 0) if more bytes may belong to it. If the input is
    `complete`, a lone Escape is the Escape key. Unknown keys are "other"."""
    if not typed:
        return "", 0
    complete = complete or len(typed) > MOST_BYTES
    return _sequence(typed, complete) if typed[0] == 0x1B else _character(typed, complete)


def windows_key(first: str, second: str | None) -> str:
    """Return the key of one character from a Windows console, or of a prefix and a second character."""
    if second is not None:
        return _WINDOWS.get(second, "other")
    return _named(first)


def _sequence(typed: bytes, complete: bool) -> tuple[str, int]:
    if found := _SEQUENCE.match(typed):
        arrow = _ARROW.fullmatch(found[0])
        end = found[0][1:] if found[0][1:2] == b"O" else found[0][2:]
        name = arrow[1] if arrow else end
        return _SPECIAL.get(name.decode("latin-1"), "other"), found.end()
    begun = _BEGUN.match(typed)
    assert begun is not None
    if begun.end() == len(typed):
        if not complete:
            return "", 0
        return "escape" if typed == b"\x1b" else "other", len(typed)
    if begun.end() > 1:  # the next byte does not belong to a sequence of this kind
        return "other", begun.end()
    if typed[1] == 0x1B:
        return "escape", 1
    _, used = _character(typed[1:], complete)
    return ("other", 1 + used) if used else ("", 0)  # with Alt


def _character(typed: bytes, complete: bool) -> tuple[str, int]:
    length = 1 if typed[0] < 0xC0 else 2 if typed[0] < 0xE0 else 3 if typed[0] < 0xF0 else 4
    if len(typed) < length and not complete and all(0x80 <= byte < 0xC0 for byte in typed[1:]):
        return "", 0
    try:
        return _named(typed[:length].decode()), length
    except UnicodeDecodeError:
        return "other", 1


def _named(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    return character if character.isprintable() else "other"
