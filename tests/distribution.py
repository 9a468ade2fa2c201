"""The distribution of the tests to workers: the slow ones first, and those that share something on one worker.

pytest-xdist gives each worker one group after the other, in the order of the tests. A test without a group is one.
"""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

TOGETHER = ("tests/serve/page", "tests/desk/page")
"""Folders whose tests share a browser, in two halves."""
MODULES_TOGETHER = (
    "tests/serve",
    "tests/desk",
    "tests/cli/test_cli_export.py",
    "tests/cli/test_completion.py",
    "tests/export/test_mp3.py",
    "tests/speech/engines/test_hibari.py",
)
"""Folders and modules whose modules share a server, a speaker or clips."""
WITH_PLAYERS = ("tests/playback", "tests/cli")
"""Folders whose tests in real time run beside those of the others, since they mostly wait."""
FIRST = (
    "tests/live/test_live_sound.py",
    "tests/playback/test_sound.py",
    *TOGETHER,
    "tests/live/test_voice_control.py",
    "tests/speech/test_understood.py",
    "tests/benchmarks",
    "tests/batch",
    "tests/contributing",
    "tests/serve",
    "tests/desk",
    "tests/cli",
    "tests/speech",
    "tests/live",
    "tests/export",
)
"""Tests that take long, the longest first. Short ones at the end let all workers end together."""


def group_of(item: pytest.Item) -> str | None:
    """The group of a test. Tests in real time run one after the other, in two groups beside other tests."""
    if _in_real_time(item):
        return f"sound of {'players' if item.nodeid.startswith(WITH_PLAYERS) else 'sessions'}"
    path = item.nodeid.partition("::")[0]
    folder = str(PurePosixPath(path).parent)
    if folder in TOGETHER:
        return f"{folder}, {'first' if path < f'{folder}/test_l' else 'second'} half"
    return path if folder in MODULES_TOGETHER or path in MODULES_TOGETHER else None


def distribute(items: list[pytest.Item]) -> None:
    """Put the slow tests first, and mark the groups."""
    for item in items:
        group = group_of(item)
        if group is not None:
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> tuple[bool, int]:
    places = (number for number, start in enumerate(FIRST) if item.nodeid.startswith(start))
    return not _in_real_time(item), next(places, len(FIRST))


def _in_real_time(item: pytest.Item) -> bool:
    return "sound_server" in getattr(item, "fixturenames", ())
