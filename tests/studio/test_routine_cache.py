"""A routine that was read before is the same, whatever was written in it, and never out of date."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from tests.strategies import routines
from voiceguide import script
from voiceguide.errors import ScriptError
from voiceguide.routine import Routine
from voiceguide.studio import routine_cache

GOOD = Path(__file__).parents[1] / "examples" / "good"


class Shelf(dict[tuple[str, str], bytes]):
    """A store in memory."""

    def read_side(self, key: str, suffix: str) -> bytes | None:
        return self.get((key, suffix))

    def write_side(self, key: str, suffix: str, data: bytes, *, replace: bool = False) -> None:
        self[key, suffix] = data


@given(routines())
def test_every_routine_comes_back_as_it_was(routine: Routine) -> None:
    assert routine_cache._decoded(routine_cache._encoded(routine)) == routine


@pytest.mark.parametrize("path", sorted(GOOD.glob("*.md")), ids=lambda path: path.stem)
def test_a_script_is_read_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    first = routine_cache.read_cached(path, shelf)
    assert first == script.read(path)
    monkeypatch.setattr(script, "check", None)  # would fail if it were called
    assert routine_cache.read_cached(path, shelf) == first


def test_a_changed_script_is_read_anew(tmp_path: Path) -> None:
    shelf, path = Shelf(), tmp_path / "a.md"
    path.write_text("- Press for 60 seconds")
    assert routine_cache.read_cached(path, shelf).phases[0].steps[0].text == "Press"
    path.write_text("- Lean for 60 seconds")
    assert routine_cache.read_cached(path, shelf).phases[0].steps[0].text == "Lean"


def test_a_changed_reader_reads_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, path = Shelf(), tmp_path / "a.md"
    path.write_text("- Press for 60 seconds")
    routine_cache.read_cached(path, shelf)
    monkeypatch.setattr(routine_cache, "_reader", lambda: "another")
    routine_cache.read_cached(path, shelf)
    assert len(shelf) == 2


@pytest.mark.parametrize(
    "change", [lambda kept: kept[:-1] + b" ", lambda kept: b"\0" * 32 + kept[32:], lambda kept: b""]
)
def test_a_routine_that_this_user_did_not_store_is_read_from_its_script(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    shelf, path = Shelf(), tmp_path / "a.md"
    path.write_text("- Press for 60 seconds")
    first = routine_cache.read_cached(path, shelf)
    for each, kept in shelf.items():
        shelf[each] = change(kept)
    assert routine_cache.recall(path, shelf) is None
    assert routine_cache.read_cached(path, shelf) == first


def test_a_stored_routine_under_the_name_of_another_is_not_taken(tmp_path: Path) -> None:
    shelf, one, other = Shelf(), tmp_path / "a.md", tmp_path / "b.md"
    one.write_text("- Press for 60 seconds")
    other.write_text("- Lean for 60 seconds")
    for path in (one, other):
        routine_cache.read_cached(path, shelf)
    keys = list(shelf)
    shelf[keys[0]], shelf[keys[1]] = shelf[keys[1]], shelf[keys[0]]
    assert routine_cache.read_cached(one, shelf).phases[0].steps[0].text == "Press"


def test_a_script_with_errors_is_never_kept(tmp_path: Path) -> None:
    shelf, path = Shelf(), tmp_path / "a.md"
    path.write_text("- Press for 60 secnds")
    for _ in range(2):
        with pytest.raises(ScriptError):
            routine_cache.read_cached(path, shelf)
    assert not shelf


TWICE = "## Legs (each leg)\n\n" + "- Press for 5 seconds, each leg\n" * 3
"""A script with three warnings."""


def test_the_warnings_are_told_in_one_line_as_often_as_the_routine_is_read(tmp_path: Path) -> None:
    shelf, path = Shelf(), tmp_path / "a.md"
    path.write_text(TWICE)
    told: list[str] = []
    for _ in range(2):
        routine_cache.read_cached(path, shelf, told.append)
    assert told[0] == told[1]
    assert re.fullmatch(
        rf"{path}: 3 warnings: line 3: [^;]+; line 4: [^;]+; …\. `voiceguide check {path}` shows them", told[0]
    )


def test_a_script_without_warnings_is_told_nothing_about(tmp_path: Path) -> None:
    path, told = tmp_path / "a.md", list[str]()
    path.write_text("- Press for 60 seconds")
    routine_cache.read_cached(path, Shelf(), told.append)
    assert not told
