"""`voiceguide list` shows how far it is: with an empty cache it speaks all routines first."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests import fakes
from voiceguide.cli import run
from voiceguide.script import library

BEGUN = "measuring the routines"
ERASED = "\x1b[2K"


class Screen(io.StringIO):
    """A terminal's screen."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def two_routines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("hands", "heels"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\n- Rest for 5 seconds\n")
    monkeypatch.setattr(library, "_scripts", lambda: tmp_path.glob("*.md"))
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
    monkeypatch.setenv("TERM", "xterm")


def test_a_terminal_shows_a_bar_while_the_routines_are_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", Screen())
    assert run(["list"]) == 0
    assert BEGUN in sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert BEGUN not in capsys.readouterr().out


def test_nothing_but_the_table_comes_through_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list"]) == 0
    out, err = capsys.readouterr()
    assert [line.split()[0] for line in out.splitlines()] == ["ROUTINE", "hands", "heels"]
    assert err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="names have no line breaks there")
def test_a_name_with_a_line_break_takes_one_line_of_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "two\nlines.md").write_text("# Two\n\n- Rest for 5 seconds\n")
    assert run(["list"]) == 0
    assert [line[:9] for line in capsys.readouterr().out.splitlines()] == [
        "ROUTINE  ",
        "hands    ",
        "heels    ",
        "two lines",
    ]


def test_a_note_stands_on_a_line_of_its_own_below_the_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.md").write_text("# Broken\n\n- Press for 5 secnds\n")
    monkeypatch.setattr(sys, "stderr", Screen())
    assert run(["list"]) == 0
    shown = sys.stderr.getvalue()  # type: ignore[attr-defined]
    before, told, _ = shown.partition("note: ")
    assert told
    assert BEGUN not in shown[len(before) :]
    assert before.endswith(ERASED)
