"""The user's own command, with all its faults."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from tests import fakes
from tests.needs import need
from tests.speech.speaking import is_running
from tests.waiting import until
from voiceguide.errors import SpeechError, UnspokenError, VoiceNotFoundError
from voiceguide.speech import ClipStore, Speaker, VoiceSettings, engine_fault, voices
from voiceguide.speech.engine import EngineFault
from voiceguide.speech.engines import command
from voiceguide.speech.engines.command import VARIABLE, CommandEngine, fill_placeholders, split_command
from voiceguide.speech.engines.program import run_program
from voiceguide.units import RATE

PROGRAM = Path(__file__).parents[2] / "speaking_program.py"
TEXT = "Press the heel spot for 45 seconds."


def typed(how: str, blanks: str = "{file} {text}") -> str:
    return f"{shlex.quote(sys.executable)} -S {shlex.quote(str(PROGRAM))} {how} {blanks}"


@pytest.fixture(autouse=True)
def own_configuration(user_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(VARIABLE, raising=False)
    return user_settings


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


def seconds(store: ClipStore, text: str = TEXT) -> float:
    with Speaker(VoiceSettings("command"), store, workers=1) as speaker:
        return speaker.sound(text).length / RATE


# What it is given


@pytest.mark.parametrize("blanks", ["{file} {text}", "{file}"], ids=["as an argument", "on standard input"])
@pytest.mark.parametrize("text", [TEXT, "-o x", "--help me", "{file} 'a\" $HOME `id` \\ ;|&<", "“Ferse”, ½ — ça va"])
def test_any_text_reaches_the_command_as_one_argument(
    store: ClipStore, monkeypatch: pytest.MonkeyPatch, blanks: str, text: str
) -> None:
    monkeypatch.setenv(VARIABLE, typed("speaks", blanks))
    assert seconds(store, text) == pytest.approx(fakes.tone_seconds(text), abs=0.03)


def test_a_text_can_be_given_as_a_file(store: ClipStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copier = tmp_path / "copier.py"
    code = f"import sys; sys.path.insert(0, {str(PROGRAM.parent)!r}); from speaking_program import main\n"
    copier.write_text(code + "main('speaks', sys.argv[1], open(sys.argv[2], encoding='utf-8').read().rstrip())")
    monkeypatch.setenv(VARIABLE, f"{sys.executable} {copier} {{file}} {{text_file}}")
    assert seconds(store) == pytest.approx(fakes.tone_seconds(TEXT), abs=0.03)


@pytest.mark.parametrize(
    ("argument", "filled"),
    [
        ("{text}", "Rest. {file}"),
        ("--text={text}", "--text=Rest. {file}"),
        ("{file}", "/tmp/1.wav"),
        ("-r{rate}", "-r150"),
        ("{other}", "{other}"),
        ("{language}", "en"),
    ],
)
def test_blanks_are_filled_in_at_once(argument: str, filled: str) -> None:
    values = {"text": "Rest. {file}", "file": "/tmp/1.wav", "rate": "150", "language": "en", "voice": "anna"}
    assert fill_placeholders(argument, values) == filled


@pytest.mark.parametrize("text", ["-o x", "--help", "@file", "/c del", "+x", "=x", "“-"])
def test_a_text_never_begins_an_argument_with_a_sign(text: str) -> None:
    assert fill_placeholders("{text}", {"text": text}) == f" {text}"
    assert fill_placeholders("--text={text}", {"text": text}) == f"--text={text}"


def test_quotes_hold_an_argument_together() -> None:
    assert split_command("say -v 'Anna Marie' -o {file} \"{text}\" # x") == ["say", "-v", "Anna Marie", "-o", "{file}", "{text}", "#", "x"]  # fmt: skip  # noqa: E501


def test_a_sound_of_two_channels_at_another_rate_in_floats_becomes_a_clip(
    store: ClipStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, typed("stereo"))
    assert seconds(store) == pytest.approx(fakes.tone_seconds(TEXT), abs=0.03)


def test_what_it_prints_holds_it_up_no_longer_than_it_takes(store: ClipStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, typed("talks"))
    assert seconds(store) == pytest.approx(fakes.tone_seconds(TEXT), abs=0.03)


# Faults


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("fails", "the command ended with status 1 (the model is missing) The"),
        ("writes-nothing", "the command wrote no sound into its file"),
        ("empty", "the command wrote no sound into its file"),
        ("rubbish", "the engine's file cannot be read as sound"),
        ("silence", "the engine's sound file is silent"),
        ("inf", "the engine's sound file has infinite or impossibly high samples"),
        ("nan", "the engine's sound file has infinite or impossibly high samples"),
        ("1e30", "the engine's sound file has infinite or impossibly high samples"),
        ("endless", "the command wrote more than"),
    ],
)
def test_a_fault_is_told_with_the_command_and_nothing_is_lost(
    store: ClipStore, monkeypatch: pytest.MonkeyPatch, how: str, reason: str
) -> None:
    monkeypatch.setattr(command, "BYTES_A_CHARACTER", 40_000)
    monkeypatch.setenv(VARIABLE, typed("speaks"))
    kept = seconds(store)
    monkeypatch.setenv(VARIABLE, typed(how))
    with pytest.raises(SpeechError) as caught:
        seconds(store, "Left foot.")
    told = f"{caught.value.message} {caught.value.hint}"
    assert told.startswith("“Left foot.” could not be spoken: ")
    assert reason in told
    assert told.endswith(f" Try it in a terminal: {typed(how)}")
    monkeypatch.setenv(VARIABLE, typed("speaks"))
    monkeypatch.setenv("PATH", "")
    assert seconds(store) == kept


def test_the_end_of_what_a_failing_command_printed_is_told_without_its_colours(
    store: ClipStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, typed("fails"))
    with pytest.raises(SpeechError, match="the model is missing") as caught:
        seconds(store)
    assert "\x1b" not in caught.value.message


def test_a_command_that_hangs_is_ended_with_its_children_and_the_text_given_up(
    store: ClipStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(os.name == "posix", "groups of processes are POSIX's")
    monkeypatch.setenv(fakes.NOTES, str(tmp_path))
    monkeypatch.setenv(VARIABLE, typed("hangs"))
    with Speaker(VoiceSettings("command"), store, workers=1) as speaker:
        speaker._pool._patience = lambda text, loading: 60 if loading else 1.2
        with pytest.raises(UnspokenError, match="gave no answer within 1 seconds") as caught:
            speaker.sound(TEXT)
        assert typed("hangs") in str(caught.value.hint)
    children = [int(path.stem) for path in tmp_path.glob("*.pid")]
    assert len(children) == 2
    until(lambda: not any(map(is_running, children)))


def test_a_command_that_hangs_is_waited_for_once(
    store: ClipStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(fakes.NOTES, str(tmp_path))
    monkeypatch.setenv(VARIABLE, typed("hangs"))
    settings = VoiceSettings(fakes.named(fakes.ImpatientCommandEngine))
    with Speaker(settings, store, workers=1) as speaker, pytest.raises(UnspokenError, match="did not finish") as caught:
        speaker.sound(TEXT)
    assert caught.value.hint == f"Try it in a terminal: {typed('hangs')}"
    assert len(list(tmp_path.glob("*.pid"))) <= 1


def test_somebody_who_waits_for_a_command_that_hangs_waits_for_half_a_minute() -> None:
    assert command.time_limit("hello") < 33


def test_a_command_has_its_own_time_and_is_named_when_it_is_over(tmp_path: Path) -> None:
    with pytest.raises(EngineFault, match=r"`sleepy` did not finish within 0\.2 seconds and was stopped"):
        run_program("`sleepy`", [sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "x.wav", 0.2, 1000)
    engine = CommandEngine()
    assert engine.patience(TEXT, loading=False) > command.time_limit(TEXT)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "Give a command"),
        ("no-such-program {file} {text}", "There is no program 'no-such-program' here"),
        (f"{sys.executable} {{text}}", "has no {file}"),
        ("echo '{file}", "cannot be read (No closing quotation): close its quotation marks"),
        (f"{sys.executable} {{file}} {{voice}}", "has a {voice}: list its values"),
    ],
)
def test_a_command_that_cannot_be_one_says_why(monkeypatch: pytest.MonkeyPatch, line: str, reason: str) -> None:
    monkeypatch.setenv(VARIABLE, line)
    assert reason in str(CommandEngine().why_not())
    assert reason in str(engine_fault("command"))


# Where it comes from


def test_the_users_configuration_names_it_and_its_voices(
    own_configuration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_configuration.write_text(
        '[command]\nspeak = "python {voice} {file}"\n[command.voices]\nanna = "DE"\nbert = ""\n'
    )
    engine = CommandEngine()
    assert engine.version().startswith("python {voice} {file} ")
    assert [(voice.id, voice.languages) for voice in engine.voices()] == [("anna", ("de",)), ("bert", ())]
    monkeypatch.setenv(VARIABLE, "other {file}")
    assert engine.version().startswith("other {file} ")


@pytest.mark.parametrize("text", ["[command", "command = 3", "command.voices = 3", "[command]\nspeak = 'a' 'b'"])
def test_a_configuration_that_is_none_is_told(own_configuration: Path, text: str) -> None:
    own_configuration.write_text(text)
    with pytest.raises(SpeechError, match=r"config\.toml"):
        CommandEngine().voices()


def test_without_a_command_it_has_no_voice(monkeypatch: pytest.MonkeyPatch, store: ClipStore) -> None:
    assert CommandEngine().voices() == []
    with pytest.raises(VoiceNotFoundError) as caught:
        seconds(store)
    assert "--command" in str(caught.value.hint)
    monkeypatch.setenv(VARIABLE, typed("speaks"))
    assert [voice.id for voice in voices("command")] == ["command"]


def test_another_command_or_another_version_of_its_program_speaks_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "model"
    model.write_text("one")
    versions = set()
    for line in (f"say {{file}} {model}", f"say -x {{file}} {model}"):
        monkeypatch.setenv(VARIABLE, line)
        versions.add(CommandEngine().version())
    model.write_text("another")
    versions.add(CommandEngine().version())
    assert len(versions) == 3


def test_a_command_in_the_settings_that_is_no_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    for wrong in ('["mimic", "{file}"]', "5", "true"):
        (tmp_path / "config.toml").write_text(f"[command]\nspeak = {wrong}\n")
        with pytest.raises(SpeechError, match=r"command\.speak is not a text") as told:
            command.command_line()
        assert told.value.hint == 'Write it in quotes: speak = "…"'
