"""Imports point one way, and nobody pays for what a command does not need."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "voiceguide"

FLOORS = (
    {
        "errors",
        "routine",
        "preferences",
        "units",
        "duration",
        "grid",
        "plan",
        "callbacks",
        "json_types",
        "parts",
        "child_process",
        "shell_word",
    },
    {"language", "audio", "storage"},
    {"script", "bed", "speech", "history"},
    {"fit", "playback", "importing"},
    {"export", "recordings"},
    {"studio"},
    {"live", "batch", "serve"},
    {"publish", "desk"},
    {"cli"},
)
"""The packages, floor by floor. A package imports from the floors below its own, and from no other."""
PLAIN = FLOORS[0]
"""The modules at the top level: plain data, units and errors. They import nothing but each other."""
SOUNDLESS = {"script", "fit"}
"""Packages that know nothing of speech, players and files of sound."""
FRONT = {"__init__", "__main__"}
"""The package itself and its command may import any package."""


def package_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def nodes(path: Path) -> list[ast.Import | ast.ImportFrom]:
    """The imports of a file, wherever in it."""
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    return [node for node in tree if isinstance(node, ast.Import | ast.ImportFrom)]


def imported(path: Path) -> set[str]:
    """The packages of voiceguide that a file imports, and `~name` for others, wherever in it."""
    found = set()
    for node in nodes(path):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "voiceguide":
                names = [f"voiceguide.{alias.name}" for alias in node.names]
        found.update(name.split(".")[1] if name.startswith("voiceguide.") else f"~{name}" for name in names)
    return found


def modules_imported(path: Path) -> set[str]:
    """The modules of this package that a file imports, wherever in it."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "voiceguide":
            package = node.module.removeprefix("voiceguide").lstrip(".")
            inner = {f"{package}.{alias.name}".lstrip(".") for alias in node.names}
            found |= inner & MODULES.keys() or {package}
    return found - {""}


FILES = sorted(PACKAGE.rglob("*.py"))


MODULES = {".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path for path in FILES}


def test_every_package_has_its_floor() -> None:
    assert {package_of(path) for path in FILES} - FRONT == set().union(*FLOORS)


def test_no_module_lies_loose_at_the_top_but_plain_data_units_and_errors() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} - FRONT == PLAIN


def beneath(package: str) -> set[str]:
    """The packages that a package may import."""
    own = next(floor for floor, packages in enumerate(FLOORS) if package in packages)
    return PLAIN if package in PLAIN else set().union(*FLOORS[:own], {"__version__"})


def test_imports_point_one_way() -> None:
    wrong = {}
    for path in FILES:
        package = package_of(path)
        if package not in FRONT:
            packages = {name for name in imported(path) if not name.startswith("~")}
            wrong[path] = packages - {package} - beneath(package)
    assert {path: packages for path, packages in wrong.items() if packages} == {}


def test_reading_and_fitting_know_nothing_of_sound() -> None:
    sound = {"speech", "playback", "export", "bed", "~numpy"}
    assert [path for path in FILES if package_of(path) in SOUNDLESS and imported(path) & sound] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    left = {name: modules_imported(path) - {name} for name, path in MODULES.items()}
    while free := {name for name, needs in left.items() if not needs & left.keys()}:
        left = {name: needs for name, needs in left.items() if name not in free}
    assert not left


def test_only_the_command_line_knows_click() -> None:
    assert [path for path in FILES if package_of(path) not in FRONT | {"cli"} and "~click" in imported(path)] == []


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


def test_a_session_starts_without_the_metadata_of_packages() -> None:
    code = (
        "import sys, voiceguide.cli.play_live, voiceguide.live.session, voiceguide.live.media_keys, "
        "voiceguide.studio.studio; print('importlib.metadata' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False", "it takes a tenth of the time to the first word"


def test_a_routine_that_was_read_before_needs_no_reader(tmp_path: Path) -> None:
    code = (
        "import sys; from voiceguide.studio.studio import Studio; Studio('heel-pain', engine='pyttsx3'); "
        "print(sorted({'markdown_it', 'yaml', 'voiceguide.script.reader'} & set(sys.modules)))"
    )
    env = {**os.environ, "VOICEGUIDE_CACHE": str(tmp_path)}
    for found in ("['markdown_it', 'voiceguide.script.reader', 'yaml']", "[]"):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True, env=env
        )
        assert done.stdout.strip() == found
