"""Faults of a command's surroundings: its streams, its user, the names of files, and the ledger of a batch."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

if __package__:
    from benchmarks.trials import Trial
    from benchmarks.workplace import Ran, Workplace, ended, explained
else:
    from trials import Trial  # type: ignore[import-not-found, no-redef]
    from workplace import Ran, Workplace, ended, explained  # type: ignore[import-not-found, no-redef]

UNKNOWN = """
import pwd, sys
def nobody(number):
    raise KeyError(number)
pwd.getpwuid = nobody
from voiceguide.cli import main
main(sys.argv[1:])
"""
Words = tuple[str, ...]
COMMANDS: tuple[Words, ...] = (
    ("plan", "heel.md"),
    ("plan", "heel.md", "--json"),
    ("list",),
    ("check", "heel.md"),
    ("export", "heel.md", "-l", "shortest", "--force", "-o", "out/s.mp3"),
    ("batch", "jobs.csv", "--into", "out/streams", "--force"),
    ("cache", "info"),
    ("completion", "bash"),
    ("play", "heel.md", "-l", "shortest", "--talk", "bells", "--output", "none", "--anyway"),
)
LEDGERS = (
    b"",
    b"[" * 100_000,
    b"null",
    b"{}",
    b"[]",
    b'{"recordings": 3}',
    b'{"a": [1e999]}',
    b"\xff\xfe\x00",
    b'"' * 999,
)
NAMES = (
    b"b\xff.md",
    b"-x.md",
    "é\u0301.md".encode(),
    b"a b'\".md",
    b"new\nline.md",
    b"\x1b[2J.md",
    b"x" * 240 + b".md",
)
TARGETS = ("b\udcff.mp3", "b\udcff.flac", "b\udcff.wav", "b\udcff.ogg", "b\udcff.m4a")


def _closed(number: int) -> Callable[[], None]:
    return lambda: os.close(number)


def _full(number: int) -> Callable[[], None]:
    return lambda: os.dup2(os.open("/dev/full", os.O_WRONLY), number) and None


STREAMS: dict[str, Callable[[], None]] = {
    "closed input": _closed(0),
    "closed output": _closed(1),
    "closed error": _closed(2),
    "full output": _full(1),
    "full error": _full(2),
    "all closed": lambda: os.closerange(0, 3),
}


def surrounding_trials(place: Workplace) -> Iterator[Trial]:
    """Each command with each stream closed or full; odd users, names and ledgers."""
    for how in STREAMS:
        for command in COMMANDS:
            yield f"surroundings: {how}, {command[0]}", partial(_stream_fault, place, command, how)
    for data in LEDGERS:
        yield "surroundings: a damaged ledger", partial(_ledger_fault, place, data)
    for odd in NAMES:
        yield "surroundings: an odd name", partial(_name_fault, place, odd)
    for target in TARGETS:
        yield "surroundings: a target of an odd name", partial(_target_fault, place, target)
    yield "surroundings: a user without a home", partial(_homeless_fault, place)
    yield "surroundings: a user that the system does not know", partial(_unknown_user_fault, place)
    yield "surroundings: no sound device", partial(_deviceless_fault, place)


def _stream_fault(place: Workplace, words: Words, how: str) -> str | None:
    """The fault of a command with a stream that is closed or full."""
    target = place.root / "out" / "s.mp3"
    target.unlink(missing_ok=True)
    ran = place.run(*words, before=STREAMS[how])
    if words[0] == "export" and how in ("closed error", "full error") and not target.exists():
        return f"fails an export: {ran.out[-100:]!r}"
    fault = _quiet_fault(ran)
    return f"ends with {ran.status}" if fault is None and ran.status and how != "full output" else fault


def _ledger_fault(place: Workplace, data: bytes) -> str | None:
    """The fault of a batch over a ledger of these bytes."""
    folder = place.root / "out" / "ledger"
    folder.mkdir(exist_ok=True)
    (folder / ".voiceguide-batch.json").write_bytes(data)
    return explained(place.run("batch", "jobs.csv", "--into", "out/ledger", "--force"), most=12)


def _name_fault(place: Workplace, odd: bytes) -> str | None:
    """The first fault of three commands with a script of this name."""
    folder = place.root / "scripts"
    folder.mkdir(exist_ok=True)
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + odd))
    path.write_text("- Press the heel spot for 5 seconds\n")
    try:
        runs = [
            place.run("list"),
            place.run("plan", path),
            place.run("export", path, "-l", "shortest", "--force"),
        ]
    finally:
        path.unlink()
    return next(filter(None, (explained(ran, most=8) for ran in runs)), None)


def _target_fault(place: Workplace, target: str) -> str | None:
    """The fault of an export to a file of this name."""
    folder = place.root / "out" / os.fsdecode(b"d\xff")
    folder.mkdir(exist_ok=True)
    ran = place.run("export", "heel.md", "-l", "shortest", "--force", "-o", folder / target)
    return explained(ran) or (f"fails: {ran.err[-120:]!r}" if ran.status else None)


def _homeless_fault(place: Workplace) -> str | None:
    """The fault of a command of a user without a home."""
    env = place.environment()
    for name in ("HOME", "VOICEGUIDE_CACHE", "VOICEGUIDE_STATE", "XDG_CACHE_HOME"):
        env.pop(name, None)
    try:
        ran = place.run("plan", "heel.md", env=env, before=_nobody)
    except PermissionError:  # nobody else may run this Python: at least take the home away
        ran = place.run("plan", "heel.md", env={**env, "HOME": "/dev/null/home"})
    return explained(ran, most=8)


def _deviceless_fault(place: Workplace) -> str | None:
    """The fault of `play` without a sound device."""
    env = place.environment(PULSE_SERVER="unix:/nonexistent", XDG_RUNTIME_DIR="/nonexistent")
    return explained(place.run("play", "heel.md", "-l", "shortest", "--anyway", env=env, seconds=60), most=10)


def _unknown_user_fault(place: Workplace) -> str | None:
    """The fault of a command of a user without an entry in the system's list, and without HOME."""
    env = place.environment()
    for name in ("HOME", "VOICEGUIDE_CACHE", "VOICEGUIDE_STATE", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        env.pop(name, None)
    process = place.launch([sys.executable, "-c", UNKNOWN, "plan", "heel.md"], env)
    ran = ended(process, 60)
    shutil.rmtree(place.temporary / f"voiceguide-{os.getuid()}", ignore_errors=True)  # their own folders
    return explained(ran, most=8) or (f"fails: {ran.err[-120:]!r}" if ran.status else None)


def _nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(12345)
        os.setuid(12345)


def _quiet_fault(ran: Ran) -> str | None:
    """The fault of a command that may have nowhere to print."""
    if ran.status == -100:
        return "does not end"
    if ran.traceback:
        return f"traceback: {ran.traceback[:120]}"
    return None if ran.status in (0, 1, 2, 130) else f"status {ran.status}"
