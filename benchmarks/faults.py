"""Faults of everything beneath the program: cached files, disks, engines, sound servers, clocks.

    python benchmarks/faults.py [--count 1000] [--minutes 30] [--seed 1] [--jobs 2] [--part NAME ...] [--only PATTERN]

- cache: every cached file is flipped, cut, emptied, swapped with another; the result must not change.
- crafted: cached files whose seal is right, and whose content is not what their name promises.
- disks: the cache, the target and TMPDIR are full (a small tmpfs, or a limit on the size of files).
- engines: the behaviours of `faulty_program.py`.
- sound: a sound server dies during a session, and comes back.
- surroundings: streams that are closed or full, odd names, a user without a home, a damaged ledger, no sound device.
- players: no sound device, and players that are absent, that hang or that lie.
- promises: who may choose code, the cache's bound, parts of others, sheets, colours, and the command line as typed.
- clocks: the clock jumps by up to a year while a command runs, and a session stands still for some seconds.

Each fault must be healed, or explained in a few lines; and nothing may be left behind.
"""

from __future__ import annotations

import random
import re
import resource
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

if __package__:
    from benchmarks.crafted import crafted_trials
    from benchmarks.faulty_program import BEHAVIOURS, SLOW
    from benchmarks.harness import Limits, Tally, arguments, finish
    from benchmarks.parallel import in_processes
    from benchmarks.players import player_trials
    from benchmarks.promises import promise_trials
    from benchmarks.surroundings import surrounding_trials
    from benchmarks.workplace import Ran, Workplace, ended, explained, small_disk
else:
    from crafted import crafted_trials  # type: ignore[import-not-found, no-redef]
    from faulty_program import BEHAVIOURS, SLOW  # type: ignore[import-not-found, no-redef]
    from harness import Limits, Tally, arguments, finish  # type: ignore[import-not-found, no-redef]
    from parallel import in_processes  # type: ignore[import-not-found, no-redef]
    from players import player_trials  # type: ignore[import-not-found, no-redef]
    from promises import promise_trials  # type: ignore[import-not-found, no-redef]
    from surroundings import surrounding_trials  # type: ignore[import-not-found, no-redef]
    from workplace import Ran, Workplace, ended, explained, small_disk  # type: ignore[import-not-found, no-redef]

SCRIPT = "# Heel\n\n- Press the heel spot for 5 seconds\n- Rub the arch for 6 seconds\n"
EXPORT = ("export", "heel.md", "-l", "shortest", "--force", "-o")
JUMPS = """
import random, sys, time
chance, real = random.Random(sys.argv[1]), time.time
time.time = lambda: real() + chance.choice([0, 0, 1, -1]) * chance.choice([1, 3600, 86400, 31_000_000])
sys.argv[1:2] = []
from voiceguide.cli import main
main(sys.argv[1:])
"""
"""A command under a clock that jumps with each look."""
Damage = Callable[[Path, random.Random], bool]
Trial = tuple[str, Callable[[], str | None]]
"""The kind of a trial, and a function that returns its fault."""


def _flip(path: Path, chance: random.Random) -> bool:
    data = bytearray(path.read_bytes())
    place = chance.randrange(len(data))
    data[place] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return True


def _cut(path: Path, chance: random.Random) -> bool:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(1, len(data))])
    return True


def _empty(path: Path, chance: random.Random) -> bool:
    path.write_bytes(b"")
    return True


def _swap(path: Path, chance: random.Random) -> bool:
    """Exchange two whole files of one kind. False where there is no other."""
    others = sorted(other for other in path.parent.glob(f"*{path.suffix}") if other != path)
    if not others:
        return False
    other = chance.choice(others)
    mine, its = path.read_bytes(), other.read_bytes()
    path.write_bytes(its)
    other.write_bytes(mine)
    return mine != its


def _folder(path: Path, chance: random.Random) -> bool:
    path.unlink()
    path.mkdir()
    return True


DAMAGES: dict[str, Damage] = {"flipped": _flip, "cut": _cut, "emptied": _empty, "swapped": _swap, "a folder": _folder}


def cache_trials(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Each cached file, damaged in each way."""
    _prepare(place)
    (place.root / "cache").mkdir(exist_ok=True)
    place.run(*EXPORT, "out/heel.mp3")
    whole = (place.root / "out" / "heel.mp3").read_bytes()
    names = sorted(path.name for path in (place.root / "cache").iterdir())
    kept = {name: (place.root / "cache" / name).read_bytes() for name in names}
    for name in names:
        for how, damage in DAMAGES.items():

            def trial(name: str = name, damage: Damage = damage) -> str | None:
                _restore(place.root / "cache", kept)
                if not damage(place.root / "cache" / name, chance):
                    return None
                found = place.run("cache", "verify").status
                (place.root / "out" / "heel.mp3").unlink(missing_ok=True)
                ran = place.run(*EXPORT, "out/heel.mp3")
                fault = explained(ran) or _left(place)
                if fault or ran.status:
                    return fault or f"is not healed: {ran.err.strip()[:100]}"
                if (place.root / "out" / "heel.mp3").read_bytes() != whole:
                    return "changes the result"
                return None if found else "is not found by `cache verify`"

            yield f"cache: {Path(name).suffix} {how}", trial


def _restore(folder: Path, kept: dict[str, bytes]) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            path.rmdir()
        elif path.name not in kept:
            path.unlink()
    for name, data in kept.items():
        (folder / name).write_bytes(data)


def disk_trials(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """A full cache, target or TMPDIR, of several sizes; and a limit on the size of files."""
    _prepare(place)
    targets = {"cache": "cache", "target": "out", "TMPDIR": "tmp", "state": "state"}
    for what, name in targets.items():
        for size in (4096, 20_000, 60_000, 200_000):
            for suffix in ("mp3", "flac", "m4a"):

                def trial(name: str = name, size: int = size, suffix: str = suffix) -> str | None:
                    _forget(place)
                    (place.root / "out" / f"full.{suffix}").unlink(missing_ok=True)
                    try:
                        with small_disk(place.root / name, size):
                            ran = place.run(*EXPORT, f"out/full.{suffix}")
                            return explained(ran) or _left(place) or _whole(place, ran, f"out/full.{suffix}")
                    except OSError as error:
                        return f"cannot be tried: {error}"

                yield f"disks: full {what}", trial
    for size in (1000, 10_000, 50_000):
        for command in ((*EXPORT, "out/limited.mp3"), ("batch", "jobs.csv", "--into", "out/limited")):

            def limited(size: int = size, command: tuple[str, ...] = command) -> str | None:
                _forget(place)
                ran = place.run(*command, before=lambda: _limit(size))
                return explained(ran, most=12) or _left(place)

            yield "disks: files limited", limited


def _limit(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _whole(place: Workplace, ran: Ran, target: str) -> str | None:
    """The fault of a target on a full disk: it is there and whole after success, and not there after a failure."""
    path = place.root / target
    if ran.status:
        return "leaves half a file" if path.exists() else None
    return None if path.exists() and path.stat().st_size > 1000 else "succeeds without a file"


def engine_trials(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Each behaviour of an engine, quick ones first."""
    _prepare(place)
    program = Path(__file__).with_name("faulty_program.py")
    for how in sorted(BEHAVIOURS, key=lambda each: each in SLOW):

        def trial(how: str = how) -> str | None:
            target = place.root / "out" / "heard.wav"
            target.unlink(missing_ok=True)
            line = f"{shlex.quote(sys.executable)} {shlex.quote(str(program))} {shlex.quote(how)} {{file}} {{text}}"
            ran = place.run("say", "hello", "--command", line, "-o", "out/heard.wav", seconds=200)
            fault = explained(ran) or _left(place)
            if fault is None and how.startswith("speaks") and how != "speaks at 1 Hz" and ran.status:
                return f"is refused: {ran.err.strip()[:120]}"
            return fault or (None if bool(ran.status) != target.exists() else "says one thing and does another")

        yield f"engines: {how}", trial


def sound_trials(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """A sound server that dies, once it plays, and comes back or not."""
    from tests.sound_server import SoundServer

    _prepare(place)
    for back in (True, False, True):

        def trial(back: bool = back) -> str | None:
            with SoundServer() as server:
                process = place.start("play", "heel.md", "--output", "miniaudio", "--plain", "--anyway")
                time.sleep(chance.uniform(3, 6))
                server.kill()
                time.sleep(chance.uniform(0.2, 2))
                if back:
                    server.restart()
                time.sleep(4)
                process.send_signal(signal.SIGINT)
                ran = ended(process, 30)
            fault = explained(ran, most=20) if ran.status != 130 else ran.traceback and "traceback"
            return fault or _left(place)

        yield f"sound: a server dies{' and comes back' if back else ''}", trial


def clock_trials(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Commands under a clock that jumps, and a session that stands still for some seconds."""
    _prepare(place)
    commands = ((*EXPORT, "out/j.mp3"), ("batch", "jobs.csv", "--into", "out/jumps"), ("cache", "verify"), ("list",))
    for number in range(3):
        for command in commands:

            def trial(command: tuple[str, ...] = command, number: int = number) -> str | None:
                ran = _jumping(place, str(number), *command)
                return explained(ran) or (f"fails: {ran.err.strip()[:120]}" if ran.status else None) or _left(place)

            yield f"clocks: jumps, {command[0]}", trial

    def stands_still() -> str | None:
        process = place.start("play", "heel.md", "--output", "none", "--plain", "--anyway", "-l", "shortest")
        time.sleep(2.5)
        process.send_signal(signal.SIGSTOP)
        time.sleep(4)
        process.send_signal(signal.SIGCONT)
        ran = ended(process, 90)
        return explained(ran, most=30) or _left(place)

    yield "clocks: a session stands still", stands_still


def _jumping(place: Workplace, seed: str, *words: str) -> Ran:
    return ended(place.launch([sys.executable, "-c", JUMPS, seed, *words]), 120)


def _prepare(place: Workplace) -> None:
    (place.root / "heel.md").write_text(SCRIPT)
    (place.root / "jobs.csv").write_text("routine,length,target\nheel.md,shortest,a.mp3\nheel.md,,b.wav\n")


def _forget(place: Workplace) -> None:
    for path in (place.root / "cache").iterdir():
        path.unlink()


def _left(place: Workplace) -> str | None:
    """The leftovers of a trial, which are removed for the next."""
    orphans = place.orphans()
    if orphans:
        place.kill_all()
        return "leaves processes"
    found = [*place.left(), *place.parts()]
    for path in (place.root / name for name in place.parts()):
        path.unlink(missing_ok=True)
    for name in place.left():
        shutil.rmtree(place.temporary / name, ignore_errors=True)
    return f"leaves {', '.join(found)[:120]}" if found else None


def surroundings(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Faults of streams, users, names and ledgers."""
    _prepare(place)
    yield from surrounding_trials(place)


def promises(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Promises about code, sheets, terminals and typing."""
    _prepare(place)
    yield from promise_trials(place)


def players(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Sessions that nobody can hear."""
    _prepare(place)
    yield from player_trials(place)


def crafted(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Cached files that somebody crafted."""
    _prepare(place)
    yield from crafted_trials(place)


PARTS = {
    "promises": promises,
    "players": players,
    "surroundings": surroundings,
    "engines": engine_trials,
    "disks": disk_trials,
    "clocks": clock_trials,
    "sound": sound_trials,
    "cache": cache_trials,
    "crafted": crafted,
}


def measured(
    parts: list[str],
    limits: Limits,
    seed: int,
    only: Callable[[str], bool] = lambda kind: True,
    job: tuple[int, int] = (0, 1),
) -> Tally:
    """The tally of these parts, each in a workplace of its own. `job`: the number of a process and the number of all:
    each takes its share of the trials."""
    tally = Tally()
    for number, part in enumerate(parts, 1):
        own = Limits(limits.count, limits.minutes * number / len(parts), limits.began)  # each has its share of the time
        with Workplace() as place:
            trials = (each for each in PARTS[part](place, random.Random(f"{seed} {part}")) if only(each[0]))
            for at, (kind, trial) in enumerate(trials):
                if at % job[1] != job[0] or not own.left(tally.total):
                    continue
                fault = trial()
                tally.tried(kind)
                if fault:
                    tally.found(f"{kind}: {fault}", "")
    return tally


def main() -> None:
    """Measure, print the table, and exit with the verdict."""
    parser = arguments(__doc__, 1000, 30)
    parser.add_argument("--part", action="append", choices=[*PARTS], help="repeatable; else all")
    parser.add_argument("--only", default="", metavar="PATTERN", help="kinds of trials, as a regular expression")
    asked = parser.parse_args()
    limits, tally = Limits(asked.count, asked.minutes), Tally()
    shares = [(asked.part or [*PARTS], limits, asked.seed, asked.only, (job, asked.jobs)) for job in range(asked.jobs)]
    for part in in_processes(_share, shares):
        tally.add(part)
    finish(tally, "faults", limits)


def _share(share: tuple[list[str], Limits, int, str, tuple[int, int]]) -> Tally:
    parts, limits, seed, only, job = share
    return measured(parts, limits, seed, lambda kind: re.search(only, kind) is not None, job)


if __name__ == "__main__":
    main()
