"""Albums: tracks that play as one session, in a folder that is written completely or not at all."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from mutagen.mp3 import MP3
from numpy.typing import NDArray

from tests.audio.timelines import Broken, Tone, whole_mix
from tests.export.test_export import TAGS
from tests.needs import need_program
from tests.plans import FEET, plan_of, timeline_of
from tests.storage.test_atomic_write import finished_process
from voiceguide import export
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.errors import OutputError
from voiceguide.export.album import export_album
from voiceguide.export.cover import cover
from voiceguide.export.mp3_frames import SAMPLES
from voiceguide.plan import Plan
from voiceguide.storage.atomic_folder import check_folder
from voiceguide.units import RATE

PLAN = plan_of(FEET)
SPLITS = pytest.mark.parametrize("split", ["phases", "steps"])


def album(folder: Path, plan: Plan = PLAN, *, overwrite: bool = False, **options: object) -> list[Path]:
    return export_album(timeline_of(plan), plan, folder, TAGS, overwrite=overwrite, **options)  # type: ignore[arg-type]


def decoded(path: Path) -> NDArray[np.int16]:
    command = [need_program("ffmpeg"), "-v", "error", "-i", path, "-map", "0:a", "-f", "s16le", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, np.int16)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_track_a_phase_with_a_playlist(tmp_path: Path) -> None:
    tracks = album(tmp_path / "Feet", split="phases")
    assert [path.name for path in tracks] == ["01 Release.mp3", "02 Stretch.mp3"]
    assert names(tmp_path / "Feet") == ["00 Fersenschmerz lösen.m3u8", *(path.name for path in tracks)]
    assert names(tmp_path) == ["Feet"]
    lines = (tmp_path / "Feet" / "00 Fersenschmerz lösen.m3u8").read_text("utf-8").splitlines()
    assert lines[0] == "#EXTM3U"
    lengths = [f"#EXTINF:{round(MP3(path).info.length)},{path.stem[3:]}" for path in tracks]
    assert lines[3:] == [lengths[0], tracks[0].name, lengths[1], tracks[1].name]


def test_a_track_a_step_each_side_by_itself(tmp_path: Path) -> None:
    tracks = album(tmp_path / "Feet", split="steps")
    assert [path.name for path in tracks] == [
        "01 Left side - Press the heel spot.mp3",
        "02 Right side - Press the heel spot.mp3",
        "03 Rest.mp3",
        "04 Pull your toes back.mp3",
    ]


@SPLITS
def test_the_tracks_one_behind_the_other_are_the_session_to_the_sample(tmp_path: Path, split: str) -> None:
    export.write(timeline_of(PLAN), tmp_path / "whole.mp3", TAGS, overwrite=False)
    tracks = album(tmp_path / "Feet", split=split)
    joined, whole = np.concatenate([decoded(path) for path in tracks]), decoded(tmp_path / "whole.mp3")
    np.testing.assert_array_equal(joined, whole)
    assert 0 <= len(whole) - PLAN.length <= SAMPLES / 2  # its last sound may be laid late, and is not cut


@SPLITS
def test_in_other_formats_too(tmp_path: Path, split: str) -> None:
    tracks = album(tmp_path / "Feet", split=split, suffix=".flac")
    joined = np.concatenate([soundfile.read(path, dtype="int16")[0] for path in tracks])
    np.testing.assert_array_equal(joined, whole_mix(timeline_of(PLAN)))


def test_a_track_begins_with_what_is_said_for_it_and_silence_belongs_to_the_one_before(tmp_path: Path) -> None:
    tracks = album(tmp_path / "Feet", split="steps", suffix=".wav")
    said = [step.start for step in PLAN.steps]
    said[3] = next(cue.start for cue in PLAN.cues if cue.kind == "phase" and cue.start > PLAN.steps[2].end)
    at = 0
    for path, first in zip(tracks, [0, *said[1:]], strict=True):
        assert 0 <= first - at <= 0.12 * RATE
        at += soundfile.info(path).frames


@SPLITS
def test_each_track_says_where_it_belongs(tmp_path: Path, split: str) -> None:
    picture = cover(PLAN, 300)
    tags = replace(TAGS, title=PLAN.title, album="Anna", cover=picture)
    tracks = export_album(timeline_of(PLAN), PLAN, tmp_path / "Feet", tags, split=split, overwrite=False)
    found = [MP3(path).tags for path in tracks]
    assert [tag["TRCK"].text[0] for tag in found if tag] == [f"{n}/{len(tracks)}" for n in range(1, len(tracks) + 1)]
    assert {tag["TALB"].text[0] for tag in found if tag} == {"Fersenschmerz lösen (Anna)"}
    assert {tag["APIC:"].data for tag in found if tag} == {picture}
    assert found[-1]
    assert "Pull your toes back. 30 seconds." in found[-1]["USLT::deu"].text
    assert not any("Anna" in path.name for path in tracks)


def test_mp3val_finds_nothing(tmp_path: Path) -> None:
    tracks = album(tmp_path / "Feet", split="steps")
    said = subprocess.run([need_program("mp3val"), *tracks], capture_output=True, text=True, check=True).stdout
    assert "WARNING" not in said
    assert "ERROR" not in said


def test_a_sound_that_goes_on_under_everything_is_cut_where_the_tracks_are(tmp_path: Path) -> None:
    whole = timeline_of(PLAN)
    bed = Placement(0, Tone(PLAN.length / RATE, 200, 0.05))
    under = Timeline(whole.length, (bed, *whole.placements), whole.chapters)
    for suffix in (".wav", ".mp3"):
        tracks = export_album(under, PLAN, tmp_path / suffix, TAGS, split="steps", overwrite=False, suffix=suffix)
        joined = np.concatenate([decoded(path) for path in tracks])
        assert 0 <= len(joined) - PLAN.length <= SAMPLES / 2
        if suffix == ".wav":
            np.testing.assert_array_equal(joined, whole_mix(under))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('A/B: "x" <y> | z? \\ *%#', "01 A B - x y z.mp3"),
        ("Schön. ", "01 Schön.mp3"),
        ("CON", "01 CON.mp3"),
        ("..", "01.mp3"),
        ("Fu\u0308sse", "01 Füsse.mp3"),
        ("word " * 40, "01 " + ("word " * 12).strip() + ".mp3"),
        ("W" * 300, "01 " + "W" * 60 + ".mp3"),
        ("足" * 300, "01 " + "足" * 60 + ".mp3"),
        ("🦶" * 300, "01 " + "🦶" * 45 + ".mp3"),
    ],
)
def test_names_that_every_system_takes(tmp_path: Path, title: str, name: str) -> None:
    plan = replace(PLAN, chapters=(replace(PLAN.chapters[0], title=title),))
    (track,) = album(tmp_path / "Feet", plan)
    assert track.name == name
    assert len(track.name.encode()) < 200
    assert track.exists()


def test_tracks_of_one_title_do_not_meet(tmp_path: Path) -> None:
    plan = plan_of("# Feet\n\n## Press\n\n- Press for 20 seconds\n\n## press\n\n- Press for 20 seconds\n")
    assert [path.name for path in album(tmp_path / "Feet", plan)] == ["01 Press.mp3", "02 press.mp3"]


def test_progress_rises_over_all_tracks(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    album(tmp_path / "Feet", split="steps", progress=lambda *both: seen.append(both))
    assert seen == sorted(seen)
    assert seen[-1] == (PLAN.length, PLAN.length)


def test_what_stops_it_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = Timeline(PLAN.length, (*timeline_of(PLAN).placements[:-1], Placement(PLAN.length - RATE, Broken(0.5))))
    with pytest.raises(ValueError, match="the clip is damaged"):
        export_album(broken, PLAN, tmp_path / "Feet", TAGS, split="steps", overwrite=False)

    def stop(done: int, total: int) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        album(tmp_path / "Feet", split="steps", progress=stop)
    assert names(tmp_path) == []


def test_a_folder_with_files_in_it_is_refused_and_an_empty_one_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "Feet"
    folder.mkdir()
    check_folder(folder, overwrite=False)
    album(folder)
    for refused in (lambda: check_folder(folder, overwrite=False), lambda: album(folder)):
        with pytest.raises(OutputError, match="is not empty") as error:
            refused()
        assert "--force" in (error.value.hint or "")


def test_an_earlier_album_is_replaced_and_all_other_files_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "Feet"
    album(folder, split="steps")
    (folder / "notes.txt").write_text("mine")
    (folder / "05 My song.mp3").write_bytes(b"mine, too")
    (folder / "00 My list.m3u8").write_text("#EXTM3U\n05 My song.mp3\n")
    album(folder, split="phases", overwrite=True)
    mine = ["00 My list.m3u8", "05 My song.mp3", "notes.txt"]
    new = ["00 Fersenschmerz lösen.m3u8", "01 Release.mp3", "02 Stretch.mp3"]
    assert names(folder) == sorted([*mine, *new])
    assert (folder / "05 My song.mp3").read_bytes() == b"mine, too"
    assert names(tmp_path) == ["Feet"]


def test_a_users_file_of_the_same_name_is_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "Feet"
    folder.mkdir()
    (folder / "01 RELEASE.mp3").write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"01 RELEASE\.mp3: the name is taken by a file that is not part of an album"):
        album(folder, overwrite=True)
    assert names(folder) == ["01 RELEASE.mp3"]
    assert (folder / "01 RELEASE.mp3").read_bytes() == b"mine"
    assert names(tmp_path) == ["Feet"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b""), "it is a file"),
        (lambda path: None, None),
        (lambda path: path.parent.rmdir(), "does not exist"),
        (lambda path: (path.parent.rmdir(), path.parent.write_bytes(b"")), "does not exist"),
    ],
)
def test_what_can_be_known_before_is_said_before(
    tmp_path: Path, make: Callable[[Path], object], said: str | None
) -> None:
    folder = tmp_path / "in" / "Feet"
    folder.parent.mkdir()
    make(folder)
    if said is None:
        check_folder(folder, overwrite=False)
        return
    with pytest.raises(OutputError, match=said):
        check_folder(folder, overwrite=True)


def test_what_a_killed_process_left_is_removed_and_what_another_writes_is_not(tmp_path: Path) -> None:
    left = tmp_path / f".Feet.{finished_process()}.part"
    running = tmp_path / f".Feet.{os.getppid()}.part"
    for path in (left, running):
        path.mkdir()
        (path / "01 Release.mp3").write_bytes(b"half")
    album(tmp_path / "Feet")
    assert names(tmp_path) == [running.name, "Feet"]


def test_a_folder_made_meanwhile_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "Feet"

    def meanwhile(done: int, total: int) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "mine.txt").write_text("mine")

    with pytest.raises(OutputError, match="is not empty"):
        album(folder, progress=meanwhile)
    assert names(folder) == ["mine.txt"]
    assert names(tmp_path) == ["Feet"]


def test_a_file_that_cannot_be_written_is_told_as_its_user_knows_it(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as error:
        album(tmp_path / "Feet", suffix=".xyz")
    assert ".part" not in error.value.message
    assert names(tmp_path) == []
