"""Commands that make a session of a script tell its warnings shortly, on standard error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import fakes
from tests.conftest import Cli

Script = Callable[..., Path]
TOLD = "my-routine.md: 1 warning: line 3: "
SCRIPT = "## Legs (each leg)\n\n- Press for 5 seconds, each leg\n"


@pytest.fixture
def path(script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script with one warning, in this folder, and a voice that takes no time."""
    from voiceguide.cli.options import note

    note.cache_clear()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
    return script(SCRIPT)


def test_an_export_tells_them_once_whether_the_script_is_read_or_remembered(cli: Cli, path: Path) -> None:
    from voiceguide.cli.options import note

    for _ in range(2):
        note.cache_clear()  # as another process has nothing in it
        said = cli("export", "my-routine.md", "-o", "a.wav", "--force")
        assert said.status == 0
        assert said.err.count(TOLD) == 1
        assert "`voiceguide check my-routine.md` shows it" in said.err


def test_a_batch_tells_them_once_for_all_jobs(cli: Cli, path: Path) -> None:
    Path("jobs.csv").write_text("routine,target\nmy-routine.md,a.wav\nmy-routine.md,b.wav\n")
    said = cli("batch", "jobs.csv", "--workers", 1)
    assert said.err.count(TOLD) == 1


def test_a_plan_in_json_has_nothing_of_them(cli: Cli, path: Path) -> None:
    said = cli("plan", "my-routine.md", "--json")
    assert "warning" not in said.out + said.err
    assert json.loads(said.out)
