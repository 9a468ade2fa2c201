"""Packages: what goes in comes out, and nothing else does."""

from __future__ import annotations

import io
import os
import stat
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import Cli
from tests.desk.conftest import fill
from tests.desk.running import SOLES, desk
from tests.needs import need
from voiceguide.cli import voiceguide
from voiceguide.desk.folder import ScriptFolder
from voiceguide.desk.packing import named, pack, packed_name, unpack
from voiceguide.errors import OutputError

SCRIPT = "# Heel\n\n- [Press the heel](heel.wav) for 20 seconds\n- Rest for 10 seconds\n"


def package(files: dict[str, bytes], **more: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = more.get("mode", stat.S_IFREG | 0o644) << 16
            writer.writestr(info, data)
    return made.getvalue()


def test_a_package_holds_the_script_and_the_files_that_it_names(scripts: Path) -> None:
    (scripts / "heel.md").write_text(SCRIPT, "utf-8")
    (scripts / "heel.wav").write_bytes(b"RIFF sound")
    (scripts / "other.wav").write_bytes(b"not named")
    with zipfile.ZipFile(io.BytesIO(pack(ScriptFolder(scripts), "heel"))) as opened:
        assert sorted(opened.namelist()) == ["heel.md", "heel.wav"]


@pytest.mark.parametrize(
    ("stem", "packed"),
    [("My heel", "My heel"), ("con", "con-1"), ("nul.old", "nul-old"), ("What now?", "what-now"), ('a"b', "a-b")],
)
def test_a_script_in_a_package_has_a_name_that_every_system_takes(stem: str, packed: str) -> None:
    assert packed_name(stem) == packed


def test_an_opened_package_replaces_nothing(scripts: Path, tmp_path: Path) -> None:
    (scripts / "heel.md").write_text(SCRIPT, "utf-8")
    (scripts / "heel.wav").write_bytes(b"RIFF sound")
    data = pack(ScriptFolder(scripts), "heel")
    (scripts / "heel.wav").write_bytes(b"another")
    saved = unpack(ScriptFolder(scripts), data).script
    assert saved.name == "heel-2"
    assert saved.text == SCRIPT.replace("heel.wav", "heel-2.wav")
    assert (scripts / "heel-2.wav").read_bytes() == b"RIFF sound"
    assert (scripts / "heel.wav").read_bytes() == b"another"


@pytest.mark.parametrize(
    "name",
    [
        *("../evil.wav", "/etc/evil.wav", "a/../../evil.wav", "C:evil.wav", "a\\evil.wav", ".hidden.wav", "a//b.wav"),
        *(
            "evil.sh",
            "evil.html",
            "a\nb.wav",
            "~/evil.wav",
            ".voiceguide/bin/evil.md",
            "folder/second.md",
            "x" * 300 + ".wav",
        ),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_and_nothing_is_written(scripts: Path, name: str) -> None:
    before = sorted(scripts.iterdir())
    with pytest.raises(OutputError):
        unpack(ScriptFolder(scripts), package({"heel.md": SCRIPT.encode(), name: b"evil"}))
    assert [path for path in sorted(scripts.iterdir()) if path.name != ".voiceguide"] == before
    assert not (scripts.parent / "evil.wav").exists()


def test_links_and_devices_are_refused(scripts: Path) -> None:
    for kind in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO):
        with pytest.raises(OutputError, match="not a plain file"):
            unpack(ScriptFolder(scripts), package({"heel.md": SCRIPT.encode()}, mode=kind | 0o777))


def test_a_pipe_beside_the_script_is_refused_and_not_waited_for(scripts: Path) -> None:
    need(hasattr(os, "mkfifo"), "there are no named pipes here")
    (scripts / "heel.md").write_text(SCRIPT, "utf-8")
    os.mkfifo(scripts / "heel.wav")
    with pytest.raises(OutputError, match=r"heel\.wav is not a plain file"):
        pack(ScriptFolder(scripts), "heel")


def test_sizes_are_measured_and_not_believed(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voiceguide.desk.packing.MOST_UNPACKED", 100_000)
    bomb = package({"heel.md": SCRIPT.encode(), "heel.wav": bytes(200_000)})
    assert len(bomb) < 1_000
    with pytest.raises(OutputError, match="too much"):
        unpack(ScriptFolder(scripts), bomb)
    with pytest.raises(OutputError, match="too many"):
        unpack(ScriptFolder(scripts), package({"heel.md": b"", **{f"{n}.wav": b"" for n in range(3_001)}}))


@pytest.mark.parametrize("files", [{}, {"a.md": b"", "b.md": b""}, {"a.md": b"\xff"}, {"A.md": b"", "a.MD": b""}])
def test_a_package_has_one_script(scripts: Path, files: dict[str, bytes]) -> None:
    with pytest.raises(OutputError):
        unpack(ScriptFolder(scripts), package(files))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"no zip at all"])
def test_what_is_no_package_is_explained(scripts: Path, data: bytes) -> None:
    with pytest.raises(OutputError):
        unpack(ScriptFolder(scripts), data)


def test_only_files_beside_the_script_are_named() -> None:
    text = "[a](a.wav) [b](../b.wav) [c](https://example.org/c.wav) ![d](d%20e.jpg) [f](/f.wav) [a](a.wav)"
    assert named(text) == ["a.wav", "d e.jpg"]


def test_the_commands_pack_and_unpack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fill(tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    packed = CliRunner().invoke(voiceguide, ["pack", str(folder / "soles.md")])
    assert packed.output == "soles.zip\n"
    opened = CliRunner().invoke(voiceguide, ["unpack", "soles.zip", "--into", "theirs"])
    assert opened.exit_code == 0
    assert (tmp_path / "theirs" / "soles.md").read_text("utf-8") == SOLES


def test_a_package_is_opened_on_the_desk(scripts: Path) -> None:
    with desk(scripts) as running:
        made = running.send("unpack.json", package({"My heel.md": SCRIPT.encode()}), name="x.zip").json()
        assert made["name"] == "my-heel"
        assert running.send("unpack.json", b"nothing").status_code == 422


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are always text there")
@pytest.mark.parametrize("name", [b"fu\xdf.md", b"fu\n.md"])
def test_a_script_with_any_name_is_packed_under_a_sound_one(
    scripts: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, name: bytes
) -> None:
    monkeypatch.chdir(scripts.parent)
    script = scripts / os.fsdecode(name)
    script.write_text(SCRIPT, "utf-8")
    assert cli("pack", script).out == "fu.zip\n"
    assert unpack(ScriptFolder(scripts), Path("fu.zip").read_bytes()).script.text == SCRIPT


@pytest.mark.parametrize("name", ["heel.txt", "heel.MD"])
def test_a_script_is_packed_whatever_its_suffix(
    scripts: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(scripts.parent)
    (scripts / name).write_text(SCRIPT, "utf-8")
    (scripts / "heel.wav").write_bytes(b"RIFF sound")
    assert cli("pack", scripts / name).out == "heel.zip\n"
    with zipfile.ZipFile("heel.zip") as opened:
        assert sorted(opened.namelist()) == ["heel.md", "heel.wav"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("sheet.docx", "is a Word document, not a script\nhint: make a draft of a script from it"),
        (".", "is a folder, not a script"),
        ("nobody.md", "there is no such file"),
    ],
)
def test_what_is_no_script_is_not_packed(scripts: Path, cli: Cli, name: str, told: str) -> None:
    (scripts / "sheet.docx").write_bytes(b"PK")
    assert told in cli("pack", scripts / name).err
