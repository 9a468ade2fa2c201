"""The folder of libpulse: none is left among the temporary files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import need
from voiceguide.storage.pulse_folder import VARIABLE, pulse_variable


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a user to whom the system gives no folder for sockets."""
    need(sys.platform != "win32", "libpulse is a library of other systems")
    for name in ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()
    return tmp_path / "home"


def test_libpulse_has_a_folder_where_the_system_gives_none(home: Path, tmp_path: Path) -> None:
    assert pulse_variable(tmp_path) == {VARIABLE: str(tmp_path)}


@pytest.mark.parametrize("name", ["XDG_RUNTIME_DIR", VARIABLE])
def test_the_systems_folder_stays_in_use(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, str(tmp_path))
    assert pulse_variable(tmp_path) == {}


@pytest.mark.parametrize("settings", [".config", "elsewhere"])
@pytest.mark.parametrize(("running", "given"), [(True, False), (False, True)])
def test_the_folder_of_a_sound_server_stays_in_use(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, running: bool, given: bool
) -> None:
    if settings != ".config":
        monkeypatch.setenv("XDG_CONFIG_HOME", str(home / settings))
    (home / settings / "pulse").mkdir(parents=True)
    (home / settings / "pulse" / "0a1b-runtime").symlink_to(tmp_path / "pulse-0a1b")
    if running:
        (tmp_path / "pulse-0a1b").mkdir()
    assert bool(pulse_variable(tmp_path)) == given


LOOKS = """
import os
from voiceguide.playback import PLAYERS, why_not
for name in PLAYERS:
    why_not(name)
print(os.environ["PULSE_RUNTIME_PATH"])
"""


def test_players_leave_nothing_among_the_temporary_files(home: Path, tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", LOOKS], capture_output=True, text=True, env=os.environ, check=True)
    given = Path(ran.stdout.strip())
    assert given.parent == tmp_path / "temporary"
    assert list(given.parent.iterdir()) == []
