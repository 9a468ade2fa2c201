"""An engine that runs the user's own command, such as `mimic -t {text} -o {file}`.

The command comes from the command line, from VOICEGUIDE_COMMAND, or from `config.toml` in the user's configuration
folder:

    [command]
    speak = "mimic -voice {voice} -t {text} -o {file}"

    [command.voices]        # only with {voice}: its possible values, and the language of each
    anna = "de"

A script cannot set it, because somebody else may have written the script. The command runs without a shell. It is split
into arguments before the placeholders are filled in, so a text cannot become another argument or an option.
"""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voiceguide.errors import SettingsError, SpeechError
from voiceguide.speech.engine import Voice
from voiceguide.speech.engines.program import run_program
from voiceguide.storage.environment import variable
from voiceguide.storage.settings import config_path, section

VARIABLE = "VOICEGUIDE_COMMAND"
SECONDS = 30
"""The time limit, enough for a command that loads a model each time. Only one attempt is made."""
BYTES_A_CHARACTER = 400_000
"""More than a second of 32-bit stereo at 48 kHz."""

_BLANK = re.compile(r"\{(text|text_file|file|voice|rate|language)\}")


class CommandEngine:
    """An engine for the user's command."""

    lasting_voices = False
    quick_voices = True

    @property
    def paced(self) -> bool:
        """True if the command is told a rate."""
        return "{rate}" in command_line()

    @property
    def advice(self) -> str:
        """A suggestion to try the command by itself."""
        return f"Try it in a terminal: {command_line()}"

    def why_not(self) -> str | None:
        """The fault of the command, or None."""
        line = command_line()
        if not line:
            return f"Give a command: --command 'mimic -t {{text}} -o {{file}}', or the same in {config_path()}"
        try:
            arguments = split_command(line)
        except ValueError as error:
            return f"The command `{line}` cannot be read ({error}): close its quotation marks."
        return _wrong(line, arguments)

    def version(self) -> str:
        """The command as typed, and a checksum of it and of the size and time of the files it names."""
        line = command_line()
        try:
            arguments = split_command(line)
        except ValueError:
            arguments = []
        files = [_stamp(shutil.which(argument) or argument) for argument in arguments[:1]]
        files += [_stamp(argument) for argument in arguments[1:]]
        paced = "paced " if self.paced else ""
        return (
            f"{paced}{line} {hashlib.sha256(repr((line, files)).encode()).hexdigest()[:16]}" if line else "no command"
        )

    def voices(self) -> Sequence[Voice]:
        """The configured voices, else one voice for all languages. Empty without a command."""
        if not command_line():
            return []
        named = configured().get("voices", {})
        voices = [Voice(str(id), str(id), (str(tag).lower(),) if tag else (), "command") for id, tag in named.items()]
        return voices or [Voice("command", "a command of your own", (), "command")]

    def patience(self, text: str, loading: bool) -> float:
        """The command's own time limit and a margin, so that the command is reported, not the worker."""
        return time_limit(text) + 10

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        """Run the command."""
        line = command_line()
        text_file = path.with_suffix(".txt")
        text_file.write_text(text + "\n", encoding="utf-8")
        values = {"text": text, "text_file": str(text_file), "file": str(path)}
        values |= {"voice": voice, "rate": str(rate), "language": language}
        arguments = split_command(line)
        given = any(blank in argument for argument in arguments for blank in ("{text}", "{text_file}"))
        most = (20 + len(text)) * BYTES_A_CHARACTER
        filled = [fill_placeholders(argument, values) for argument in arguments]
        try:
            run_program("the command", filled, path, time_limit(text), most, None if given else text_file)
        finally:
            text_file.unlink(missing_ok=True)


def time_limit(text: str) -> float:
    """The command's time limit for a text."""
    return SECONDS + len(text) / 5


def command_line() -> str:
    """The command as typed, or an empty text. Raises SpeechError if the configuration cannot be read."""
    return variable(VARIABLE) or _configured_line()


def _configured_line() -> str:
    line = configured().get("speak", "")
    if not isinstance(line, str):
        hint = 'Write it in quotes: speak = "mimic -t {text} -o {file}"'
        raise SpeechError(f"{config_path()}: command.speak is not a text", hint)
    return line.strip()


def split_command(line: str) -> list[str]:
    """The arguments of a command line. Raises ValueError for an unclosed quote."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, ""
    if sys.platform == "win32":
        lexer.escape = ""  # Windows paths contain backslashes
    return list(lexer)


def fill_placeholders(argument: str, values: dict[str, str]) -> str:
    """An argument with its placeholders filled in, in one pass, so that placeholders in a text stay text. A text that
    would begin the argument with a sign gets a leading space, so that it cannot be an option."""
    filled = _BLANK.sub(lambda blank: values[blank[1]], argument).replace("\0", " ")
    own = argument.startswith(("{text}", "{voice}", "{language}"))
    return f" {filled}" if own and not filled[:1].isalnum() else filled


def _wrong(line: str, arguments: list[str]) -> str | None:
    """The fault of a command, as a sentence, or None."""
    blanks = {blank for argument in arguments for blank in _BLANK.findall(argument)}
    unknown = [
        word for argument in arguments for word in re.findall(r"\{\w+\}", argument) if not _BLANK.fullmatch(word)
    ]
    if unknown:
        return (
            f"The command `{line}` has {unknown[0]}, which is not one of {{text}}, {{file}}, {{text_file}}, {{voice}}, \
{{rate}}, {{language}}."
        )
    program = shutil.which(arguments[0])
    if program is None:
        return f"There is no program {arguments[0]!r} here. Install it, or write its full path."
    if "file" not in blanks:
        return f"The command `{line}` has no {{file}}: put it in place of the sound file's name."
    if "voice" in blanks and not configured().get("voices"):
        return f"The command `{line}` has a {{voice}}: list its values in {config_path()}, under [command.voices]."
    if "text" in blanks and program.lower().endswith((".bat", ".cmd")):
        return f"Windows would read {{text}} as commands in `{line}`: use {{text_file}} instead."
    return None


def configured(name: str = "command") -> dict[str, Any]:
    """A section of the user's settings. Raises SpeechError if they are invalid."""
    try:
        found = section(name)
    except SettingsError as error:
        raise SpeechError(error.message, error.hint) from error
    if not isinstance(found.get("voices", {}), dict):
        hint = f"Write [{name}.voices], and its settings under it."
        raise SpeechError(f"{config_path()}: `{name}.voices` is not a section", hint)
    return found


def _stamp(name: str) -> tuple[str, int, int] | None:
    """The name, size and time of a file, if there is one of this name."""
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return None
    return name, found.st_size, found.st_mtime_ns
