"""Options and fixtures for all tests. Each run has a cache of its own, and ignores the user's settings."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from tests.distribution import distribute
from voiceguide.storage import settings as user_settings

TESTS = Path(__file__).parent
SLOW = {
    "audio/test_loudness.py",
    "audio/test_wake_tones.py",
    "batch",
    "benchmarks/test_faults_and_decoders.py",
    "benchmarks/test_fuzz.py",
    "benchmarks/test_kills_and_hostile.py",
    "bed",
    "cli",
    "contributing",
    "desk",
    "docs",
    "export",
    "fit/test_doses.py::test_a_session_that_could_last_over_a_day_has_an_end_that_can_be_reached",
    "fit/test_words.py::test_the_bundled_routines_never_say_the_next_step_twice",
    "fit/test_words.py::test_the_bundled_routines_say_a_side_once_within_a_few_seconds",
    "fit/test_words.py::test_the_bundled_routines_scrape_no_dry_sole",
    "importing",
    "language/test_names.py",
    "live",
    "playback",
    "publish",
    "recordings",
    "script/test_fixes.py::test_a_reader_that_is_never_content_is_not_asked_for_ever",
    "script/test_forms.py",
    "script/test_front.py::test_a_script_of_three_thousand_steps_is_read",
    "script/test_languages.py",
    "script/test_routines.py::test_the_whole_routine_fits_five_to_forty_minutes",
    "script/test_session_bound.py",
    "script/test_structure.py::test_many_wrong_names_are_told_without_looking_for_near_ones",
    "serve",
    "speech",
    "storage",
    "studio",
    "test_api.py",
    "test_documentation.py",
    "test_imports.py::test_a_light_command_loads_no_sound_speech_or_array_library",
    "test_imports.py::test_a_routine_that_was_read_before_needs_no_reader",
    "test_misreadings.py",
    "test_parts.py::test_without_miniaudio_everything_is_exported_and_playing_says_what_to_do",
}
"""Folders, modules and tests that `--fast` leaves out: those with real speech, sound, browsers, processes or seven
languages."""
FAST_EXAMPLES = 3
"""The most examples of each property under `--fast`."""
MEASURED_CASES = 5
"""The cases of a test with parameters in which coverage is measured: it makes reading take twice as long."""

settings.register_profile("voiceguide", deadline=None, print_blob=True, max_examples=20)
settings.register_profile("thorough", deadline=None, print_blob=True, max_examples=1000)
settings.load_profile("voiceguide")

# Without bytecode each worker rewrites all assertions again, and each process of a test compiles the package again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fast", action="store_true", help="leave out the slow folders; try few examples of a property")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    slow = config.getoption("--fast") and collection_path.relative_to(TESTS).as_posix() in SLOW
    return True if slow else None


def pytest_configure(config: pytest.Config) -> None:
    """The order of `tests/distribution.py` stays."""
    config.option.loadscopereorder = False


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """A worker for each processor, and two more for the tests in real time and those of browsers, which often wait."""
    return (os.cpu_count() or 1) + (0 if config.getoption("--fast") else 2)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests in real time and tests with a browser are repeated after a failure, since on a busy machine a sound device
    runs dry and a page times out. The summary counts the repetitions.

    Coverage is not measured in properties, in long tables and with a browser: other tests go over the same lines, and
    to measure takes as long again as the tests."""
    if config.getoption("--fast"):
        _make_fast(config, items)
    distribute(items)
    cases: Counter[str] = Counter()
    for item in items:
        test = item.nodeid.partition("[")[0]
        cases[test] += 1
        fixtures = getattr(item, "fixturenames", ())
        is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if is_property or "browser" in fixtures or cases[test] > MEASURED_CASES:
            item.add_marker(pytest.mark.no_cover)
        if "sound_server" in fixtures or "browser" in fixtures:
            item.add_marker(pytest.mark.flaky(reruns=3, reruns_delay=5))


def _make_fast(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the slow tests, and lower the number of examples, also where a property sets its own."""
    slow = [item for item in items if item.nodeid.partition("[")[0].removeprefix("tests/") in SLOW]
    items[:] = [item for item in items if item not in slow]
    config.hook.pytest_deselected(items=slow)
    for item in items:
        test = getattr(item, "obj", None)
        own = getattr(test, "_hypothesis_internal_use_settings", None)
        if own is not None:
            few = settings(own, max_examples=min(own.max_examples, FAST_EXAMPLES))
            test._hypothesis_internal_use_settings = few  # type: ignore[union-attr]


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all workers: a text is spoken once."""
    base = tmp_path_factory.getbasetemp()
    cache = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    cache.mkdir(exist_ok=True)
    return cache


@pytest.fixture(autouse=True)
def own_world(
    shared_cache: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(shared_cache))
    state = tmp_path_factory.getbasetemp() / "state" / tmp_path.name
    state.mkdir(parents=True)
    (state / "lesson-heard").touch()  # else it comes before the first session of each test
    monkeypatch.setenv("VOICEGUIDE_STATE", str(state))
    monkeypatch.setenv("VOICEGUIDE_VOICES", str(tmp_path / "voices"))
    monkeypatch.setenv("VOICEGUIDE_RECORDINGS", str(tmp_path / "recordings"))
    for name in ("ENGINE", "OUTPUT", "PLAIN", "VOICE_LIST", "COMMAND"):
        monkeypatch.delenv(f"VOICEGUIDE_{name}", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(user_settings, "config_path", lambda: tmp_path / "config.toml")


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
