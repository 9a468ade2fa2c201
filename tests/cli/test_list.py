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
