"""The voice that speaks a script: of the listener, else of the script, else the default."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.callbacks import Progress
from voiceguide.preferences import SPEEDS, Speed
from voiceguide.recordings.recorded import recorded_for
from voiceguide.routine import Routine
from voiceguide.storage.opening import open_file
from voiceguide.studio.narration import Narration
from voiceguide.studio.voice_options import WORDS_A_MINUTE, VoiceOptions

if TYPE_CHECKING:
    from voiceguide.speech import ClipStore
    from voiceguide.speech.pool import Pool

SETTINGS_WITHIN = 2_000
"""Bytes of a script in which its language and its voice are looked for before it is read."""


def narration_of(
    routine: Routine,
    voice: VoiceOptions,
    clips: ClipStore,
    workers: int | None,
    pool: Pool | None,
    progress: Progress | None,
) -> Narration:
    """The narration of a routine in the voice of the listener, else of the script. Raises as `Studio`."""
    from voiceguide.speech import Speaker, VoiceSettings
    from voiceguide.speech.engine import check_scripted

    if not voice.voice:
        check_scripted(routine.voice, voice.engine)
    path = routine.path or ""
    recorded = recorded_for(routine, path, clips, voice.recordings)
    settings = VoiceSettings(
        engine=voice.engine,
        voice=voice.voice or routine.voice,
        rate=round(usual_rate(routine, voice) * SPEEDS[usual_speed(routine, voice)]),
        language=routine.language,
    )
    speaker = Speaker(settings, clips, workers, pool=pool)
    return Narration(routine, path, speaker, recorded, progress)


def usual_speed(routine: Routine, voice: VoiceOptions) -> Speed:
    """The speed of speech that the listener chose, else the script."""
    return voice.speech or routine.preferences.speech or "usual"


def usual_rate(routine: Routine, voice: VoiceOptions) -> int:
    """Words a minute at the usual speed."""
    return voice.rate or routine.rate or WORDS_A_MINUTE


def workers_for(voice: VoiceOptions, script: Path) -> Pool:
    """Start workers for the voice that a script seems to want: its settings are looked for before it is read."""
    from voiceguide.speech import start_workers

    return start_workers(
        voice.engine, voice.voice or setting_in(script, "voice"), setting_in(script, "language") or "en"
    )


def setting_in(script: Path, name: str) -> str | None:
    """The value of a setting at the beginning of a script; None where it has none or cannot be read."""
    with suppress(OSError), open_file(script) as file:
        named = re.search(rf"^{name}:[ \t]*(\S.*?)\s*$".encode(), file.read(SETTINGS_WITHIN), re.MULTILINE)
        return named[1].decode("utf-8", "replace").strip("'\"") if named else None
    return None
