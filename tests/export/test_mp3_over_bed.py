"""MP3 over a bed: encoded in parts on all cores, with seamless joins."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import soundfile
from mutagen.mp3 import MP3
from numpy.typing import NDArray

from tests.audio.timelines import Tone, timeline
from tests.needs import need_program
from voiceguide.audio import mix
from voiceguide.audio.timeline import Timeline
from voiceguide.export import NoStore, Tags, mp3, mp3_frames, mp3_over_bed
from voiceguide.export.lame import encoder
from voiceguide.plan import Chapter
from voiceguide.units import RATE

SECONDS = 40
PART = 4 * mp3_over_bed.BLOCK
"""Frames: so there are eight borders."""


@dataclass(frozen=True, eq=False)
class Given:
    """A bed with given samples."""

    data: NDArray[np.float64]

    @property
    def channels(self) -> int:
        return self.data.shape[1]

    def samples(self, start: int, count: int) -> NDArray[np.float32]:
        return self.data[start : start + count].astype(np.float32)


def chance(channels: int) -> NDArray[np.float64]:
    return np.random.default_rng(5).standard_normal((SECONDS * RATE, channels))


def clicks() -> NDArray[np.float64]:
    """Hard starts, for which LAME switches to short blocks."""
    beat = np.arange(SECONDS * RATE) % (RATE // 7)
    return 0.3 * chance(2) * np.exp(-beat / 200)[:, np.newaxis]


def tones() -> NDArray[np.float64]:
    time = np.arange(SECONDS * RATE) / RATE
    return np.stack([0.3 * np.sin(2 * np.pi * hertz * time) for hertz in (440, 313)], axis=1)


WHOLE = PART * mp3_frames.SAMPLES
LENGTHS = [1, 575, 576, 577, 5000, WHOLE - 1105, WHOLE + 1, WHOLE + 20 * 576, WHOLE + 32 * 576, WHOLE + 33 * 576]
BEDS = {
    "loud noise": lambda: 0.2 * chance(2),
    "faint noise": lambda: 0.02 * chance(1),
    "clicks": clicks,
    "tones": tones,
}


@pytest.fixture(autouse=True)
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mp3_over_bed, "PART", PART)


def over(data: NDArray[np.float64]) -> Timeline:
    words = timeline(SECONDS, (3, Tone(0.6)), (12.5, Tone(1.0, 500)), chapters=("Release", "Stretch"))
    return replace(words, bed=Given(data))


def written(session: Timeline, path: Path) -> Path:
    with path.open("w+b") as file:
        mp3.write_mp3(session, file, Tags(title="Over a bed"), lambda done, total: None, NoStore())
    return path


def in_one_piece(session: Timeline, path: Path) -> Path:
    lame = encoder(mp3_over_bed.QUALITY, session.channels)
    made = b"".join(lame.encode(block.tobytes()) for block in mix.blocks(session)) + lame.flush()
    count = sum(1 for _ in mp3_frames.split_frames(made))
    padding = count * mp3_frames.SAMPLES - mp3_frames.ENCODER_DELAY - session.length
    tag = mp3_frames.tag_frame(count, len(made), bytes(100), mp3_frames.ENCODER_DELAY, padding, session.channels)
    path.write_bytes(tag + made)
    return path


def decoded(path: Path) -> NDArray[np.float64]:
    sound, rate = soundfile.read(path, always_2d=True)
    assert rate == RATE
    return np.asarray(sound)


@pytest.mark.parametrize("name", BEDS)
def test_where_parts_meet_it_is_as_true_as_in_one_piece(name: str, tmp_path: Path) -> None:
    session = over(BEDS[name]())
    mixed = np.concatenate(list(mix.blocks(session))).reshape(session.length, -1) / 32768
    ours = decoded(written(session, tmp_path / "a.mp3"))
    theirs = decoded(in_one_piece(session, tmp_path / "b.mp3"))
    assert len(ours) == len(theirs) == session.length
    wrong, plain = (np.abs(sound - mixed).max(axis=1) for sound in (ours, theirs))
    for border in range(PART * mp3_frames.SAMPLES, session.length - 5 * mp3_frames.SAMPLES, PART * mp3_frames.SAMPLES):
        near = slice(border - 4 * mp3_frames.SAMPLES, border + (mp3_over_bed.WINDOW + 2) * mp3_frames.SAMPLES)
        assert np.mean(wrong[near] ** 2) < 1.2 * np.mean(plain[near] ** 2)
        assert wrong[near].max() < 1.3 * plain[max(0, near.start - RATE) : near.stop + RATE].max()


@pytest.mark.parametrize("name", ["clicks", "faint noise"])
def test_mp3val_finds_nothing(name: str, tmp_path: Path) -> None:
    path = written(over(BEDS[name]()), tmp_path / "a.mp3")
    done = subprocess.run([need_program("mp3val"), path], capture_output=True, text=True, check=True)
    assert "WARNING" not in done.stdout
    assert "ERROR" not in done.stdout


@pytest.mark.parametrize("length", LENGTHS)
def test_the_length_is_exact_to_the_sample(length: int, tmp_path: Path) -> None:
    session = Timeline(length, (), (Chapter("All", 0, length),), Given(0.1 * chance(2)))
    assert len(decoded(written(session, tmp_path / "a.mp3"))) == length


def test_the_seek_table_leads_to_the_right_place(tmp_path: Path) -> None:
    data = written(over(clicks()), tmp_path / "a.mp3").read_bytes()
    at = data.index(b"Xing")
    count, length = (int.from_bytes(data[at + 8 + 4 * n : at + 12 + 4 * n]) for n in range(2))
    start = len(data) - length
    sizes = [len(frame) for frame in mp3_frames.split_frames(data[start:])][1:]
    assert len(sizes) == count
    begins = mp3_frames.TAG_LENGTH + np.cumsum([0, *sizes])
    for percent, place in enumerate(data[at + 16 : at + 116]):
        assert abs(np.searchsorted(begins, place * length / 256) / count * 100 - percent) < 1


def test_the_lookup_table_has_the_place_of_each_49th_frame(tmp_path: Path) -> None:
    path = written(over(clicks()), tmp_path / "a.mp3")
    tags, data = MP3(path).tags, path.read_bytes()
    assert tags is not None
    table = tags["MLLT"]
    steps = [table.bytes + int.from_bytes(table.data[at : at + 2], "big") for at in range(0, len(table.data), 2)]
    tag_frame = data.index(b"Xing") - mp3_frames.SIDE_BYTES[2] - 4
    sizes = [len(frame) for frame in mp3_frames.split_frames(data[tag_frame:])][1:]
    assert np.array_equal(np.cumsum([0, *steps]), np.cumsum([0, *sizes])[: len(sizes) : 49])


def test_a_ctrl_c_stops_it(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done > RATE:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        mp3.write_mp3(over(clicks()), BytesIO(), Tags(), stop, NoStore())
