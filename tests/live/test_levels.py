"""The levels of the voice, the bells and the bed, turned while a session plays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.audio.timelines import Clock, Tone, timeline
from tests.bed.sounds import Steady
from voiceguide.audio.bells import sound
from voiceguide.audio.levels import Levels, SoundAtLevel
from voiceguide.audio.timeline import Timeline
from voiceguide.live.commands import OverlayCommand
from voiceguide.live.mixer import NAME, Mixer, load_levels, save_levels
from voiceguide.live.overlays import obey_over
from voiceguide.live.transport import Transport
from voiceguide.playback.bed_player import OverBed
from voiceguide.playback.clock_player import ClockPlayer
from voiceguide.playback.relay import Relay
from voiceguide.units import RATE

SESSION = timeline(60, (1, Tone(2)), (10, sound("end-bell")))


class Watched(ClockPlayer):
    """Shows the timeline that it plays."""

    def given(self) -> Timeline:
        return self._timeline


class Desk:
    """A transport with a mixer, over a bed or not."""

    def __init__(self, *, bed: bool = False) -> None:
        self.clock = Clock()
        self.inner = Watched(self.clock, self.clock.sleep)
        self.kept: list[Levels] = []
        mixer = Mixer(keep=self.kept.append)
        device = Relay(self.inner, mixer.lay)
        self.transport = Transport(OverBed(device, Steady()) if bed else device, mixer)
        self.transport.play(SESSION)

    def obey(self, command: OverlayCommand) -> None:
        obey_over(command, self.transport, lambda steps: False)

    def levels(self) -> dict[str, float]:
        """Each sound that is placed, with its level."""
        return {
            (each.sound.sound.key if isinstance(each.sound, SoundAtLevel) else each.sound.key).split("-")[0]: (
                each.sound.decibels if isinstance(each.sound, SoundAtLevel) else 0.0
            )
            for each in self.inner.given().placements
        }


def test_a_softer_voice_leaves_the_bells_and_the_answers_alone() -> None:
    desk = Desk()
    desk.obey(OverlayCommand.VOICE_SOFTER)
    levels = desk.levels()
    assert levels.pop("press") == 0.0
    assert levels.pop("end") == 0.0
    assert list(levels.values()) == [-3.0]


def test_softer_bells_are_answered_by_a_tick_at_their_new_level() -> None:
    desk = Desk()
    desk.obey(OverlayCommand.BELLS_SOFTER)
    assert desk.levels()["tick"] == desk.levels()["end"] == -3.0


def test_the_session_goes_on_at_the_same_sample() -> None:
    desk = Desk()
    desk.clock.sleep(1.5)
    before = desk.transport.position
    desk.obey(OverlayCommand.VOICE_LOUDER)
    assert desk.transport.position == before


def test_a_softer_bed_plays_on_under_the_same_voice() -> None:
    desk = Desk(bed=True)
    bed = desk.inner.given().bed
    assert bed is not None
    before = bed.samples(5 * RATE, 10)
    desk.obey(OverlayCommand.BED_SOFTER)
    bed = desk.inner.given().bed
    assert bed is not None
    assert bed.samples(5 * RATE, 10) == pytest.approx(before * 10 ** (-3 / 20), rel=1e-3)


def test_a_bed_that_does_not_play_is_answered_by_another_sound() -> None:
    desk = Desk()
    desk.obey(OverlayCommand.BED_LOUDER)
    assert "limit" in desk.levels()
    assert desk.kept == []


def test_a_level_has_an_end_that_is_heard() -> None:
    desk = Desk()
    for _ in range(9):
        desk.obey(OverlayCommand.BELLS_LOUDER)
    assert desk.kept[-1].bells == 6.0
    assert len(desk.kept) == 2
    assert "limit" in desk.levels()


def test_the_levels_are_kept_for_the_next_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path))
    assert load_levels() == Levels()
    save_levels(Levels(voice=3, bed=-6))
    assert load_levels() == Levels(voice=3, bed=-6)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"voice": 900}', '{"voice": "loud"}', '{"voice": true}'])
def test_a_damaged_file_of_levels_leaves_the_usual_ones(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path))
    (tmp_path / NAME).write_text(content)
    assert load_levels() == Levels()


def test_a_file_of_levels_holds_plain_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path))
    save_levels(Levels(bells=-3))
    assert json.loads((tmp_path / NAME).read_text()) == {"voice": 0, "bells": -3, "bed": 0}
