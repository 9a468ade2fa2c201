"""The key under --lan lasts: a bookmark and a podcast subscription outlive the server."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.serve.running import command
from voiceguide.errors import OutputError
from voiceguide.serve.key import KEY, kept_key
from voiceguide.storage.state import FOLDER_VARIABLE


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept" / "serve.key"


def test_the_key_is_the_same_each_time_until_another_is_wanted(file: Path) -> None:
    first = kept_key()
    assert KEY.fullmatch(first)
    assert kept_key() == first
    second = kept_key(anew=True)
    assert second != first
    assert kept_key() == second
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
def test_its_owner_alone_can_read_it(file: Path) -> None:
    kept_key()
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 32, b"../" * 11, b"a" * 33, b"a" * 100_000])
def test_what_is_no_key_is_replaced(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    key = kept_key()
    assert KEY.fullmatch(key)
    assert file.read_text() == key


def test_where_it_cannot_be_kept_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "file" / "kept"))
    with pytest.raises(OutputError, match="Cannot make the folder"):
        kept_key()


def test_the_address_is_the_same_at_the_next_start(scripts: Path, file: Path) -> None:
    with command(scripts, "--lan", "--no-qr") as (_, address):
        key = address.rstrip("/").rpartition("/")[2]
    assert file.read_text() == key
    with command(scripts, "--lan", "--no-qr") as (_, address):
        assert address.endswith(f"/{key}/")
    with command(scripts, "--lan", "--new-key", "--no-qr") as (_, address):
        assert address.endswith(f"/{file.read_text()}/")
        assert not address.endswith(f"/{key}/")


def test_without_a_folder_to_keep_it_in_it_serves_with_a_note(
    scripts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "file" / "kept"))
    with command(scripts, "--lan", "--no-qr") as (process, address):
        assert KEY.fullmatch(address.rstrip("/").rpartition("/")[2])
        process.terminate()
        assert "the key cannot be stored" in process.communicate(timeout=30)[1]


def test_a_new_key_without_any_is_wrong_usage(cli: Cli) -> None:
    assert cli("serve", "--new-key").status == 2
