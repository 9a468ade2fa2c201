"""Finds the recording of an utterance and turns it into a clip: trimmed, levelled, named by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import RecordingError
from voiceguide.fit.speech import join_after
from voiceguide.language import Pack, load
from voiceguide.recordings.linked import linked
from voiceguide.recordings.store import LONG_ENOUGH, Recordings, open_recordings
from voiceguide.recordings.utterances import cut, key
from voiceguide.routine import Routine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.audio.timeline import Sound
    from voiceguide.speech import ClipStore


@dataclass
class Recorded:
    """The recordings for one session: those named in its script, else those of a voice."""

    pack: Pack
    clips: ClipStore
    """The cache of processed recordings."""
    voice: Recordings | None = None
    linked: Mapping[str, Path] = field(default_factory=dict)
    """Key of words -> file."""
    _found: dict[str, Sound | None] = field(default_factory=dict)

    def find(self, text: str) -> Sound | None:
        """The recording of an utterance, or None if an engine must speak it. Raises RecordingError for an unusable
        recording."""
        if text not in self._found:
            self._found[text] = self._whole(text) or self._together(text)
        return self._found[text]

    def _whole(self, text: str) -> Sound | None:
        linked = self.linked.get(key(text))
        if linked:
            return clip_of(linked, text, self.clips)
        found = self.voice.find(text, self.pack.code) if self.voice else None
        if found is None or self.voice is None:
            return None
        gain = None if found.seconds >= LONG_ENOUGH else self.voice.gain
        return clip_of(self.voice.path / found.file, text, self.clips, gain)

    def _together(self, text: str) -> Sound | None:
        """An utterance joined from recordings of its parts, if all exist."""
        import numpy as np

        from voiceguide.audio.clip import Clip

        parts = cut(self.pack, text)
        sounds = [self.find(part) for part in parts] if len(parts) > 1 else []
        if not sounds or None in sounds:
            return None
        pieces: list[NDArray[np.int16]] = []
        for part, sound in zip(parts, sounds, strict=True):
            assert sound is not None
            pieces += [sound.samples(), np.zeros(join_after(part), np.int16)]
        return Clip.of(np.concatenate(pieces[:-1]))


def recorded_for(routine: Routine, script: str, clips: ClipStore, voice: str | None) -> Recorded | None:
    """The recordings for a routine, from its script and, if requested, a voice. None if there are none. Raises
    ScriptError, RecordingError."""
    files = linked(routine, Path(script), script, lambda words, path: clip_of(path, words, clips))
    if not files and voice is None:
        return None
    return Recorded(load(routine.language), clips, open_recordings(voice) if voice else None, files)


def clip_of(path: Path, words: str, clips: ClipStore, gain: float | None = None) -> Sound:
    """The clip of a recording of these words, cached by the file's content. `gain`: decibels for a clip that is too
    short to be levelled by itself. Raises RecordingError."""
    from voiceguide.speech.cache import content_key
    from voiceguide.speech.speaker import StoredSound

    made = content_key("recording", _digest(path), gain)
    length = clips.length(made)
    if length is None:
        from voiceguide.audio.clip import levelled
        from voiceguide.recordings.sounds import read_recording

        samples = levelled(read_recording(path, words), None if gain is None else partial(float, gain))
        length = clips.add(made, words, samples)
    return StoredSound(made, length, clips.read)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise RecordingError(
            f"{path} cannot be read: {error.strerror}", "Restore the file, or record it again."
        ) from error
