"""The pages of the documentation, and the links and commands that stand in them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from voiceguide.cli import voiceguide

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
GUIDES = [page for page in PAGES if page.parent == DOCS or page.name == "README.md"]
"""The pages that users read."""

_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_SHELL = re.compile(r"\s(?:&&|\|)\s|\n")


def name(page: Path) -> str:
    """Return the page's path from the root, as pytest shows it."""
    return page.relative_to(ROOT).as_posix()


def links(page: Path) -> Iterator[str]:
    """Give the relative links and pictures of a page; links inside code are examples."""
    text = _SPAN.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))
    for match in _LINK.finditer(text):
        if not re.match(r"[a-z]+:", match[1]):
            yield match[1]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip()) for heading in headings}


def commands(text: str) -> Iterator[str]:
    """Give each command line of voiceguide in a page: in code blocks, indented code, and code spans."""
    blocks = [fence.split("\n", 1)[1].removesuffix("```") for fence in _FENCE.findall(text)]
    rest = _FENCE.sub("", text)
    blocks += re.findall(r"^    (.+)$", rest, re.MULTILINE)
    blocks += [" ".join(span.split()) for span in re.findall(r"`(voiceguide [^`]+)`", rest)]
    for block in blocks:
        for line in _SHELL.split(block):
            if line.strip().startswith("voiceguide "):
                yield line.strip()


def mistake(line: str) -> str | None:
    """Return the word of a command line that voiceguide does not know, or None."""
    words = shlex.split(re.sub(r"[\[\]…]", " ", line), comments=True)[1:]
    command: click.Command = voiceguide
    known = options(command)
    for word in words:
        if isinstance(command, click.Group) and not word.startswith("-"):
            found = command.get_command(click.Context(command), word)
            if found is None:
                return word
            command, known = found, options(found)
        elif word.startswith("-") and word != "-" and word.split("=")[0] not in known:
            return word
    return None


def options(command: click.Command) -> set[str]:
    """Return the options of a command."""
    context = click.Context(command, help_option_names=["-h", "--help"])
    return {option for each in command.get_params(context) for option in [*each.opts, *each.secondary_opts]}


def every_command(command: click.Command = voiceguide) -> Iterator[click.Command]:
    """Give a command and all its subcommands."""
    yield command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            assert found
            yield from every_command(found)
