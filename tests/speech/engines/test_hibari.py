"""Hibari, the natural English voice that comes with voiceguide."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import voiceguide
from tests.needs import need
from voiceguide.audio.loudness import loudness, true_peak
from voiceguide.errors import SpeechError, VoiceNotFoundError
from voiceguide.speech import ClipStore, Speaker, VoiceSettings, engine_fault, voices
from voiceguide.speech.engine import engine_name
from voiceguide.speech.engines.hibari import HibariEngine
from voiceguide.units import RATE

LINES = ("Press the heel spot, cross-friction, for 45 seconds.", "Ten", "Halfway.", "Pull your toes back. Then rest.")


@pytest.fixture(autouse=True)
def _hibari() -> None:
    need(find_spec("hibari") and find_spec("onnxruntime"), "hibari-tts has no wheels for this machine")


@pytest.fixture(scope="module")
def speaker(shared_cache: Path) -> Iterator[Speaker]:
    """One speaker for tests that only speak: its workers load the model once."""
    need(find_spec("hibari") and find_spec("onnxruntime"), "hibari-tts has no wheels for this machine")
    with Speaker(VoiceSettings("hibari"), ClipStore(shared_cache)) as speaker:
        yield speaker


def test_it_speaks_english_unless_something_else_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine_name() == engine_name(language="en") == engine_name(language="en-GB") == "hibari"
    assert engine_name(language="de") == engine_name("pyttsx3") == "pyttsx3"
    assert engine_name(voice="heart", language="de") == "hibari"
    monkeypatch.setenv("VOICEGUIDE_ENGINE", "pyttsx3")
    assert engine_name() == "pyttsx3"


def test_it_speaks_with_the_loudness_of_all_clips(shared_cache: Path) -> None:
    with Speaker(VoiceSettings(), ClipStore(shared_cache)) as speaker:
        assert (speaker.voice.id, speaker.voice.engine) == ("heart", "hibari")
        speaker.prepare(LINES)
        for text in LINES:
            sound = speaker.sound(text).samples() / 32768
            assert 0.2 < len(sound) / RATE < 1 + len(text) / 8
            assert loudness(sound) == pytest.approx(-16, abs=0.5 if len(sound) >= RATE else 4)
            assert true_peak(sound) < 10 ** (-1 / 20)


WORDS = """
Halfway. Rest. Relax. Again. Stop. Left. Right. Next. Hold. Release. Lift. Press. Roll. Bend. Ready. Heel. Toes. Knee.
Ten. Nine. Eight. Seven. Six. Five. Four. Three. Two. One.
"""


def test_short_words_stand_at_the_loudness_of_its_sentences(speaker: Speaker) -> None:
    words = WORDS.split()
    speaker.prepare(words)
    sounds = [speaker.sound(word).samples() / 32768 for word in words]
    short = [loudness(sound) for sound in sounds if len(sound) < RATE]
    assert len(short) > 20
    assert sum(short) / len(short) == pytest.approx(-16, abs=0.5)


def test_one_text_gives_one_sound(tmp_path: Path) -> None:
    heard = []
    for folder in ("a", "b"):
        with Speaker(VoiceSettings("hibari"), ClipStore(tmp_path / folder)) as speaker:
            heard.append(speaker.sound(LINES[0]).samples().tobytes())
    assert heard[0] == heard[1]


def test_a_lower_rate_speaks_longer(shared_cache: Path) -> None:
    lengths = []
    for rate in (100, 200):
        with Speaker(VoiceSettings("hibari", rate=rate), ClipStore(shared_cache)) as speaker:
            lengths.append(speaker.sound(LINES[0]).length)
    assert lengths[0] > 1.5 * lengths[1]


@pytest.mark.parametrize("text", ["5'9\" from the wall", "Jürgen Müller, ready? 🙂", "café — naïve…", "3 × 10 & rest"])
def test_signs_and_names_do_no_harm(speaker: Speaker, text: str) -> None:
    assert 0.5 < speaker.sound(text).length / RATE < 5


def test_a_text_without_a_word_of_english_is_refused(speaker: Speaker) -> None:
    with pytest.raises(SpeechError, match="hibari speaks English alone"):
        speaker.sound("日本語")


def test_its_voices_are_listed_those_that_were_fetched_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    assert engine_fault("hibari") is None
    assert [voice.id for voice in voices("hibari")] == ["heart"]
    (tmp_path / "bf_emma.int8.onnx").write_bytes(b"a model")
    assert [voice.id for voice in HibariEngine().voices()] == ["heart", "emma"]


def test_hard_words_are_not_respelt_for_it(shared_cache: Path) -> None:
    with (
        Speaker(VoiceSettings(), ClipStore(shared_cache)) as natural,
        Speaker(VoiceSettings("pyttsx3"), ClipStore()) as robot,
    ):
        assert (natural.respelling, robot.respelling) == (False, True)


def test_where_it_cannot_be_loaded_the_systems_voice_speaks_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "site" / "onnxruntime"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('libgomp.so.1 is missing')")
    monkeypatch.syspath_prepend(broken.parent)  # workers are given this process's path
    said: list[str] = []
    with Speaker(VoiceSettings(), ClipStore(tmp_path / "cache", said.append)) as speaker:
        assert speaker.sound("Rest.").length > RATE / 5
        assert speaker.voice.engine == "pyttsx3"
    assert len(said) == 1
    assert said[0].startswith("The system's voice speaks instead of a natural one. Hibari cannot be loaded")


def test_where_it_is_not_installed_the_systems_voice_speaks_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HibariEngine, "installed", lambda self: False)
    said: list[str] = []
    for language, engine in (("en", None), ("en", "pyttsx3"), ("de", None)):
        with Speaker(VoiceSettings(engine, language=language), ClipStore(tmp_path, said.append)) as speaker:
            assert speaker.voice.engine == "pyttsx3"
    assert len(said) == 1
    assert said[0].startswith("The system's voice speaks: the natural English voice is not installed here ('hibari-tts")


def test_one_file_alone_imports_the_package_and_the_pin_is_stated_for_each_machine_with_wheels() -> None:
    root = Path(voiceguide.__file__).parent
    imports = [
        file for file in root.rglob("*.py") if re.search(r"^\s*(import|from) hibari\b", file.read_text("utf-8"), re.M)
    ]
    assert [file.name for file in imports] == ["hibari.py"]
    stated = tomllib.loads((root.parent / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    (requirement,) = (Requirement(line) for line in stated if line.startswith("hibari-tts"))
    assert requirement.specifier == SpecifierSet(">=0.2.1,<0.3")
    machines = [("linux", "x86_64"), ("linux", "aarch64"), ("win32", "AMD64"), ("win32", "ARM64"), ("darwin", "arm64")]
    for system, machine in [*machines, ("darwin", "x86_64"), ("linux", "armv7l")]:
        here = {"sys_platform": system, "platform_machine": machine}
        assert requirement.marker is not None
        assert requirement.marker.evaluate(here) == ((system, machine) in machines)


def test_a_voice_of_another_language_than_the_scripts_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    with Speaker(VoiceSettings(voice="heart", language="de"), ClipStore(tmp_path, said.append)) as speaker:
        assert speaker.voice.id == "heart"
    assert said == ["The voice heart speaks en-us, and the script is in de."]


def test_a_voice_that_was_asked_for_is_never_exchanged(tmp_path: Path) -> None:
    with (
        Speaker(VoiceSettings("hibari", "emma"), ClipStore(tmp_path)) as speaker,
        pytest.raises(VoiceNotFoundError, match="'emma'"),
    ):
        speaker.sound("Rest.")
