"""Scripts that cannot be used: the page lists them with what is wrong, and all others work."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import Cli
from tests.serve.running import ROUTINES, Served, served


@pytest.fixture
def broken(scripts: Path) -> Iterator[Path]:
    path = scripts / "broken.md"
    path.write_text("# Feet\n\n- Press for 20 seconds <b>now</b>\n- Roll for 10 <i>minutes</i>\n", "utf-8")
    yield path
    path.unlink()


def test_a_broken_script_is_listed_with_what_is_wrong(get: httpx.Client, broken: Path) -> None:
    assert {row["name"] for row in get.get("/routines.json").json()} == set(ROUTINES)
    [problem] = get.get("/problems.json").json()
    assert (problem["file"], problem["name"], problem["line"]) == ("broken.md", "broken", 3)
    assert "raw HTML" in problem["message"]
    assert problem["more"] >= 1
    assert str(broken.parent) not in str(problem)
    assert get.get("/").status_code == 200


def test_a_mended_script_is_a_routine_again(get: httpx.Client, broken: Path) -> None:
    assert get.get("/problems.json").json()
    broken.write_text("# Feet\n\n- Press for 20 seconds\n", "utf-8")
    assert get.get("/problems.json").json() == []
    assert "broken" in {row["name"] for row in get.get("/routines.json").json()}


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are always text there")
class TestUnnamed:
    @pytest.fixture
    def unnamed(self, scripts: Path) -> Iterator[Path]:
        path = scripts / os.fsdecode(b"fu\xdf.md")
        path.write_text("# Feet\n\n- Press for 20 seconds\n", "utf-8")
        yield path
        path.unlink()

    def test_a_name_that_is_no_text_hides_nothing_else(self, scripts: Path, unnamed: Path) -> None:
        with served() as server, httpx.Client(base_url=server.address, verify=False) as get:
            assert {row["name"] for row in get.get("/routines.json").json()} == set(ROUTINES)
            [problem] = get.get("/problems.json").json()
            assert problem["file"] == "fu\ufffd.md"
            assert "UTF-8" in problem["message"]
            assert get.get("/feed.xml").status_code == 200
            assert get.get("/").status_code == 200

    def test_the_list_of_the_command_line_notes_it(self, scripts: Path, unnamed: Path, cli: Cli) -> None:
        listed = cli("list")
        assert listed.status == 0
        assert all(name in listed.out for name in ROUTINES)
        assert "fu\ufffd.md is left out: its name is not UTF-8" in listed.err


def test_nothing_is_wrong_where_nothing_is(server: Served, get: httpx.Client) -> None:
    assert get.get("/problems.json").json() == []
