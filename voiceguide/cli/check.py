"""`voiceguide check`: the findings of a script, and each step as it was understood."""

from __future__ import annotations

import json
from pathlib import Path

import click

from voiceguide.cli import candidates
from voiceguide.cli.candidates import or_file
from voiceguide.errors import Finding, RoutineNotFoundError
from voiceguide.language import load
from voiceguide.script import Reading
from voiceguide.script.file import MOST_BYTES
from voiceguide.script.library import find
from voiceguide.script.other_files import other_file
from voiceguide.script.readback import readback
from voiceguide.studio.reading import read_findings

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


@click.command()
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT…", shell_complete=or_file(candidates.routines))
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
        reading = read_findings(script)
        findings += reading.findings
        if as_diff:
            _diff(script)
        elif not as_json:
            _print(script, reading)
    if as_json:
        click.echo(json.dumps([finding.as_json() for finding in findings], indent=2, ensure_ascii=False))
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def _diff(script: str) -> None:
    from voiceguide.cli.mending import diff

    path = _path_of(script)
    for line in diff(path) if path else ():
        click.echo(line, nl=False)


def _fix(script: str, *, quiet: bool) -> None:
    from voiceguide.cli.mending import fix

    path = _path_of(script)
    for line in fix(path) if path else ():
        click.echo(line, err=quiet)


def _path_of(script: str) -> Path | None:
    """The file of a script. None if there is none, which a finding says."""
    try:
        return find(script)
    except RoutineNotFoundError:
        return None


def _source(path: Path) -> list[str]:
    """The lines of a script, to show the places of findings. Empty if it cannot be shown."""
    if other_file(path.name):
        return []
    try:
        if path.is_file() and path.stat().st_size <= MOST_BYTES:
            return path.read_text("utf-8", errors="replace").split("\n")
    except OSError:
        return []  # a finding says so
    return []


def _printable(line: str) -> str:
    """Return the line with a sign in place of each character that a terminal would obey."""
    return "".join(sign if sign.isprintable() or sign == "\t" else "·" for sign in line)


def _print(script: str, reading: Reading) -> None:
    source = _source(Path(reading.findings[0].path)) if reading.findings else []
    for finding in reading.findings:
        place = f"{finding.path}:{finding.line}:{finding.column}: "
        click.echo(place + click.style(f"{finding.severity}:", fg=_COLOURS[finding.severity]) + f" {finding.message}")
        if finding.line <= len(source) and source[finding.line - 1].strip():
            line = _printable(source[finding.line - 1].rstrip("\r")[:200])
            click.echo(f"    {line}")
            click.echo("    " + "".join("\t" if c == "\t" else " " for c in line[: finding.column - 1]) + "^")
        if finding.hint:
            click.echo(f"  hint: {finding.hint}")
    if reading.routine:
        steps = sum(len(phase.steps) for phase in reading.routine.phases)
        click.echo(f"{script}: {reading.routine.title}: {steps} {'step' if steps == 1 else 'steps'}")
        for number, sentence in readback(reading.routine, load(reading.routine.language)):
            click.echo(f"  line {number}: {sentence}")
