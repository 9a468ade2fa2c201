"""Lines recorded in the browser, with the checks and the levelling of `voiceguide record`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from voiceguide.audio.clip import resample, trim
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.errors import RecordingError
from voiceguide.recordings.kit import kit
from voiceguide.recordings.lines import lines
from voiceguide.recordings.recorded import Recorded
from voiceguide.recordings.sounds import MOST_SECONDS, UNHEARD, fault_of, spoken
from voiceguide.recordings.store import Recordings, open_recordings
from voiceguide.recordings.take import RATE as TAKE_RATE
from voiceguide.recordings.utterances import key
from voiceguide.studio.studio import Studio
from voiceguide.units import RATE

RATES = range(8_000, 192_001)
MOST_BYTES = 2 * MOST_SECONDS * TAKE_RATE
"""Bytes of a take: 16 bits a sample."""
SHORTEST_SECONDS = 0.15


def lines_of(studio: Studio, *, of_kit: bool) -> list[str]:
    """The lines to record: those of the script, or those that all scripts share."""
    if of_kit:
        return kit(studio.pack)
    recorded = studio.narration.recorded
    linked = recorded.linked if recorded else {}
    return [line for line in lines(studio.routine) if key(line) not in linked]


def listed(studio: Studio, voice: str, *, of_kit: bool) -> dict[str, Any]:
    """The lines, each with its state. Raises RecordingError for an impossible name."""
    recordings = _opened(voice)
    code = studio.pack.code
    found = [
        {"words": line, "recorded": recordings.find(line, code) is not None} for line in lines_of(studio, of_kit=of_kit)
    ]
    return {"language": code, "lines": found}


def keep(studio: Studio, voice: str, words: str, take: bytes, rate: int, *, of_kit: bool) -> float:
    """Store a take of one of the lines: 16-bit samples, mono. Returns its seconds. Raises RecordingError with the
    reason why it cannot be kept."""
    if words not in lines_of(studio, of_kit=of_kit):
        raise RecordingError("This line is not in the list.", "Choose a line of the list.")
    if rate not in RATES or len(take) > MOST_BYTES:
        raise RecordingError("The recording is too long.", "Record one line at a time.")
    samples = np.frombuffer(take[: len(take) // 2 * 2], "<i2")
    sound = spoken((samples / np.float32(32768)).astype(np.float32), rate)
    heard = trim(resample(sound, rate))
    fault = fault_of(heard, words)
    if fault == UNHEARD or len(heard) < SHORTEST_SECONDS * RATE:
        raise RecordingError("Nothing was recorded.", "Is the microphone muted or far away?")
    if fault:
        raise RecordingError(f"{fault[0].upper()}{fault[1:]}.", "Record it again.")
    return _opened(voice).keep(words, studio.pack.code, sound, rate).seconds


def example(studio: Studio, voice: str, words: str) -> Timeline:
    """A line as it is heard in a session: recorded and levelled, else spoken by the voice."""
    recordings = _opened(voice)
    found = Recorded(studio.pack, studio.frames.clips, recordings).find(words) if len(recordings) else None
    sound = found or studio.narration.speaker.sound(studio.narration.speakable(words))
    return Timeline(sound.length, (Placement(0, sound),))


def _opened(voice: str) -> Recordings:
    if Path(voice).is_absolute():
        raise RecordingError("This cannot be the name of a voice.", "Use letters, digits and blanks.")
    return open_recordings(voice, new=True)
