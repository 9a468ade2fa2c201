"""The engine of the system's voices, through pyttsx3: SAPI on Windows, NSSpeech on macOS, eSpeak NG on Linux."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from voiceguide.parts import install
from voiceguide.speech.engine import Voice
from voiceguide.speech.engines import espeak_library

ESPEAK = sys.platform not in ("win32", "darwin")


class SystemEngine:
    """An engine for pyttsx3."""

    lasting_voices = ESPEAK
    quick_voices = False

    def __init__(self) -> None:
        self._spoke_as: tuple[str, int] | None = None

    def why_not(self) -> str | None:
        """The reason why pyttsx3 cannot speak, or None."""
        try:
            self._pyttsx3  # noqa: B018 - loads it
        except Exception as error:  # noqa: BLE001 - each system's driver fails in its own way
            return f"pyttsx3 cannot speak ({error}). {_install()}"
        return None

    def version(self) -> str:
        """The version of eSpeak NG, or of the operating system, to which the voices belong."""
        if not ESPEAK:
            return f"{platform.system()} {platform.release()}"
        try:
            return f"espeak-ng {espeak_library.library_version(espeak_library.load_library())}"
        except OSError:
            return "no espeak-ng"

    def voices(self) -> Sequence[Voice]:
        """The system's voices, with the user's system default first."""
        found = [
            Voice(voice.id, voice.name or voice.id, _tags(voice.languages), "pyttsx3")
            for voice in self._pyttsx3.getProperty("voices")
            if not voice.id.startswith("mb/")  # MBROLA voices, which eSpeak NG lists even if they are not installed
        ]
        chosen = self._pyttsx3.getProperty("voice")
        return sorted(found, key=lambda voice: voice.id != chosen)

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        """Speak into a file. Raises the exceptions that pyttsx3 suppresses."""
        speaker = self._pyttsx3
        faults: list[Exception] = []
        token = speaker.connect("error", lambda name=None, exception=None: faults.append(exception))
        try:
            self._speak_as(voice, rate)
            speaker.save_to_file(text, str(path))
            speaker.runAndWait()
            _wait_for_espeak()
        finally:
            speaker.disconnect(token)
        if faults:
            self._spoke_as = None
            raise faults[0]

    def _speak_as(self, voice: str, rate: int) -> None:
        """Set the voice and the rate if they have changed, since eSpeak NG reads a voice's files each time. It applies
        a rate in its own thread: without the wait, a text may be spoken at the previous rate, or not at all."""
        if self._spoke_as == (voice, rate):
            return
        driver = sys.modules.get("pyttsx3.drivers.espeak")
        if driver is None:
            self._pyttsx3.setProperty("voice", voice)
            self._pyttsx3.setProperty("rate", rate)
        else:
            for name, value in (("voice", voice), ("rate", rate)):
                driver._espeak.Synchronize()
                driver.EspeakDriver.setProperty(name, value)
            driver._espeak.Synchronize()
        self._spoke_as = voice, rate

    @cached_property
    def _pyttsx3(self) -> Any:
        if ESPEAK:
            espeak_library.load_library()
        import pyttsx3

        engine = pyttsx3.init()
        _shorten_naps()
        return engine


def _shorten_naps() -> None:
    """Shorten the 10 ms sleep in pyttsx3's eSpeak loop, which is twice the time of a short utterance. No effect if
    another version of pyttsx3 works differently."""
    driver = sys.modules.get("pyttsx3.drivers.espeak")
    if driver is not None:
        vars(driver)["time"] = SimpleNamespace(sleep=lambda seconds: time.sleep(min(seconds, 0.001)))


def _wait_for_espeak() -> None:
    """Wait until eSpeak NG has finished. It speaks in its own thread, and pyttsx3's loop may end earlier: the file
    would be incomplete, and the next utterance would end its loop at once."""
    driver = sys.modules.get("pyttsx3.drivers._espeak")
    while driver is not None and driver.IsPlaying():
        time.sleep(0.001)


def _tags(languages: Sequence[str | bytes | None]) -> tuple[str, ...]:
    """Language tags in one form: `en_GB` -> `en-gb`."""
    texts = (tag.decode(errors="replace") if isinstance(tag, bytes) else tag or "" for tag in languages)
    return tuple(text.strip("\x00\x05 ").replace("_", "-").lower() for text in texts if text)


def _install() -> str:
    if ESPEAK:
        return f"Install eSpeak NG: {install('espeakng-loader')}"
    return f"Install it again: {install('pyttsx3')} --force-reinstall"
