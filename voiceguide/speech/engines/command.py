"""A command of the user's own, such as `mimic -t {text} -o {file}`.

It is what its user has typed: on the command line, in the environment's VOICEGUIDE_COMMAND, or in `config.toml` in the
user's own configuration folder:

    [command]
    speak = "mimic -voice {voice} -t {text} -o {file}"

    [command.voices]        # only where there is a {voice}: what it may be, and the language each speaks
    anna = "de"

A script, which somebody else may have written, cannot set it. No shell reads it: it is divided into arguments first,
and only then filled in, so that no text becomes another argument; nor an option, whatever sign it begins with.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voiceguide.errors import SpeechError
from voiceguide.speech.engine import Voice
from voiceguide.speech.engines.program import run
from voiceguide.speech.printed import first_line

VARIABLE = "VOICEGUIDE_COMMAND"
SECONDS = 30
"""For a command that loads a model of its own each time. It is waited for once."""
BYTES_A_CHARACTER = 400_000
"""More than a second takes in stereo, at 48 kHz, in floats."""

_BLANK = re.compile(r"\{(text|text_file|file|voice|rate|language)\}")


class CommandEngine:
    """The command."""

    lasting_voices = False
    quick_voices = True

    @property
    def advice(self) -> str:
        """To see what it does."""
        return f"Try it in a terminal: {command_line()}"

    def why_not(self) -> str | None:
        """Why it cannot speak here."""
        line = command_line()
        if not line:
            return f"Say which command: --command 'mimic -t {{text}} -o {{file}}', or the same in {config_path()}"
        try:
            arguments = split(line)
        except ValueError as error:
            return f"The command `{line}` cannot be read ({error}): close its quotation marks."
        return _wrong(line, arguments)

    def version(self) -> str:
        """The command as it was typed, and a check sum of it and of the files it names: size and time."""
        line = command_line()
        try:
            arguments = split(line)
        except ValueError:
            arguments = []
        files = [_stamp(shutil.which(argument) or argument) for argument in arguments[:1]]
        files += [_stamp(argument) for argument in arguments[1:]]
        return f"{line} {hashlib.sha256(repr((line, files)).encode()).hexdigest()[:16]}" if line else "no command"

    def voices(self) -> Sequence[Voice]:
        """Those that the configuration names; else one that speaks every language. None where there is no command."""
        if not command_line():
            return []
        named = _configured().get("voices", {})
        voices = [Voice(str(id), str(id), (str(tag).lower(),) if tag else (), "command") for id, tag in named.items()]
        return voices or [Voice("command", "a command of your own", (), "command")]

    def patience(self, text: str, loading: bool) -> float:
        """A little more than the command itself is given, so that it is what fails."""
        return allowed_seconds(text) + 10

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        """Speak into a file."""
        line = command_line()
        text_file = path.with_suffix(".txt")
        text_file.write_text(text + "\n", encoding="utf-8")
        values = {"text": text, "text_file": str(text_file), "file": str(path)}
        values |= {"voice": voice, "rate": str(rate), "language": language}
        arguments = split(line)
        given = any(blank in argument for argument in arguments for blank in ("{text}", "{text_file}"))
        most = (20 + len(text)) * BYTES_A_CHARACTER
        filled = [fill(argument, values) for argument in arguments]
        try:
            run("the command", filled, path, allowed_seconds(text), most, None if given else text_file)
        finally:
            text_file.unlink(missing_ok=True)


def allowed_seconds(text: str) -> float:
    """How long the command may take for a text."""
    return SECONDS + len(text) / 5


def command_line() -> str:
    """The command as its user typed it; nothing where there is none. Raises SpeechError where the configuration cannot
    be read."""
    return (os.environ.get(VARIABLE) or str(_configured().get("speak", ""))).strip()


def config_path() -> Path:
    """The user's own configuration."""
    import platformdirs

    return platformdirs.user_config_path("voiceguide", appauthor=False) / "config.toml"


def split(line: str) -> list[str]:
    """The arguments of a command line. Raises ValueError where a quote is left open."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, ""
    if sys.platform == "win32":
        lexer.escape = ""  # paths have backslashes there
    return list(lexer)


def fill(argument: str, values: dict[str, str]) -> str:
    """An argument with its blanks filled in, all at once: what stands in a text is no blank. A blank before a text
    that would begin the argument with a sign, such as that of an option, is not heard."""
    filled = _BLANK.sub(lambda blank: values[blank[1]], argument).replace("\0", " ")
    own = argument.startswith(("{text}", "{voice}", "{language}"))
    return f" {filled}" if own and not filled[:1].isalnum() else filled


def _wrong(line: str, arguments: list[str]) -> str | None:
    """What is wrong with a command, in a sentence."""
    blanks = {blank for argument in arguments for blank in _BLANK.findall(argument)}
    unknown = [
        word for argument in arguments for word in re.findall(r"\{\w+\}", argument) if not _BLANK.fullmatch(word)
    ]
    if unknown:
        return f"The command `{line}` has {unknown[0]}, which is none of {{text}}, {{file}}, {{text_file}}, {{voice}}, \
{{rate}}, {{language}}."
    program = shutil.which(arguments[0])
    if program is None:
        return f"There is no program {arguments[0]!r} here. Install it, or write its whole path."
    if "file" not in blanks:
        return f"The command `{line}` has no {{file}}: write it where the name of the sound file belongs."
    if "voice" in blanks and not _configured().get("voices"):
        return f"The command `{line}` has a {{voice}}: name what it may be in {config_path()}, under [command.voices]."
    if "text" in blanks and program.lower().endswith((".bat", ".cmd")):
        return f"Windows would read {{text}} as commands in `{line}`: write {{text_file}}, the name of a file with it."
    return None


def _configured() -> dict[str, Any]:
    """The section `command` of the configuration. Raises SpeechError where that is no such file."""
    path = config_path()
    try:
        section = tomllib.loads(path.read_text(encoding="utf-8")).get("command", {})
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise SpeechError(f"{path} cannot be read ({first_line(error)})", "Mend the file, or remove it.") from error
    if not isinstance(section, dict) or not isinstance(section.get("voices", {}), dict):
        raise SpeechError(
            f"{path}: `command` is no section, or its voices are none", 'Write [command], and speak = "…" under it.'
        )
    return section


def _stamp(name: str) -> tuple[str, int, int] | None:
    """The size and time of a file, if this names one."""
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return None
    return name, found.st_size, found.st_mtime_ns
