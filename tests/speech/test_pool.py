"""Workers that fail, hang or die: each text is tried again, and no worker is left."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest

from tests import fakes
from tests.needs import need
from tests.speech.speaking import TEXTS, is_running, python, speaking
from tests.speech.speaking import notes as notes
from tests.speech.speaking import store as store
from tests.waiting import until
from voiceguide.errors import SpeechError, UnspokenError
from voiceguide.speech import ClipStore, cache_info
from voiceguide.speech.engines.command import CommandEngine
from voiceguide.speech.engines.piper import PiperEngine
from voiceguide.speech.pool import Pool, ample
from voiceguide.speech.worker_process import Patience


def impatient(times: int = 1000) -> Patience:
    """A short limit for the first texts, then the usual one; always the usual one for loading."""
    turns = iter(range(times))
    return lambda text, loading: 60 if loading or not text or next(turns, None) is None else 0.4


@pytest.mark.parametrize(
    ("engine", "reason"),
    [
        (fakes.FaultyEngine, "the engine failed (ValueError: the tongue is tied)"),
        (fakes.DyingEngine, "the engine stopped (status 7: out of breath)"),
        (fakes.MuteEngine, "the engine wrote no sound file"),
        (fakes.EmptyEngine, "the engine's file cannot be read as sound"),
        (fakes.RubbishEngine, "the engine's file cannot be read as sound"),
        (fakes.SilentEngine, "the engine's sound file is silent"),
        (fakes.EndlessEngine, "the engine made an implausible 30.0 seconds of sound"),
        (fakes.MumblingEngine, "the engine made an implausible 0.1 seconds of sound"),
    ],
)
def test_a_text_that_cannot_be_spoken_is_an_error_after_three_workers(
    store: ClipStore, notes: Path, engine: type, reason: str
) -> None:
    with speaking(store, engine) as speaker, pytest.raises(UnspokenError) as caught:
        speaker.sound("Halfway, then,")
    assert caught.value.message == f"“Halfway, then” could not be spoken: {reason}"
    assert caught.value.text == "Halfway, then,"
    assert str(caught.value.hint).endswith(" was tried 3 times. Choose another voice: voiceguide voices")
    assert len(list(notes.glob("*.pid"))) == 3
    assert not list(store.folder.glob("*.wav"))


def test_an_engine_for_several_threads_has_one_worker(store: ClipStore, notes: Path) -> None:
    with speaking(store, fakes.ParallelEngine) as speaker:
        speaker.prepare(TEXTS)
        assert speaker.made == len(TEXTS)
    assert len(list(notes.glob("*.pid"))) == 1


def test_all_texts_of_a_worker_that_dies_are_spoken_by_the_next(store: ClipStore, notes: Path) -> None:
    with speaking(store, fakes.DiesOnceInParallelEngine) as speaker:
        speaker.prepare(TEXTS)
        assert speaker.made == len(TEXTS)
    assert len(list(notes.glob("*.pid"))) <= 2


def test_a_text_that_hangs_is_given_up_after_two_workers(store: ClipStore, notes: Path) -> None:
    with speaking(store, fakes.HangingEngine, patience=impatient()) as s, pytest.raises(UnspokenError) as caught:
        s.sound("Halfway.")
    assert caught.value.reason == "the engine gave no answer within 0 seconds"
    assert " was tried 2 times. " in str(caught.value.hint)
    assert len(list(notes.glob("*.pid"))) == 2


def test_what_hangs_while_it_loads_is_given_up_at_once(store: ClipStore, notes: Path) -> None:
    with speaking(store, fakes.HangsAtLoadingEngine) as speaker:
        speaker.voice  # noqa: B018 - its worker has begun
        speaker._pool._patience = lambda text, loading: 0.4 if loading else 60
        with pytest.raises(UnspokenError, match="the engine was not loaded within 0 seconds") as caught:
            speaker.sound("Halfway.")
    assert caught.value.hint == "Choose another voice: voiceguide voices"
    assert len(list(notes.glob("*.pid"))) == 1


def test_a_slow_engine_has_time_to_load_whatever_time_a_text_has(store: ClipStore, notes: Path) -> None:
    with speaking(store, fakes.SlowLoadingEngine, patience=impatient()) as speaker:
        speaker.prepare(TEXTS)
        assert speaker.made == len(TEXTS)
    assert all(path.name.endswith(" loaded tone en") for path in notes.iterdir())
    assert len(list(notes.iterdir())) <= 2


@pytest.mark.parametrize(
    ("patience", "text_seconds", "loading_seconds"),
    [(ample, 11, 20), (PiperEngine().patience, 22, 60), (CommandEngine().patience, 42, 42)],
)
def test_a_short_text_is_given_less_time_than_loading(
    patience: Patience, text_seconds: float, loading_seconds: float
) -> None:
    assert patience("Halfway.", False) <= text_seconds
    assert patience("Halfway.", True) <= loading_seconds
    assert patience("Halfway." * 10, False) > patience("Halfway.", False)


@pytest.mark.parametrize("engine", [fakes.DiesOnceEngine, fakes.SilentOnceEngine])
def test_a_worker_that_fails_is_replaced_and_the_text_tried_again(store: ClipStore, engine: type) -> None:
    with speaking(store, engine) as speaker:
        speaker.prepare(TEXTS)
        assert speaker.made == len(TEXTS)


def test_a_hanging_engine_is_replaced_and_the_text_tried_again(store: ClipStore) -> None:
    with speaking(store, fakes.HangsOnceEngine, patience=impatient(1)) as s:
        assert s.sound("Halfway.").length
        assert s.made == 1


def test_after_a_fault_what_was_spoken_is_kept(store: ClipStore) -> None:
    with speaking(store) as speaker:
        speaker.prepare(TEXTS[:3])
        with pytest.raises(SpeechError, match="too many for one utterance"):
            speaker.prepare([*TEXTS[:3], "heel " * 2000])
        assert speaker.sound(TEXTS[0]).length


@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT", "SIGTERM"])
def test_no_worker_outlives_its_parent_even_if_its_engine_hangs(
    tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    need(os.name == "posix", "signals are sent as POSIX does")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    code = (
        "import sys; from pathlib import Path; from voiceguide.speech import *\n"
        "with Speaker(VoiceSettings('tests.fakes:HangingEngine'), ClipStore(Path(sys.argv[1])), 2) as speaker:\n"
        "    speaker.prepare(sys.argv[2:])\n"
    )
    parent = python(code, tmp_path / "clips", *TEXTS)
    until(lambda: len(list(notes.glob("*.pid"))) == 2)
    os.killpg(parent.pid, getattr(signal, how))
    _, errors = parent.communicate(timeout=60)
    assert parent.returncode == -getattr(signal, how)
    assert errors.count("Traceback") == (how == "SIGINT")
    workers = [int(path.stem) for path in notes.glob("*.pid")]
    until(lambda: not any(map(is_running, workers)))
    until(lambda: not list((tmp_path / "tmp").iterdir()))


def test_a_pool_that_was_closed_starts_nobody() -> None:
    pool = Pool(fakes.named(fakes.ToneEngine), 1)
    pool.close()
    with pytest.raises(SpeechError, match="speaking was interrupted"):
        pool.start(1)


def test_a_text_is_not_tried_again_on_a_full_disk(
    store: ClipStore, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voiceguide.speech.pool.has_room", lambda folder, size: False)
    with speaking(store, fakes.FaultyEngine) as speaker, pytest.raises(UnspokenError) as caught:
        speaker.sound("Halfway, then,")
    assert re.fullmatch(r"The disk of .+ is full\. Free some space, or set TMPDIR .+", str(caught.value.hint))
    assert len(list(notes.glob("*.pid"))) == 1


def test_speech_on_a_disk_that_tells_no_free_space_is_kept(store: ClipStore, monkeypatch: pytest.MonkeyPatch) -> None:
    need(hasattr(os, "statvfs"), "the system tells it in another way here")
    monkeypatch.setattr(os, "statvfs", lambda path: os.statvfs_result((4096, 4096, *[0] * 8)))
    with speaking(store, fakes.ToneEngine) as speaker:
        speaker.sound("Halfway, then,")
    assert cache_info(store.folder).clips == 1


def test_a_sound_that_may_be_cut_off_by_a_full_disk_is_not_kept(
    store: ClipStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voiceguide.speech.pool.has_room", lambda folder, size: False)
    with speaking(store, fakes.ToneEngine) as speaker, pytest.raises(UnspokenError, match="no room for all"):
        speaker.sound("Halfway, then,")
    assert cache_info(store.folder).clips == 0
