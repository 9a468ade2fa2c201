"""The full-screen picture of a session status, for a screen of any size."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from rich.cells import cell_len, set_cell_size

from voiceguide.cli.digits import HEIGHT, PAUSED, WAITING, big_text, dot_size, width
from voiceguide.cli.harmless import harmless
from voiceguide.cli.states import STATE_MESSAGES
from voiceguide.cli.wrap import shortened, wrapped
from voiceguide.duration import clock
from voiceguide.live.status import Bar, Status

HELP = (
    "space pause, twice: again, three times: next  ←→ step  r again  w where  l longer  s shorter  +- volume  q leave",
    "space pause  ←→ step  r again  w where  l long  s short  +- volume  q leave",
    "space pause  ←→ step  w where  q leave",
    "space pause  q leave",
    "space pause",
)
HELP_ANY_KEY = (
    "any key pause, twice: again, three times: next  Ctrl-C leave",
    "any key pause  Ctrl-C leave",
    "any key pause",
)
"""The list of keys, longest first. The first that fits is shown."""

PLAIN, BOLD, QUIET, ON, STILL = "", "1", "2", "36", "33"
"""SGR styles. One colour means playing, the other paused or waiting."""

_IMPORTANCE = ("step", "countdown", "message", "side", "session", "hold", "coming", "header", "help")
"""The parts of the picture, most important first. The last are left out on a small screen."""
_ORDER = ("header", "step", "side", "countdown", "hold", "message", "coming", "session", "help")
"""The parts from top to bottom."""
_SPACED = ("hold", "message", "countdown", "help", "step")
"""The parts that get an empty line above them if there is room, in this order."""
_ROOMY_LINES = 20
"""From this number of lines on, each part keeps its position."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the picture."""

    text: str
    style: str = PLAIN


def picture(status: Status, columns: int, lines: int, colour: bool, any_key: bool = False) -> list[str]:
    """Return the lines for a screen of this size, cut to its width. With `colour` they are styled."""
    margin = 2 if columns >= 60 else 1 if columns >= 30 else 0
    within = max(columns - 2 * margin, 1)
    parts = _chosen(_parts(status, within, lines, any_key), lines)
    room = lines - sum(len(rows) for rows in parts.values())
    # The countdown may grow to twice its least height before other parts get empty lines.
    high = len(parts["countdown"]) + room
    parts["countdown"] = _countdown(status, within, max(min(high, 2 * HEIGHT), high - len(_SPACED)))
    room = lines - sum(len(rows) for rows in parts.values())
    spaced = set([name for name in _SPACED if parts[name]][: max(room, 0)])
    spare = room - len(spaced)
    page: list[Row] = []
    for name in _ORDER:
        page += [Row("")] * ((name in spaced) + spare * (name == "countdown")) + parts[name]
    return [_line(row, margin, columns, colour) for row in page[:lines]]


def _line(row: Row, margin: int, columns: int, colour: bool) -> str:
    text = f"{'':{margin}}{row.text}" if row.text else ""
    text = set_cell_size(text, columns) if cell_len(text) > columns else text
    return f"\x1b[{row.style}m{text}\x1b[0m" if colour and row.style and text else text


def _chosen(parts: dict[str, list[Row]], lines: int) -> dict[str, list[Row]]:
    """Choose the parts for which there is room."""
    chosen, room = {}, lines
    for name in _IMPORTANCE:
        chosen[name] = parts[name][:room]
        room -= len(chosen[name])
    return chosen


def _parts(status: Status, columns: int, lines: int, any_key: bool) -> dict[str, list[Row]]:
    """Return every part, by name."""
    roomy = lines >= _ROOMY_LINES
    accent = ON if status.state == "playing" else STILL
    said = status.message or STATE_MESSAGES.get(status.state, "")
    message = [Row(text, accent) for text in _wrapped(said, columns, 2 if roomy else 1)] or [Row("")] * roomy
    ahead = max(3 - len(message), 1) if roomy else 1
    coming = [Row(text) for text in _wrapped(f"Next: {status.coming}" if status.coming else "", columns, ahead)]
    help_line = next((text for text in (HELP_ANY_KEY if any_key else HELP) if cell_len(text) <= columns), None)
    return {
        "header": [Row(_header(status, columns), QUIET)],
        "step": [Row(text, BOLD) for text in _wrapped(_now(status), columns, max(lines // 4, 1))],
        "side": [Row(text, BOLD) for text in _wrapped(status.side or "", columns, 1)],
        "countdown": _countdown(status, columns, HEIGHT if lines > HEIGHT else 1),
        "hold": [Row(_bar(status.hold, status.session, columns, "█", "░"), accent)]
        if status.hold
        else [Row("")] * roomy,
        "message": message,
        "coming": coming + [Row("")] * (ahead - len(coming)) * roomy,
        "session": [Row(_bar(status.session, status.session, columns, "━", "─"))],
        "help": [Row(help_line, QUIET)] if help_line else [],
    }


def _wrapped(text: str, columns: int, lines: int) -> list[str]:
    text = harmless(text)
    return wrapped(text, columns, lines) if text else []


def _now(status: Status) -> str:
    """Return the current step, or else the phase or the title."""
    return status.step or status.phase or status.title


def _header(status: Status, columns: int) -> str:
    """Return the title, the phase and the number of the step."""
    number = f"{status.number} of {status.total}" if status.number else ""
    around = [harmless(text) for text in (status.title, status.phase) if text and text != _now(status)]
    room = max(columns - cell_len(number) - 2 * bool(number), 0)
    text = ": ".join(around)
    if cell_len(text) > room:
        text = shortened(around[-1], room)
    return (text + " " * (columns - cell_len(text) - cell_len(number)) + number).rstrip()


def _countdown(status: Status, columns: int, lines: int) -> list[Row]:
    """Return the seconds left in big digits, with a symbol if the session stands still."""
    sign = {"paused": PAUSED, "waiting": WAITING}.get(status.state, "")
    time = _left(status.hold) if status.hold else ""
    for text in (f"{time} {sign}".strip(), sign, time):
        size = dot_size(time or sign, columns, lines) if text else None
        if size and width(text, size[0]) > columns:
            size = dot_size(text, columns, lines)
        if size:
            return [Row(line, STILL if sign else ON) for line in big_text(text, *size)]
    return [Row(time, BOLD)] if time else []


def _left(hold: Bar) -> str:
    """Return the time left. Holds under a minute show seconds alone, so that they can be bigger."""
    seconds = _whole(hold.left)
    return str(seconds) if hold.length < 60 else clock(seconds)


def _bar(bar: Bar, widest: Bar, columns: int, done: str, to_do: str) -> str:
    """Return a bar and its times. Its length leaves room for the times of the `widest` bar."""
    label, room = "", columns
    for form in ("{} left of {}", "{} of {}", "{}"):
        longest = len(form.format(*[clock(_whole(widest.length))] * 2))
        if columns - longest - 2 >= max(longest, 6):
            label, room = form.format(clock(_whole(bar.left)), clock(_whole(bar.length))), columns - longest - 2
            break
    share = 1 - bar.left / bar.length if bar.length > 0 else 1.0
    full = int(min(max(share, 0), 1) * room)
    return f"{done * full}{to_do * (room - full)}  {label}".rstrip()


def _whole(seconds: float) -> int:
    """Round up to whole seconds. Ignores the milliseconds that rounding errors leave."""
    return max(ceil(seconds - 0.001), 0)
