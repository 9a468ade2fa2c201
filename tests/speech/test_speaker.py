"""Speaking: each text once, with the right voice, through workers that may fail."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from tests import fakes
from tests.needs import need
from voiceguide.audio.loudness import loudness
from voiceguide.errors import SpeechError, UnspokenError, VoiceNotFoundError
from voiceguide.speech import ClipStore, Speaker, VoiceSettings, engine_fault, voices
from voiceguide.speech.engines.command import CommandEngine
from voiceguide.speech.engines.piper import PiperEngine
from voiceguide.speech.pool import Pool, ample
from voiceguide.speech.worker_process import Patience
from voiceguide.units import RATE

TEXTS = [
    "Left foot. Press the heel spot, cross-friction for 45 seconds.",
    "Slide your thumb along the arch.",
    "Halfway.",
    "Ten seconds left.",
    "Right foot, the same again. 45 seconds.",
    "That was the last one. Take your time getting up.",
]


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.setenv(fakes.NOTES, str(folder))
    return folder


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


@contextmanager
def speaking(
    store: ClipStore,
    engine: type = fakes.ToneEngine,
    voice: str | None = None,
    rate: int = 150,
    language: str = "en",
    patience: Patience | None = None,
) -> Iterator[Speaker]:
    settings = VoiceSettings(fakes.named(engine), voice, rate, language)
    with Speaker(settings, store, workers=2, patience=patience) as speaker:
        yield speaker


def impatient(times: int = 1000) -> Patience:
    """A short limit for the first texts, then the usual one; always the usual one for loading."""
    turns = iter(range(times))
    return lambda text, loading: 60 if loading or not text or next(turns, None) is None else 0.4


# What is made


def test_each_text_is_spoken_once_and_trimmed(store: ClipStore) -> None:
    with speaking(store) as speaker:
        speaker.prepare(TEXTS + TEXTS)
        assert speaker.made == len(TEXTS)
        for text in TEXTS:
            assert speaker.sound(text).length / RATE == pytest.approx(fakes.tone_seconds(text) + 0.045, abs=0.02)
    assert len(list(store.folder.glob("*.wav"))) == len(TEXTS)


def test_a_sound_is_a_clip_of_its_length_at_the_common_loudness(store: ClipStore) -> None:
    with speaking(store) as speaker:
        sound = speaker.sound(TEXTS[0])
        samples = sound.samples()
    assert samples.dtype == np.int16
    assert samples.shape == (sound.length,)
    assert loudness(samples / np.float32(32768)) == pytest.approx(-16, abs=0.5)


def test_another_rate_and_two_channels_become_one_at_ours(store: ClipStore) -> None:
    with speaking(store, fakes.StereoEngine) as speaker:
        sound = speaker.sound(TEXTS[0])
    assert sound.length / RATE == pytest.approx(fakes.tone_seconds(TEXTS[0]) + 0.045, abs=0.02)
    spectrum = np.abs(np.fft.rfft(sound.samples()))
    assert np.argmax(spectrum) * RATE / sound.length == pytest.approx(440, abs=2)


def test_what_an_engine_prints_is_seen_nowhere(store: ClipStore, capfd: pytest.CaptureFixture[str]) -> None:
    with speaking(store) as speaker:
        speaker.prepare(TEXTS)
    assert capfd.readouterr() == ("", "")


def test_progress_counts_what_is_missing(store: ClipStore) -> None:
    told: list[tuple[int, int]] = []
    with speaking(store) as speaker:
        speaker.sound(TEXTS[0])
        speaker.prepare(TEXTS, lambda done, total: told.append((done, total)))
        speaker.prepare(TEXTS, lambda done, total: told.append((done, total)))
    assert told == [(number, len(TEXTS) - 1) for number in range(1, len(TEXTS))]


# What is kept


def test_a_second_time_nothing_is_spoken_and_no_worker_is_started(
    store: ClipStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with speaking(store) as speaker:
        speaker.prepare(TEXTS)
        before = [speaker.sound(text).samples().tobytes() for text in TEXTS]
    monkeypatch.setattr(subprocess, "Popen", None)
    with speaking(ClipStore(store.folder)) as speaker:
        speaker.prepare(TEXTS)
        assert speaker.made == 0
        assert [speaker.sound(text).samples().tobytes() for text in TEXTS] == before


def test_changing_one_line_speaks_one_line(store: ClipStore) -> None:
    with speaking(store) as speaker:
        speaker.prepare(TEXTS)
    with speaking(store) as speaker:
        speaker.prepare(["Left foot. Press the heel spot for 60 seconds.", *TEXTS[1:]])
        assert speaker.made == 1


@pytest.mark.parametrize(
    "change",
    [
        {"rate": 120},
        {"voice": "American tone"},
        {"language": "en-gb"},
        {"engine": fakes.LaterEngine},
        {"engine": fakes.StereoEngine},
    ],
    ids=["rate", "voice", "language", "version", "engine"],
)
def test_whatever_changes_the_sound_speaks_anew(store: ClipStore, change: dict[str, object]) -> None:
    with speaking(store) as speaker:
        speaker.sound("Halfway.")
    with speaking(store, **change) as speaker:  # type: ignore[arg-type]
        speaker.sound("Halfway.")
        assert speaker.made == 1


def test_a_damaged_clip_is_made_anew(store: ClipStore) -> None:
    with speaking(store) as speaker:
        key = speaker.sound("Halfway.").key
    store.path(key).write_bytes(b"RIFF and rubbish")
    with speaking(store) as speaker:
        speaker.prepare(["Halfway."])
        assert speaker.made == 1
        assert len(speaker.sound("Halfway.").samples()) == speaker.sound("Halfway.").length


def test_two_processes_that_share_a_store_lay_the_same_clips(store: ClipStore) -> None:
    code = (
        "import sys; from pathlib import Path; from voiceguide.speech import *\n"
        "with Speaker(VoiceSettings('tests.fakes:UnrepeatableEngine'), ClipStore(Path(sys.argv[1])), 2) as speaker:\n"
        "    speaker.prepare(sys.argv[2:])\n"
        "    print([len(speaker.sound(text).samples()) for text in sys.argv[2:]])"
    )
    both = [python(code, store.folder, *TEXTS) for _ in range(2)]
    told = [process.communicate(timeout=60) for process in both]
    assert told[0] == told[1]
    assert told[0][1] == ""
    assert len(list(store.folder.glob("*.wav"))) == len(TEXTS)


def test_without_a_folder_to_keep_it_the_clip_that_was_measured_is_the_one_that_is_laid(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said: list[str] = []
    store = ClipStore(tmp_path / "file", said.append)
    with speaking(store, fakes.UnrepeatableEngine) as speaker:
        speaker.prepare(TEXTS)
        assert [len(speaker.sound(text).samples()) for text in TEXTS] == [speaker.sound(t).length for t in TEXTS]
    assert len(said) == 1
    store.close()


def test_a_voice_that_was_installed_since_is_found(store: ClipStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with speaking(store) as speaker:
        speaker.sound("Halfway.")
    monkeypatch.setenv(fakes.NEW_VOICE, "tone/sv")
    with speaking(store, voice="tone/sv") as speaker:
        assert speaker.voice.id == "tone/sv"


# Faults


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


@pytest.mark.parametrize(
    "text", ["two\nlines and a \t tab", "“Ferse”, ½ & 100 % — ça va?", '{"do": "voices"}', "x" * 300]
)
def test_any_text_reaches_the_engine_as_it_is(store: ClipStore, text: str) -> None:
    with speaking(store) as speaker:
        assert speaker.sound(text).length / RATE == pytest.approx(fakes.tone_seconds(text) + 0.045, abs=0.02)


# Workers end with those who started them


def python(code: str, *args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path])},
    )


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


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


# Voices and engines


def test_voices_are_listed(store: ClipStore) -> None:
    assert [voice.id for voice in voices(fakes.named(fakes.ToneEngine))] == ["tone/en", "tone/en-us", "tone/de"]


def test_the_scripts_language_chooses_the_voice(store: ClipStore) -> None:
    with speaking(store, language="de") as speaker:
        assert speaker.voice.id == "tone/de"


def test_a_voice_that_does_not_exist_is_refused_and_the_nearest_named(store: ClipStore) -> None:
    with speaking(store, voice="tone/fr") as speaker, pytest.raises(VoiceNotFoundError) as caught:
        speaker.prepare(TEXTS)
    assert caught.value.message == "there is no voice 'tone/fr'"
    assert "Did you mean 'tone/" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("pytsx3", "there is no engine 'pytsx3'"),
        ("nowhere:Engine", "cannot be loaded: No module named 'nowhere'"),
        ("tests.fakes:NoEngine", "cannot be loaded"),
    ],
)
def test_an_engine_that_does_not_exist_is_refused(store: ClipStore, name: str, message: str) -> None:
    with pytest.raises(VoiceNotFoundError, match=message):
        Speaker(VoiceSettings(name), store)


def test_the_nearest_engine_is_suggested(store: ClipStore) -> None:
    with pytest.raises(VoiceNotFoundError) as caught:
        Speaker(VoiceSettings("pytsx3"), store)
    assert caught.value.hint == "Did you mean 'pyttsx3'?"


def test_the_environment_names_an_engine_and_the_argument_goes_before(
    store: ClipStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
    assert voices()[0].engine == "tone"
    monkeypatch.setenv("VOICEGUIDE_ENGINE", "nothing")
    assert voices(fakes.named(fakes.ToneEngine))[0].engine == "tone"


def test_an_engine_says_why_it_cannot_speak_here(store: ClipStore) -> None:
    with speaking(store, fakes.MissingEngine) as speaker, pytest.raises(VoiceNotFoundError) as caught:
        speaker.prepare(TEXTS)
    assert caught.value.hint == "It has no mouth. Install one."
    assert engine_fault(fakes.named(fakes.ToneEngine)) is None
    assert "It has no mouth" in str(engine_fault(fakes.named(fakes.MissingEngine)))


def test_a_pool_that_was_closed_starts_nobody() -> None:
    pool = Pool(fakes.named(fakes.ToneEngine), 1)
    pool.close()
    with pytest.raises(SpeechError, match="speaking was interrupted"):
        pool.start(1)
