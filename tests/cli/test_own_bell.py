"""A bell of one's own and a balance, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.recordings.test_own_bell import gong
from voiceguide.cli.bed import bed_of
from voiceguide.cli.options import choices_of
from voiceguide.errors import RecordingError
from voiceguide.fit import Choices

NOTHING = dict.fromkeys(
    (
        *("side", "first", "talk", "client", "note", "bells", "countdown", "time_left", "rest_between_sides"),
        *("rest_between_rounds", "bed", "wake_tone", "balance"),
    )
) | {"without": (), "skip": ()}


def test_the_file_has_its_whole_path_so_that_it_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gong(tmp_path / "gong.wav")
    monkeypatch.chdir(tmp_path)
    assert choices_of({**NOTHING, "bells": "gong.wav"}) == Choices(bells=str(tmp_path / "gong.wav"))


def test_a_file_that_is_missing_is_told_before_the_session() -> None:
    with pytest.raises(RecordingError, match="gong"):
        choices_of({**NOTHING, "bells": "/nowhere/gong.wav"})


def test_the_balance_goes_with_the_bed() -> None:
    assert bed_of({**NOTHING, "bed": "drone", "balance": 6.0}).balance == 6.0
