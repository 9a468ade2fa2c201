"""The system's own voices, through pyttsx3: SAPI on Windows, NSSpeech on macOS, eSpeak NG on Linux."""

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
    """pyttsx3."""

    lasting_voices = ESPEAK
    quick_voices = False

    def __init__(self) -> None:
        self._spoke_as: tuple[str, int] | None = None

    def why_not(self) -> str | None:
        """Why it cannot speak here."""
        try:
            self._pyttsx3  # noqa: B018 - loads it
        except Exception as error:  # noqa: BLE001 - each system's driver fails in its own way
            return f"pyttsx3 cannot speak ({error}). {_install()}"
        return None

    def version(self) -> str:
        """eSpeak NG's own version; elsewhere the system's, whose voices they are."""
        if not ESPEAK:
            return f"{platform.system()} {platform.release()}"
        try:
            return f"espeak-ng {espeak_library.version(espeak_library.load())}"
        except OSError:
            return "no espeak-ng"

    def voices(self) -> Sequence[Voice]:
        """The system's voices; the one that the user has chosen for the system comes first."""
        found = [
            Voice(voice.id, voice.name or voice.id, _tags(voice.languages), "pyttsx3")
            for voice in self._pyttsx3.getProperty("voices")
            if not voice.id.startswith("mb/")  # MBROLA's, listed by eSpeak NG whether they are installed or not
        ]
        chosen = self._pyttsx3.getProperty("voice")
        return sorted(found, key=lambda voice: voice.id != chosen)

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        """Speak into a file. Raises what pyttsx3 kept to itself."""
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
        """Told once, since eSpeak NG reads a voice's files at each telling. It takes a rate in a thread of its own, and
        a text that does not wait for that may be spoken at the rate before, or not at all."""
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
            espeak_library.load()
        import pyttsx3

        engine = pyttsx3.init()
        _shorten_naps()
        return engine


def _shorten_naps() -> None:
    """pyttsx3's loop for eSpeak NG naps 10 ms after each utterance, which is twice as long as making a short one takes.
    Where another version of it loops in another way, this changes nothing."""
    driver = sys.modules.get("pyttsx3.drivers.espeak")
    if driver is not None:
        vars(driver)["time"] = SimpleNamespace(sleep=lambda seconds: time.sleep(min(seconds, 0.001)))


def _wait_for_espeak() -> None:
    """eSpeak NG speaks in a thread of its own, and pyttsx3's loop can end before it does: the file is not whole
    yet, and the next utterance would end its loop at once."""
    driver = sys.modules.get("pyttsx3.drivers._espeak")
    while driver is not None and driver.IsPlaying():
        time.sleep(0.001)


def _tags(languages: Sequence[str | bytes | None]) -> tuple[str, ...]:
    """Language tags, as each system writes them, in one form: `en_GB` is `en-gb`."""
    texts = (tag.decode(errors="replace") if isinstance(tag, bytes) else tag or "" for tag in languages)
    return tuple(text.strip("\x00\x05 ").replace("_", "-").lower() for text in texts if text)


def _install() -> str:
    if ESPEAK:
        return f"Install eSpeak NG: {install('espeakng-loader')}"
    return f"Install it again: {install('pyttsx3')} --force-reinstall"
