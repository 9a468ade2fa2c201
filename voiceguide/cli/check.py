"""`voiceguide check`: the findings of a script, and each step as it was understood."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import click

from voiceguide.errors import Finding, RoutineNotFoundError
from voiceguide.language import load
from voiceguide.script import Reading
from voiceguide.script import check as check_script
from voiceguide.script.file import MOST_BYTES
from voiceguide.script.library import find, shown
from voiceguide.script.readback import readback

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


@click.command()
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT…")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--diff", "as_diff", is_flag=True, help="Show the known fixes as a diff.")
@click.option("--fix", "fixing", is_flag=True, help="Apply the fixes that are sure, then check.")
def check(scripts: tuple[str, ...], as_json: bool, as_diff: bool, fixing: bool) -> int:
    """Find mistakes in scripts, and read back each step."""
    if as_diff and (as_json or fixing):
        raise click.UsageError("--diff changes nothing and prints a diff alone: leave out --json and --fix.")
    findings: list[Finding] = []
    for script in scripts:
        if fixing:
            _fix(script, quiet=as_json)
        reading, path = _read(script)
        findings += reading.findings
        if as_diff and path:
            _diff(path)
        elif not as_json:
            _print(script, reading, path)
    if as_json:
        click.echo(json.dumps([_as_json(finding) for finding in findings], indent=2, ensure_ascii=False))
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def _as_json(finding: Finding) -> dict[str, Any]:
    found = dataclasses.asdict(finding)
    if found["fix"]:
        del found["fix"]["sure"]
    return found


def _diff(path: Path) -> None:
    from voiceguide.cli.mending import diff

    for line in diff(path):
        click.echo(line, nl=False)


def _fix(script: str, *, quiet: bool) -> None:
    from voiceguide.cli.mending import fix

    try:
        path = find(script)
    except RoutineNotFoundError:
        return  # a finding says so
    for line in fix(path):
        click.echo(line, err=quiet)


def _read(script: str) -> tuple[Reading, Path | None]:
    try:
        path = find(script)
    except RoutineNotFoundError as error:
        return Reading(None, (Finding(script, 1, 1, "error", error.message, error.hint),)), None
    return check_script(path, shown(path), _listen), path


def _listen(words: str, path: Path) -> None:
    """Raise RecordingError if a recording cannot stand for these words."""
    from voiceguide.recordings.sounds import read_recording  # imports the sound libraries, which few scripts need

    read_recording(path, words)


def _source(path: Path | None) -> list[str]:
    """Return the lines of a script, or none if it cannot be shown."""
    try:
        if path and path.is_file() and path.stat().st_size <= MOST_BYTES:
            return path.read_text("utf-8", errors="replace").split("\n")
    except OSError:
        return []  # a finding says so
    return []


def _print(script: str, reading: Reading, path: Path | None) -> None:
    source = _source(path) if reading.findings else []
    for finding in reading.findings:
        place = f"{finding.path}:{finding.line}:{finding.column}: "
        click.echo(place + click.style(f"{finding.severity}:", fg=_COLOURS[finding.severity]) + f" {finding.message}")
        if finding.line <= len(source) and source[finding.line - 1].strip():
            line = source[finding.line - 1].rstrip("\r")[:200]
            click.echo(f"    {line}")
            click.echo("    " + "".join("\t" if c == "\t" else " " for c in line[: finding.column - 1]) + "^")
        if finding.hint:
            click.echo(f"  hint: {finding.hint}")
    if reading.routine:
        steps = sum(len(phase.steps) for phase in reading.routine.phases)
        click.echo(f"{script}: {reading.routine.title}: {steps} {'step' if steps == 1 else 'steps'}")
        for number, sentence in readback(reading.routine, load(reading.routine.language)):
            click.echo(f"  line {number}: {sentence}")
