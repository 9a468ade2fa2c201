"""The harnesses of faults and of decoders, in short; and they find what they look for."""

from __future__ import annotations

import random
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks import decoders, faults
from benchmarks.damaged_cache import DAMAGES
from benchmarks.decoders import Made, Measure
from benchmarks.faulty_program import BEHAVIOURS
from benchmarks.harness import Limits
from benchmarks.trials import leftovers
from benchmarks.workplace import Workplace
from tests.needs import need
from tests.plans import FEET, plan_of
from voiceguide import export
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.export import Tags
from voiceguide.units import RATE

ENGINES = ("speaks", "speaks in doubles", "writes half", "fails", "dies", "kills its parent")


@pytest.mark.parametrize("how", ENGINES)
def test_an_engine_that_misbehaves_is_explained_and_leaves_nothing(how: str) -> None:
    need(sys.platform == "linux", "processes are counted in /proc")
    tally = faults.measured(["engines"], Limits(1, 3), 1, only=lambda kind: kind == f"engines: {how}")
    assert tally.findings == {}
    assert tally.total == 1


def test_a_cached_clip_that_is_flipped_is_healed() -> None:
    need(sys.platform == "linux", "processes are counted in /proc")
    tally = faults.measured(["cache"], Limits(1, 3), 1, only=lambda kind: kind == "cache: .wav flipped")
    assert tally.findings == {}
    assert tally.total == 1


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("players", "players: any, without a device"),
        ("crafted", "crafted: .routine junk"),
        ("surroundings", "surroundings: a user that the system does not know"),
        ("promises", "promises: a reader that leaves"),
    ],
)
def test_a_kind_of_fault_is_explained_or_healed(part: str, kind: str) -> None:
    need(sys.platform == "linux", "processes are counted in /proc")
    tally = faults.measured([part], Limits(1, 3), 1, only=lambda each: each == kind)
    assert tally.findings == {}
    assert tally.total == 1


def test_each_damage_changes_a_file(tmp_path: Path) -> None:
    for name, damage in DAMAGES.items():
        path, other = tmp_path / f"{name}.wav", tmp_path / f"{name} 2.wav"
        path.write_bytes(b"one" * 100)
        other.write_bytes(b"two" * 100)
        assert damage(path, random.Random(1))
        assert path.is_dir() or path.read_bytes() != b"one" * 100


def test_at_least_the_known_behaviours_are_tried() -> None:
    assert len(BEHAVIOURS) >= 33


def test_what_is_left_is_found_and_removed() -> None:
    with Workplace() as place:
        assert leftovers(place) is None
        (place.root / "out" / ".a.mp3.123.part").touch()
        assert leftovers(place) == "leaves out/.a.mp3.123.part"
        assert leftovers(place) is None


@dataclass(frozen=True)
class Noise:
    """A sound that is like no other."""

    seed: int
    length: int

    @property
    def key(self) -> str:
        """A name for the noise."""
        return f"noise {self.seed} {self.length}"

    def samples(self) -> NDArray[np.int16]:
        """The noise, without its high parts."""
        wide = np.random.default_rng(self.seed).normal(0, 6000, self.length + 7)
        return np.convolve(wide, np.ones(8) / 8, "valid").astype(np.int16)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A session of noises, as an MP3."""
    plan = plan_of(FEET, 140)
    noises = (Placement(cue.start, Noise(cue.start, cue.end - cue.start)) for cue in plan.cues)
    timeline = Timeline(plan.length + RATE, tuple(noises), plan.chapters)
    path = tmp_path_factory.mktemp("decoders") / "feet.mp3"
    export.write(timeline, path, Tags(title="Feet", language="en"), overwrite=False)
    return decoders._made(path, "feet", replace(plan, length=timeline.length), timeline.placements, None)


def found(file: Made, decoder: str = "libsndfile") -> list[str]:
    """The faults of a file that concern places and lengths: noises are no speech."""
    return [each for each in decoders.faults(file, decoder, Measure()) if "LUFS" not in each and "peak" not in each]


@pytest.mark.parametrize("decoder", ["ffmpeg", "libsndfile", "miniaudio", "mpg123"])
def test_a_session_is_exact_in_each_decoder(file: Made, decoder: str) -> None:
    need(decoder not in decoders.PROGRAMS or shutil.which(decoder), f"{decoder} is not installed")
    assert found(file, decoder) == []


def test_another_length_is_found(file: Made) -> None:
    assert found(replace(file, length=file.length + 24)) == ["libsndfile: the length is off by up to 1 frames"]


def test_a_late_cue_is_found(file: Made) -> None:
    late = tuple(replace(each, start=each.start - RATE // 20) for each in file.speech)
    assert any("an onset is off by" in fault for fault in found(replace(file, speech=late)))


def test_a_sound_in_a_silence_is_found(file: Made) -> None:
    assert "libsndfile: a silence is not silent" in found(replace(file, placements=file.placements[::5]))


def test_the_table_shows_the_worst(file: Made) -> None:
    measure = Measure()
    list(decoders.faults(file, "libsndfile", measure))
    assert "libsndfile        1       0        0      0" in measure.table()
    assert np.isfinite(measure.peak)
