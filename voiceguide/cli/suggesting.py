"""A group of commands that suggests the command that was probably meant."""

from __future__ import annotations

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
        import difflib

        near = difflib.get_close_matches(typed.casefold(), known, n=1)
        if near:
            hint = f"did you mean `{ctx.command_path} {near[0]}`?"
        elif ctx.parent is None and _is_routine(typed):
            hint = f"to hear this routine: {ctx.command_path} play {typed}"
        else:
            hint = f"the commands are {', '.join(known)}"
        raise click.UsageError(f"There is no command {typed!r}: {hint}", ctx)


def _is_routine(name: str) -> bool:
    from voiceguide.script.library import routines

    return name.endswith(".md") or name in routines()
