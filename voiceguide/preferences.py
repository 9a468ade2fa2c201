"""The vocabulary of a session as its listener likes it: bells, countdown, time left, rests and speed of speech.

The front matter of a script, the command line, the configuration and the page read the same words with the same
functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

BellStyle = str
"""`soft`, `clear`, `none`, or a sound file: in a script one beside it, elsewhere a path."""
Speed = Literal["slower", "usual", "faster"]
LeadIn = Literal["auto", "on", "off"]
"""Near-silence before the first word and in place of silence: for Bluetooth devices, always, or never."""
TimeLeft = Literal["usual", "halfway", "none"] | int
"""The times that are said in a hold: halfway and ten seconds before its end, halfway alone, none, or each time that so
many seconds are left."""

MOST_TICKS = 10
"""The longest countdown, in seconds."""
LEAST_EVERY, MOST_EVERY = 5, 600
"""Seconds between two times that are said."""
LONGEST_REST = 600
"""Seconds."""
SPEEDS: dict[Speed, float] = {"slower": 0.85, "usual": 1.0, "faster": 1.18}
"""Speed of speech -> its ratio to the usual rate."""
BELL_STYLES = ("soft", "clear", "none")
BELL_FILE = re.compile(r"[^\x00-\x1f]{1,240}\.(wav|flac|mp3|ogg|opus|aiff?|caf|m4a|aac)", re.IGNORECASE)
"""The name of a sound file that can be a bell."""
BALANCES = {"softer": -6.0, "usual": 0.0, "louder": 6.0}
"""Word -> decibels of the voice against the bed."""
MOST_BALANCE = 12.0
"""Decibels."""
NONE = ("none", "no", "off")
Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Countdown:
    """The last seconds of a hold."""

    seconds: int
    """0 for none."""
    spoken: bool = False
    """True for numbers, False for ticks."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One entry of the vocabulary."""

    name: str
    """In the front matter and in the configuration; with two dashes, the option of a command."""
    values: str
    usual: str
    """The value where nobody chooses."""
    meaning: str


VOCABULARY = (
    Setting("bells", "soft, clear, none or a sound file", "clear", "the bells at the start and the end of a hold"),
    Setting("countdown", "none, 1 to 10, or `5 spoken`", "3", "the ticks or numbers before the end of a hold"),
    Setting("time-left", "usual, halfway, none, or seconds: 30", "usual", "the times that are said in a hold"),
    Setting("rest-between-sides", "seconds, or none", "none", "a rest between two sides"),
    Setting("rest-between-rounds", "seconds, or none", "as written", "a rest between two rounds"),
    Setting("speech", "slower, usual or faster", "usual", "the speed of the voice"),
    Setting("balance", "louder, usual, softer, or -12 to 12 decibels", "usual", "the voice against the sound under it"),
    Setting("lead-in", "auto (for Bluetooth), on or off", "auto", "near-silence that keeps a loudspeaker awake, live"),
)
"""All of it, in the order in which it is listed."""


def read_bells(text: str) -> BellStyle:
    """A style of bells. Raises ValueError."""
    if is_bell_file(text.strip()):
        return text.strip()
    if text.strip() not in BELL_STYLES:
        raise ValueError(f"`{text}` is not one of {', '.join(BELL_STYLES)}, or a sound file such as gong.wav")
    return text.strip()


def is_bell_file(bells: str | None) -> bool:
    """True if a style of bells is a sound file."""
    return bells is not None and BELL_FILE.fullmatch(bells) is not None


def read_balance(text: str) -> float:
    """The decibels of the voice against the bed: `louder`, `softer`, `usual`, `+3`. Raises ValueError."""
    if text.strip() in BALANCES:
        return BALANCES[text.strip()]
    match = re.fullmatch(r"([+-]?\d{1,2}(?:\.\d)?) ?(?:dB)?", text.strip())
    if match is None or abs(float(match[1])) > MOST_BALANCE:
        raise ValueError(f"`{text}` is not a balance: write louder, usual, softer, or -12 to 12 decibels")
    return float(match[1])


def read_speed(text: str) -> Speed:
    """A speed of speech. Raises ValueError."""
    return _one_of(text, get_args(Speed))


def read_lead_in(text: str) -> LeadIn:
    """A lead-in. Raises ValueError."""
    return _one_of(text, get_args(LeadIn))


def read_countdown(text: str) -> Countdown:
    """A countdown: `3`, `none`, `5 spoken`. Raises ValueError."""
    if text.strip() in NONE:
        return Countdown(0)
    match = re.fullmatch(r"(\d{1,2})(?:[ -](ticks|spoken))?", text.strip())
    if match is None or int(match[1]) > MOST_TICKS:
        raise ValueError(f"`{text}` is not a countdown: write 0 to {MOST_TICKS}, or `5 spoken`")
    return Countdown(int(match[1]), match[2] == "spoken")


def read_time_left(text: str) -> TimeLeft:
    """The times that are said in a hold: `halfway`, `none`, `every 30 seconds`. Raises ValueError."""
    if text.strip() in NONE:
        return "none"
    match = re.fullmatch(r"(?:every )?(\d{1,3}) ?(?:s|seconds)?", text.strip())
    if match is not None and LEAST_EVERY <= int(match[1]) <= MOST_EVERY:
        return int(match[1])
    if text.strip() == "usual":
        return "usual"
    if text.strip() == "halfway":
        return "halfway"
    bounds = f"{LEAST_EVERY} to {MOST_EVERY}"
    raise ValueError(f"`{text}` is not a time left: write usual, halfway, none, or {bounds} seconds")


def read_rest(text: str) -> int:
    """A rest in seconds: `10`, `10s`, `none`. Raises ValueError."""
    if text.strip() in NONE:
        return 0
    match = re.fullmatch(r"(\d{1,3}) ?(?:s|seconds)?", text.strip())
    if match is None or int(match[1]) > LONGEST_REST:
        raise ValueError(f"`{text}` is not a rest: write 0 to {LONGEST_REST} seconds, or none")
    return int(match[1])


def _one_of(text: str, known: tuple[Known, ...]) -> Known:
    """The known value that a text names."""
    found = next((value for value in known if value == text.strip()), None)
    if found is None:
        raise ValueError(f"`{text}` is not one of {', '.join(map(str, known))}")
    return found


READERS: dict[str, Callable[[str], Any]] = {
    "bells": read_bells,
    "countdown": read_countdown,
    "time-left": read_time_left,
    "rest-between-sides": read_rest,
    "rest-between-rounds": read_rest,
    "speech": read_speed,
    "balance": read_balance,
    "lead-in": read_lead_in,
}
"""Name of a setting -> the function that reads its value, and raises ValueError."""
