"""Promises of SECURITY.md and of the command line, tried: who may choose code, the bound of the cache, parts of others,
sheets as people have them, terminals without colours, and the command line as people type it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from functools import partial

from voiceguide.storage.locks import lock_opened

if __package__:
    from benchmarks.trials import Trial
    from benchmarks.workplace import Ran, Workplace, ended, explained
else:
    from trials import Trial  # type: ignore[import-not-found, no-redef]
    from workplace import Ran, Workplace, ended, explained  # type: ignore[import-not-found, no-redef]

RUNS = "from pathlib import Path\nPath('code-ran').touch()\n"
"""A module that leaves a file when somebody imports it."""
CODE_IN_SHEETS = ("engine", "voice", "command")
CODES = ("seen:Engine", "command", "./seen.py", "seen")
CELLS = (
    ("note", '"First line.\nSecond line."', 0, ""),
    ("note", '"First line.\r\nSecond line."', 0, ""),
    ("client", "#N/A", 1, "#N/A"),
    ("client", "#REF!", 1, "#REF!"),
    ("length", "2026-11-28", 1, "length"),
    ("length", "15", 1, "15 minutes or 15 seconds"),
    ("side", "links", 1, "side"),
    ("client", "28.11.2026", 1, "date"),
    ("client", "TRUE", 1, "truth value"),
    ("note", "=A1", 1, "formula"),
)
"""Column, cell, status, words of the message."""
TYPED = (
    ("exprot heel.md", 2, "did you mean `voiceguide export`"),
    ("plan heel.md -l 10", 2, "10m"),
    ("plan heel.docx", 1, "import"),
    ("plan song.mp3", 1, "--bed"),
    ("plan jobs.xlsx", 1, "batch"),
    ("export heel.md -l 1m --quiet -o out/quiet.mp3", 0, ""),
    ("export heel.md -l 1m", 0, "heel-1m.mp3"),
    ("completion fish", 0, ""),
    ("plan heel.md -l 1h30", 1, "1:30:00"),
    ("publish site heel.md -l 3", 2, "3m"),
)
"""Words, status, and what is said."""
CONFIGS = (
    ("lenght = '10m'", 1, "length"),
    ("[defaults]\nlength = '1m'", 0, ""),
    ("[defaults]\nlength = 10", 1, "10m or 10s"),
    ("[defaults]\nvoice = 3", 1, "voice"),
    ("[sevrer]\nport = 1", 1, "server"),
    ("[" * 100, 1, "config.toml"),
)
"""Settings, the status of a command under them, and the words of its message."""
COLOURLESS = ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"CLICOLOR": "0"}, {"TERM": ""})
ESCAPE = "\x1b[3"
OLD_FILES, OLD_BYTES = 3, 1_000_000


def promise_trials(place: Workplace) -> Iterator[Trial]:
    """Each promise, in several forms."""
    yield from _code(place)
    yield from _folders(place)
    for column, cell, status, told in CELLS:

        def with_cell(column: str = column, cell: str = cell, status: int = status, told: str = told) -> str | None:
            (place.root / "cells.csv").write_text(f"routine,{column},target\nheel.md,{cell},cell.mp3\n")
            return _as_told(place.run("batch", "cells.csv", "--into", "out", "--force"), status, told)

        yield f"promises: a sheet's {column} of {cell[:12]!r}", with_cell
    for words, status, told in TYPED:

        def typed(words: str = words, status: int = status, told: str = told) -> str | None:
            (place.root / "heel-1m.mp3").unlink(missing_ok=True)
            (place.root / "out" / "quiet.mp3").unlink(missing_ok=True)
            ran = place.run(*words.split())
            return "is not quiet" if "--quiet" in words and ran.err else _as_told(ran, status, told)

        yield f"promises: typed `{words}`", typed
    for text, status, told in CONFIGS:
        yield f"promises: settings {text[:24]!r}", partial(_configured, place, text, status, told)
    yield "promises: a reader that leaves", partial(_left_alone, place, "check", "long.md", lines=1)
    yield "promises: a reader that was never there", partial(_left_alone, place, "plan", "heel.md", lines=0)
    yield "promises: a place that cannot be kept", partial(_unkept, place)
    for setting in COLOURLESS:

        def colourless(setting: dict[str, str] = setting) -> str | None:
            (place.root / "faulty.md").write_text('# F\n\n- Hold 30"\n- Hold for 99 hours\n')
            process = place.start_in_terminal(
                "check", "faulty.md", env=place.environment(**{"TERM": "xterm", **setting})
            )
            ended(process, 60)
            time.sleep(0.2)  # for the thread that reads the terminal
            return "prints colours" if ESCAPE in (place.root / "terminal").read_text(errors="replace") else None

        yield f"promises: {next(iter(setting))}", colourless


def _configured(place: Workplace, text: str, status: int, told: str) -> str | None:
    folder = place.root / "config" / "voiceguide"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(text)
    env = place.environment(XDG_CONFIG_HOME=str(folder.parent))
    return _as_told(place.run("plan", "heel.md", env=env), status, told)


def _unkept(place: Workplace) -> str | None:
    """The fault of a session that ends early where its place cannot be kept."""
    env = place.environment(TERM="xterm", VOICEGUIDE_STATE="/dev/null/state")
    process = place.start_in_terminal("play", "heel.md", "--output", "none", "--anyway", env=env)
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    ended(process, 30)
    time.sleep(0.2)
    told = (place.root / "terminal").read_text(errors="replace")
    return "says that a place is kept" if "place kept" in told else "Traceback" if "Traceback" in told else None


def _left_alone(place: Workplace, *words: str, lines: int) -> str | None:
    """The fault of a command whose reader leaves after some lines."""
    (place.root / "long.md").write_text("- Press for 20 seconds\n" * 2000)
    process = place.start(*words)
    assert process.stdout is not None
    for _ in range(lines):
        process.stdout.readline()
    process.stdout.close()
    told = process.stderr.read() if process.stderr else ""
    process.wait(60)
    return f"says {told[-100:]!r}" if told else None


def _as_told(ran: Ran, status: int, told: str) -> str | None:
    fault = explained(ran, most=12)
    if fault:
        return fault
    if ran.status != status:
        return f"ends with {ran.status}: {ran.err.strip()[-120:]!r}"
    return None if told in ran.out + ran.err else f"does not tell {told!r}"


def _code(place: Workplace) -> Iterator[Trial]:
    """Sheets and scripts that name code."""
    seen = place.root / "code-ran"
    env = place.environment(VOICEGUIDE_COMMAND=f"touch {seen} {{file}} {{text}}")
    del env["VOICEGUIDE_ENGINE"]

    def ran_by(*words: str) -> str | None:
        (place.root / "seen.py").write_text(RUNS)
        seen.unlink(missing_ok=True)
        ran = place.run(*words, env=env)
        return "runs code" if seen.exists() else explained(ran, most=12)

    for column in CODE_IN_SHEETS:
        for code in CODES:

            def in_sheet(column: str = column, code: str = code) -> str | None:
                (place.root / "code.csv").write_text(f"routine,{column},target\nheel.md,{code},code.mp3\n")
                return ran_by("batch", "code.csv", "--into", "out", "--force")

            yield f"promises: code in a sheet's {column}", in_sheet
    for code in CODES:

        def in_script(code: str = code) -> str | None:
            (place.root / "code.md").write_text(f"---\nvoice: {code}\n---\n- Press for 5 seconds\n")
            return ran_by("export", "code.md", "-o", "out/code.mp3", "--force")

        yield "promises: code in a script", in_script


def _folders(place: Workplace) -> Iterator[Trial]:
    """The bound of the cache, and the parts of other processes."""
    part = place.root / "out" / ".p.mp3.999999-0a1b2c3d.part"

    def bound() -> str | None:
        cache, long_ago = place.root / "cache", time.time() - 10 * 86_400
        for path in cache.iterdir():
            path.unlink()
        for number in range(OLD_FILES):
            path = cache / f"{number:064x}.frames"
            path.write_bytes(bytes(OLD_BYTES))
            os.utime(path, (long_ago, long_ago))
        place.run("export", "heel.md", "-o", "out/bound.mp3", "--force", env=place.environment(VOICEGUIDE_CACHE_MB="1"))
        left = sum(path.stat().st_mtime < long_ago + 1 for path in cache.iterdir())
        return "keeps more than its bound" if left * OLD_BYTES > 1_000_000 else None

    def of_another() -> str | None:
        with part.open("wb") as file:
            lock_opened(file)
            place.run("export", "heel.md", "-o", "out/p.mp3", "--force")
            kept = part.exists()
        part.unlink(missing_ok=True)
        return None if kept else "removes the part of another container"

    def of_nobody() -> str | None:
        part.write_bytes(b"half")
        place.run("export", "heel.md", "-o", "out/p.mp3", "--force")
        kept = part.exists()
        part.unlink(missing_ok=True)
        return "keeps a part that nobody writes" if kept else None

    yield "promises: the bound of the cache", bound
    yield "promises: a part of another container", of_another
    yield "promises: a part that is left", of_nobody
