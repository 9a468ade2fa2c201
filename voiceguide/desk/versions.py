"""The earlier versions of scripts: which ones stay, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

KEPT_FOR = timedelta(weeks=6)
"""Older versions go, and so do scripts that were thrown away."""
_NAME = re.compile(r"(\d{8}T\d{6}-\d{6})(?:-\d+)?\.md")
_FORM = "%Y%m%dT%H%M%S-%f"
_STAGES = (
    (timedelta(minutes=10), timedelta(0)),
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(minutes=15)),
    (timedelta(days=7), timedelta(hours=4)),
    (KEPT_FOR, timedelta(days=1)),
)
"""Versions up to the first age stand at least the second time apart."""


def version_name(moment: datetime) -> str:
    """The file name of a version that was replaced at this moment."""
    return f"{moment.astimezone(UTC).strftime(_FORM)}.md"


def moment_of(name: str) -> datetime | None:
    """The moment in a version's file name; None for another file."""
    match = _NAME.fullmatch(name)
    return datetime.strptime(match[1], _FORM).replace(tzinfo=UTC) if match else None


def outdated(names: Iterable[str], now: datetime) -> list[str]:
    """The versions that are no longer needed. The newest one always stays."""
    dated = [(moment, name) for name in names if (moment := moment_of(name))]
    dropped: list[str] = []
    last: datetime | None = None
    for moment, name in sorted(dated, reverse=True):
        apart = next((apart for age, apart in _STAGES if now - moment <= age), None)
        if last is not None and (apart is None or last - moment < apart):
            dropped.append(name)
        else:
            last = moment
    return dropped
