"""The terminal picture of a session, for a screen of any size."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from rich.cells import cell_len, set_cell_size

from voiceguide.cli.digits import HEIGHT, PAUSED, WAITING, big, dot_size, width
from voiceguide.cli.harmless import harmless
from voiceguide.cli.states import STATES
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
"""Lines of help, from the longest to the shortest."""

PLAIN, BOLD, QUIET, ON, STILL = "", "1", "2", "36", "33"
"""Terminal styles. One colour means running, the other means paused."""

_IMPORTANCE = ("step", "countdown", "message", "side", "session", "hold", "coming", "header", "help")
"""Parts by importance. The last ones go first on a small screen."""
_ORDER = ("header", "step", "side", "countdown", "hold", "message", "coming", "session", "help")
"""Parts from top to bottom."""
_AIR = ("hold", "message", "countdown", "help", "step")
"""Parts that get an empty line above, in the order they get one."""
_ROOMY = 20
"""From this height on, parts that appear and disappear keep their place."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the picture."""

    text: str
    style: str = PLAIN


def picture(status: Status, columns: int, lines: int, colour: bool, any_key: bool = False) -> list[str]:
    """Return at most `lines` lines of at most `columns` columns, with styles if `colour` is set."""
    margin = 2 if columns >= 60 else 1 if columns >= 30 else 0
    within = max(columns - 2 * margin, 1)
    parts = _chosen(_parts(status, within, lines, any_key), lines)
    room = lines - sum(len(rows) for rows in parts.values())
    # Digits of twice the least height go before empty lines; larger ones do not.
    high = len(parts["countdown"]) + room
    parts["countdown"] = _countdown(status, within, max(min(high, 2 * HEIGHT), high - len(_AIR)))
    room = lines - sum(len(rows) for rows in parts.values())
    air = set([name for name in _AIR if parts[name]][: max(room, 0)])
    spare = room - len(air)
    page: list[Row] = []
    for name in _ORDER:
        page += [Row("")] * ((name in air) + spare * (name == "countdown")) + parts[name]
    return [_line(row, margin, columns, colour) for row in page[:lines]]


def _line(row: Row, margin: int, columns: int, colour: bool) -> str:
    text = f"{'':{margin}}{row.text}" if row.text else ""
    text = set_cell_size(text, columns) if cell_len(text) > columns else text
    return f"\x1b[{row.style}m{text}\x1b[0m" if colour and row.style and text else text


def _chosen(parts: dict[str, list[Row]], lines: int) -> dict[str, list[Row]]:
    """Return the parts that fit."""
    chosen, room = {}, lines
    for name in _IMPORTANCE:
        chosen[name] = parts[name][:room]
        room -= len(chosen[name])
    return chosen


def _parts(status: Status, columns: int, lines: int, any_key: bool) -> dict[str, list[Row]]:
    """Return all parts by name."""
    roomy = lines >= _ROOMY
    accent = ON if status.state == "playing" else STILL
    said = status.message or STATES.get(status.state, "")
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
    """Return the step, or the announcement before it."""
    return status.step or status.phase or status.title


def _header(status: Status, columns: int) -> str:
    """Return the header: routine, phase and step number."""
    number = f"{status.number} of {status.total}" if status.number else ""
    around = [harmless(text) for text in (status.title, status.phase) if text and text != _now(status)]
    room = max(columns - cell_len(number) - 2 * bool(number), 0)
    text = ": ".join(around)
    if cell_len(text) > room:
        text = shortened(around[-1], room)
    return (text + " " * (columns - cell_len(text) - cell_len(number)) + number).rstrip()


def _countdown(status: Status, columns: int, lines: int) -> list[Row]:
    """Return the seconds left in the largest digits that fit, with a sign for a pause."""
    sign = {"paused": PAUSED, "waiting": WAITING}.get(status.state, "")
    time = _left(status.hold) if status.hold else ""
    for text in (f"{time} {sign}".strip(), sign, time):
        size = dot_size(time or sign, columns, lines) if text else None
        if size and width(text, size[0]) > columns:
            size = dot_size(text, columns, lines)
        if size:
            return [Row(line, STILL if sign else ON) for line in big(text, *size)]
    return [Row(time, BOLD)] if time else []


def _left(hold: Bar) -> str:
    """Return the time left. A hold under a minute shows seconds only, in larger digits."""
    seconds = _whole(hold.left)
    return str(seconds) if hold.length < 60 else clock(seconds)


def _bar(bar: Bar, widest: Bar, columns: int, done: str, to_do: str) -> str:
    """Return a bar and its times. Bars are equally long: the `widest` times set their length."""
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
    """Round seconds up, but ignore rounding errors of sums."""
    return max(ceil(seconds - 0.001), 0)
