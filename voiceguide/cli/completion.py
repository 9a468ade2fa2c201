"""`voiceguide completion`: the script with which a shell completes command lines."""

from __future__ import annotations

import os
from pathlib import PurePath

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from voiceguide.cli.quiet import tell
from voiceguide.cli.suggesting import SuggestingChoice
from voiceguide.script.library import readable

VARIABLE = "_VOICEGUIDE_COMPLETE"
"""Set by the scripts of the shells when they ask for candidates."""
PLACES = {
    "bash": "~/.local/share/bash-completion/completions/voiceguide",
    "zsh": "a folder of $fpath, as _voiceguide",
    "fish": "~/.config/fish/completions/voiceguide.fish",
}
"""Shell -> the place from which it loads the script by itself."""

_BASH = """\
%(complete_func)s() {
    local type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                case ${COMP_WORDS[COMP_CWORD]} in
                    [\\"\\']*) ;;
                    *) printf -v value %%q "$value" && value=${value//\\\\,/,} ;;
                esac
                COMPREPLY+=("$value")
                ;;
        esac
    done < <(COMP_WORDS="${COMP_LINE:0:COMP_POINT}" %(complete_var)s=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null || complete -F %(complete_func)s %(prog_name)s
"""


class _Sendable(ShellComplete):
    """A shell that reads candidates as UTF-8. It completes the names of files itself."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return the candidates, readable also where the typed word is not UTF-8."""
        found = super().get_completions(args, incomplete)
        for item in found:
            item.value = readable(item.value)
        return found


class Bash(_Sendable, BashComplete):
    """Completion for bash, also for words with blanks and commas, which the script of click divides."""

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor, and the word at the cursor."""
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)[1:]
        if not words or (line[-1:].isspace() and not line.endswith("\\ ")):
            return words, ""
        return words[:-1], words[-1]


class _Whole(_Sendable):
    """A shell that puts a candidate in the place of the whole word: `--talk=b` becomes `--talk=brief`, not `brief`."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return the candidates, each with the option that stands before its sign `=`."""
        found = super().get_completions(args, incomplete)
        option, sign, _ = incomplete.partition("=")
        if sign and option.startswith("--"):
            for item in (each for each in found if each.type == "plain"):
                item.value = f"{option}={item.value}"
        return found


class Zsh(_Whole, ZshComplete):
    """Completion for zsh."""


class Fish(_Whole, FishComplete):
    """Completion for fish, also for words with commas, which the script of click divides."""

    source_template = FishComplete.source_template.replace('split ","', 'split -m 1 ","')


def register() -> None:
    """Make click use these classes."""
    for shell in (Bash, Zsh, Fish):
        add_completion_class(shell)


@click.command()
@click.argument("shell", required=False, type=SuggestingChoice([*PLACES]))
def completion(shell: str | None) -> None:
    """Print the script that completes commands in your shell.

    SHELL is bash, zsh or fish; by default the one that $SHELL names. To try it:
    eval "$(voiceguide completion bash)"
    """
    name = shell or PurePath(os.environ.get("SHELL", "")).name
    if name not in PLACES:
        raise click.UsageError(f"Name your shell: {', '.join(PLACES)}.")
    register()
    found = get_completion_class(name)
    assert found is not None
    click.echo(found(click.get_current_context().find_root().command, {}, "voiceguide", VARIABLE).source())
    tell(f"To keep it, write it to {PLACES[name]}: voiceguide completion {name} > FILE")
