"""A session that nobody disturbs, and moments of it."""

from __future__ import annotations

from typing import Any

from tests.live.stage import SCRIPT, Stage, at


def undisturbed(**options: Any) -> Stage:
    """Play SCRIPT to its end."""
    stage = Stage(SCRIPT, **options)
    assert stage.run()
    return stage


INSTRUCTION = "Left foot. Press the heel spot. 1 minute."
FIRST_BELL = at(undisturbed(), "start-bell")
"""The start of the first hold."""
