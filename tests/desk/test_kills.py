"""A desk that is killed while it saves loses nothing. The long run is `benchmarks/desk_kills.py`."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from voiceguide.desk.folder import ScriptFolder

SAVER = """
import sys
from pathlib import Path
from voiceguide.desk.folder import ScriptFolder

folder = ScriptFolder(Path(sys.argv[1]))
number = int(sys.argv[2])
while True:
    now = folder.read("soles")
    number += 1
    folder.save("soles", f"# Text {number}\\n" + "- Press for 20 seconds\\n" * 2_000 + f"> {number}\\n", now.version)
    print(number, flush=True)
"""


def run_and_kill(folder: Path, first: int, saves: int) -> int:
    """Save in a process of its own, which is killed after some saves; the number of the last finished one."""
    process = subprocess.Popen(
        [sys.executable, "-c", SAVER, str(folder), str(first)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert process.stdout
    last = first
    for _ in range(saves):
        last = int(process.stdout.readline())
    process.kill()
    rest = process.stdout.read().split()
    process.wait()
    return int(rest[-1]) if rest else last


def whole(text: str) -> int | None:
    """The number of a text that is whole; None for a half one."""
    lines = text.split("\n")
    number = lines[0].removeprefix("# Text ")
    return int(number) if lines[-2] == f"> {number}" and len(lines) == 2_003 else None


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL")
def test_a_kill_while_saving_leaves_a_whole_script_and_whole_versions(scripts: Path) -> None:
    last = 0
    for turn in range(8):
        finished = run_and_kill(scripts, last, saves=1 + turn % 3)
        folder = ScriptFolder(scripts)
        now = whole(folder.read("soles").text)
        assert now is not None
        assert finished <= now <= finished + 1
        for version in folder.versions("soles"):
            text = folder.version("soles", version)
            assert whole(text) is not None or text.startswith("---")
        last = now
    folder = ScriptFolder(scripts)
    folder.save("soles", "# End\n", folder.read("soles").version)
    assert list(scripts.glob(".*.part")) == []


def test_a_full_disk_loses_nothing(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from voiceguide.errors import OutputError

    folder = ScriptFolder(scripts)
    opened = folder.read("soles")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("voiceguide.storage.atomic_write.os.fsync", full)
    with pytest.raises(OutputError, match="No space left") as error:
        folder.save("soles", "# Much\n", opened.version)
    assert error.value.hint == "Free some space, or write to another disk."
    monkeypatch.undo()
    assert folder.read("soles") == opened
    folder.save("soles", "# Again\n", opened.version)
    assert folder.read("soles").text == "# Again\n"
