"""Models and descriptions of Piper that cannot be used: each is refused in words."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies

from tests import tiny_voice
from tests.speech.engines.tiny_piper import NAME, speaking
from tests.speech.engines.tiny_piper import folder as folder
from tests.speech.engines.tiny_piper import store as store
from voiceguide.errors import VoiceNotFoundError
from voiceguide.speech import ClipStore, engine_fault
from voiceguide.speech.engines.piper import PiperEngine
from voiceguide.speech.piper_voices import PiperVoice, read_config


def refused(store: ClipStore, voice: str = NAME) -> str:
    """The reason why this voice does not speak."""
    with speaking(store, voice) as speaker, pytest.raises(VoiceNotFoundError) as caught:
        speaker.sound("Halfway.")
    assert caught.value.message.startswith(f"the voice {voice!r} cannot be used: ")
    assert caught.value.hint == (
        f"Download it again (voiceguide voices get {voice}), or choose another: voiceguide voices"
    )
    assert not list(store.folder.glob("*.wav"))
    return caught.value.message


@pytest.mark.parametrize("kind", ["cut", "text", "random", "empty"])
def test_a_model_that_is_none_is_refused(store: ClipStore, folder: Path, kind: str) -> None:
    model = tiny_voice.write_voice(folder)
    tiny_voice.write_voice(folder, "en_US-whole-low")
    model.write_bytes(
        {
            "cut": model.read_bytes()[:-1000],
            "text": b"Sit down and breathe out.\n" * 1000,
            "random": np.random.default_rng(7).bytes(100_000),
            "empty": b"",
        }[kind]
    )
    assert f"{model} is not a model, or is incomplete" in refused(store)


def test_a_model_with_other_inputs_is_refused(store: ClipStore, folder: Path) -> None:
    model = tiny_voice.write_voice(folder)
    model.write_bytes(tiny_voice.model_bytes(first_input="pixels"))
    assert f"{model} is not a voice model (its inputs are input_lengths, pixels, scales)" in refused(store)


def test_a_model_of_one_speaker_described_as_several_is_refused(store: ClipStore, folder: Path) -> None:
    tiny_voice.write_voice(folder, num_speakers=2, speaker_id_map={"anna": 0, "ben": 1})
    assert f"{NAME}.onnx.json has several speakers, {NAME}.onnx has one" in refused(store)


def test_a_model_of_several_speakers_described_as_one_is_refused(store: ClipStore, folder: Path) -> None:
    tiny_voice.write_voice(folder, speakers=("anna", "ben"), num_speakers=1)
    assert f"{NAME}.onnx has several speakers, {NAME}.onnx.json has one" in refused(store)


def test_a_description_of_another_model_is_refused(store: ClipStore, folder: Path) -> None:
    described = tiny_voice.config()["phoneme_id_map"]
    tiny_voice.write_voice(folder, phoneme_id_map={letter: [ids[0] + 5000] for letter, ids in described.items()})
    assert "its two files do not belong together, or are damaged (ONNX Runtime: " in refused(store)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "it is not JSON, or is incomplete"),
        (json.dumps(tiny_voice.config())[:500], "it is not JSON, or is incomplete"),
        ("[" * 100_000, "it is not JSON, or is incomplete"),
        ("[1, 2]", "its audio.sample_rate is missing or wrong"),
        (json.dumps(tiny_voice.config(audio={"sample_rate": 0})), "its audio.sample_rate is missing or wrong"),
        (json.dumps(tiny_voice.config(espeak={"voice": "../../etc"})), "its espeak.voice is missing or wrong"),
        (json.dumps(tiny_voice.config(phoneme_id_map={"a": [1]})), "its phoneme_id_map is missing or wrong"),
        (json.dumps(tiny_voice.config(phoneme_id_map=7)), "its phoneme_id_map is missing or wrong"),
        (json.dumps(tiny_voice.config(num_speakers="two")), "its num_speakers is missing or wrong"),
        (json.dumps(tiny_voice.config(inference={"length_scale": float("nan")})), "its inference is missing or wrong"),
        (json.dumps(tiny_voice.config(inference="fast")), "its language or inference is missing or wrong"),
        (json.dumps(tiny_voice.config(phoneme_type="pinyin")), "it needs 'pinyin' phonemes"),
        (json.dumps(tiny_voice.config(language={"code": "en\x1b[2J"})), "its language.code is missing or wrong"),
        (json.dumps(tiny_voice.config(dataset="\x1b[2J")), "its dataset or speaker_id_map is missing or wrong"),
    ],
)
def test_a_damaged_description_is_refused(store: ClipStore, folder: Path, text: str, part: str) -> None:
    tiny_voice.write_voice(folder, "en_US-whole-low")
    model = tiny_voice.write_voice(folder)
    Path(f"{model}.json").write_text(text)
    assert part in refused(store)


JSON = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.floats() | strategies.integers() | strategies.text(),
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(strategies.text(), inner, max_size=3),
)


@given(strategies.sampled_from(sorted(tiny_voice.config())), JSON)
def test_whatever_a_description_says_it_is_used_or_refused_in_words(field: str, value: object) -> None:
    from piper import PiperConfig

    try:
        config = read_config(json.dumps({**tiny_voice.config(), field: value}).encode())
    except ValueError as error:
        assert str(error).startswith(("its ", "it needs "))
    else:
        voice = PiperVoice("x", Path("x.onnx"), config, None, "")
        assert all(isinstance(tag, str) for tag in voice.languages)
        assert all(isinstance(number, int) for number in voice.speakers.values())
        assert PiperConfig.from_dict(config).sample_rate > 0


@given(strategies.binary(max_size=200))
def test_bytes_that_describe_nothing_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^its? "):
        read_config(data)


def test_a_description_that_piper_does_not_take_is_refused() -> None:
    with pytest.raises(VoiceNotFoundError, match="Piper does not understand its x"):
        PiperEngine()._load(PiperVoice("x", Path("x.onnx"), {}, None, ""))


def test_a_model_without_a_description_is_no_voice(folder: Path) -> None:
    model = tiny_voice.write_voice(folder)
    Path(f"{model}.json").unlink()
    assert PiperEngine().voices() == []


def test_without_a_voice_or_with_a_damaged_one_the_doctor_says_what_to_do(folder: Path) -> None:
    reason = engine_fault("piper")
    assert reason is not None
    assert f"There is no voice in {folder}. Fetch one: voiceguide voices get NAME" in reason
    model = tiny_voice.write_voice(folder)
    assert engine_fault("piper") is None
    model.write_bytes(b"")
    reason = engine_fault("piper")
    assert reason is not None
    assert "not a model, or is incomplete" in reason


def test_a_voice_that_was_removed_meanwhile_is_said(store: ClipStore, folder: Path) -> None:
    model = tiny_voice.write_voice(folder)
    tiny_voice.write_voice(folder, "en_US-other-low")
    with speaking(store) as speaker:
        speaker.sound("Halfway.")
        model.unlink()
        with pytest.raises(VoiceNotFoundError, match="was removed"):
            speaker.sound("Ten seconds left.")
