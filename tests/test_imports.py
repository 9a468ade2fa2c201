"""Imports point one way, and nobody pays for what a command does not need."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "voiceguide"

MAY_IMPORT = {
    "errors": set(),
    "decoders": set(),
    "duration": set(),
    "state": {"errors"},
    "routine": set(),
    "plan": set(),
    "grid": {"routine"},
    "language": {"errors"},
    "script": {"errors", "routine", "grid", "language"},
    "sounds": {"plan", "timeline"},
    "bed": {"decoders", "errors", "ffmpeg", "loudness", "plan", "sinks", "sounds", "timeline", "wake"},
    "wake": {"plan", "sounds", "timeline"},
    "fit": {"duration", "errors", "routine", "grid", "plan", "language", "sounds"},
    "timeline": {"plan"},
    "clip": {"plan", "errors", "loudness"},
    "loudness": {"plan"},
    "mix": {"plan", "timeline"},
    "speech": {"errors", "plan", "clip", "timeline"},
    "sinks": {"errors", "ffmpeg", "plan", "timeline", "mix"},
    "kept_frames": {"speech"},
    "opening": {"fit", "plan", "timeline"},
    "library": {"errors"},
    "remembered": {"routine", "script"},
    "tags": {"plan", "routine", "sinks"},
    "client": set(),
    "batch": {
        "__version__",
        "bed",
        "client",
        "duration",
        "errors",
        "fit",
        "library",
        "plan",
        "recordings",
        "remembered",
        "routine",
        "session",
        "sinks",
        "speech",
        "tags",
    },
    "cluster": {"__version__", "batch", "bed", "errors"},
    "beside": {"duration", "fit", "language", "plan", "routine", "sinks"},
    "proof": {"plan"},
    "lettering": set(),
    "download": {"__version__", "errors"},
    "voice_list": {"download", "errors", "sinks", "speech"},
    "ffmpeg": {"errors"},
    "recordings": {
        "clip",
        "decoders",
        "errors",
        "ffmpeg",
        "fit",
        "language",
        "loudness",
        "plan",
        "routine",
        "script",
        "sinks",
        "speech",
        "timeline",
    },
    "cover": {"plan", "lettering", "sinks"},
    "album": {"errors", "language", "plan", "sinks", "timeline"},
    "serve": {
        "__version__",
        "bed",
        "beside",
        "cover",
        "duration",
        "errors",
        "fit",
        "kept_frames",
        "language",
        "library",
        "plan",
        "recordings",
        "remembered",
        "routine",
        "session",
        "sinks",
        "speech",
        "state",
        "tags",
        "timeline",
    },
    "live": {
        "bed",
        "duration",
        "errors",
        "fit",
        "language",
        "opening",
        "plan",
        "routine",
        "session",
        "sinks",
        "sounds",
        "state",
        "timeline",
    },
    "starter": {"language"},
    "session": {
        "errors",
        "fit",
        "kept_frames",
        "language",
        "library",
        "opening",
        "plan",
        "routine",
        "recordings",
        "remembered",
        "sinks",
        "sounds",
        "speech",
        "timeline",
    },
}
"""Room -> the rooms it may import. The command line and the package's front door may import any."""
FRONT = {"cli", "__init__", "__main__"}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The rooms and packages that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "voiceguide":
                names = [f"voiceguide.{alias.name}" for alias in node.names]
        found.update(name.split(".")[1] if name.startswith("voiceguide.") else f"~{name}" for name in names)
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    if room in FRONT:
        return
    rooms = {name for name in imported(path) if not name.startswith("~")}
    assert rooms - {room} <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_knows_click(path: Path) -> None:
    if room_of(path) not in FRONT:
        assert "~click" not in imported(path)


def test_engines_never_import_the_cache() -> None:
    for path in (PACKAGE / "speech" / "engines").glob("*.py"):
        assert "voiceguide.speech.cache" not in path.read_text("utf-8")


@pytest.mark.parametrize("command", [["--help"], ["check", "tests/examples/good/heel-pain.md"]])
def test_a_light_command_loads_no_sound_speech_or_array_library(command: list[str]) -> None:
    heavy = {"numpy", "soundfile", "miniaudio", "lameenc", "mutagen", "pyttsx3", "pydub", "rich", "simpleaudio"}
    heavy |= {"PIL", "jinja2", "starlette", "uvicorn", "segno", "asyncio"}
    code = (
        "import sys; from voiceguide.cli import run; status = run(sys.argv[1:]); "
        f"print(sorted({heavy} & set(sys.modules)), status, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[] 0"
