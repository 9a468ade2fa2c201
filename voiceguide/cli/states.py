"""Messages for a session that stands still and has no other message."""

from __future__ import annotations

STATE_MESSAGES = {"paused": "Paused.", "waiting": "Waiting."}
