"""The voices of an engine, asked of a worker process, and the reason why an engine cannot speak."""

from __future__ import annotations

from typing import Any

from voiceguide.errors import SpeechError
from voiceguide.speech.engine import DEFAULT, Voice, quick_voices, requested_engine
from voiceguide.speech.pool import Pool


def voices(engine: str | None = None) -> list[Voice]:
    """All voices of an engine. Without a name, those of the default engine and of the engines with fast lists. Raises
    VoiceNotFoundError if the engine is unknown or cannot speak here."""
    asked = requested_engine(engine)
    pool = Pool(asked or DEFAULT, 1)
    try:
        found = voices_from(pool.voices())
    finally:
        pool.close()
    return found if asked else quick_voices() + found


def engine_fault(engine: str) -> str | None:
    """The reason why an engine cannot speak here and the missing part, or None. Tested in a worker."""
    try:
        voices(engine)
    except SpeechError as error:
        return f"{error.message}. {error.hint}" if error.hint else error.message
    return None


def voices_from(listed: list[dict[str, Any]]) -> list[Voice]:
    """The voices that a worker has listed."""
    return [
        Voice(each["id"], each["name"], tuple(each["languages"]), each["engine"], each.get("version", ""))
        for each in listed
    ]
