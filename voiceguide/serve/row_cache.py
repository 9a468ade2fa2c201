"""Rows of the list, stored beside the clips: fitting hundreds of routines takes many seconds.

The key covers everything that decides a row: the script, the code that reads and fits it, and the voice. Measured rows
and estimated ones are stored apart, since what is stored is never replaced.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass

from voiceguide.serve.rows import Row
from voiceguide.serve.studios import Script
from voiceguide.speech.clip_file import DamagedError
from voiceguide.studio.routine_cache import MOST_BYTES, SideStore, code_digest, own_content, signed
from voiceguide.studio.voice_options import VoiceOptions

SUFFIX = ".row"
_CODE = ("script/*.py", "language/*", "history/*", "fit/*.py", "routine.py", "plan.py", "serve/rows.py")


@dataclass(frozen=True, slots=True)
class RowCache:
    """The stored rows of one voice."""

    store: SideStore
    voice: VoiceOptions
    engine: str
    """The name of the engine that speaks where the voice names none."""

    def read(self, script: Script) -> Row | None:
        """The row of a script, a measured one before an estimated one; None if neither is stored."""
        key = self._key(script)
        for state in ("measured", "estimated") if key else ():
            kept = self.store.read_side(_digest(f"{key} {state}"), SUFFIX)
            if kept is not None:
                with suppress(DamagedError):  # it is made again
                    return stored_row(_digest(f"{key} {state}"), kept, estimated=state == "estimated")
        return None

    def write(self, script: Script, row: Row) -> None:
        """Store the row of a script."""
        key = self._key(script)
        if key:
            state = "estimated" if row.estimated else "measured"
            content = json.dumps([row.fields, row.guid, row.author], ensure_ascii=False)
            digest = _digest(f"{key} {state}")
            data = signed(digest, SUFFIX, content.encode("utf-8", "surrogatepass"))
            self.store.write_side(digest, SUFFIX, data, replace=True)

    def _key(self, script: Script) -> str | None:
        if script.size > MOST_BYTES:
            return None
        try:
            content = script.path.read_bytes()
        except OSError:  # removed meanwhile
            return None
        if len(content) != script.size:  # saved anew meanwhile
            return None
        voice = [self.engine, self.voice.engine, self.voice.voice, self.voice.rate, self.voice.recordings]
        about = json.dumps([code_digest(_CODE), script.name, str(script.path.parent), script.recorded, voice])
        return _digest(about + hashlib.sha256(content).hexdigest())


def stored_row(key: str, kept: bytes, *, estimated: bool = False) -> Row:
    """A stored row. Raises DamagedError unless this user's voiceguide has stored it."""
    try:
        fields, guid, author = json.loads(own_content(key, SUFFIX, kept))
    except (ValueError, TypeError, RecursionError) as error:
        raise DamagedError("it is not a row of the list") from error
    if not isinstance(fields, dict) or not isinstance(guid, str):
        raise DamagedError("it is not a row of the list")
    return Row(fields, guid, author, estimated)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
