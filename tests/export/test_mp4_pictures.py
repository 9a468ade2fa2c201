"""The pictures of chapters in M4B files, looked at with ffprobe and ffmpeg."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from mutagen.mp4 import MP4
from PIL import Image

from tests.audio.timelines import session
from tests.export.test_export import TAGS
from tests.needs import need, need_program
from voiceguide import export
from voiceguide.audio.timeline import Timeline
from voiceguide.errors import OutputError
from voiceguide.export import m4a
from voiceguide.export.mp4_pictures import PIXELS, add_pictures
from voiceguide.plan import Chapter
from voiceguide.units import RATE


def picture(color: str, width: int = 300, height: int = 200) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), color).save(file, "JPEG")
    return file.getvalue()


LENGTH = 30 * RATE
CHAPTERS = (
    Chapter("Release", 4 * RATE, 14 * RATE),
    Chapter("Stretch", 15 * RATE, 22 * RATE),
    Chapter("Rest", 22 * RATE, LENGTH),
)
PICTURED = replace(TAGS, cover=picture("green", 600, 600), chapter_pictures=(picture("red"), b"", picture("blue")))


@pytest.fixture(autouse=True)
def ffmpeg() -> None:
    need(m4a.converter(), "ffmpeg is not installed")


def made(folder: Path, tags: export.Tags = PICTURED) -> Path:
    timeline = Timeline(LENGTH, session(18).placements, CHAPTERS)
    export.write(timeline, folder / "a.m4b", tags, overwrite=False)
    return folder / "a.m4b"


def probed(path: Path, *options: str) -> dict[str, Any]:
    command: list[str | Path] = [need_program("ffprobe"), "-v", "error", "-show_streams", *options, "-of", "json", path]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def pictures_in(path: Path) -> dict[str, Any]:
    return next(one for one in probed(path)["streams"] if one["codec_tag_string"] == "jpeg")


def packets_of(path: Path, track: dict[str, Any]) -> list[dict[str, Any]]:
    """The pictures of a track; ffprobe shows the first a second time, as an attached picture."""
    found: list[dict[str, Any]] = probed(path, "-show_packets", "-select_streams", str(track["index"]))["packets"]
    return found[1:]


def test_a_player_finds_a_picture_for_each_chapter(tmp_path: Path) -> None:
    path = made(tmp_path)
    track = pictures_in(path)
    assert track["disposition"]["timed_thumbnails"] == 1
    assert (track["width"], track["height"], track["nb_frames"]) == (PIXELS, PIXELS, "4")
    assert [float(one["pts_time"]) for one in packets_of(path, track)] == [0, 4, 15, 22]
    assert float(track["duration"]) == 30


def test_the_pictures_are_those_of_the_chapters_and_else_the_cover(tmp_path: Path) -> None:
    path = made(tmp_path)
    content = path.read_bytes()
    colors = []
    for one in packets_of(path, pictures_in(path)):
        begin = int(one["pos"])
        with Image.open(BytesIO(content[begin : begin + int(one["size"])])) as opened:
            assert opened.size == (PIXELS, PIXELS)
            pixel = opened.convert("RGB").getpixel((PIXELS // 2, PIXELS // 2))
            assert isinstance(pixel, tuple)
            colors.append(max(range(3), key=lambda channel: pixel[channel]))
    assert colors == [1, 0, 1, 2]  # green, red, green, blue


def test_the_sound_the_titles_and_the_tags_are_as_without_pictures(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    with_pictures, without = made(tmp_path), made(tmp_path / "plain", replace(PICTURED, chapter_pictures=()))
    chapters = [probed(path, "-show_chapters")["chapters"] for path in (with_pictures, without)]
    assert chapters[0] == chapters[1]
    assert [one["tags"]["title"] for one in chapters[0]][1:] == ["Release", "Stretch", "Rest"]
    assert sound(with_pictures) == sound(without)
    assert MP4(with_pictures).tags == MP4(without).tags


def sound(path: Path) -> bytes:
    command: list[str | Path] = [need_program("ffmpeg"), "-v", "error", "-i", path, "-map", "0:a", "-f", "s16le", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout


def test_the_index_stands_before_the_sound(tmp_path: Path) -> None:
    content = made(tmp_path).read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_nothing_is_added_without_pictures(tmp_path: Path) -> None:
    assert b"jpeg" not in made(tmp_path, replace(PICTURED, cover=b"", chapter_pictures=(b"", b"", b""))).read_bytes()


def test_chapters_without_a_picture_are_white_where_there_is_no_cover(tmp_path: Path) -> None:
    assert pictures_in(made(tmp_path, replace(PICTURED, cover=b"")))["nb_frames"] == "4"


@pytest.mark.parametrize("content", [b"", b"\0\0\0\x08free", b"\0\0\1\0moov"])
def test_a_file_that_is_no_mp4_is_refused(content: bytes) -> None:
    with pytest.raises(OutputError):
        add_pictures(BytesIO(content), CHAPTERS, [b"", b"", b""])
