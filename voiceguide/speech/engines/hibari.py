"""Hibari: a small neural voice for English, from the package `hibari-tts`.

The package is young and has one author. So this file alone imports it, and only its documented class: see
docs/dependencies.md for a world without it.
"""

from __future__ import annotations

import json
import os
import wave
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide.errors import VoiceNotFoundError
from voiceguide.speech.engine import EngineFault, Voice
from voiceguide.speech.engines.hibari_words import digest, pronounced
from voiceguide.speech.engines.onnx_runtime import stop_telemetry
from voiceguide.storage.user_folders import usable, user_folder

if TYPE_CHECKING:
    from hibari import Hibari

OWN_RATE = 187
"""The rate that is speed 1. At the usual rate of 150 it speaks 190 words of a routine in a minute, as eSpeak NG does
(forty lines, benchmarks/recogniser.py). The package rounds each sound to whole frames, so its pace has steps of 5 %."""
SPEEDS = (0.5, 2.0)
"""The range that the package names."""
SEED = 0
"""The noise in a voice's sound is drawn at random. One seed gives one text one sound."""
FULL_SCALE = 32_767
"""The largest sample of a 16-bit file."""


class HibariEngine:
    """The package, with one voice loaded at a time, on one thread."""

    lasting_voices = False
    quick_voices = True
    parallel = True
    """Its model is never changed, and most of its work is done in libraries that let other threads run."""
    respelling = False
    """Its lexicon knows the hard words of routines. Respellings made for eSpeak NG spoil them. `hibari_words` corrects
    those that it does not know."""

    short_gain = -0.9
    """It stresses single words. Each by itself they stand 1.4 dB above its sentences (mean of 146 words under a
    second), and 0.4 dB as one sound, one right behind the other (benchmarks/clip_loudness.py): the middle of both."""

    def installed(self) -> bool:
        """True if the package and its runtime are installed."""
        return package_folder() is not None and find_spec("onnxruntime") is not None

    def __init__(self) -> None:
        stop_telemetry()
        self._loaded: tuple[str, Hibari] | None = None
        """The voice that spoke last, by its id."""

    def why_not(self) -> str | None:
        """The reason why it cannot speak here; None if it can."""
        try:
            import hibari  # noqa: F401
            import onnxruntime  # noqa: F401
        except (ImportError, OSError) as error:  # onnxruntime may lack a library of the system
            return f"Hibari cannot be loaded ({error}). Install it: python -m pip install 'hibari-tts>=0.2.1,<0.3'"
        return None

    def version(self) -> str:
        """The package's own version."""
        number = package_version()
        return f"hibari {number} {OWN_RATE} {self.short_gain} {digest()} " if number else "no hibari"

    def voices(self) -> Sequence[Voice]:
        """The voice in the package, then those that were fetched."""
        folder = package_folder()
        if folder is None:
            return []
        return [_voice(name, data) for name, data in registry(folder).items() if _model(folder, data).is_file()]

    def load(self, voice: str) -> None:
        """Load the model and the pronunciation rules, and speak once: the first text takes longer than others."""
        if self._loaded is None or self._loaded[0] != voice:
            self._of(voice)("Ready.", seed=SEED)

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        """Speak into a WAV file of 24 kHz."""
        import numpy as np

        speaker = self._of(voice)
        speed = min(max(rate / OWN_RATE, SPEEDS[0]), SPEEDS[1])
        samples = speaker(pronounced(text, british=is_british(voice)), speed=speed, seed=SEED)
        if not len(samples):
            raise EngineFault("hibari speaks English alone: there is nothing in this that it can read", again=False)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(speaker.sample_rate)
            file.writeframes((np.clip(samples, -1, 1) * FULL_SCALE).astype("<i2").tobytes())

    def _of(self, voice: str) -> Hibari:
        if self._loaded is None or self._loaded[0] != voice:
            from hibari import Hibari

            model = model_of(voice)
            if model is None:
                raise VoiceNotFoundError(f"hibari has no voice {voice!r} on this machine", "See `voiceguide voices`.")
            self._loaded = voice, Hibari(voice=voice, model=str(model), threads=1)
        return self._loaded[1]


def package_folder() -> Path | None:
    """The folder of the package, found without loading it."""
    found = find_spec("hibari")
    return Path(found.origin).parent if found and found.origin else None


def package_version() -> str | None:
    """The version in the name of the folder that the installer left beside the package; None without the package.
    Reading it with `importlib.metadata` would cost every command 15 ms."""
    folder = package_folder()
    left = sorted(folder.parent.glob("hibari_tts-*.dist-info")) if folder else []
    if left:
        return left[-1].name.removeprefix("hibari_tts-").removesuffix(".dist-info")
    return _declared_version() if folder else None


def _declared_version() -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("hibari-tts")
    except PackageNotFoundError:
        return None


def registry(folder: Path) -> dict[str, dict[str, Any]]:
    """Name -> language, accent, gender and model file of each voice that the package knows."""
    found: dict[str, dict[str, Any]] = json.loads((folder / "assets" / "voices.json").read_text("utf-8"))
    return found


def is_british(voice: str) -> bool:
    """True if the package reads for this voice by British rules."""
    folder = package_folder()
    return bool(folder and registry(folder).get(voice, {}).get("british"))


def model_of(voice: str) -> Path | None:
    """The model of a voice that is on this machine. The package itself would fetch a missing one."""
    folder = package_folder()
    data = registry(folder).get(voice) if folder else None
    model = _model(folder, data) if folder and data else None
    return model if model and model.is_file() else None


def _model(folder: Path, data: dict[str, Any]) -> Path:
    if data.get("bundled"):
        return folder / "assets" / str(data["file"])
    return fetched_folder() / str(data["file"])


def fetched_folder() -> Path:
    """The folder where the package keeps fetched voices: HIBARI_HOME, else its folder in the user's cache."""
    home = os.environ.get("HIBARI_HOME", "").strip()
    if home:
        return Path(home)
    import platformdirs

    folder = usable(lambda: platformdirs.user_cache_path("hibari", appauthor=False))
    return folder or user_folder("cache") / "hibari"


def _voice(name: str, data: dict[str, Any]) -> Voice:
    tag = str(data["language"]).casefold()
    person = {"female": "woman", "male": "man"}.get(data["gender"], data["gender"])
    shown = f"{name.capitalize()}, {data['accent']} {person}"
    return Voice(name, shown, (tag, "en"), "hibari", str(data["sha256"])[:8])
