"""The table in CONTRIBUTING.md, and a copy of the tree in which its rows are followed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"`(\w+)` in (?:each )?`([\w./]+)`")
FILE = re.compile(r"`((?:voiceguide|tests|scripts)/[\w./]*(?:NAME|CODE)[\w./]*)`")


@dataclass(frozen=True)
class Row:
    """One kind of addition."""

    places: tuple[tuple[str, str], ...]
    """Each name in the row, and the file that has it."""
    files: tuple[str, ...]
    """Each new file, with NAME or CODE in its path."""

    def file_of(self, name: str, folder: str = "") -> str:
        """The file that has this name, in a folder where the name stands in two."""
        found = [file for each, file in self.places if each == name and file.startswith(folder)]
        assert found, f"CONTRIBUTING.md: the row names no `{name}`"
        return found[0]

    def new_file(self, word: str, folder: str = "voiceguide") -> str:
        """The path of the new file under this name."""
        found = [file for file in self.files if file.startswith(folder)]
        assert found, f"CONTRIBUTING.md: the row names no new file in {folder}"
        return re.sub("NAME|CODE", word, found[0])


def rows() -> dict[str, Row]:
    """The rows of the table, by their first cell."""
    found = {}
    for line in (ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 3 and cells[0] not in ("to add", "---"):
            text = " ".join(cells[1:])
            found[cells[0]] = Row(tuple(PLACE.findall(text)), tuple(FILE.findall(text)))
    return found


@dataclass(frozen=True)
class Copy:
    """A copy of the tree. Additions go into it, and it runs in processes of its own."""

    root: Path

    @classmethod
    def of_the_tree(cls, root: Path) -> Copy:
        """Copy the package with its bytecode, the routines and the tests."""
        shutil.copytree(ROOT / "voiceguide", root / "voiceguide")
        for folder in ("scripts", "tests"):
            shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", root)
        return cls(root)

    def write(self, path: str, text: str) -> None:
        """Write a new file."""
        target = self.root / path
        assert target.parent.is_dir(), f"CONTRIBUTING.md names {path}, and there is no such folder"
        assert not target.exists()
        target.write_text(text, "utf-8")

    def add(self, row: Row, name: str, line: str, folder: str = "") -> None:
        """Add a line to the table, the enum or the `match` that the row names."""
        file = row.file_of(name, folder)
        path = self._path(file)
        text = path.read_text("utf-8")
        begin = re.search(rf"^ *(?:class |def )?{name}\b.*$", text, re.MULTILINE)
        assert begin, f"CONTRIBUTING.md: no `{name}` in {file}"
        first = re.compile(
            r"\n(?=    [A-Z_]+ = )" if "class" in begin[0] else r"\n(?= +case _:)" if "def" in begin[0] else r"\n"
        ).search(text, begin.end())
        assert first, f"no place for a line in `{name}` in {file}"
        path.write_text(text[: first.end()] + line + "\n" + text[first.end() :], "utf-8")

    def add_before(self, row: Row, name: str, before: str, line: str) -> None:
        """Add a line before another one of the class or function that the row names."""
        path = self._path(row.file_of(name))
        text = path.read_text("utf-8")
        begin = re.search(rf"^(?:class|def) {name}\b", text, re.MULTILINE)
        assert begin, f"CONTRIBUTING.md: no `{name}` in {row.file_of(name)}"
        at = text.index(before, begin.end())
        indent = text[text.rindex("\n", 0, at) + 1 : at]
        path.write_text(f"{text[:at]}{line}\n{indent}{text[at:]}", "utf-8")

    def append(self, file: str, text: str) -> None:
        """Add a function to a module."""
        path = self._path(file)
        path.write_text(path.read_text("utf-8") + "\n\n" + text, "utf-8")

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy."""
        unwanted = ("COVERAGE_", "PYTEST_ADDOPTS")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        environment |= {"PYTHONPATH": str(self.root)}
        command = [sys.executable, "-P", *args]
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)

    def voiceguide(self, *args: str) -> str:
        """Run a command, and return its output."""
        done = self.run("-m", "voiceguide", *args)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _path(self, file: str) -> Path:
        found = [path for path in (self.root / file, self.root / "voiceguide" / file) if path.is_file()]
        assert found, f"CONTRIBUTING.md names {file}, and there is no such file"
        return found[0]


ROWS = rows()
