"""docs/architecture.md and CONTRIBUTING.md name files, folders and modules that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "voiceguide"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
PAGES = [ARCHITECTURE, CONTRIBUTING]
_PLACEHOLDER = re.compile(r"NAME|CODE")
_MODULES = {path.relative_to(PACKAGE).with_suffix("").as_posix() for path in PACKAGE.rglob("*.py")}


def spans(page: Path) -> list[str]:
    """Return the code spans of a page, each once."""
    return sorted(set(re.findall(r"`([^`\n]+)`", page.read_text("utf-8"))))


def paths(page: Path) -> list[str]:
    """Return the files and folders that a page names: `name.py`, `package/`."""
    named = (span.partition(" ")[0] for span in spans(page))
    return [path for path in named if re.fullmatch(r"[\w./-]+(/|\.(py|toml|md))", path)]


def missing(page: Path) -> list[str]:
    """Return the named files and folders that exist neither at the top nor in the package."""
    return [
        path
        for path in paths(page)
        if not _PLACEHOLDER.search(path) and not (ROOT / path).exists() and not (PACKAGE / path).exists()
    ]


@pytest.mark.parametrize("page", PAGES, ids=["architecture", "contributing"])
def test_each_file_and_folder_that_a_page_names_exists(page: Path) -> None:
    assert len(paths(page)) > 10
    assert missing(page) == []


def test_each_package_of_the_table_exists_and_none_is_forgotten() -> None:
    rows = re.findall(r"^\| \d \| ([^|]+) \|", ARCHITECTURE.read_text("utf-8"), re.MULTILINE)
    named = {name.strip("`/") for row in rows for name in row.strip().split(", ")}
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert named == modules | packages


@pytest.mark.parametrize(("section", "package"), [("The studio", "studio"), ("Inside `fit/`", "fit")])
def test_each_module_that_a_section_describes_exists(section: str, package: str) -> None:
    text = ARCHITECTURE.read_text("utf-8").split(f"## {section}\n")[1].split("\n## ")[0]
    items = re.findall(r"^(?:-|\d\.) (.+(?:\n  .+)*)", text, re.MULTILINE)
    named = {name for item in items for name in re.findall(r"`([a-z_]+)`", item)}
    assert len(named) >= 6
    assert {name for name in named if f"{package}/{name}" not in _MODULES} == set()
