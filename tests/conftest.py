"""What all tests share: a cache of their own, so that real speech is spoken once, and no setting from outside."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.fast"]

settings.register_profile("voiceguide", deadline=None, print_blob=True)
settings.load_profile("voiceguide")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors, since who hears things in real time mostly waits."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is heard in real time is heard one after the other, while other tests run beside it. That, and what a
    browser does, is tried again where it failed, since a machine without time to spare lets a device run dry and a
    page time out. The summary tells how often."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "sound_server" in fixtures:
            item.add_marker(pytest.mark.xdist_group("sound"))
        if "sound_server" in fixtures or "browser" in fixtures:
            item.add_marker(pytest.mark.flaky(reruns=3, reruns_delay=5))


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def own_world(shared_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(shared_cache))
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("VOICEGUIDE_VOICES", str(tmp_path / "voices"))
    monkeypatch.setenv("VOICEGUIDE_RECORDINGS", str(tmp_path / "recordings"))
    for name in ("ENGINE", "OUTPUT", "PLAIN", "VOICE_LIST", "COMMAND"):
        monkeypatch.delenv(f"VOICEGUIDE_{name}", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    status: int
    out: str
    err: str


class Cli:
    """Runs the command line in this process."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def __call__(self, *args: object) -> Said:
        from voiceguide.cli import run

        self._capfd.readouterr()
        status = run([str(arg) for arg in args])
        out, err = self._capfd.readouterr()
        return Said(status, out, err)


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capfd)


@pytest.fixture
def script(tmp_path: Path) -> Callable[..., Path]:
    """Writes a script: script("- Press the heel spot for 60 seconds") -> its path."""

    def write(text: str, name: str = "my-routine.md") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
