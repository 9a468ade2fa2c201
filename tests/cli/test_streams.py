"""Closed and full streams, names that are no UTF-8, a user without a home: no traceback, and the work is done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import fakes
from tests.working_folder import few_shipped
from voiceguide.cli.streams import settle_colours, wants_colour
from voiceguide.errors import OutputError
from voiceguide.storage import user_folders

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell redirections of POSIX systems")

SCRIPT = "- Press for 20 seconds\n"


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A line of a shell, in which `$vg` is the command."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "vg": f"{sys.executable} -m voiceguide"}
    return subprocess.run(["sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-", ">&- 2>&- <&-", "2>/dev/full"])
def test_a_command_works_with_closed_and_full_streams(tmp_path: Path, closed: str) -> None:
    (tmp_path / "a.md").write_text(SCRIPT)
    done = shell(f"$vg check a.md {closed}", tmp_path)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_an_error_does_not_need_standard_error(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("- Press for 20 secnds\n")
    assert shell("$vg plan a.md 2>&-", tmp_path).returncode == 1


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(SCRIPT * 2000)
    done = shell("$vg check a.md | head -1", tmp_path)
    assert done.stderr == ""
    assert "a.md" in done.stdout


def test_a_full_disk_under_standard_output_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(SCRIPT)
    done = shell("$vg check a.md >/dev/full", tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "No space left" in done.stderr


def test_a_name_that_is_no_utf_8_is_listed_with_the_others(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    try:
        (tmp_path / "scripts" / os.fsdecode(b"fu\xdf.md")).write_text(SCRIPT)
    except OSError:
        pytest.skip("a file system that takes only UTF-8")
    shipped = few_shipped(tmp_path / "shipped")
    code = f"from voiceguide.script import library as l; l.shipped = lambda: l.Path({str(shipped)!r})"
    program = f'{sys.executable} -c "{code}; from voiceguide.cli import main; main()"'
    done = shell(f"VOICEGUIDE_ENGINE={fakes.named(fakes.ToneEngine)} {program} list", tmp_path)
    assert "heel-pain" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"CLICOLOR": "0"}, {"TERM": ""}])
def test_no_colour_where_none_is_wanted(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "")
    assert wants_colour() is None
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settle_colours()
    assert wants_colour() is False


@pytest.mark.parametrize(("system", "wanted"), [("posix", False), ("nt", None)])
def test_a_terminal_without_a_name_has_no_colours(
    system: str, wanted: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.delenv("TERM", raising=False)
    monkeypatch.setattr("voiceguide.cli.streams.os.name", system)
    settle_colours()
    assert wants_colour() is wanted


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    done = shell(f'rmdir "{folder}"; {sys.executable} -m voiceguide plan heel-pain', folder)
    assert done.returncode == 1
    assert done.stderr == "error: this folder does not exist any more\nhint: Go to another one: cd ~\n"


def test_a_user_without_a_home_has_folders_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("platformdirs.user_cache_path", homeless)
    monkeypatch.setattr(user_folders.tempfile, "gettempdir", lambda: str(tmp_path))
    found = user_folders.user_folder("cache")
    assert found.is_relative_to(tmp_path)
    os.chmod(found.parents[1], 0o777)  # noqa: PTH101 - somebody else's doing
    with pytest.raises(OutputError, match="belongs to somebody else"):
        user_folders.user_folder("cache")
