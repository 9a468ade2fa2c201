"""Suggestions for near misses: the command, the option or the value that was probably meant."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import Any

import click

from voiceguide.shell_word import shell_word

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
"""The hyphen, and what word processors make of it."""
_NEAR = 0.75
"""The likeness of two options from which one is probably meant for the other."""
_ALIKE = 0.8
"""The likeness of two routines, as above: other words stand beside their names."""


class SuggestingGroup(click.Group):
    """A group that answers an unknown command with the nearest one, or with the command for a routine."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command and its arguments. Raises UsageError for a command that does not exist."""
        typed = args[0]
        known = self.list_commands(ctx)
        if typed in known or typed.startswith("-") or ctx.resilient_parsing:
            found = super().resolve_command(ctx, args)
            if found[1] and not ctx.resilient_parsing:
                _refuse_one_hyphen(ctx, found[1], found[2])
            return found
        near = _nearest(typed, known)
        within = next(self._within(ctx, typed), None)
        if f"--{typed}" in _long_options(ctx):
            hint = f"did you mean `{ctx.command_path} --{typed}`?"
        elif within:
            hint = f"did you mean `{within}`?"
        elif near:
            hint = f"did you mean `{ctx.command_path} {near[0]}`?"
        elif ctx.parent is None and (meant := _meant_without_command(typed)):
            hint = meant
        else:
            hint = f"the commands are {', '.join(known)}"
        raise click.UsageError(f"There is no command {typed!r}: {hint}", ctx)

    def _within(self, ctx: click.Context, typed: str) -> Iterator[str]:
        """The commands of this name in the groups of this one."""
        for name in self.list_commands(ctx):
            group = self.get_command(ctx, name)
            if isinstance(group, click.Group) and typed in group.commands:
                yield f"{ctx.command_path} {name} {typed}"


class SuggestingChoice(click.Choice):  # type: ignore[type-arg,unused-ignore] # older clicks have no type argument
    """One of several words. Another word is answered with the nearest one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the word. Raises BadParameter."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            near = _nearest(str(value), [str(choice) for choice in self.choices])
            if not near:
                raise
            raise click.BadParameter(f"{error.message} Did you mean {near[0]!r}?", ctx, param) from None


class SuggestingCommand(click.Command):
    """A command that answers words that are too many with the option or the quotes that were probably meant."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises UsageError for words that are too many."""
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            first = next((param.name for param in self.params if isinstance(param, click.Argument)), None)
            taken = str(ctx.params.get(first)) if first else ""
            raise click.UsageError(f"{' '.join(rest)!r} is too much. {_meant_by_rest(ctx, taken, rest)}", ctx)
        return rest


def _meant_by_rest(ctx: click.Context, taken: str, rest: list[str]) -> str:
    """The advice for the words behind the argument, which is `taken`."""
    from voiceguide.duration import is_length

    options, words = _options(ctx), " ".join(rest)
    name, dashed = rest[0].partition("=")[0], rest[0][:1] in (*_DASHES,)
    if (dashed or len(name) > 2) and (near := _nearest_option(name, options)):
        return f"Did you mean {near!r}?"
    if "--length" in options and is_length(words):
        return f"Did you mean --length {shell_word(words)}?"
    if "--length" in options and is_length(taken):
        return f"Did you mean {shell_word(words)} --length {shell_word(taken)}?"
    near = _named_alike(f"{taken} {words}")
    if near and near != taken:
        return f"Did you mean {near}?"
    if all(map(os.path.isfile, (taken, *rest))):
        return "Give one routine at a time, or a sheet of them: voiceguide batch"
    return "Put a name or a text with blanks into quotes."


def _refuse_one_hyphen(ctx: click.Context, command: click.Command, args: Sequence[str]) -> None:
    """Raise UsageError for a long option with one hyphen. Its letters would be read as short options: `-force` as
    `-f -o rce`."""
    options = _long_options(click.Context(command, ctx, info_name=command.name))
    for typed in args:
        if typed == "--":
            return
        name = typed.partition("=")[0]
        if len(name) > 2 and name[0] == "-" and f"-{name}" in options:
            raise click.UsageError(f"No such option {name!r}. Did you mean '-{name}', with two hyphens?", ctx)


def nearest_option(error: click.NoSuchOption) -> click.UsageError:
    """The error for an unknown option, with the one option that was probably meant."""
    near = _nearest_option(error.option_name, _options(error.ctx) if error.ctx else [])
    hint = f" Did you mean {near!r}?" if near else ""
    return click.UsageError(f"No such option {error.option_name!r}.{hint}", error.ctx)


def _options(ctx: click.Context) -> list[str]:
    options = (param for param in ctx.command.get_params(ctx) if isinstance(param, click.Option))
    return [name for option in options for name in (*option.opts, *option.secondary_opts)]


def _long_options(ctx: click.Context) -> list[str]:
    return [name for name in _options(ctx) if name.startswith("--")]


def _nearest_option(typed: str, known: Sequence[str]) -> str | None:
    """The option that was probably meant. A letter means the short one in the other case, else the only long one that
    begins with it; a word means the only one that begins with it, else the nearest one."""
    import difflib

    name = typed.lstrip(_DASHES).casefold()
    names = [each[2:] for each in known if each.startswith("--")]
    begun = [each for each in names if name and each.startswith(name)]
    if len(name) == 1 and f"-{name}" in known:
        return f"-{name}"
    # without the dashes, which all have and which would make any two words near
    near = begun if len(begun) == 1 else difflib.get_close_matches(name, names, n=1, cutoff=_NEAR)
    return f"--{near[0]}" if near else None


def _nearest(typed: str, known: Sequence[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(typed.casefold(), known, n=1)


def _meant_without_command(typed: str) -> str | None:
    """The command for a routine or for another file; None for any other word."""
    from voiceguide.script.library import readable, routines
    from voiceguide.script.other_files import other_file

    if typed.endswith(".md") or typed in routines():
        return f"to hear this routine: voiceguide play {shell_word(typed)}"
    if other := other_file(typed):
        return f"this is {other.kind}: {other.advice_for(readable(typed))}"
    near = _named_alike(typed)
    return f"did you mean `voiceguide play {near}`?" if near else None


def _named_alike(typed: str) -> str | None:
    """The file of this name, quoted, or the routine that is named alike."""
    from voiceguide.script.library import routines

    if os.path.isfile(typed):  # noqa: PTH113 - Path.is_file raises where a name is too long
        return shell_word(typed)
    import difflib

    near = difflib.get_close_matches(re.sub(r"[\W_]+", "-", typed.casefold()), routines(), n=1, cutoff=_ALIKE)
    return near[0] if near else None
