"""A short routine, and sheets of jobs."""

from __future__ import annotations

from pathlib import Path

SCRIPT = """# My heel

- Press the heel spot for 20 seconds
- Roll the sole for 20 seconds (needs a ball)
"""


def sheet(text: str, name: str = "jobs.csv") -> Path:
    """A sheet with this text in the working folder."""
    path = Path(name)
    path.write_bytes(text.encode())
    return path
