"""The files of the page: all of them are loaded ahead, each of them is small."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[3] / "voiceguide" / "serve" / "page"
MOST_LINES = 320


def test_each_module_is_loaded_ahead() -> None:
    found = re.search(r'for name in \(("awake".*?)\)', (PAGE / "index.html").read_text("utf-8"))
    assert found
    ahead = re.findall(r'"(\w+)"', found[1])
    assert ahead == sorted(path.stem for path in PAGE.glob("*.js") if path.stem not in ("page", "plain-page"))


def test_each_file_is_small() -> None:
    lines = {path.name: len(path.read_text("utf-8").splitlines()) for path in PAGE.glob("*.*")}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
