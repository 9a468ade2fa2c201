"""A recording session: lines are recorded, repeated, left and resumed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.recordings.speech import FakeMicrophone, blocks, quiet, spoken, talk, tone
from voiceguide.audio.loudness import Floats
from voiceguide.audio.timeline import Sound
from voiceguide.recordings.recording_session import Action, RecordingSession
from voiceguide.recordings.store import Recordings, open_recordings
from voiceguide.recordings.take import RATE, Take

LINES = ["Press the heel spot", "for 45 seconds.", "Turn."]


@pytest.fixture
def recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recordings:
    monkeypatch.setenv("VOICEGUIDE_RECORDINGS", str(tmp_path))
    return open_recordings("mine", new=True)


class FakeStage:
    """A stage whose speaker says `sounds` and answers with `wishes`."""

    def __init__(self, sounds: list[Floats], wishes: list[Action]) -> None:
        self._microphone = FakeMicrophone(sounds)
        self._wishes: Iterator[Action] = iter(wishes)
        self._deaf = True
        self._heard = self._microphone.blocks(lambda: self._deaf)
        self.shown: list[str] = []
        self.said: list[str] = []
        self.played: list[int] = []
        self.told: list[str] = []

    def show(self, number: int, total: int, words: str) -> None:
        self.shown.append(f"{number}/{total} {words}")

    def say(self, words: str) -> Action | None:
        self.said.append(words)
        return None

    def hear(self, take: Take) -> Action | None:
        self._deaf = False
        while (block := next(self._heard)) is None or not take.hear(block):
            pass
        self._deaf = True
        next(self._heard)  # what is left of this sound is heard by nobody
        return None

    def play(self, sound: Sound) -> Action | None:
        self.played.append(sound.length)
        return None

    def ask(self, seconds: float) -> Action:
        return next(self._wishes)

    def tell(self, fault: str) -> Action:
        self.told.append(fault)
        return next(self._wishes)


def sit(recordings: Recordings, sounds: list[Floats], wishes: list[Action], *, again: bool = False) -> FakeStage:
    stage = FakeStage(sounds, wishes)
    RecordingSession(LINES, "en", recordings, stage, again).run()
    return stage


def there(recordings: Recordings) -> list[str]:
    return [line for line in LINES if recordings.find(line, "en")]


def test_line_after_line_is_said_recorded_played_and_kept(recordings: Recordings) -> None:
    stage = sit(recordings, [spoken(1), spoken(2), spoken(0.5)], [Action.GO_ON] * 3)
    assert stage.shown == ["1/3 Press the heel spot", "2/3 for 45 seconds.", "3/3 Turn."]
    assert stage.said == LINES
    assert len(stage.played) == 3
    assert there(recordings) == LINES


def test_a_line_is_done_again_without_its_model(recordings: Recordings) -> None:
    stage = sit(recordings, [spoken(1), spoken(2), spoken(1), spoken(1)], [Action.REPEAT, *[Action.GO_ON] * 3])
    assert stage.said == LINES
    assert stage.shown[0] == stage.shown[1]
    found = recordings.find(LINES[0], "en")
    assert found is not None
    assert 2 < found.seconds < 2.4


def test_what_was_kept_is_gone_on_from(recordings: Recordings) -> None:
    sit(recordings, [spoken(1), spoken(1)], [Action.GO_ON, Action.LEAVE])
    assert there(recordings) == LINES[:1]
    assert sit(recordings, [spoken(1), spoken(1)], [Action.GO_ON] * 2).said == LINES[1:]
    assert sit(recordings, [], []).shown == []
    assert sit(recordings, [spoken(1)] * 3, [Action.GO_ON] * 3, again=True).said == LINES


def test_a_line_is_skipped_and_gone_back_to(recordings: Recordings) -> None:
    wishes = [Action.SKIP, Action.BACK, Action.GO_ON, Action.GO_ON, Action.GO_ON]
    stage = sit(recordings, [spoken(1)] * 5, wishes)
    assert [shown[0] for shown in stage.shown] == ["1", "2", "1", "2", "3"]
    assert there(recordings) == LINES


@pytest.mark.parametrize(
    ("sound", "fault"),
    [
        (np.zeros(20 * RATE, np.float32), "Nothing was recorded. Is the microphone muted or far away?"),
        (quiet(20), "Nothing was recorded. Is the microphone muted or far away?"),
        (np.clip(spoken(2, size=4.0), -1, 1), "It is too loud, so it is clipped and crackles."),
        (talk(30), "is too long for 4 words: at most 14 seconds."),
    ],
    ids=["silent", "a room", "clipping", "on and on"],
)
def test_a_bad_take_is_told_and_done_again(recordings: Recordings, sound: Floats, fault: str) -> None:
    stage = sit(recordings, [sound, *[spoken(1)] * 3], [Action.GO_ON] * 4)
    assert len(stage.told) == 1
    assert stage.told[0].endswith(fault)
    assert stage.said == LINES
    assert there(recordings) == LINES


def heard(words: str, sound: Floats) -> Take:
    """A take that has ended by itself."""
    take = Take(words)
    assert any(take.hear(block) for block in blocks(sound)), "it never ended"
    return take


@pytest.mark.parametrize("noise", [0.0, 1e-3, 8e-3], ids=["no room at all", "a quiet room", "a loud fan"])
@pytest.mark.parametrize("before", [0.0, 0.4, 4.0], ids=["at once", "soon", "late"])
def test_a_take_ends_by_itself_after_the_last_word(noise: float, before: float) -> None:
    room = quiet(before + 2.5 + 3, noise=noise)
    at = round(before * RATE)
    room[at : at + RATE] += tone(1)
    room[at + round(1.5 * RATE) : at + round(2.5 * RATE)] += tone(1)  # after a pause within the line
    take = heard("Press the heel spot", room)
    assert before + 2.5 + 1.4 <= take.seconds <= before + 2.5 + 1.7
    assert 2.5 <= take.spoken_seconds <= 2.8
    assert take.fault() is None


def test_the_key_that_ends_a_take_is_not_in_it() -> None:
    click = np.concatenate([quiet(0.4), 0.5 * tone(0.015, hertz=2000), quiet(0.05)])
    take = Take("Press")
    for block in blocks(np.concatenate([quiet(0.5), tone(1), click])):
        take.hear(block)
    take.cut(0.1)
    assert take.spoken_seconds < 1.25
