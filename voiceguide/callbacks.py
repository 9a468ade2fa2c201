"""Functions that a caller hands in to be told of progress and of small problems. Plain types."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with the amount done and the amount in all. An exception that it raises stops the work."""

Note = Callable[[str], None]
"""Called with one sentence about a problem that stops nothing."""
