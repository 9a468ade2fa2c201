"""Scripts out of the packs' own grammar, mutated, read and fitted; every invariant of their plans is checked.

    python benchmarks/fuzz.py [--count 100000] [--minutes 60] [--seed 1] [--jobs 2] [--language CODE ...]
    python benchmarks/fuzz.py --show SEED:NUMBER          # prints the script of a finding

A script is made of sentences of `wordings/`, of phrases that the patterns of a language pack describe, and of lines of
the routines that come with voiceguide. Up to six mutations follow. Reading a script has 2 s of processor, and so has
each plan. A script is counted as refused where the reader finds an error, else as planned.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import signal
import sys
import time
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from voiceguide.errors import FitError
from voiceguide.fit import fit
from voiceguide.language import available, load
from voiceguide.routine import Routine
from voiceguide.script import Reading, parse
from voiceguide.script.readback import readback
from voiceguide.units import RATE

if __package__:
    from benchmarks.harness import Limits, Tally, arguments, finish
    from benchmarks.invariants import broken
    from benchmarks.mutations import mutated
    from benchmarks.script_grammar import Writer
else:
    from harness import Limits, Tally, arguments, finish  # type: ignore[import-not-found, no-redef]
    from invariants import broken  # type: ignore[import-not-found, no-redef]
    from mutations import mutated  # type: ignore[import-not-found, no-redef]
    from script_grammar import Writer  # type: ignore[import-not-found, no-redef]

PROCESSOR_SECONDS = 2.0
MOST_BYTES = 3_000_000_000
"""The memory of a process that reads scripts."""
BATCH = 20
PLANNED = "planned"
"""The outcome of a script whose plans are right."""


class TooSlowError(BaseException):
    """The alarm: not an Exception, so that no handler swallows it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A script that breaks something."""

    kind: str
    script: str


def script_of(seed: int, number: int, languages: list[str]) -> tuple[str, str]:
    """A language and a script, the same for the same numbers."""
    chance = random.Random(f"{seed}:{number}")
    language = languages[number % len(languages)]
    writer = Writer(language, chance)
    return language, mutated(writer, writer.script())


def examined(script: str, chance: random.Random) -> str | None:
    """The kind of fault that a script shows, PLANNED, or None for one that is refused as it should be."""
    step = "reading"
    try:
        with alarm():
            reading = parse(script, "drawn.md", "drawn")
        fault = finding_fault(reading, script)
        if fault or reading.routine is None:
            return fault
        step = "reading back"
        with alarm():
            list(readback(reading.routine, load(reading.routine.language)))
        step = "planning"
        return planned(reading.routine, chance) or PLANNED
    except TooSlowError:
        return f"{step} takes over {PROCESSOR_SECONDS:g} s of processor"
    except MemoryError:
        return f"{step} takes over {MOST_BYTES // 1_000_000_000} GB"
    except Exception as error:  # noqa: BLE001 - any exception is a finding here
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = where.filename.rpartition("voiceguide/")[2]
        return f"{step}: {type(error).__name__} in {place}:{where.name}"


def finding_fault(reading: Reading, script: str) -> str | None:
    """The fault of the findings of a script."""
    lines = script.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for found in reading.findings:
        if not found.message.strip():
            return "a finding without a message"
        if not 1 <= found.line <= len(lines) + 1:
            return "a finding on a line that does not exist"
        if found.column < 1 or (found.line <= len(lines) and found.column > len(lines[found.line - 1]) + 2):
            return "a finding at a column that does not exist"
    errors = any(found.severity == "error" for found in reading.findings)
    if reading.routine is None and not errors:
        return "no routine, and no error"
    return "a routine, and an error" if reading.routine is not None and errors else None


def planned(routine: Routine, chance: random.Random) -> str | None:
    """The first broken invariant of sessions of a routine: natural, both ends, and lengths between."""
    voice = _voice(chance)
    try:
        with alarm():
            natural = fit(routine, None, voice)
    except FitError:
        return None  # longer than a day, or nothing is left to do
    for share in (None, 0.0, 1.0, chance.random()):
        length = None if share is None else natural.shortest + share * (natural.longest - natural.shortest)
        try:
            with alarm():
                plan = natural if length is None else fit(routine, round(length) / RATE, voice)
        except FitError:
            if share in (0.0, 1.0):
                return "an end cannot be reached"
            continue  # a hole between two lengths
        fault = broken(routine, plan)
        if fault:
            return fault
    return None


def _voice(chance: random.Random) -> Callable[[str], float]:
    """The length of a text in a slow, a usual or a fast voice, in one that takes longer for some shorter texts, or in a
    voice that takes long for some numbers, so that a smaller number takes more time than it saves."""
    slow = chance.choice([0.065, 0.02, 0.2])
    uneven = chance.choice([0.0, 0.0, 0.8])
    stumbles = chance.choice([0.0, 0.0, 10.0, 60.0])
    seed = chance.getrandbits(32)

    def seconds(text: str) -> float:
        drawn = zlib.crc32(text.encode(), seed)
        over_a_number = stumbles if drawn % 3 == 0 and any(char.isdigit() for char in text) else 0.0
        return 0.2 + slow * len(text) + uneven * (drawn % 100) / 100 + over_a_number

    return seconds


@contextmanager
def alarm() -> Iterator[None]:
    """Raise TooSlowError in a block that takes too much processor."""
    signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, PROCESSOR_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _ring(number: int, frame: object) -> None:
    raise TooSlowError


def shrunk(script: str, kind: str, seed: str, seconds: float = 20) -> str:
    """A smaller script with the same fault: lines, then characters, are left out."""
    end = time.monotonic() + seconds
    for divide in (lambda text: text.splitlines(keepends=True), list):
        parts = divide(script)
        size = max(1, len(parts) // 2)
        while size and time.monotonic() < end:
            at = 0
            while at < len(parts) and time.monotonic() < end:
                fewer = parts[:at] + parts[at + size :]
                if examined("".join(fewer), random.Random(seed)) == kind:
                    parts = fewer
                else:
                    at += size
            size //= 2
        script = "".join(parts)
    return script


def measured(numbers: range, seed: int, languages: list[str], *, shrink: bool = True) -> Tally:
    """The tally of these scripts."""
    tally = Tally()
    for number in numbers:
        language, script = script_of(seed, number, languages)
        chance = f"{seed}:{number} plan"
        kind = examined(script, random.Random(chance))
        tally.tried(f"{language}, {'refused' if kind is None else PLANNED}")
        if kind not in (None, PLANNED):
            small = shrunk(script, kind, chance) if shrink and kind not in tally.findings else script
            tally.found(kind, f"{seed}:{number} {language} {small[:400]!r}")
    return tally


def _work(task: tuple[range, int, list[str]]) -> Tally:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    return measured(*task)


def main() -> None:
    """Measure, print the table, and exit with the verdict."""
    parser = arguments(__doc__, 100_000, 60)
    parser.add_argument("--language", action="append", choices=available(), help="repeatable; else all")
    parser.add_argument("--show", metavar="SEED:NUMBER", help="print one script")
    asked = parser.parse_args()
    languages = asked.language or available()
    if asked.show:
        seed, number = map(int, asked.show.split(":"))
        print(script_of(seed, number, languages)[1])
        sys.exit(0)
    limits, tally = Limits(asked.count, asked.minutes), Tally()
    tasks = ((range(at, min(at + BATCH, asked.count)), asked.seed, languages) for at in range(0, asked.count, BATCH))
    with multiprocessing.get_context("spawn").Pool(asked.jobs) as pool:
        for part in pool.imap_unordered(_work, tasks):
            tally.add(part)
            if not limits.left(tally.total):
                break
    finish(tally, "scripts in", limits)


if __name__ == "__main__":
    main()
