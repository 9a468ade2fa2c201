"""`voiceguide check` shows the fixes that it knows and applies those that are sure."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.needs import need_program

Script = Callable[..., Path]
NEARLY = "---\ntitel: Heel\nmistery: x\n---\n\n- Press for 5 seconds\n"


def test_the_json_carries_the_fix(cli: Cli, script: Script) -> None:
    found = json.loads(cli("check", script(NEARLY), "--json").out)
    assert [finding["fix"] for finding in found] == [
        {"line": 2, "column": 1, "end_line": 2, "end_column": 6, "text": "title"},
        None,
    ]


def test_the_diff_shows_the_fixes_and_changes_nothing(cli: Cli, script: Script) -> None:
    path = script(NEARLY)
    said = cli("check", path, "--diff")
    assert said.out.splitlines()[2:5] == ["@@ -1,5 +1,5 @@", " ---", "-titel: Heel"]
    assert path.read_text("utf-8") == NEARLY


def test_the_diff_is_one_that_patch_takes(cli: Cli, script: Script, tmp_path: Path) -> None:
    need_program("patch")
    path = script(NEARLY.rstrip("\n"))
    diff = cli("check", path, "--diff").out
    patched = subprocess.run(["patch", "-o", "-", str(path)], input=diff, capture_output=True, text=True, check=True)
    assert patched.stdout == NEARLY.rstrip("\n").replace("titel", "title")


def test_a_script_without_fixes_has_no_diff(cli: Cli, script: Script) -> None:
    assert cli("check", script("- Press for 5 seconds"), "--diff").out == ""


def test_what_is_sure_is_mended_and_what_is_left_is_told(cli: Cli, script: Script) -> None:
    path = script(NEARLY)
    said = cli("check", path, "--fix")
    assert said.out.splitlines()[0].endswith("my-routine.md:2:1: mended: “titel” → “title”")
    assert "there is no setting `mistery`" in said.out
    assert said.status == 1
    assert path.read_text("utf-8") == NEARLY.replace("titel", "title")


def test_mended_without_anything_left_it_is_read_back(cli: Cli, script: Script) -> None:
    said = cli("check", script(NEARLY.replace("mistery: x\n", "")), "--fix")
    assert said.status == 0
    assert "line 5: 5 s" in said.out


def test_with_json_the_mended_places_stand_on_standard_error(cli: Cli, script: Script) -> None:
    said = cli("check", script(NEARLY), "--fix", "--json")
    assert "mended" in said.err
    assert len(json.loads(said.out)) == 1


def test_windows_line_endings_and_the_mark_stay(cli: Cli, script: Script) -> None:
    path = script("")
    path.write_bytes(b"\xef\xbb\xbf" + NEARLY.replace("\n", "\r\n").encode())
    cli("check", path, "--fix")
    assert path.read_bytes() == b"\xef\xbb\xbf" + NEARLY.replace("titel", "title").replace("\n", "\r\n").encode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_permissions_and_the_link_stay(cli: Cli, script: Script, tmp_path: Path) -> None:
    path = script(NEARLY)
    path.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to(path)
    cli("check", link, "--fix")
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert "title" in path.read_text("utf-8")


def test_a_write_protected_script_is_left_alone(cli: Cli, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    path = script(NEARLY)
    path.chmod(0o440)
    if os.access(path, os.W_OK):  # root may write to every file
        monkeypatch.setattr(os, "access", lambda asked, mode: not (asked == path and mode == os.W_OK))
    assert "write-protected" in cli("check", path, "--fix").err


def test_a_script_that_cannot_be_written_whole_stays_as_it_is(
    cli: Cli, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = script(NEARLY)

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert cli("check", path, "--fix").status == 1
    assert path.read_text("utf-8") == NEARLY
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_a_diff_is_shown_alone(cli: Cli, script: Script) -> None:
    assert cli("check", script(NEARLY), "--diff", "--fix").status == 2
    assert cli("check", script(NEARLY), "--diff", "--json").status == 2


def test_a_file_that_is_no_text_is_told_as_ever(cli: Cli, script: Script) -> None:
    path = script("")
    path.write_bytes(b"- Press \xff")
    assert "not UTF-8" in cli("check", path, "--fix").out
    assert cli("check", path, "--diff").status == 1
