"""`--bed` and `--wake-tone`: what sounds under a session, asked for on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from tests.bed.sounds import music, written
from tests.conftest import Cli
from tests.working_folder import working_folder

SCRIPT = (
    "# Heel\n\n- Press the heel spot for exactly 25 seconds\n- Stroke the sole at 90 strokes a minute for 10 seconds\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return working_folder(tmp_path, monkeypatch, SCRIPT)


def test_a_session_over_a_made_bed_is_as_long_and_in_stereo(folder: Path, cli: Cli) -> None:
    for name, options in (("plain.wav", []), ("bed.wav", ["--bed", "drone"])):
        assert cli("export", "heel.md", "-o", name, *options).status == 0
    plain, bed = (soundfile.info(name) for name in ("plain.wav", "bed.wav"))
    assert (plain.channels, bed.channels) == (1, 2)
    assert plain.frames == bed.frames


def test_an_album_over_a_file_goes_through_its_tracks(folder: Path, cli: Cli) -> None:
    written(Path("sea.wav"), music(6))
    assert cli("export", "heel.md", "-o", "whole.wav", "--bed", "sea.wav").status == 0
    assert cli("export", "heel.md", "-o", "album", "--split", "steps", "--bed", "sea.wav").status == 0
    tracks = [soundfile.info(path) for path in sorted(Path("album").glob("*.mp3"))]
    assert [track.channels for track in tracks] == [2, 2]
    assert sum(track.frames for track in tracks) == soundfile.info("whole.wav").frames


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (["--bed", "browm"], 1, "The bed 'browm' is neither a file nor the name of a bed."),
        (["--bed", "heel.md"], 1, "The bed heel.md cannot be read as a sound file"),
        (["--bed", "brown", "--wake-tone"], 2, "leave out --wake-tone or --bed"),
    ],
)
@pytest.mark.parametrize("command", ["export", "play"])
def test_what_is_no_bed_is_said_before_anything_is_spoken(
    command: str, options: list[str], status: int, message: str, folder: Path, cli: Cli
) -> None:
    said = cli(command, "heel.md", *options, *(["--output", "none", "--anyway"] if command == "play" else []))
    assert said.status == status
    assert message in said.err
    assert not list(folder.glob("cache/*.wav"))


def test_a_wake_tone_changes_no_length(folder: Path, cli: Cli) -> None:
    assert cli("export", "heel.md", "-o", "a.wav").status == 0
    assert cli("export", "heel.md", "-o", "b.wav", "--wake-tone").status == 0
    (a, _), (b, _) = (soundfile.read(name, dtype="int16") for name in ("a.wav", "b.wav"))
    assert len(a) == len(b)
    assert 0 < abs(a.astype(int) - b).max() < 150
