"""What is said when something is wrong, as somebody reads it who only wants to listen: what it is, where, and what to
do, without the machinery behind it."""

from __future__ import annotations

import re
import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests import fakes, tiny_voice
from tests.conftest import Cli
from tests.needs import need
from tests.working_folder import working_folder

PROGRAM = Path(__file__).parents[1] / "speaking_program.py"
MACHINERY = re.compile(
    r"[0-9a-f]{16}|/voiceguide-|Errno|Error opening|ONNXRuntimeError|libmpg123|Traceback|__init__|\x1b|,”"
)
"""Names of clips, temporary files, exceptions, what decoders print, and the comma that keeps a voice up."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    script = "# Heel\n\n## Feet\n\n- Press the heel spot for 30 seconds\n"
    folder = working_folder(tmp_path, monkeypatch, script)
    monkeypatch.delenv("VOICEGUIDE_ENGINE")
    return folder


def complaint(cli: Cli, *args: str) -> str:
    """What a command says that fails: an error in one line, and a hint in one."""
    said = cli(*args)
    assert said.status == 1
    assert said.out == ""
    lines = said.err.splitlines()
    assert len(lines) == 2, said.err
    assert lines[1].lstrip().startswith("hint: ")
    assert not MACHINERY.search(said.err), said.err
    return said.err


def test_a_script_that_is_asked_for_without_its_ending_is_named(cli: Cli, folder: Path) -> None:
    script = next(folder.glob("*.md"))
    assert complaint(cli, "plan", script.stem).endswith(f"hint: did you mean {script.name}?\n")


def typed(how: str) -> str:
    return f"{shlex.quote(sys.executable)} -S {shlex.quote(str(PROGRAM))} {how} {{file}} {{text}}"


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("fails", "the command ended with status 1 (the model is missing)"),
        ("names-files", "the command ended with status 1 (cannot write {file})"),
        ("writes-nothing", "the command wrote no sound into its file"),
        ("rubbish", "the engine's file cannot be read as sound"),
        ("silence", "the engine's sound file is silent"),
    ],
)
def test_a_command_that_fails_is_told_with_the_words_that_were_written(cli: Cli, how: str, reason: str) -> None:
    said = complaint(cli, "say", "hello", "--command", typed(how), "-o", "x.wav")
    assert said == (
        f"error: “hello” could not be spoken: {reason}\n"
        f"hint: The engine 'command' was tried 3 times. Try it in a terminal: {typed(how)}\n"
    )


def test_a_word_that_is_respelt_is_told_as_it_was_written(cli: Cli) -> None:
    said = cli("say", "Massage the plantar fascia", "--command", typed("silence"), "-o", "x.wav").err
    assert "“Massage the plantar fascia” could not be spoken" in said


def test_in_a_session_the_line_of_the_script_is_told(cli: Cli) -> None:
    said = complaint(cli, "export", "heel.md", "--command", typed("silence"), "-o", "x.wav")
    assert re.match(r"error: heel\.md(:\d)?: “[^”]+” could not be spoken: the engine's sound file is silent", said)


def test_a_program_that_is_none_is_told_without_numbers_of_errors(cli: Cli, folder: Path) -> None:
    need(sys.platform != "win32", "files are made programs as POSIX does")
    Path("noise").write_bytes(b"noise")
    Path("noise").chmod(0o755)
    said = complaint(cli, "say", "hello", "--command", f"{folder}/noise {{file}}", "-o", "x.wav")
    assert "the command cannot be run (" in said


def test_a_voice_of_a_program_that_is_not_there_is_told_with_the_program(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert "apt install flite" in complaint(cli, "say", "hello", "--voice", "slt", "-o", "x.wav")


def test_an_engine_that_breaks_is_told_in_one_line(cli: Cli) -> None:
    said = complaint(cli, "say", "hello", "--engine", fakes.named(fakes.WordyEngine), "-o", "x.wav")
    assert "“hello” could not be spoken: the engine failed (OSError: the tongue is tied)\n" in said


@pytest.mark.parametrize("kind", ["cut", "empty", "of another model"])
def test_a_voice_of_pipers_that_cannot_be_used_is_told_without_its_runtime(cli: Cli, folder: Path, kind: str) -> None:
    need(find_spec("piper"), "piper-tts is not installed")
    ids = tiny_voice.config()["phoneme_id_map"]
    changed = {letter: [first[0] + 5000] for letter, first in ids.items()} if kind == "of another model" else ids
    model = tiny_voice.write_voice(folder / "voices", "en_US-tiny-low", phoneme_id_map=changed)
    if kind != "of another model":
        model.write_bytes(b"" if kind == "empty" else model.read_bytes()[:-1000])
    tiny_voice.write_voice(folder / "voices", "en_US-whole-low")
    said = complaint(cli, "say", "hello", "--voice", "en_US-tiny-low", "-o", "x.wav")
    assert "the voice 'en_US-tiny-low' cannot be used: " in said
    assert "voiceguide voices get en_US-tiny-low" in said


@pytest.mark.parametrize("name", ["noise.mp3", "noise.wav", "short.flac"])
def test_a_damaged_bed_is_told_without_its_decoder(cli: Cli, name: str) -> None:
    noise = np.random.default_rng(1)
    if name == "short.flac":
        soundfile.write(name, noise.uniform(-0.3, 0.3, 500_000), 22_050)
        Path(name).write_bytes(Path(name).read_bytes()[:100_000])
    else:
        Path(name).write_bytes(noise.bytes(100_000))
    assert f"The bed {name} " in complaint(cli, "export", "heel.md", "--bed", name, "-o", "x.wav")


@pytest.mark.parametrize("name", ["noise.mp3", "noise.wav", "empty.wav", "ten-minutes.wav"])
def test_a_recording_that_cannot_be_used_is_told_with_what_to_do(cli: Cli, name: str) -> None:
    if name.startswith("ten"):
        soundfile.write(name, np.zeros(600 * 1000), 1000)
    else:
        Path(name).write_bytes(np.random.default_rng(1).bytes(0 if name.startswith("empty") else 20_000))
    Path("linked.md").write_text(f"# Heel\n\n- [Press the heel spot]({name}) for 30 seconds\n", "utf-8")
    said = complaint(cli, "export", "linked.md", "-o", "x.wav")
    assert said.startswith("linked.md:3:25: error: ")
    assert "hint: Record it again, or " in said


@pytest.mark.parametrize("index", ["rubbish", '[{"a": 1}]', "7", '[{"language": 1, "words": 2, "file": 3}]'])
def test_an_index_of_recordings_that_is_none_is_told_in_words(cli: Cli, folder: Path, index: str) -> None:
    (folder / "recordings" / "mine").mkdir(parents=True)
    (folder / "recordings" / "mine" / "index.json").write_text(index)
    assert "is not an index of recordings: " in complaint(
        cli, "export", "heel.md", "--recordings", "mine", "-o", "x.wav"
    )
