"""Each message about a missing part names the requirement that pyproject.toml states."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from voiceguide import parts
from voiceguide.importing.libraries import PACKAGES

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
STATED = [*PROJECT["dependencies"], *chain(*PROJECT["optional-dependencies"].values())]
BARE = {line.partition(";")[0].strip() for line in STATED}
NAMED = sorted(
    {
        name
        for path in (ROOT / "voiceguide").rglob("*.py")
        for name in re.findall(r"\binstall\('([^']+)'\)", path.read_text("utf-8"))
    }
)


def test_the_code_names_its_optional_parts() -> None:
    assert {"miniaudio", "distributed", "dbus-fast", "pocketsphinx", "piper-tts"} <= set(NAMED)


@pytest.mark.parametrize("package", [*NAMED, *PACKAGES])
def test_a_message_asks_for_the_stated_requirement(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_requirements", lambda: STATED)
    assert parts.requirement(package) in BARE
    assert parts.requirement(package) != package


def test_the_command_installs_into_this_very_python() -> None:
    assert parts.install("miniaudio").startswith((f"{sys.executable} -m pip install", "uv pip install --python"))


def test_an_environment_without_pip_is_told_to_use_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "find_spec", lambda name: None)
    assert parts.install("distributed").startswith(f"uv pip install --python {sys.executable} ")


def test_a_python_in_a_folder_with_a_space_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/my programs/python")
    assert '"/my programs/python"' in parts.install("distributed")


def test_without_miniaudio_everything_is_exported_and_playing_says_what_to_do(tmp_path: Path) -> None:
    code = "import sys; sys.modules['miniaudio'] = None\nfrom voiceguide.cli import run\nsys.exit(run(sys.argv[1:]))"

    def say(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *args], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    for suffix in ("mp3", "wav", "flac", "ogg"):
        made = say("export", "desk-break", "--bed", "brown", "-o", f"break.{suffix}")
        assert made.returncode == 0, made.stderr
        assert (tmp_path / f"break.{suffix}").stat().st_size > 10_000
    refused = say("play", "desk-break", "--output", "miniaudio")
    assert refused.returncode == 1
    assert "Install it: " in refused.stderr
    assert "voiceguide export ROUTINE" in refused.stderr


def test_the_version_is_written_once() -> None:
    from voiceguide import __version__

    assert "version" in PROJECT["dynamic"]
    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
