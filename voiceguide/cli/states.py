"""What is said on a screen of a session that stands still, where nothing else is."""

from __future__ import annotations

STATES = {"paused": "Paused.", "waiting": "Waiting."}
