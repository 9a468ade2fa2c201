"""What a test may want of its machine: skipped with the reason where it lacks; where nothing may be, a failure."""

from __future__ import annotations

import os
import shutil

import pytest


def need(here: object, reason: str) -> None:
    """Go on if `here` is true; else skip, or fail under VOICEGUIDE_TEST_NO_SKIP."""
    if here:
        return
    if os.environ.get("VOICEGUIDE_TEST_NO_SKIP"):
        pytest.fail(f"nothing may be skipped here, but: {reason}")
    pytest.skip(reason)


def need_program(name: str) -> str:
    """The path of a program that this test runs."""
    path = shutil.which(name)
    need(path, f"{name} is not installed")
    assert path is not None
    return path


def need_browser() -> str:
    """The path of a Chromium without windows where there is one: each new context of the usual one takes five times as
    long."""
    return shutil.which("chromium-headless-shell") or need_program("chromium")
