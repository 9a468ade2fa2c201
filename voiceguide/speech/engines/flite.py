"""The engine Flite: a small program with a softer English voice than eSpeak NG's; Debian's package `flite`."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from voiceguide.speech.engine import EngineFault, Voice
from voiceguide.speech.engines.program import run_program

VOICES = {
    "slt": ("American woman", ("en-us", "en")),
    "rms": ("American man", ("en-us", "en")),
    "awb": ("Scottish man", ("en-scotland", "en")),
    "kal16": ("American robot", ("en-us", "en")),
    "kal": ("American robot, on the telephone", ("en-us", "en")),
}
"""The softest first. A sixth voice, `awb_time`, can only tell the time."""
SECONDS = 8
"""The time limit, below a worker's, so that the program is reported. Flite takes a hundredth of it."""
ANSWER_SECONDS = 10
"""The time limit for its version and its list of voices."""
USUAL_RATE = 165
"""The words a minute at which eSpeak NG is as fast as Flite's default, within 8 % for all voices."""
BYTES_A_CHARACTER = 32_000
"""Far more than speech needs: a second of it at 16 kHz."""
SPELT = str.maketrans({"’": "'", "‘": "'", "–": ",", "—": ",", "…": ".", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o"})
"""Replacements for signs outside of ASCII, which Flite skips or misreads."""


class FliteEngine:
    """An engine for the program flite."""

    lasting_voices = True
    quick_voices = True

    def why_not(self) -> str | None:
        """The missing part, or None."""
        if shutil.which("flite") is None:
            return "The program flite is not installed. On Debian and Ubuntu: apt install flite"
        return None if self.voices() else "The program flite has none of the voices slt, rms, awb and kal."

    def version(self) -> str:
        """The version of the program: `flite-2.2-current`."""
        lines = _asked("--version").splitlines()
        words = [word for line in lines for word in line.split() if word.startswith("flite-")]
        return words[0] if words else "no flite"

    def voices(self) -> Sequence[Voice]:
        """The voices in VOICES that this flite has."""
        listed = _asked("-lv").partition(":")[2].split()
        return [Voice(id, name, languages, "flite") for id, (name, languages) in VOICES.items() if id in listed]

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        """Run flite."""
        words = ascii_of(text)
        if not any(map(str.isalnum, words)):
            raise EngineFault("flite speaks only English, and can read nothing in this text", again=False)
        text_file = path.with_suffix(".txt")
        text_file.write_text(words + "\n", encoding="ascii")
        stretch = f"duration_stretch={USUAL_RATE / rate:.3f}"
        command = ["flite", "-voice", voice, "--setf", stretch, "-f", str(text_file), "-o", str(path)]
        try:
            run_program("flite", command, path, SECONDS + len(text) / 10, (20 + len(text)) * BYTES_A_CHARACTER)
        finally:
            text_file.unlink(missing_ok=True)


def ascii_of(text: str) -> str:
    """The text in ASCII, as close as possible: `naïve` -> `naive`. Other signs become spaces."""
    plain = unicodedata.normalize("NFKD", text.translate(SPELT))
    return "".join(
        sign if sign.isascii() and sign.isprintable() else " " for sign in plain if not unicodedata.combining(sign)
    )


def _asked(option: str) -> str:
    """The program's output for an option; an empty text if it is not installed, or does not answer."""
    program = shutil.which("flite")
    if program is None:
        return ""
    try:
        asked = subprocess.run(
            [program, option], capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=ANSWER_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (asked.stdout + asked.stderr).decode(errors="replace")
