"""Scripts and folders whose names are not UTF-8: they come from old disks and archives."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desk.running import SOLES, desk
from voiceguide.cli.write import _place
from voiceguide.desk.versions import version_name
from voiceguide.errors import RoutineNotFoundError

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are always text there")

ODD = os.fsdecode(b"fu\xdf.md")


def test_such_a_script_is_left_out_with_a_note_and_all_others_work(scripts: Path) -> None:
    (scripts / ODD).write_text(SOLES, "utf-8")
    with desk(scripts) as running:
        listed = running.get("scripts.json").json()
        assert {row["name"] for row in listed["scripts"]} == {"soles", "knee"}
        assert running.notes == ["fu\ufffd.md is left out: its name is not UTF-8; rename it"]
        assert running.get("script.json", name="soles").status_code == 200


def test_such_a_script_in_the_bin_is_left_out(scripts: Path) -> None:
    (scripts / ".voiceguide" / "bin").mkdir(parents=True)
    (scripts / ".voiceguide" / "bin" / f"{Path(version_name(datetime.now(UTC))).stem}.{ODD}").write_text(SOLES, "utf-8")
    with desk(scripts) as running:
        assert running.get("scripts.json").json()["bin"] == []


def test_a_desk_works_in_such_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"fu\xdf")
    folder.mkdir()
    (folder / "soles.md").write_text(SOLES, "utf-8")
    with desk(folder) as running:
        assert running.get("scripts.json").json()["folder"] == f"{tmp_path}/fu\ufffd"
        opened = running.get("script.json", name="soles").json()
        saved = running.post("save.json", name="soles", text=SOLES + "Bye.\n", base=opened["version"])
        assert saved.status_code == 200


def test_a_message_about_such_a_folder_reaches_the_page(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"fu\xdf")
    folder.mkdir()
    (folder / ".voiceguide").symlink_to(tmp_path)
    with desk(folder) as running:
        made = running.post("create.json", **{"from": "text"}, title="heel", text=SOLES)
        assert made.status_code == 422
        assert "fu\ufffd" in made.json()["message"]


def test_opening_such_a_script_asks_for_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ODD).write_text(SOLES, "utf-8")
    with pytest.raises(RoutineNotFoundError, match=r"^fu\ufffd\.md: its name is not UTF-8\.$"):
        _place(ODD)
