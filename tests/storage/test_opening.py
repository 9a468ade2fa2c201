"""Files that somebody names to be read, and pipes among them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.needs import need
from voiceguide.batch.sheet import read_sheet
from voiceguide.cli.pack import unpack
from voiceguide.errors import BatchError, Finding
from voiceguide.script.file import read_text
from voiceguide.storage.opening import open_file


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A pipe into which nobody writes."""
    need(hasattr(os, "mkfifo"), "there are no named pipes here")
    path = tmp_path / "jobs.csv"
    os.mkfifo(path)
    return path


def test_a_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("- Press")
    with open_file(tmp_path / "a.md") as file:
        assert file.read() == b"- Press"


def test_a_pipe_is_refused_and_not_waited_for(pipe: Path) -> None:
    with pytest.raises(OSError, match="it is a pipe"):
        open_file(pipe)


def test_a_pipe_as_a_script_is_an_error_that_says_so(pipe: Path) -> None:
    found = read_text(pipe, "heel.md")
    assert isinstance(found, Finding)
    assert found.message == "cannot be read: it is a pipe, so save its content in a file first"


def test_a_pipe_as_a_sheet_is_an_error_that_says_so(pipe: Path) -> None:
    with pytest.raises(BatchError, match="it is a pipe"):
        read_sheet(pipe)


def test_a_pipe_as_a_package_is_an_error_that_says_so(pipe: Path) -> None:
    result = CliRunner().invoke(unpack, [str(pipe)])
    assert "it is a pipe" in str(result.exception)
