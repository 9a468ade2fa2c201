"""Generated beds: levelled, without a seam, each with its own spectrum."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.bed.sounds import heard, written
from voiceguide.bed import GENERATED, endless_bed
from voiceguide.bed.generated import SECONDS
from voiceguide.units import RATE

TURN = SECONDS * RATE


@pytest.mark.parametrize("name", ["brown", "pink", "drone"])
def test_a_bed_is_15_db_under_the_voice_by_ffmpeg(name: str, tmp_path: Path) -> None:
    sound = endless_bed(name).samples(0, TURN)
    assert heard(written(tmp_path / "bed.wav", sound)).lufs == pytest.approx(-31, abs=0.5)


def test_hush_is_hardly_there_and_does_not_give_way() -> None:
    hush = endless_bed("hush")
    assert 10 * np.log10(np.mean(hush.samples(0, TURN) ** 2)) == pytest.approx(-75, abs=0.5)
    assert not hush.ducks
    assert hush.channels == 1


@pytest.mark.parametrize("name", GENERATED)
def test_it_begins_again_without_a_seam(name: str) -> None:
    bed = endless_bed(name)
    steps = np.abs(np.diff(bed.samples(TURN - 5 * RATE, 10 * RATE), axis=0))
    assert steps[5 * RATE - 3 : 5 * RATE + 3].max() <= steps[: 4 * RATE].max()
    np.testing.assert_array_equal(bed.samples(7, 100), bed.samples(7 + 3 * TURN, 100))


@pytest.mark.parametrize("name", ["brown", "pink", "drone"])
def test_the_two_sides_differ(name: str) -> None:
    left, right = endless_bed(name).samples(0, 5 * RATE).T
    assert abs(np.corrcoef(left, right)[0, 1]) < 0.9


def test_brown_is_darker_than_pink() -> None:
    hertz = np.fft.rfftfreq(TURN, 1 / RATE)
    shares = []
    for name in ("brown", "pink"):
        power = np.abs(np.fft.rfft(endless_bed(name).samples(0, TURN)[:, 0])) ** 2
        shares.append(power[hertz > 1000].sum() / power.sum())
    assert shares[0] < 0.05 < shares[1]
