"""Sentences with a dose, drawn at random from the wordings of a language, each with its meaning."""

from __future__ import annotations

import math
from collections.abc import Callable

if __package__:
    from benchmarks.pen import Drawn, Pen
else:
    from pen import Drawn, Pen  # type: ignore[import-not-found, no-redef]

SETTLED_REST = 10
"""Seconds between sets, where nothing else is written."""
LONG_HOLD = 10
"""Seconds from which a repeated hold is a set, with a rest behind it."""
PACE = 3
"""Seconds for a repetition, where nothing else is written."""


def plain(value: float) -> str:
    """A time without a bound."""
    return f"{value:g} s [{value * 0.5:g}-{value * 1.5:g}]"


def times(value: int, pace: float = PACE) -> str:
    """A count without a bound."""
    return f"{value} times [{math.ceil(value * 0.5)}-{math.floor(value * 1.5)}] of {pace:g} s"


def repeated(value: int, seconds: float, rest: int | None = None) -> str:
    """A time, so many times: the pace of a count where it is short, sets with a rest where it is long."""
    if seconds < LONG_HOLD and rest is None:
        return times(value, seconds)
    return f"{value} sets of ({plain(seconds)}), rest {SETTLED_REST if rest is None else rest} s"


def hold(pen: Pen) -> Drawn:
    """A time."""
    time, seconds = pen.time()
    return _around(pen, pen.one_of("hold"), plain(seconds), time=time)


def bound(pen: Pen) -> Drawn:
    """A time with a bound."""
    time, seconds = pen.time()
    kind = pen.chance.choice(["exactly", "least", "most", "about"])
    low = seconds if kind in ("exactly", "least") else seconds * 0.5
    high = seconds if kind in ("exactly", "most") else seconds * 1.5
    bounded = pen.one_of(kind).replace("{time}", time)
    return _around(pen, pen.one_of("bounded"), f"{seconds} s [{low:g}-{high:g}]", time=bounded)


def time_range(pen: Pen) -> Drawn:
    """A range of times."""
    low = pen.chance.choice([5, 10, 15, 20, 30])
    high = low + pen.chance.choice([5, 10, 15, 30])
    time = pen.one_of("ranges").replace("{a}", str(low)).replace("{b}", str(high))
    return _around(pen, pen.one_of("hold"), f"[{low}-{high}] s", time=time)


def count(pen: Pen) -> Drawn:
    """A number of times."""
    number, value = pen.number()
    return _around(pen, pen.one_of("count"), times(value), True, n=number)


def count_range(pen: Pen) -> Drawn:
    """A range of times."""
    low = pen.chance.choice([4, 5, 6, 8, 10, 12])
    high = low + pen.chance.choice([1, 2, 3, 4, 5])
    return _around(pen, pen.one_of("count-range"), f"[{low}-{high}] times of {PACE} s", a=low, b=high)


def pace(pen: Pen) -> Drawn:
    """A number of times, each so long."""
    number, value = pen.number()
    time, seconds = pen.time(8)
    return _around(pen, pen.one_of("pace"), repeated(value, seconds), n=number, time=time)


def parts(pen: Pen) -> Drawn:
    """A number of times, each so long up and so long down."""
    value, up, down = pen.chance.randint(4, 20), pen.chance.randint(2, 5), pen.chance.randint(2, 5)
    return pen.drawn(pen.one_of("parts"), [times(value, up + down)], n=value, a=up, b=down)


def breaths(pen: Pen) -> Drawn:
    """A number of breaths."""
    number, value = pen.number(2, 10)
    said = f"{value} breaths [{math.ceil(value * 0.5)}-{math.floor(value * 1.5)}]"
    return _around(pen, pen.one_of("breaths"), said, n=number)


def sets_of_holds(pen: Pen) -> Drawn:
    """Sets of a time."""
    time, seconds = pen.time()
    return _sets(pen, "sets-hold", seconds, time=time)


def sets_of_counts(pen: Pen) -> Drawn:
    """Sets of a number of times."""
    value = pen.chance.randint(4, 20)
    return _sets(pen, "sets-count", times(value), n=value)


def _sets(pen: Pen, key: str, of: str | int, **slots: object) -> Drawn:
    sets = pen.chance.randint(2, 6)
    wording, seconds, written = pen.one_of(key), SETTLED_REST, False
    if pen.chance.random() < 0.4:
        rest, seconds = pen.time(60)
        written = True
        wording += pen.one_of("rest-between").replace("{rest}", rest)
    means = f"{sets} sets of ({of}), rest {seconds} s"
    if isinstance(of, int):
        means = repeated(sets, of, seconds if written else None)
    return _around(pen, wording, means, k=sets, **slots)


def labels(pen: Pen) -> Drawn:
    """The labels of a printed sheet."""
    sets, value = pen.chance.randint(2, 5), pen.chance.randint(5, 20)
    (time, seconds), (rest, between) = pen.time(10), pen.time(60)
    means = f"{sets} sets of ({times(value, seconds)}), rest {between} s"
    return pen.drawn(pen.one_of("labels"), [means], k=sets, n=value, time=time, rest=rest)


def rest(pen: Pen) -> Drawn:
    """A rest."""
    time, seconds = pen.time()
    return pen.drawn(pen.one_of("rests"), [f"rest {seconds} s [{seconds * 0.5:g}-{seconds:g}]"], time=time)


def ready(pen: Pen) -> Drawn:
    """A wait with an estimate."""
    time, seconds = pen.time(60)
    return pen.drawn(pen.one_of("ready"), [f"about {seconds} s"], time=time)


def limit(pen: Pen) -> Drawn:
    """As many as one can in a time."""
    time, seconds = pen.time(60)
    return pen.drawn(pen.one_of("until"), [plain(seconds)], time=time)


def intervals(pen: Pen) -> Drawn:
    """A time on and a time off, in rounds."""
    (on, work), (off, between), rounds = pen.time(60), pen.time(60), pen.chance.randint(3, 10)
    means = f"{rounds} sets of ({plain(work)}), rest {between} s"
    return pen.drawn(pen.one_of("intervals"), [means], time=on, rest=off, k=rounds)


def in_turn(pen: Pen) -> Drawn:
    """Two activities in turn."""
    (first, one), (second, two), rounds = pen.time(least=20), pen.time(least=20), pen.chance.randint(3, 10)
    means = f"{rounds} rounds of {one} s, {two} s"
    return pen.drawn(pen.one_of("turns"), [means], time=first, rest=second, k=rounds)


def pattern(pen: Pen) -> Drawn:
    """A breath pattern, part by part."""
    a, b, c = pen.chance.randint(3, 5), pen.chance.randint(2, 6), pen.chance.randint(4, 8)
    rounds = pen.chance.randint(3, 10)
    return pen.drawn(pen.one_of("pattern"), [f"{rounds} cycles of in {a}, hold {b}, out {c}"], a=a, b=b, c=c, k=rounds)


def box(pen: Pen) -> Drawn:
    """A breath pattern in numbers."""
    side, rounds = pen.chance.choice([3, 4, 5]), pen.chance.choice([3, 6, 9])
    means = f"{rounds} cycles of in {side}, hold {side}, out {side}, hold {side}"
    return pen.drawn(pen.one_of("box"), [means], a=side, k=rounds)


def circuit(pen: Pen) -> Drawn:
    """A list, repeated."""
    (time, seconds), rounds = pen.time(), pen.chance.randint(2, 6)
    means = [plain(seconds), plain(seconds), f"{rounds} rounds"]
    return pen.drawn(pen.one_of("circuit"), means, time=time, k=rounds)


def ladder(pen: Pen) -> Drawn:
    """Sets of changing size."""
    step, size = pen.chance.choice([2, 3, 5]), pen.chance.randint(3, 5)
    numbers = [step * (size - place) for place in range(size)]
    written = "-".join(map(str, numbers))
    means = f"series of {', '.join(map(str, numbers))} times"
    return pen.drawn(pen.one_of("ladder"), [means], ladder=written)


def several(pen: Pen) -> Drawn:
    """An exercise over several lines."""
    (time, seconds), sets = pen.time(60), pen.chance.randint(2, 6)
    means = f"{repeated(sets, seconds)}, left first (arm)"
    return pen.drawn(pen.one_of("several"), [means], time=time, k=sets)


def front(pen: Pen) -> Drawn:
    """A count before its words."""
    value = pen.chance.randint(4, 30)
    return pen.drawn(pen.one_of("front"), [times(value)], n=value)


def front_time(pen: Pen) -> Drawn:
    """A time before its words."""
    value = pen.chance.choice([20, 30, 40, 45, 90])
    return pen.drawn(pen.one_of("front-time"), [plain(value)], n=value)


def pause(pen: Pen) -> Drawn:
    """A quiet pause between two sentences."""
    seconds = pen.chance.choice([5, 10, 15, 20, 30])
    return pen.drawn(pen.one_of("pause"), ["-", f"quiet {seconds} s [{seconds * 0.5:g}-{seconds}]", "-"], n=seconds)


def in_place(pen: Pen) -> Drawn:
    """A time amid its sentence."""
    seconds = pen.chance.choice([4, 5, 6, 8, 10, 15, 20, 30])
    means = plain(seconds)
    if pen.chance.random() < 0.5:
        return pen.drawn(pen.one_of("in-place"), [means], n=seconds)
    value = pen.chance.randint(3, 15)
    return pen.drawn(pen.one_of("in-place") + pen.one_of("repeat"), [repeated(value, seconds)], n=seconds, k=value)


def _around(pen: Pen, wording: str, means: str, counted: bool = False, **slots: object) -> Drawn:
    """A dose with sides, directions, or how often a day, now and then."""
    pick = pen.chance.random()
    if pick < 0.35:
        noun = pen.chance.choice(sorted(pen.words["sides"]))
        behind = str(pen.chance.choice(pen.words["sides"][noun]))
        # A comma divides `Heb die Fersen 10 Mal an` from `pro Seite`.
        wording += f",{behind}" if wording.endswith("{tail}") and behind.startswith(" ") else behind
        means += f", left first ({noun})"
    elif pick < 0.45:
        wording += pen.one_of("ways")
        means += ", both ways"
    elif pick < 0.55 and counted:
        wording += pen.one_of("alternating")
        means += ", in turn"
    if pen.chance.random() < 0.15:
        wording += pen.one_of("often")
    return pen.drawn(wording, [means], **slots)


KINDS: dict[str, Callable[[Pen], Drawn]] = {
    kind.__name__: kind
    for kind in (
        hold, bound, time_range, count, count_range, pace, parts, breaths, sets_of_holds, sets_of_counts, labels, rest,
        ready, limit, intervals, in_turn, pattern, box, circuit, ladder, several, front, front_time, pause, in_place,
    )
}  # fmt: skip
"""Each kind of dose."""
