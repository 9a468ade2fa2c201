"""The help is whole sentences that fit on a terminal of 80 columns."""

from __future__ import annotations

import click
import pytest

from tests.documentation import every_command
from voiceguide.cli import voiceguide

COLUMNS = 80
COMMANDS = list(every_command())
GROUPS = [command for command in COMMANDS if isinstance(command, click.Group)]


def help_of(command: click.Command, context: click.Context | None = None) -> str:
    return command.get_help(click.Context(command, context, info_name=command.name, terminal_width=COLUMNS))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_no_line_is_wider_than_the_terminal(command: click.Command) -> None:
    assert [line for line in help_of(command).splitlines() if len(line) > COLUMNS] == []


@pytest.mark.parametrize(
    "group", [each for each in COMMANDS if isinstance(each, click.Group)], ids=lambda each: each.name
)
def test_each_command_has_a_summary_that_is_not_cut(group: click.Group) -> None:
    summaries = help_of(group).split("Commands:\n")[1].splitlines()
    assert [line for line in summaries if not line.endswith(".") or line.endswith("...")] == []
    assert all(line[2] != " " for line in summaries), "a summary takes two lines"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_each_option_is_explained_by_a_whole_sentence(command: click.Command) -> None:
    told = {each.name: each.help for each in command.params if isinstance(each, click.Option)}
    assert {
        option: text for option, text in told.items() if not (text and text.endswith(".") and text[0].isupper())
    } == {}


def test_the_first_line_says_what_voiceguide_does() -> None:
    assert "Turn a written routine into a spoken, timed session" in help_of(voiceguide)
