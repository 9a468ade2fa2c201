"""Words for a session that stands still."""

from __future__ import annotations

STATES = {"paused": "Paused.", "waiting": "Waiting."}
