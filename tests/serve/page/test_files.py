"""The files of the page: each of them is small."""

from __future__ import annotations

from voiceguide.serve.page_files import PAGE

MOST_LINES = 320


def test_each_file_is_small() -> None:
    lines = {path.name: len(path.read_text("utf-8").splitlines()) for path in PAGE.glob("*.*")}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
