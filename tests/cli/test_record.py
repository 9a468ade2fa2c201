"""`voiceguide record` in a terminal, with a virtual microphone that hears another voice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tests import fakes
from tests.conftest import Cli
from tests.needs import need_program
from tests.sound_server import Microphone, SoundServer, find, sound_server
from tests.terminals import Terminal
from tests.terminals import terminal as terminal
from voiceguide.audio.clip import resample
from voiceguide.language import load
from voiceguide.recordings.recorded import Recorded
from voiceguide.recordings.store import open_recordings
from voiceguide.speech import ClipStore
from voiceguide.units import RATE

__all__ = ["sound_server"]

Script = Callable[..., Path]
FEET = "# Feet\n\n- Press the heel spot for exactly 20 seconds\n"
LINES = ["Feet", "Press the heel spot"]
ENGINE = ("--engine", fakes.named(fakes.ToneEngine))


@pytest.fixture(autouse=True)
def own_recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_RECORDINGS", str(tmp_path / "recordings"))


def another_voice(words: str, folder: Path) -> NDArray[np.int16]:
    """A text spoken by eSpeak NG, at the rate of the virtual microphone."""
    path = folder / "said.wav"
    subprocess.run([need_program("espeak-ng"), "-w", path, words], check=True, timeout=30)
    sound, rate = soundfile.read(path, dtype="float32")
    return np.rint(0.5 * resample(sound, rate) * 32767).astype(np.int16)


def command(script: Path, *options: str) -> list[object]:
    return [sys.executable, "-m", "voiceguide", "record", script, *ENGINE, *options]


def say(terminal: Terminal, microphone: Microphone, words: str, folder: Path, key: bytes = b"\r") -> None:
    """Speak the shown line at the right time, then press a key."""
    terminal.until(f"    {words}")
    terminal.until("SPEAK")
    microphone.hear(another_voice(words, folder))
    terminal.until("r again")
    terminal.press(key)


def test_a_sitting_then_a_session_in_that_voice(
    script: Script, sound_server: SoundServer, terminal: Terminal, tmp_path: Path, cli: Cli
) -> None:
    path = script(FEET, "feet.md")
    with sound_server.microphone() as microphone, terminal.running(*command(path)) as process:
        for words in LINES:
            say(terminal, microphone, words, tmp_path)
        terminal.until("2 kept, 2 of 2 lines recorded, 0 left.")
        assert process.wait(20) == 0
    done = cli("export", path, "--recordings", "mine", *ENGINE, "-o", tmp_path / "feet.mp3")
    assert done.status == 0, done.err
    heard, rate = soundfile.read(tmp_path / "feet.mp3", dtype="int16")
    assert rate == RATE
    recorded = Recorded(load("en"), ClipStore(), open_recordings("mine"))
    places = []
    for words in LINES:
        clip = recorded.find(words)
        assert clip is not None
        places += find(heard, clip.samples(), 0.9)
    assert len(places) == 2
    assert places == sorted(places)


def test_it_is_left_and_gone_on_with(
    script: Script, sound_server: SoundServer, terminal: Terminal, tmp_path: Path, cli: Cli
) -> None:
    path = script(FEET, "feet.md")
    with sound_server.microphone() as microphone:
        with terminal.running(*command(path, "--no-model")) as process:
            say(terminal, microphone, LINES[0], tmp_path, b"r")
            say(terminal, microphone, LINES[0], tmp_path)
            terminal.until("SPEAK")
            terminal.press(b"q")
            terminal.until("1 kept")
            assert process.wait(20) == 0
        with terminal.running(*command(path, "--no-model")) as process:
            terminal.until(f"    {LINES[1]}")
            terminal.until("SPEAK")
            terminal.press(b"q")
            terminal.until("0 kept")
            assert process.wait(20) == 0
    listed = cli("record", path, "--list", *ENGINE)
    assert listed.out.splitlines() == ["x  Feet.", "   Press the heel spot."]


def test_nothing_is_heard_by_a_muted_microphone(script: Script, sound_server: SoundServer, terminal: Terminal) -> None:
    with sound_server.microphone(), terminal.running(*command(script(FEET), "--no-model")) as process:
        terminal.until("SPEAK")
        terminal.press(b" ")
        terminal.until("Nothing was recorded. Is the microphone muted or far away?")
        terminal.press(b"q")
        terminal.until("0 kept")
        assert process.wait(20) == 0


def test_a_microphone_that_goes_away_is_told_and_what_was_kept_stays(
    script: Script, sound_server: SoundServer, terminal: Terminal, tmp_path: Path
) -> None:
    with sound_server.microphone() as microphone, terminal.running(*command(script(FEET), "--no-model")) as process:
        say(terminal, microphone, LINES[0], tmp_path)
        terminal.until("SPEAK")
        sound_server.kill()
        terminal.until("The microphone has gone away.")
        assert process.wait(20) == 1
    assert "1 kept" in terminal.seen
    assert open_recordings("mine").find("Feet", "en") is not None


def test_without_a_microphone(script: Script, terminal: Terminal, tmp_path: Path) -> None:
    nowhere = {"PULSE_SERVER": f"unix:{tmp_path}/none", "XDG_RUNTIME_DIR": str(tmp_path)}
    with terminal.running(*command(script(FEET)), **nowhere) as process:
        terminal.until("No microphone was found.")
        assert process.wait(20) == 1


def test_without_a_terminal(script: Script, cli: Cli) -> None:
    done = cli("record", script(FEET), *ENGINE)
    assert (done.status, "Recording needs a terminal" in done.err) == (1, True)


def test_the_kit_is_listed_without_a_script(cli: Cli) -> None:
    done = cli("record", "--kit", "--language", "de", "--list", *ENGINE)
    assert done.out.splitlines()[:2] == ["   Die Hälfte.", "   Noch zehn Sekunden."]
    assert cli("record", *ENGINE).status == 2


def test_a_voice_that_nobody_recorded(script: Script, cli: Cli) -> None:
    done = cli("export", script(FEET), "--recordings", "anna", *ENGINE)
    assert done.status == 1
    assert "there are no recordings of 'anna'" in done.err
