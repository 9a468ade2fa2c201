"""The listener's own bell: a sound file that is heard in place of the bells, cut, faded and levelled as they are.

A cue names it `own-start-bell:FILE`. The file is one beside the script, as the script has it, or one that the listener
chose on the own machine.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.bells import LENGTHS, OWN_BELL, OwnBell, sound
from voiceguide.audio.clip import CEILING, to_int16, trim
from voiceguide.errors import RecordingError
from voiceguide.recordings.sounds import FAINTEST, read_bounded
from voiceguide.units import RATE, to_samples

if TYPE_CHECKING:
    from voiceguide.audio.loudness import Floats
    from voiceguide.audio.timeline import Sound

MOST_SECONDS = 30
"""The longest file."""
RINGS = to_samples(2.5)
"""Samples of a bell that are heard. Its slot in a plan is shorter, and words may follow while it fades."""
LOUD = to_samples(0.05)
"""The stretch by which the level of a bell is measured."""


def bell_sound(name: str, folder: Path | None, scripted: str | None) -> Sound:
    """The sound of a bell with this name. `folder`: of the script. `scripted`: the file that the script names.

    Raises RecordingError for a file that cannot be a bell."""
    kind, _, file = name.removeprefix(OWN_BELL).partition(":")
    return own_bell(own_file(file, folder, scripted), kind)


def own_file(file: str, folder: Path | None, scripted: str | None) -> Path:
    """The file of a bell. One that a script names must lie beside it. Raises RecordingError."""
    if file != scripted:
        return Path(file)
    from voiceguide.script.links import file_of

    if folder is None:
        raise RecordingError(f"the bell `{file}` stands in a script without a folder", "Save the script as a file.")
    return file_of(folder, file)


def own_bell(path: Path, kind: str = "start-bell") -> OwnBell:
    """The bell in a file, for a kind of bell in LENGTHS. The last one ends with its slot, because the session may end
    there. Raises RecordingError."""
    try:
        found = path.stat()
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror}", "Name a sound file.") from error
    bell = _read(path, found.st_mtime_ns, found.st_size)
    return bell.shortened(LENGTHS[kind]) if kind == "last-bell" else bell


@lru_cache(maxsize=8)
def _read(path: Path, modified: int, size: int) -> OwnBell:
    heard = trim(read_bounded(path, MOST_SECONDS))
    if not len(heard) or float(np.abs(heard).max()) < FAINTEST:
        raise RecordingError(f"{path} is silent", "Name another sound file.")
    data = to_int16(_faded(_levelled(heard[:RINGS])))
    return OwnBell(hashlib.sha256(data.tobytes()).hexdigest(), data)


def _levelled(heard: Floats) -> Floats:
    """The sound with its loudest moment as loud as that of the bell it replaces."""
    usual = sound("start-bell").samples().astype(np.float32) / np.float32(32767)
    gain = min(_loudest(usual) / _loudest(heard), CEILING / float(np.abs(heard).max()))
    return heard * np.float32(gain)


def _loudest(heard: Floats) -> float:
    """The root mean square of the loudest stretch."""
    power = np.convolve(heard.astype(np.float64) ** 2, np.ones(min(LOUD, len(heard))), "valid").max() / LOUD
    return float(np.sqrt(power))


def _faded(heard: Floats) -> Floats:
    """The sound with a long fade at its end, where it was cut."""
    out = min(len(heard) // 2, round(0.8 * RATE))
    if len(heard) < RINGS:
        out = min(out, round(0.05 * RATE))
    made = heard.copy()
    made[len(made) - out :] *= np.linspace(1, 0, out, dtype=np.float32) ** 2
    return made
