"""Voice commands spoken by flite and heard block by block; once through a real sound server."""

from __future__ import annotations

import math
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from types import SimpleNamespace

import miniaudio
import numpy as np
import pytest

from tests.needs import need, need_program
from tests.sound_server import SoundServer
from voiceguide.errors import LanguageError, VoiceguideError
from voiceguide.language import load
from voiceguide.live import microphone, recogniser_process, voice_control
from voiceguide.live.commands import AnyCommand, Command, OverlayCommand
from voiceguide.live.phrase_detector import RATE, PhraseDetector, Samples
from voiceguide.live.recogniser import Recogniser, Vocabulary
from voiceguide.live.recogniser_process import RecogniserProcess
from voiceguide.live.voice_control import COMMANDS, Listener, VoiceControl, vocabulary, why_not

ENGLISH = load("en")
WAKE = ENGLISH.data["commands"]["wake"]
BLOCK = RATE // 20
UNKNOWN = Vocabulary("en-us", "hey xyzzy", {Command.PAUSE: ["pause"]})


@pytest.fixture(autouse=True)
def _what_is_needed() -> None:
    need(find_spec("pocketsphinx"), "pocketsphinx is not installed")
    need_program("flite")


@cache
def said(text: str, voice: str = "slt") -> Samples:
    """Return the text as flite speaks it in a quiet room, with a second before and after."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "said.wav"))
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", path], check=True, timeout=60)
        decoded = miniaudio.decode_file(path, miniaudio.SampleFormat.SIGNED16, 1, RATE)
    speech = np.frombuffer(decoded.samples, np.int16)
    hum = np.random.default_rng(1).normal(0, 30, len(speech) + 2 * RATE)
    hum[RATE:-RATE] += speech / 4
    return hum.astype(np.int16)


def blocks(sound: Samples) -> Iterator[Samples]:
    return (sound[start : start + BLOCK] for start in range(0, len(sound), BLOCK))


def listener_of_english() -> Listener:
    return Listener(Recogniser(vocabulary(ENGLISH)).understand)


def heard(*texts: str, voice: str = "slt", speaking: bool = False) -> list[AnyCommand]:
    """Return the commands that a listener hears in these texts."""
    listener = listener_of_english()
    commands = (listener.hear(None if speaking else block) for text in texts for block in blocks(said(text, voice)))
    return [command for command in commands if command is not None]


@pytest.mark.parametrize("voice", ["slt", "rms"])
def test_each_command_is_understood_after_the_wake_word(voice: str) -> None:
    commands = {command: ENGLISH.words("commands", key)[0] for command, key in COMMANDS.items()}
    assert heard(*(f"{WAKE}, {words}" for words in commands.values()), voice=voice) == list(commands)


@pytest.mark.parametrize("words", ["text", "quiet", "flower", "gone", "go home", "next week", "against", "closer"])
def test_words_that_sound_like_a_command_command_nothing(words: str) -> None:
    assert heard(f"{WAKE}, {words}") == [OverlayCommand.NOT_UNDERSTOOD]


def test_more_refused_words_do_not_lower_the_score_of_a_command() -> None:
    words, phrase = vocabulary(ENGLISH), said(f"{WAKE}, next")[RATE // 2 : -RATE // 2].tobytes()
    scores = []
    for refused in (words.refused[:3], words.refused):
        recogniser = Recogniser(replace(words, refused=refused))
        assert recogniser._search("commands", phrase) == f"{WAKE} next"
        scores.append(sum(math.log(segment.ascore) for segment in recogniser._decoder.seg()))
    assert scores[0] == pytest.approx(scores[1], abs=2)


@pytest.mark.parametrize("voice", ["slt", "rms"])
def test_stop_always_pauses(voice: str) -> None:
    assert heard(f"{WAKE}, stop", f"{WAKE}, please stop", voice=voice) == [Command.PAUSE, Command.PAUSE]


@pytest.mark.parametrize("voice", ["slt", "rms"])
def test_common_words_outside_the_vocabulary_are_answered_and_command_nothing(voice: str) -> None:
    words = ("hello", "the left foot", "back", "go back", "resume", "yes", "what time is it", "thank you")
    told = heard(*(f"{WAKE}, {word}" for word in words), voice=voice)
    assert set(told) <= {OverlayCommand.NOT_UNDERSTOOD}
    assert len(told) >= len(words) - 2


def test_the_same_words_without_the_wake_word_are_not_answered() -> None:
    assert heard("slower", "what time is it", "thank you", "where is the ball") == []


def test_a_pause_after_the_wake_word_does_no_harm() -> None:
    listener = listener_of_english()
    sound = np.concatenate(
        [said(WAKE)[: -RATE * 4 // 5], said("again")[RATE * 4 // 5 :]]
    )  # 0.4 s between, and flite's own
    commands = [listener.hear(block) for block in blocks(sound)]
    assert [command for command in commands if command] == [Command.AGAIN]


def test_a_command_without_the_wake_word_does_nothing() -> None:
    assert heard("pause", "go on", "next", "again", "longer", "where am I") == []


def test_the_wake_word_alone_is_answered_and_does_nothing() -> None:
    assert heard(WAKE, f"{WAKE}, what is for dinner?") == [OverlayCommand.NOT_UNDERSTOOD, OverlayCommand.NOT_UNDERSTOOD]


def test_what_the_player_says_commands_nothing_even_where_it_is_heard() -> None:
    assert heard("Paused.", "Next: Stretch the calf.", "Again.", "Going on.", "This cannot be longer.") == []


def test_nothing_is_listened_to_while_the_player_speaks() -> None:
    assert heard(f"{WAKE}, pause", speaking=True) == []


def test_a_phrase_that_the_player_breaks_into_is_dropped() -> None:
    listener = listener_of_english()
    sound = list(blocks(said(f"{WAKE}, pause")))
    middle = len(sound) // 2
    with_a_gap = [*sound[:middle], None, *sound[middle + 1 :]]
    assert {listener.hear(block) for block in with_a_gap} == {None}


def test_silence_and_a_sudden_noise_are_no_phrases_and_are_got_used_to() -> None:
    listener = listener_of_english()
    noise = np.random.default_rng(2).normal(0, 300, 6 * RATE).astype(np.int16)
    for sound in (np.zeros(2 * RATE, np.int16), noise):
        assert {listener.hear(block) for block in blocks(sound)} == {None}
    command = said(f"{WAKE}, next")
    in_noise = (command + np.resize(noise, len(command)) // 8).astype(np.int16)
    assert Command.NEXT in {listener.hear(block) for block in blocks(in_noise)}


def test_a_phrase_is_given_soon_after_it_was_said() -> None:
    detector, sound = PhraseDetector(), said("where am I")
    given = [number for number, block in enumerate(blocks(sound)) if detector.hear(block) is not None]
    end = len(sound) / RATE - 1
    assert [number * BLOCK / RATE < end + 0.5 for number in given] == [True]


def test_a_word_that_cannot_be_recognised_is_named() -> None:
    with pytest.raises(LanguageError, match="xyzzy"):
        Recogniser(UNKNOWN)


def test_a_recogniser_process_understands_the_same_and_tells_what_is_wrong() -> None:
    phrase = said(f"{WAKE}, longer")[RATE // 2 : -RATE // 2].tobytes()
    with closing(RecogniserProcess(vocabulary(ENGLISH))) as recogniser:
        assert [recogniser.understand(phrase), recogniser.understand(bytes(RATE))] == [Command.LONGER, None]
        recogniser._process.kill()
        with pytest.raises(VoiceguideError, match="has ended"):
            recogniser.understand(phrase)
    with closing(RecogniserProcess(UNKNOWN)) as recogniser, pytest.raises(VoiceguideError, match="xyzzy"):
        recogniser.understand(phrase)


def test_a_recogniser_that_hangs_is_ended_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    need(hasattr(signal, "SIGSTOP"), "this system stops no processes")
    monkeypatch.setattr(recogniser_process, "ANSWER_SECONDS", 0.2)
    with closing(RecogniserProcess(vocabulary(ENGLISH))) as recogniser:
        recogniser._process.send_signal(signal.SIGSTOP)
        with pytest.raises(VoiceguideError, match="gave no answer"):
            recogniser.understand(bytes(RATE))
        assert recogniser._process.wait(10) != 0


class Hanging:
    """A recogniser that gives no answer until it is killed, and a microphone that hears one phrase."""

    def __init__(self, *_: object) -> None:
        self.asked, self.killed = threading.Event(), threading.Event()

    def understand(self, phrase: object) -> None:
        self.asked.set()
        self.killed.wait(30)
        raise VoiceguideError("its process has ended")

    def kill(self) -> None:
        self.killed.set()

    def close(self) -> None:
        pass

    def blocks(self, deaf: object) -> list[bytes]:
        return [b""]


def test_a_recogniser_that_hangs_at_the_end_of_a_session_does_not_outlive_it(monkeypatch: pytest.MonkeyPatch) -> None:
    recogniser = Hanging()
    monkeypatch.setattr(voice_control, "RecogniserProcess", lambda words: recogniser)
    monkeypatch.setattr(voice_control, "Microphone", Hanging)
    monkeypatch.setattr(voice_control, "Listener", lambda understand: SimpleNamespace(hear=understand))
    monkeypatch.setattr(voice_control, "CLOSING_SECONDS", 0.01)
    notes: list[str] = []
    control = VoiceControl(ENGLISH, lambda command: None, lambda: False, notes.append)
    control.start()
    assert recogniser.asked.wait(10)
    control.close()
    assert recogniser.killed.is_set()
    control._thread.join(10)
    assert notes == []


class Unlikely:
    """A decoder that hears one command in everything, with a likelihood that is rounded to 0."""

    def __init__(self) -> None:
        self.activate_search = self.start_utt = self.process_raw = self.end_utt = lambda *_, **__: None

    def hyp(self) -> SimpleNamespace:
        return SimpleNamespace(hypstr=f"{WAKE} pause")

    def seg(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(word=word, start_frame=0, end_frame=9, ascore=0.0) for word in ("<sil>", "pause")]


def test_words_too_unlikely_for_a_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    recogniser = Recogniser(vocabulary(ENGLISH))
    monkeypatch.setattr(recogniser, "_decoder", Unlikely())
    assert recogniser.understand(bytes(RATE)) is None


def test_another_language_is_refused() -> None:
    assert "English only" in (why_not(load("de")) or "")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_control, "find_spec", lambda name: None)
    assert '-m pip install "pocketsphinx' in (why_not(ENGLISH) or "")


@pytest.mark.usefixtures("sound_server")
def test_without_a_microphone_it_says_so_rather_than_listen_to_its_own_loudspeaker() -> None:
    assert why_not(ENGLISH) == f"{microphone.NO_MICROPHONE} {microphone.NO_MICROPHONE_HINT}"


@pytest.mark.usefixtures("sound_server")
def test_a_microphone_that_cannot_be_opened_is_told_once_and_the_session_goes_on() -> None:
    notes: SimpleQueue[str] = SimpleQueue()
    with closing(VoiceControl(ENGLISH, lambda command: None, lambda: False, notes.put)) as control:
        control.start()
        assert microphone.NO_MICROPHONE in notes.get(timeout=20)
    with pytest.raises(Empty):
        notes.get_nowait()


def test_through_a_real_microphone(sound_server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microphone, "PATIENCE_SECONDS", 0.5)
    commands: SimpleQueue[Command] = SimpleQueue()
    notes: SimpleQueue[str] = SimpleQueue()
    speaking = False
    with sound_server.microphone() as room:
        assert why_not(ENGLISH) is None
        with closing(VoiceControl(ENGLISH, commands.put, lambda: speaking, notes.put)) as control:
            control.start()
            pause, following, going_on = (
                said(f"{WAKE}, {words}")[RATE // 2 : -RATE // 2] for words in ("pause", "next", "go on")
            )
            for _ in range(3):  # until it listens
                if commands.empty():
                    room.hear(pause, RATE)
            assert commands.get(timeout=20) is Command.PAUSE
            speaking = True
            room.hear(following, RATE)
            speaking = False
            room.hear(going_on, RATE)
            heard = Command.PAUSE
            while heard is Command.PAUSE:  # a slow machine may still answer the repeated first command
                heard = commands.get(timeout=20)
            assert heard is Command.GO_ON
            sound_server.kill()
            assert "gone away" in notes.get(timeout=20)
