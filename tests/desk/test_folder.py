"""Scripts in the desk's folder: nothing is lost, nothing is half, nothing outside is touched."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from voiceguide.desk.folder import ChangedError, ScriptFolder
from voiceguide.desk.names import free_name, safe_stem
from voiceguide.desk.versions import outdated, version_name
from voiceguide.errors import OutputError, RoutineNotFoundError


def parts_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.part")]


def test_a_saved_script_is_the_text_that_was_written(scripts: Path) -> None:
    folder = ScriptFolder(scripts)
    opened = folder.read("soles")
    saved = folder.save("soles", opened.text + "\nMore.\n", opened.version)
    assert (scripts / "soles.md").read_text("utf-8").endswith("\nMore.\n")
    assert folder.read("soles") == saved
    assert parts_in(scripts) == []


def test_a_script_that_was_changed_meanwhile_is_never_overwritten(scripts: Path) -> None:
    folder = ScriptFolder(scripts)
    opened = folder.read("soles")
    (scripts / "soles.md").write_text("# Another\n", "utf-8")
    with pytest.raises(ChangedError) as changed:
        folder.save("soles", "# Mine\n", opened.version)
    assert changed.value.text == "# Another\n"
    assert (scripts / "soles.md").read_text("utf-8") == "# Another\n"
    folder.save("soles", "# Mine\n", changed.value.version)
    assert [folder.version("soles", name) for name in folder.versions("soles")] == ["# Another\n"]


def test_two_desks_that_save_at_once_lose_no_text(scripts: Path) -> None:
    written: list[str] = []

    def write(number: int) -> None:
        folder = ScriptFolder(scripts)
        for turn in range(15):
            while True:
                now = folder.read("soles")
                text = now.text + f"> {number} {turn}\n"
                try:
                    folder.save("soles", text, now.version)
                except ChangedError:
                    continue
                written.append(f"> {number} {turn}")
                break

    threads = [threading.Thread(target=write, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    lines = (scripts / "soles.md").read_text("utf-8").split("\n")
    assert sorted(line for line in lines if line.startswith("> ")) == sorted(written)
    assert len(written) == 45


def test_line_endings_and_the_byte_order_mark_stay(scripts: Path) -> None:
    (scripts / "soles.md").write_bytes(b"\xef\xbb\xbf# A\r\n\r\n- B for 5 s\r\n")
    folder = ScriptFolder(scripts)
    opened = folder.read("soles")
    assert opened.text == "# A\n\n- B for 5 s\n"
    folder.save("soles", "# A\n\n- C for 5 s\n", opened.version)
    assert (scripts / "soles.md").read_bytes() == b"\xef\xbb\xbf# A\r\n\r\n- C for 5 s\r\n"


def test_permissions_stay(scripts: Path) -> None:
    (scripts / "soles.md").chmod(0o640)
    folder = ScriptFolder(scripts)
    folder.save("soles", "# A\n", folder.read("soles").version)
    if os.name == "posix":
        assert (scripts / "soles.md").stat().st_mode & 0o777 == 0o640


def test_a_script_is_renamed_with_its_versions_and_never_onto_another(scripts: Path) -> None:
    folder = ScriptFolder(scripts)
    folder.save("soles", "# A\n", folder.read("soles").version)
    assert folder.rename("soles", "Knee") == "knee-2"
    assert len(folder.versions("knee-2")) == 1
    assert sorted(folder.names()) == ["knee", "knee-2"]


def test_a_script_is_doubled_under_a_free_name(scripts: Path) -> None:
    folder = ScriptFolder(scripts)
    assert folder.double("soles").name == "soles-2"
    assert folder.read("soles-2").text == folder.read("soles").text


def test_a_script_that_is_thrown_away_comes_back(scripts: Path) -> None:
    folder = ScriptFolder(scripts)
    text = folder.read("soles").text
    folder.throw_away("soles")
    assert folder.names() == ["knee"]
    folder.create("soles", "# Another\n")
    [(entry, name)] = folder.thrown_away()
    assert name == "soles"
    assert folder.bring_back(entry) == "soles-2"
    assert folder.read("soles-2").text == text
    assert folder.thrown_away() == []


def test_the_bin_is_emptied_after_six_weeks(scripts: Path) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    folder = ScriptFolder(scripts, lambda: now)
    folder.throw_away("soles")
    ScriptFolder(scripts, lambda: now + timedelta(days=41)).tidy()
    assert len(folder.thrown_away()) == 1
    ScriptFolder(scripts, lambda: now + timedelta(days=43)).tidy()
    assert folder.thrown_away() == []


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "..", ".", "", ".hidden", "soles.md", "a\0b", "x" * 5000])
def test_no_name_leads_out_of_the_folder(scripts: Path, name: str) -> None:
    (scripts.parent / "secret.md").write_text("# Secret\n", "utf-8")
    folder = ScriptFolder(scripts)
    with pytest.raises(RoutineNotFoundError):
        folder.read(name)
    with pytest.raises(RoutineNotFoundError):
        folder.save(name, "# A\n", "")
    with pytest.raises(RoutineNotFoundError):
        folder.bring_back(name)
    with pytest.raises(RoutineNotFoundError):
        folder.version("soles", name)
    assert (scripts.parent / "secret.md").read_text("utf-8") == "# Secret\n"


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need rights on Windows")
def test_symbolic_links_are_not_followed(scripts: Path) -> None:
    secret = scripts.parent / "secret.md"
    secret.write_text("# Secret\n", "utf-8")
    (scripts / "link.md").symlink_to(secret)
    outside = scripts.parent / "outside"
    outside.mkdir()
    (scripts / ".voiceguide").symlink_to(outside)
    folder = ScriptFolder(scripts)
    assert sorted(folder.names()) == ["knee", "soles"]
    with pytest.raises(RoutineNotFoundError):
        folder.read("link")
    with pytest.raises(OutputError, match="symbolic link"):
        folder.save("soles", "# A\n", folder.read("soles").version)
    assert list(outside.iterdir()) == []
    assert folder.new_name("link") == "link-2"


def test_a_folder_that_cannot_be_written_is_explained_and_stays_readable(scripts: Path) -> None:
    folder = ScriptFolder(scripts)
    opened = folder.read("soles")
    (scripts / ".voiceguide").write_text("a file where the desk keeps its versions: nobody can write below it")
    for write in (
        lambda: folder.save("soles", "# A\n", opened.version),
        lambda: folder.create("new", "# A\n"),
        lambda: folder.rename("soles", "other"),
        lambda: folder.throw_away("soles"),
        lambda: folder.store("heel", ".wav", b"sound"),
    ):
        with pytest.raises(OutputError, match="Cannot write in"):
            write()
    folder.tidy()
    assert folder.read("soles") == opened
    assert sorted(path.name for path in scripts.glob("*.*")) == [".voiceguide", "knee.md", "soles.md"]


def test_a_folder_that_cannot_be_made_is_explained(scripts: Path) -> None:
    with pytest.raises(OutputError, match="Cannot make the folder"):
        ScriptFolder(scripts / "soles.md" / "below")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes for folders")
def test_a_write_protected_folder_is_explained(scripts: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        protected = Path(place) / "scripts"
        protected.mkdir()
        (protected / "soles.md").write_text("# Before\n", "utf-8")
        protected.chmod(0o555)
        Path(place).chmod(0o755)
        command = [sys.executable, "-c", SAVE_AS_ANOTHER_USER, protected, scripts]
        tried = subprocess.run(command, capture_output=True, text=True, timeout=60)
        protected.chmod(0o755)
        told = f"Cannot write in {protected.resolve() / '.voiceguide'}: Permission denied."
        assert (tried.stdout.strip(), tried.stderr) == (told, "")
        assert [path.name for path in protected.iterdir()] == ["soles.md"]


SAVE_AS_ANOTHER_USER = """
import os, sys
from pathlib import Path
from voiceguide.desk.folder import ScriptFolder
from voiceguide.errors import OutputError

own, protected = ScriptFolder(Path(sys.argv[2])), Path(sys.argv[1])
own.save("soles", "# A", own.read("soles").version)  # imports all that a save needs
if os.geteuid() == 0:
    os.seteuid(65534)
folder = ScriptFolder(protected)
try:
    folder.save("soles", "# A", folder.read("soles").version)
except OutputError as error:
    print(error.message)
"""
"""A save by a user who may not write there. Root may write everywhere, so root becomes another user first."""


def test_versions_are_thinned_and_the_newest_stays() -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    every_second = [version_name(now - timedelta(seconds=age)) for age in range(3600)]
    every_hour = [version_name(now - timedelta(hours=age)) for age in range(2, 24 * 60)]
    dropped = set(outdated([*every_second, *every_hour], now))
    kept = [name for name in [*every_second, *every_hour] if name not in dropped]
    assert kept[:600] == every_second[:600]
    assert 690 < len(kept) < 850
    assert min(kept) >= version_name(now - timedelta(weeks=6, days=1))
    assert outdated([version_name(now - timedelta(days=400))], now) == []


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("My heel!", "my-heel"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con-1"),
        ("Übung für Füße", "übung-für-füße"),
        ("\0", "routine"),
        ("…", "routine"),
        ("a" * 300, "a" * 60),
    ],
)
def test_a_name_is_made_safe(text: str, stem: str) -> None:
    assert safe_stem(text) == stem


def test_capitals_make_no_other_name() -> None:
    assert free_name("heel", ".md", ["HEEL.md", "Heel-2.MD"]) == "heel-3.md"
