"""Piper in real workers, with a voice from tests/tiny_voice.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests import tiny_voice
from tests.conftest import Cli
from tests.speech.engines.tiny_piper import NAME, TEXTS, speaking
from tests.speech.engines.tiny_piper import folder as folder
from tests.speech.engines.tiny_piper import store as store
from tests.voice_server import voice_server
from voiceguide.errors import VoiceNotFoundError
from voiceguide.speech import ClipStore, Speaker, VoiceSettings, voices
from voiceguide.speech.engine import engine_name
from voiceguide.speech.engines import pace
from voiceguide.speech.engines.piper import PiperEngine, _number
from voiceguide.speech.piper_voices import find_voice
from voiceguide.speech.pool import Pool
from voiceguide.studio.studio import Studio
from voiceguide.studio.voice_options import VoiceOptions
from voiceguide.units import RATE

# What is made


def test_texts_are_spoken_by_the_model_in_workers(store: ClipStore, folder: Path) -> None:
    tiny_voice.write_voice(folder)
    with speaking(store) as speaker:
        speaker.prepare(TEXTS)
        assert speaker.made == len(TEXTS)
        lengths = [speaker.sound(text).length / RATE for text in TEXTS]
    assert all(0.3 < seconds < 4 for seconds in lengths)
    assert lengths[0] > lengths[1] > lengths[2]


def test_what_was_spoken_is_found_without_any_worker(store: ClipStore, folder: Path) -> None:
    tiny_voice.write_voice(folder)
    with speaking(store) as speaker:
        speaker.prepare(TEXTS)
    with speaking(store) as speaker:
        assert all(speaker.find(text) for text in TEXTS)
        assert speaker._pool_made is None


def test_a_lower_rate_speaks_longer_in_proportion(store: ClipStore, folder: Path) -> None:
    tiny_voice.write_voice(folder)
    lengths = []
    for rate in (100, 200):
        with speaking(store, rate=rate) as speaker:
            lengths.append(speaker.sound(TEXTS[0]).length)
    assert lengths[0] / lengths[1] == pytest.approx(2, rel=0.05)


def test_a_voice_that_is_slow_by_nature_speaks_at_the_pace_that_is_asked_for(store: ClipStore, folder: Path) -> None:
    for name, scale in ((NAME, 1.0), ("en_US-slow-low", 1.5), ("en_US-quick-low", 0.8)):
        tiny_voice.write_voice(folder, name, inference={"length_scale": scale})
    lengths = []
    for voice in (NAME, "en_US-slow-low", "en_US-quick-low"):
        with speaking(store, voice) as speaker:
            lengths.append(speaker.sound(TEXTS[0]).length)
    assert lengths[1:] == pytest.approx(lengths[:1] * 2, rel=0.05)


def test_a_voice_speaks_the_sentence_of_its_language_as_quickly_as_espeak_does(store: ClipStore, folder: Path) -> None:
    tiny_voice.write_voice(folder)
    sentence, seconds = pace.SENTENCES["en"]
    for rate in (150, 200):
        with speaking(store, rate=rate) as speaker:
            assert speaker.sound(sentence).length / RATE == pytest.approx(seconds * 150 / rate, rel=0.05)


def test_a_voice_of_a_language_without_a_sentence_keeps_its_own_pace(store: ClipStore, folder: Path) -> None:
    lengths = []
    for name, scale in (("fi-even-low", 1.0), ("fi-slow-low", 1.5)):
        tiny_voice.write_voice(folder, name, inference={"length_scale": scale})
        with speaking(store, name) as speaker:
            lengths.append(speaker.sound("lepää hetki").length)
    assert lengths[1] / lengths[0] == pytest.approx(1.5, rel=0.05)


def test_a_recommended_voice_of_many_speaks_with_its_best_speaker(folder: Path) -> None:
    tiny_voice.write_voice(folder, "fr_FR-mls-medium", tuple(f"reader{number}" for number in range(125)))
    found = find_voice("fr_FR-mls-medium")
    assert found is not None
    assert (_number(found, ""), _number(found, "reader0")) == (123, 0)
    plain, first, *_ = PiperEngine().voices()
    assert plain.version == f"{first.version} 123"  # clips of another speaker are not taken for its own


def test_a_voice_with_fewer_speakers_than_the_list_tells_speaks_with_its_first(folder: Path) -> None:
    tiny_voice.write_voice(folder, "fr_FR-mls-medium", ("anna", "ben"))
    found = find_voice("fr_FR-mls-medium")
    assert found is not None
    assert _number(found, "") is None


def test_each_speaker_of_a_voice_is_a_voice(store: ClipStore, folder: Path) -> None:
    tiny_voice.write_voice(folder, "en_US-two-low", speakers=("anna", "ben"))
    assert [voice.id for voice in PiperEngine().voices()] == [
        "en_US-two-low",
        "en_US-two-low#anna",
        "en_US-two-low#ben",
    ]
    pitches = []
    for speaker_name in ("", "#anna", "#ben"):
        with speaking(store, "en_US-two-low" + speaker_name) as speaker:
            sound = speaker.sound("Halfway.").samples().astype(float)
        pitches.append(np.argmax(np.abs(np.fft.rfft(sound, RATE))))
    assert pitches[0] == pitches[1]
    assert pitches[2] / pitches[1] == pytest.approx(1.5, abs=0.15)


def test_a_voice_that_is_given_letters_speaks(store: ClipStore, folder: Path) -> None:
    tiny_voice.write_voice(folder, "fi-letters-low", phoneme_type="text")
    with speaking(store, "fi-letters-low") as speaker:
        assert speaker.sound("lepää hetki").length > RATE / 2


def test_markup_and_phoneme_brackets_are_spoken_not_obeyed(store: ClipStore, folder: Path) -> None:
    tiny_voice.write_voice(folder)
    with speaking(store) as speaker:
        plain = speaker.sound("Rest and h@loU and go on").length
        for text in ("Rest and [[h@loU]] and go on", "Rest and [[[h@loU]]] and go on"):
            assert speaker.sound(text).length == pytest.approx(plain, rel=0.2)
        assert speaker.sound('Rest <break time="60s"/> and go on').length < 15 * RATE


def test_a_session_begins_before_all_of_it_is_spoken(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: Callable[..., Path]
) -> None:
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "clips"))
    tiny_voice.write_voice(folder)
    path = script(f"---\nvoice: {NAME}\n---\n# Heel\n\nSit down.\n\n## Feet\n\n- Press the heel spot for 60 seconds\n")
    with Studio(str(path), VoiceOptions()) as studio:
        opening = studio.opening(90.0)
        spoken = studio.narration.speaker.made
        assert opening is not None
        plan = studio.plan(90.0)
        assert studio.narration.speaker.made > spoken
        assert opening.goes_on_at(plan) == opening.timeline.length


# Which voice


def test_a_voice_picks_its_engine_by_its_id_or_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_voice.write_voice(folder)
    assert engine_name(None, NAME) == engine_name(None, " EN_us-TINY-low ") == engine_name(None, "tiny") == "piper"
    assert engine_name(None, "gmw/de") == engine_name(None, "en") == "pyttsx3"
    assert engine_name("pyttsx3", NAME) == "pyttsx3"
    monkeypatch.setenv("VOICEGUIDE_ENGINE", "pyttsx3")
    assert engine_name(None, NAME) == "pyttsx3"


def test_workers_of_another_engine_are_let_go(store: ClipStore, folder: Path) -> None:
    tiny_voice.write_voice(folder)
    pool = Pool("pyttsx3", 1)
    with Speaker(VoiceSettings(voice=NAME), store, 1, pool=pool) as speaker:
        assert pool._closed.is_set()
        assert speaker.sound("Halfway.").length


def test_a_language_finds_its_voice(store: ClipStore, folder: Path) -> None:
    for name in (NAME, "de_DE-tiny-low", "en_GB-tiny-low"):
        tiny_voice.write_voice(folder, name)
    for language, chosen in (("de", "de_DE-tiny-low"), ("en", "en_GB-tiny-low"), ("en-us", NAME)):
        with speaking(store, None, "piper", language=language) as speaker:
            assert speaker.voice.id == chosen


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("tinny", "Did you mean 'tiny'? See `voiceguide voices`."),
        ("en_US-kristin-medium", "It looks like one of Piper's: voiceguide voices get en_US-kristin-medium"),
        ("../voices/en_US-tiny-low", "Did you mean 'en_US-tiny-low'? See `voiceguide voices`."),
    ],
)
def test_an_unknown_voice_is_refused_with_the_nearest_of_all(
    store: ClipStore, folder: Path, wanted: str, hint: str
) -> None:
    tiny_voice.write_voice(folder)
    with speaking(store, wanted) as speaker, pytest.raises(VoiceNotFoundError) as caught:
        speaker.find("Halfway.")
    assert caught.value.hint == hint


def test_the_list_has_all_voices_there_are_and_its_form_stays(cli: Cli, folder: Path) -> None:
    tiny_voice.write_voice(folder)
    listed = json.loads(cli("voices", "--json").out)
    assert {"id": NAME, "name": "tiny", "languages": ["en-us"], "engine": "piper"} in listed
    assert {"pyttsx3", "piper"} <= {voice["engine"] for voice in listed}
    assert cli("voices", "--engine", "piper").out == f"{NAME}  en-us         tiny\n"


def test_another_file_for_a_voice_is_spoken_anew(store: ClipStore, folder: Path) -> None:
    for more in ({}, {"inference": {"length_scale": 2.0}}):
        tiny_voice.write_voice(folder, **more)
        with speaking(store) as speaker:
            assert speaker.find("Halfway.") is None
            speaker.sound("Halfway.")
    assert len(list(store.folder.glob("*.wav"))) == 2


def test_a_session_in_it_is_exported_as_long_as_asked(
    cli: Cli, folder: Path, tmp_path: Path, script: Callable[..., Path]
) -> None:
    tiny_voice.write_voice(folder)
    path = script(f"---\nvoice: {NAME}\n---\n# Heel\n\n## Feet\n\n- Press the heel spot for 30 seconds\n")
    target = tmp_path / "heel.wav"
    assert cli("export", path, "--length", "60s", "-o", target).err.startswith(str(target))
    assert soundfile.info(target).frames == 60 * RATE


def test_a_voice_that_was_fetched_speaks(cli: Cli, tmp_path: Path, script: Callable[..., Path]) -> None:
    with voice_server() as server:
        server.offer()
        assert cli("voices", "get", NAME, "--list", server.list_address).status == 0
    target = tmp_path / "heel.wav"
    path = script("# Heel\n\n## Feet\n\n- Press the heel spot for 30 seconds\n")
    assert cli("export", path, "--voice", NAME, "-o", target).status == 0
    assert np.abs(soundfile.read(target)[0]).max() > 0.1


def test_a_model_runs_on_one_core_and_is_loaded_once(folder: Path, tmp_path: Path) -> None:
    tiny_voice.write_voice(folder)
    engine = PiperEngine()
    assert engine.why_not() is None
    loaded = engine._loaded
    for text in TEXTS:
        engine.speak(text, NAME, 150, "en", tmp_path / "spoken.wav")
    assert loaded is not None
    assert engine._loaded is loaded
    assert loaded[1].session.get_session_options().intra_op_num_threads == 1


def test_voices_lists_the_default_engine_and_those_at_hand(folder: Path) -> None:
    tiny_voice.write_voice(folder)
    assert NAME in {voice.id for voice in voices()}
    assert all(voice.engine == "pyttsx3" for voice in voices("pyttsx3"))
