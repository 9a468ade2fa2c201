"""The documentation is true: each link leads somewhere, and each command exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documentation import (
    DOCS,
    GUIDES,
    PAGES,
    ROOT,
    anchors,
    commands,
    every_command,
    links,
    mistake,
    name,
    options,
)

NO_TASKS = ("architecture.md", "dependencies.md")
LARGEST_PICTURE_BYTES = 150_000
EVERY_OPTION = {option for command in every_command() for option in options(command)}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_each_link_leads_to_a_file_and_to_a_heading(page: Path) -> None:
    broken = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_each_command_line_is_one_that_voiceguide_takes(page: Path) -> None:
    wrong = {line: word for line in commands(page.read_text(encoding="utf-8")) if (word := mistake(line))}
    assert wrong == {}


@pytest.mark.parametrize("page", GUIDES, ids=name)
def test_each_option_that_a_guide_names_exists(page: Path) -> None:
    named = re.findall(r"`(--[a-z][a-z-]*)[ =`]", page.read_text(encoding="utf-8"))
    assert sorted(set(named) - EVERY_OPTION) == []


def test_a_guide_begins_with_something_that_works() -> None:
    """A page for a task shows a command or a script in its first paragraphs."""
    without = []
    for page in GUIDES:
        text = page.read_text(encoding="utf-8")
        first = text.split("\n## ")[0]
        if page.name not in ("architecture.md", "dependencies.md") and not re.search(
            r"^(    \S|```)", first, re.MULTILINE
        ):
            without.append(name(page))
    assert without == []


def test_the_site_leads_to_each_page() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:\n")[1]
    assert {page.name for page in DOCS.glob("*.md")} == set(re.findall(r"([\w-]+\.md)", navigation))


def test_the_site_loads_nothing_from_another_host() -> None:
    assert "font: false" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_pictures_are_small() -> None:
    sizes = {picture.name: picture.stat().st_size for picture in (DOCS / "pictures").iterdir()}
    assert len(sizes) >= 4
    assert {picture: size for picture, size in sizes.items() if size > LARGEST_PICTURE_BYTES} == {}


def test_each_picture_is_shown() -> None:
    shown = {Path(link).name for page in GUIDES for link in links(page)}
    assert {picture.name for picture in (DOCS / "pictures").iterdir()} <= shown


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("voiceguide plan heel-pain --length 8m", None),
        ("voiceguide plan ROUTINE [--length 10m] [--side left|right]", None),
        ("voiceguide voices get --language de  # a comment", None),
        ("voiceguide voices fetch de", "fetch"),
        ("voiceguide paly heel-pain", "paly"),
        ("voiceguide plan heel-pain --lenght 8m", "--lenght"),
    ],
)
def test_a_command_line_with_a_mistake_is_found(line: str, word: str | None) -> None:
    assert mistake(line) == word
