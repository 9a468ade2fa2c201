"""Suggestions for near misses: the command, the option or the value that was probably meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click


class SuggestingGroup(click.Group):
    """A group that answers an unknown command with the nearest one, or with the command for a routine."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command and its arguments. Raises UsageError for a command that does not exist."""
        typed = args[0]
        known = self.list_commands(ctx)
        if typed in known or typed.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        near = _nearest(typed, known)
        within = next(self._within(ctx, typed), None)
        if f"--{typed}" in _long_options(ctx):
            hint = f"did you mean `{ctx.command_path} --{typed}`?"
        elif within:
            hint = f"did you mean `{within}`?"
        elif near:
            hint = f"did you mean `{ctx.command_path} {near[0]}`?"
        elif ctx.parent is None and _is_routine(typed):
            hint = f"to hear this routine: {ctx.command_path} play {typed}"
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


def nearest_option(error: click.NoSuchOption) -> click.UsageError:
    """The error for an unknown option, with the one option that was probably meant."""
    typed, known = error.option_name, _long_options(error.ctx) if error.ctx else []
    if typed[:2] == "--":  # the dashes, which all have, would make any two words near
        near = [f"--{name}" for name in _nearest(typed[2:], [each[2:] for each in known])]
    else:
        near = [each for each in known if each[2] == typed[1].casefold()]
    hint = f" Did you mean {near[0]!r}?" if len(near) == 1 else ""
    return click.UsageError(f"No such option {typed!r}.{hint}", error.ctx)


def _long_options(ctx: click.Context) -> list[str]:
    options = (param for param in ctx.command.get_params(ctx) if isinstance(param, click.Option))
    return [name for option in options for name in (*option.opts, *option.secondary_opts) if name.startswith("--")]


def _nearest(typed: str, known: Sequence[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(typed.casefold(), known, n=1)


def _is_routine(name: str) -> bool:
    from voiceguide.script.library import routines

    return name.endswith(".md") or name in routines()
