"""M4A files, checked with independent programs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutagen.mp4 import MP4
from numpy.typing import NDArray

from tests.audio.timelines import Tone, session, timeline, whole_mix
from tests.export.test_export import TAGS
from tests.needs import need, need_program
from tests.plans import FEET, plan_of, timeline_of
from voiceguide import export
from voiceguide.audio.timeline import Timeline
from voiceguide.errors import OutputError
from voiceguide.export import m4a
from voiceguide.export.cover import cover
from voiceguide.plan import Chapter
from voiceguide.units import RATE

FRAME = 1024
"""Samples in a frame of AAC."""


@pytest.fixture(autouse=True)
def ffmpeg() -> str:
    found = m4a.converter()
    need(found, "ffmpeg is not installed")
    assert found is not None
    return found


def exported(session: Timeline, folder: Path, name: str = "a.m4a", tags: export.Tags = TAGS) -> Path:
    export.write(session, folder / name, tags, overwrite=False)
    return folder / name


def decoded(path: Path, ffmpeg: str) -> NDArray[np.int16]:
    command = [ffmpeg, "-v", "warning", "-i", path, "-map", "0:a", "-f", "s16le", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, np.int16)


def probed(path: Path) -> dict[str, Any]:
    command = [need_program("ffprobe"), "-v", "error", "-show_chapters", "-show_streams", "-of", "json", path]
    made: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return made


def trims_the_end(ffmpeg: str) -> bool:
    """True if this ffmpeg drops the samples after the session in the last frame."""
    said = subprocess.run([ffmpeg, "-version"], capture_output=True, text=True, check=True).stdout
    version = re.match(r"ffmpeg version n?(\d+)\.", said)
    return bool(version) and int(version[1]) >= 7  # type: ignore[index]


@pytest.mark.parametrize("samples", [20 * RATE, 20 * RATE + 7, 19 * RATE - 1000])
def test_the_length_is_exact_to_the_sample(tmp_path: Path, ffmpeg: str, samples: int) -> None:
    made = exported(Timeline(samples, session(18).placements), tmp_path)
    stream = probed(made)["streams"][0]
    assert (stream["time_base"], stream["duration_ts"]) == (f"1/{RATE}", samples)
    heard = decoded(made, ffmpeg)
    assert 0 <= len(heard) - samples < (1 if trims_the_end(ffmpeg) else FRAME)
    assert not heard[samples:].any()


def test_the_sounds_are_where_they_belong(tmp_path: Path, ffmpeg: str) -> None:
    heard, mixed = decoded(exported(session(), tmp_path), ffmpeg).astype(float), whole_mix(session()).astype(float)
    for start in (20_000, 95_000, 200_000):
        part = mixed[start : start + 20_000]
        near = [float(heard[start + lag : start + lag + 20_000] @ part) for lag in range(-12, 13)]
        assert int(np.argmax(near)) == 12
    heard = heard[: len(mixed)]
    assert ((heard - mixed) ** 2).sum() < 0.02 * (mixed**2).sum()


def test_peaks_of_speech_stay_under_full_scale(tmp_path: Path, ffmpeg: str) -> None:
    made, environment = tmp_path / "a.m4a", {**os.environ, "VOICEGUIDE_CACHE": str(tmp_path / "cache")}
    export = [sys.executable, "-m", "voiceguide", "export", "desk-break", "--engine", "pyttsx3", "-o", made]
    subprocess.run(export, env=environment, capture_output=True, check=True, timeout=60)
    command = [ffmpeg, "-hide_banner", "-nostats", "-i", made, "-map", "0:a", "-af", "ebur128=peak=true"]
    said = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True, check=True).stderr
    assert float(re.findall(r"Peak: +(-?[\d.]+) dBFS", said)[-1]) < -1


def test_chapters_agree_with_the_plan_and_the_opening_has_one(tmp_path: Path) -> None:
    plan = plan_of(FEET.replace("## Stretch", "## Stretch = a; b # c \\\\ d"))
    chapters = probed(exported(timeline_of(plan), tmp_path))["chapters"]
    opening = Chapter(TAGS.title, 0, plan.chapters[0].start)
    assert [(c["tags"]["title"], c["start"], c["end"]) for c in chapters] == [
        (c.title, c.start, c.end) for c in (opening, *plan.chapters)
    ]


def test_a_title_of_several_lines_breaks_nothing() -> None:
    said = m4a.chapter_metadata([Chapter("a\n[CHAPTER]\nSTART=9", 0, 10)])
    assert "title=a\\\n[CHAPTER]\\\nSTART\\=9" in said


@pytest.mark.parametrize(("name", "kind"), [("a.m4a", 1), ("a.M4B", 2)])
def test_mutagen_reads_every_tag_back(tmp_path: Path, name: str, kind: int) -> None:
    picture = cover(plan_of(FEET), 300)
    made = exported(session(), tmp_path, name, replace(TAGS, cover=picture, track=3, tracks=12))
    file = MP4(made)
    assert {key: file[key] for key in ("\xa9nam", "\xa9ART", "\xa9alb", "\xa9gen", "\xa9lyr", "\xa9cmt")} == {
        "\xa9nam": [TAGS.title],
        "\xa9ART": [TAGS.artist],
        "\xa9alb": [TAGS.album],
        "\xa9gen": [TAGS.genre],
        "\xa9lyr": [TAGS.lyrics],
        "\xa9cmt": [TAGS.comment],
    }
    assert (file["trkn"], file["stik"], file["pgap"]) == ([(3, 12)], [kind], True)
    assert bytes(file["covr"][0]) == picture
    streams = probed(made)["streams"]
    assert [stream["codec_name"] for stream in streams if stream["codec_type"] == "video"] == ["mjpeg"]
    assert streams[0]["tags"]["language"] == "deu"


def test_the_index_stands_before_the_sound(tmp_path: Path) -> None:
    data = exported(session(), tmp_path).read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_names_that_ffmpeg_could_take_for_something_else(tmp_path: Path, ffmpeg: str) -> None:
    need(os.name == "posix", "this system has no such names")
    made = exported(session(), tmp_path, "-i http:é %d.m4a")
    assert len(decoded(made, ffmpeg)) >= session().length


def test_without_ffmpeg_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("imageio_ffmpeg", "pydub"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputError, match="made by ffmpeg, which is not installed") as error:
        exported(session(), tmp_path)
    assert error.value.hint is not None
    assert '-m pip install "imageio-ffmpeg' in (error.value.hint or "")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def instead_of_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A script that replaces ffmpeg."""
    need(os.name == "posix", "this system starts no such scripts")

    def write(text: str) -> None:
        program = tmp_path / "program"
        program.write_text(f"#!{sys.executable}\nimport os, signal, sys\n{text}\n")
        program.chmod(0o755)
        monkeypatch.setattr(m4a, "converter", lambda: str(program))

    return write


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "os.write(2, b'warned\\nUnknown encoder aac.\\n'); sys.exit(3)",
            "failed with exit status 3: Unknown encoder aac",
        ),
        ("sys.exit(4)", "failed with exit status 4"),
        ("sys.stdin.buffer.read(9999); os.kill(os.getpid(), signal.SIGKILL)", "was killed by signal 9"),
        ("sys.stdin.buffer.read(9); sys.exit(0)", "ended before the session did"),
    ],
)
def test_an_ffmpeg_that_fails_leaves_nothing_behind(
    tmp_path: Path, instead_of_ffmpeg: Callable[[str], None], text: str, said: str
) -> None:
    instead_of_ffmpeg(text)
    with pytest.raises(OutputError, match=said):
        exported(timeline(60, (1, Tone(50))), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["program"]


@pytest.mark.parametrize("reads", ["", "sys.stdin.buffer.read();"])
def test_an_ffmpeg_that_hangs_is_ended(
    tmp_path: Path, instead_of_ffmpeg: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, reads: str
) -> None:
    noted = f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))"
    instead_of_ffmpeg(f"import time; {noted}; {reads} time.sleep(99)")
    monkeypatch.setattr(m4a, "FFMPEG_SECONDS", 0.8)
    with pytest.raises(OutputError, match=r"did not go on within 0\.8 seconds"):
        exported(timeline(60, (1, Tone(50))), tmp_path)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert {path.name for path in tmp_path.iterdir()} == {"program", "pid"}


def test_what_is_raised_meanwhile_ends_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            started.append(self)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(m4a, "Popen", Noted)
    with pytest.raises(KeyboardInterrupt):
        export.write(session(), tmp_path / "a.m4a", TAGS, overwrite=False, progress=stop)
    assert [process.poll() is not None for process in started] == [True]
    assert list(tmp_path.iterdir()) == []
