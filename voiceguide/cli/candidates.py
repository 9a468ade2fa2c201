"""Candidates for the shell's completion: routines, lengths, voices, languages and more. An error completes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from voiceguide.duration import clocks
from voiceguide.errors import VoiceguideError
from voiceguide.script.other_files import other_file

Candidate = str | tuple[str, str]
"""A word, or a word and its explanation."""
Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

MINUTES = (5, 8, 10, 12, 15, 20, 25, 30, 40, 45, 60, 90)
_HEADING = re.compile(r"^(?:title:\s*(?P<title>.+)|#\s+(?P<heading>.+))$", re.MULTILINE)
_TITLE_WITHIN = 4000
"""Characters of a script in which its title is looked for."""


def _completed(make: Callable[[click.Context], Iterable[Candidate]]) -> Complete:
    """Turn a function that lists words into one that completes a word."""

    @wraps(make)
    def complete(context: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the candidates that begin as typed. A shell reads each as a line of UTF-8; others are left out."""
        try:
            pairs = [(found, None) if isinstance(found, str) else found for found in make(context)]
        except (VoiceguideError, OSError):
            return []
        typed = incomplete.casefold()
        sendable = [(word, told) for word, told in pairs if word.isprintable()]
        return [CompletionItem(word, help=told) for word, told in sendable if word.casefold().startswith(typed)]

    return complete


def files(context: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a file."""
    return [CompletionItem(incomplete, type="file")]


def or_file(complete: Complete) -> Complete:
    """Complete as the given function, and complete the name of a file."""

    def either(context: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the candidates of both. A shell lists no files beside candidates, so these are listed here."""
        found = complete(context, param, incomplete)
        if not found:
            return files(context, param, incomplete)
        known = {item.value for item in found}
        names = [name for name in _here(incomplete) if name not in known]
        if complete is routines:  # no recordings of theirs, which begin as they do
            names = [name for name in names if other_file(name) is None]
        return found + list(map(CompletionItem, names))

    return either


def _here(beginning: str) -> list[str]:
    """The files and folders in this folder whose names begin as typed; none where nothing is typed."""
    try:
        paths = sorted(path for path in Path().iterdir() if beginning and path.name.startswith(beginning))
        return [f"{path.name}/" if path.is_dir() else path.name for path in paths if path.name.isprintable()]
    except OSError:
        return []


def _routine(context: click.Context) -> str:
    """Return the routine that was typed, also before an option without its value; empty without one."""
    return str(context.params.get("routine") or next(iter(context.args), ""))


@_completed
def routines(context: click.Context) -> Iterable[Candidate]:
    """The names of the routines with their titles, and the scripts in this folder."""
    from voiceguide.script.library import routines as known

    for name, path in known().items():
        yield name, _title(path)
    for path in sorted(Path().glob("*.md")):
        if path.is_file():
            yield path.name, _title(path)


def _title(path: Path) -> str:
    """The title of a script; empty where it cannot be read."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            found = _HEADING.search(file.read(_TITLE_WITHIN))
    except OSError:
        return ""
    return next(filter(None, found.groups()), "").strip() if found else ""


@_completed
def lengths(context: click.Context) -> Iterable[Candidate]:
    """Whole minutes that the routine can probably have, and its ends."""
    from voiceguide.studio.one_call import lengths as lengths_of

    routine = _routine(context)
    ends = lengths_of(routine, estimate=True) if routine else None
    for minutes in MINUTES:
        if ends is None or ends.shortest <= 60 * minutes <= ends.longest:
            yield f"{minutes}m"
    shortest, _, longest = clocks(ends.shortest, ends.natural, ends.longest) if ends else ("", "", "")
    yield "shortest", f"about {shortest}" if ends else ""
    yield "longest", f"about {longest}" if ends else ""


@_completed
def things(context: click.Context) -> Iterable[Candidate]:
    """The things that the steps of the routine need."""
    from voiceguide.studio.reading import read_routine

    steps = [step for phase in read_routine(_routine(context)).phases for step in phase.steps]
    return dict.fromkeys(thing for step in steps for thing in step.needs)


@_completed
def lines(context: click.Context) -> Iterable[Candidate]:
    """The lines of the routine's steps."""
    from voiceguide.studio.reading import read_routine

    routine = read_routine(_routine(context))
    return {str(step.line): (str(step.line), step.text) for phase in routine.phases for step in phase.steps}.values()


@_completed
def voices(context: click.Context) -> Iterable[Candidate]:
    """The ids of the voices here, with their languages."""
    from voiceguide.speech import voices as listed

    for voice in listed(context.params.get("engine")):
        yield voice.id, f"{', '.join(voice.languages)}, {voice.engine}"


@_completed
def engines(context: click.Context) -> Iterable[Candidate]:
    """The names of the engines."""
    from voiceguide.speech import ENGINES

    return ENGINES


@_completed
def languages(context: click.Context) -> Iterable[Candidate]:
    """The codes of the languages."""
    from voiceguide.language import available

    return available()


@_completed
def beds(context: click.Context) -> Iterable[Candidate]:
    """The names of the beds that are made here."""
    from voiceguide.bed import GENERATED

    return GENERATED


@_completed
def outputs(context: click.Context) -> Iterable[Candidate]:
    """The names of the players."""
    from voiceguide.playback import PLAYERS

    return PLAYERS


def kinds(context: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the last of the texts that stand beside a sound file; commas separate several."""
    from voiceguide.export.beside import KINDS

    before, comma, last = incomplete.rpartition(",")
    left = [kind for kind in KINDS if kind not in before.split(",")]
    return [CompletionItem(f"{before}{comma}{kind}") for kind in left if kind.startswith(last.casefold())]
