"""Engines that really speak, in real workers: tones instead of words, and every way of going wrong.

They are named as a user's own engine is: `tests.fakes:ToneEngine`.
"""

from __future__ import annotations

import math
import os
import random
import sys
import threading
import time
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path

from voiceguide.speech import Voice
from voiceguide.speech.engines import command
from voiceguide.speech.engines.command import CommandEngine

NOTES = "VOICEGUIDE_FAKES_FOLDER"
"""An environment variable: the folder where fakes keep what tests, or their own next process, should know."""

NEW_VOICE = "VOICEGUIDE_FAKES_VOICE"
"""An environment variable: the id of one more voice that a ToneEngine has."""


def named(engine: type) -> str:
    return f"{engine.__module__}:{engine.__qualname__}"


def tone_seconds(text: str) -> float:
    """How long a ToneEngine speaks; around it there is half a second of silence."""
    return 0.3 + len(text) / 100


class ToneEngine:
    """Speaks each text as a tone, the longer the text, the longer the tone. Prints where it should not."""

    lasting_voices = True
    rate = 22_050
    channels = 1

    def why_not(self) -> str | None:
        return None

    def version(self) -> str:
        return "1"

    def voices(self) -> Sequence[Voice]:
        return [
            Voice("tone/en", "English tone", ("en-gb",), "tone"),
            Voice("tone/en-us", "American tone", ("en-us",), "tone"),
            Voice("tone/de", "Deutscher Ton", ("de",), "tone"),
            *(Voice(new, new, (), "tone") for new in [os.environ.get(NEW_VOICE)] if new),
        ]

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        sys.stdout.write(f"Audio saved to {path}\n")
        os.write(1, b"ALSA lib: no such device\n")
        self.write(path, self.tone(tone_seconds(text), {"tone/de": 220}.get(voice, 440)))

    def tone(self, seconds: float, hertz: float, size: float = 8_000) -> list[int]:
        quiet = [0] * (self.rate // 2)
        turn, length = 2 * math.pi * hertz / self.rate, int(seconds * self.rate)
        period = self.rate // math.gcd(self.rate, round(hertz)) if hertz == round(hertz) else length
        waves = [int(size * math.sin(turn * i)) for i in range(min(period, length))]
        return quiet + (waves * (length // max(1, len(waves)) + 1))[:length] + quiet

    def write(self, path: Path, samples: Sequence[int]) -> None:
        with wave.open(str(path), "wb") as file:
            file.setparams((self.channels, 2, self.rate, 0, "NONE", ""))
            file.writeframes(array("h", [sample for sample in samples for _ in range(self.channels)]).tobytes())


class NotingEngine(ToneEngine):
    """Writes each text that it speaks into a note of its own."""

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        Path(os.environ[NOTES], path.parent.name + path.stem).write_text(text)
        super().speak(text, voice, rate, language, path)


class SoftlyEngine(ToneEngine):
    """Speaks 6 dB softer what has “softly” in it."""

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        self.write(path, self.tone(tone_seconds(text), 440, 2_000 if "softly" in text else 4_000))


class StereoEngine(ToneEngine):
    """Speaks at another rate, on two channels."""

    rate = 16_000
    channels = 2


class UnrepeatableEngine(ToneEngine):
    """Never speaks a text twice in the same way, as eSpeak NG does."""

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        self.write(path, self.tone(tone_seconds(text) + random.random() / 2, 440))


class LaterEngine(ToneEngine):
    """The next version."""

    def version(self) -> str:
        return "2"


class FaultyEngine(ToneEngine):
    """Fails each time. The subclasses say how."""

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        _note(f"{os.getpid()}.pid")
        self.fail(path)

    def fail(self, path: Path) -> None:
        raise ValueError("the tongue is tied")


class WordyEngine(FaultyEngine):
    """Says more than anyone wants to know."""

    def fail(self, path: Path) -> None:
        raise OSError(f"the tongue is tied\nto {path}")


class HangingEngine(FaultyEngine):
    def fail(self, path: Path) -> None:
        time.sleep(600)


class DyingEngine(FaultyEngine):
    def fail(self, path: Path) -> None:
        os.write(2, b"out of breath\n")
        os._exit(7)


class MuteEngine(FaultyEngine):
    def fail(self, path: Path) -> None:
        pass


class SilentEngine(FaultyEngine):
    def fail(self, path: Path) -> None:
        self.write(path, [0] * self.rate)


class RubbishEngine(FaultyEngine):
    def fail(self, path: Path) -> None:
        path.write_bytes(b"This is no sound. " * 100)


class EmptyEngine(FaultyEngine):
    def fail(self, path: Path) -> None:
        path.touch()


class EndlessEngine(FaultyEngine):
    """Speaks for half a minute, whatever the text."""

    def fail(self, path: Path) -> None:
        self.write(path, self.tone(30, 440))


class MumblingEngine(FaultyEngine):
    """Speaks for a moment, whatever the text."""

    def fail(self, path: Path) -> None:
        self.write(path, self.tone(0.02, 440))


class HangsOnceEngine(ToneEngine):
    """Hangs at its first text, in whichever process that is."""

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        if _note("hung"):
            time.sleep(600)
        super().speak(text, voice, rate, language, path)


class DiesOnceEngine(ToneEngine):
    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        if _note("died"):
            os._exit(7)
        super().speak(text, voice, rate, language, path)


class SilentOnceEngine(ToneEngine):
    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        if _note("silent"):
            self.write(path, [0] * self.rate)
        else:
            super().speak(text, voice, rate, language, path)


class ImpatientCommandEngine(CommandEngine):
    """Gives its command half a second."""

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        command.SECONDS = 0.5 - len(text) / 5
        super().speak(text, voice, rate, language, path)


class SlowLoadingEngine(ToneEngine):
    """Takes its time to load a voice, and tells when it has; then it speaks at once."""

    def load(self, voice: str) -> None:
        if _note(f"{os.getpid()} loaded {voice.replace('/', ' ')}"):
            time.sleep(0.8)


class QuickLoadingEngine(SlowLoadingEngine):
    """Lists its voices without a worker."""

    quick_voices = True


class HangsAtLoadingEngine(FaultyEngine):
    def load(self, voice: str) -> None:
        _note(f"{os.getpid()}.pid")
        time.sleep(600)


class MissingEngine(ToneEngine):
    """Cannot speak on this machine."""

    def why_not(self) -> str | None:
        return "It has no mouth. Install one."


class ParallelEngine(ToneEngine):
    """Speaks to several threads at the same time: its first text waits until another one is spoken beside it."""

    parallel = True

    def __init__(self) -> None:
        self._lock, self._both, self._speaking = threading.Lock(), threading.Event(), 0

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        _note(f"{os.getpid()}.pid")
        with self._lock:
            self._speaking += 1
            if self._speaking > 1:
                self._both.set()
        self._both.wait(60)
        super().speak(text, voice, rate, language, path)


class DiesOnceInParallelEngine(ParallelEngine):
    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        if _note("died"):
            os._exit(7)
        super().speak(text, voice, rate, language, path)


def _note(name: str) -> bool:
    """Leave a file in the notes' folder, if there is one; whether it is the first of this name."""
    folder = os.environ.get(NOTES)
    if folder is None:
        return False
    try:
        Path(folder, name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
