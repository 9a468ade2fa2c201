"""The option `--quiet` of every command, and the messages that it silences."""

from __future__ import annotations

import click

_NAME = "quiet"
_state = {_NAME: False}
"""Shared by all threads of a run: notes come from several."""


def begin() -> None:
    """Print messages again, at the start of a run."""
    _state[_NAME] = False


def is_quiet() -> bool:
    """Return True if only errors and results are printed."""
    return _state[_NAME]


def tell(text: str) -> None:
    """Print a message to standard error, unless the user asked for quiet."""
    if not is_quiet():
        click.echo(text, err=True)


def with_quiet(command: click.Command) -> click.Command:
    """Return the command with the option `--quiet`, which its subcommands have as well."""
    if all(param.name != _NAME for param in command.params):
        command.params.append(_option())
    if isinstance(command, click.Group):
        for each in command.commands.values():
            with_quiet(each)
    return command


def _option() -> click.Option:
    return click.Option(
        ["-q", "--quiet"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_set,
        help="Print errors and results only.",
    )


def _set(context: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        _state[_NAME] = True
