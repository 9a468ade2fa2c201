"""MP3 files, checked with independent decoders."""

from __future__ import annotations

import json
import math
import subprocess
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import accumulate
from pathlib import Path

import miniaudio
import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from mutagen.mp3 import MP3
from numpy.typing import NDArray

from tests.audio.timelines import Broken, Level, Tone, session, timeline, whole_mix
from tests.export.chromium import Heard, hear, hear_from
from tests.export.test_export import TAGS
from tests.needs import need_program
from tests.plans import FEET, plan_of, timeline_of
from voiceguide import export
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.export import mp3, mp3_frames
from voiceguide.export.cover import cover
from voiceguide.plan import Chapter
from voiceguide.units import RATE, to_samples

STEPS = "# Feet\n\n" + "".join(f"- Press spot {n} for {20 + n % 3 * 15} seconds\n" for n in range(16))
HALF_A_FRAME = mp3_frames.SAMPLES / 2


def by_libsndfile(path: Path) -> NDArray[np.int16]:
    return soundfile.read(path, dtype="int16")[0]


def by_miniaudio(path: Path) -> NDArray[np.int16]:
    decoded = miniaudio.decode_file(str(path), nchannels=1, sample_rate=RATE)
    return np.frombuffer(decoded.samples, np.int16)


def by_ffmpeg(path: Path) -> NDArray[np.int16]:
    ffmpeg = need_program("ffmpeg")
    command = [ffmpeg, "-v", "warning", "-i", path, "-f", "s16le", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, np.int16)


@cache
@cache
def heard(path: Path) -> Heard:
    """The file as Chromium decodes it, once for all tests of it."""
    return hear(path)


def by_chromium(path: Path) -> NDArray[np.int16]:
    return heard(path).samples


DECODERS = pytest.mark.parametrize("decode", [by_libsndfile, by_miniaudio, by_ffmpeg, by_chromium])
Decoder = Callable[[Path], NDArray[np.int16]]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("mp3") / "session.mp3"
    export.write(session(), target, TAGS, overwrite=False)
    return target


def exported(session: Timeline, folder: Path) -> Path:
    target = folder / "a.mp3"
    export.write(session, target, TAGS, overwrite=True)
    return target


def lag(decoded: NDArray[np.int16], sound: NDArray[np.int16], near: int, reach: int = 600) -> int:
    """The delay of the sound after `near` in samples, found by correlation."""
    padded = np.pad(decoded.astype(float), reach + len(sound))
    window = padded[near + len(sound) : near + 2 * len(sound) + 2 * reach]
    return int(np.argmax(np.correlate(window, sound.astype(float), "valid"))) - reach


@DECODERS
def test_the_length_is_exact_to_the_sample(written: Path, decode: Decoder) -> None:
    assert len(decode(written)) == session().length


def test_a_browser_shows_the_exact_length_before_it_plays(written: Path) -> None:
    assert heard(written).duration == pytest.approx(session().length / RATE, abs=0.001)


@DECODERS
def test_each_sound_is_within_half_a_frame_of_its_time(written: Path, decode: Decoder) -> None:
    decoded = decode(written)
    for placement in session().placements:
        assert abs(lag(decoded, placement.sound.samples(), placement.start)) <= HALF_A_FRAME


@DECODERS
def test_silence_is_digital_silence(written: Path, decode: Decoder) -> None:
    decoded, spill = decode(written), 3 * mp3_frames.SAMPLES
    quiet = np.ones(len(decoded), bool)
    for placement in session().placements:
        quiet[max(0, placement.start - spill) : placement.end + spill] = False
    assert quiet.mean() > 0.5
    assert not decoded[quiet].any()


@DECODERS
def test_the_sounds_are_faithful(tmp_path: Path, decode: Decoder) -> None:
    on_frames = timeline(3, (0.0, Tone(1.0)), (60 * mp3_frames.SAMPLES / RATE, Tone(0.5, 440)))
    decoded, mixed = decode(exported(on_frames, tmp_path)).astype(float), whole_mix(on_frames).astype(float)
    noise = ((decoded - mixed) ** 2).sum() / (mixed**2).sum()
    assert 10 * math.log10(1 / noise) > 20


def test_mp3val_finds_nothing(written: Path) -> None:
    done = subprocess.run([need_program("mp3val"), written], capture_output=True, text=True, check=True)
    assert "WARNING" not in done.stdout
    assert "ERROR" not in done.stdout


def test_phones_see_the_cover_and_the_number_of_the_track(tmp_path: Path) -> None:
    picture = cover(plan_of(FEET))
    target = tmp_path / "a.mp3"
    export.write(session(), target, replace(TAGS, cover=picture, track=3, tracks=12), overwrite=False)
    tags = MP3(target).tags
    assert tags is not None
    assert (tags["APIC:"].mime, tags["APIC:"].type, tags["APIC:"].data) == ("image/jpeg", 3, picture)
    assert tags["TRCK"].text == ["3/12"]
    command = [need_program("ffprobe"), "-v", "warning", "-show_streams", "-of", "json", target]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    found = [(stream["codec_name"], stream.get("width")) for stream in json.loads(done.stdout)["streams"]]
    assert found == [("mp3", None), ("mjpeg", 1000)]
    test_mp3val_finds_nothing(target)


def test_the_chapters_agree_with_the_plan(tmp_path: Path) -> None:
    plan = plan_of(FEET)
    tags = MP3(exported(timeline_of(plan), tmp_path)).tags
    assert tags is not None
    found = [tags[f"CHAP:{name}"] for name in tags["CTOC:contents"].child_element_ids]
    opening = Chapter(TAGS.title, 0, plan.chapters[0].start)
    assert [(each.sub_frames["TIT2"].text, each.start_time, each.end_time) for each in found] == [
        ([chapter.title], round(chapter.start / RATE * 1000), round(chapter.end / RATE * 1000))
        for chapter in (opening, *plan.chapters)
    ]


def test_phones_see_title_chapters_and_lyrics(written: Path) -> None:
    file = MP3(written)
    assert file.tags is not None
    assert file.tags.version == (2, 3, 0)
    for frame, text in (("TIT2", TAGS.title), ("TPE1", TAGS.artist), ("TALB", TAGS.album), ("TCON", TAGS.genre)):
        assert file.tags[frame].text == [text]
    assert file.tags["TLEN"].text == ["20000"]
    assert file.tags["USLT::deu"].text == TAGS.lyrics
    assert file.tags["CTOC:contents"].child_element_ids == ["chapter1", "chapter2"]
    assert file.info.length == pytest.approx(20, abs=0.0001)


def test_ffprobe_shows_the_chapters_in_their_order(tmp_path: Path) -> None:
    titles = ["A rather long first chapter", *(f"Chapter {number}" for number in range(2, 301))]
    target = exported(timeline(600, chapters=tuple(titles)), tmp_path)
    command = [need_program("ffprobe"), "-v", "warning", "-show_chapters", "-of", "json", target]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    chapters = json.loads(done.stdout)["chapters"]
    assert [chapter["tags"]["title"] for chapter in chapters] == titles
    assert [float(chapter["start_time"]) for chapter in chapters] == [2.0 * number for number in range(300)]


def test_a_last_sound_that_would_be_laid_late_is_at_its_sample(tmp_path: Path) -> None:
    tone = Tone(0.5)
    length = 100 * mp3_frames.SAMPLES + 300 + tone.length  # nearer to frame 101
    decoded = by_libsndfile(exported(Timeline(length, (Placement(length - tone.length, tone),)), tmp_path))
    assert len(decoded) == length
    assert lag(decoded, tone.samples(), length - tone.length) == 0


def test_sounds_too_close_for_frames_keep_their_distance_exactly(tmp_path: Path) -> None:
    close = timeline(3, (1.0, Tone(0.3, 700)), (1.31, Tone(0.3, 1100)))
    decoded = by_libsndfile(exported(close, tmp_path))
    lags = {lag(decoded, placement.sound.samples(), placement.start) for placement in close.placements}
    assert len(lags) == 1


@st.composite
def placements(draw: st.DrawFn) -> tuple[Placement, ...]:
    start, found = 0, []
    for gap in draw(st.lists(st.integers(0, 6000), max_size=12)):
        start += gap
        found.append(Placement(start, Level(draw(st.integers(1, 9)), draw(st.integers(1, 4000)))))
    return tuple(found)


@given(placements())
def test_islands_hold_every_sound_once_and_their_frames_do_not_overlap(found: tuple[Placement, ...]) -> None:
    islands = list(mp3.islands(Timeline(10**6, found)))
    assert [placement.sound for island in islands for placement in island.sounds.placements] == [
        placement.sound for placement in found
    ]
    laid = 0
    for island in islands:
        assert island.start - island.run_up >= laid
        laid = island.start - island.run_up + sum(stream.count for stream in mp3._encode(island))


@given(placements())
def test_no_island_ends_after_the_session_and_the_last_is_at_most_at_its_sample(found: tuple[Placement, ...]) -> None:
    length = max((placement.end for placement in found), default=0)
    islands = list(mp3.islands(Timeline(length, found)))
    assert all(island.end <= length for island in islands)
    laid = 0
    for island in islands:
        assert island.start - island.run_up >= laid
        laid = island.start - island.run_up + sum(stream.count for stream in mp3._encode(island))


@pytest.mark.parametrize("samples", [1, 100, 287, 288, 289, 300, 575, 576, 577])
def test_the_length_is_exact_though_the_last_sound_ends_it(tmp_path: Path, samples: int) -> None:
    last = Tone(0.2)
    start = 3 * RATE + samples
    session = Timeline(start + last.length, (Placement(RATE, Tone(0.2)), Placement(start, last)))
    decoded = by_libsndfile(exported(session, tmp_path))
    assert len(decoded) == session.length
    assert abs(lag(decoded, last.samples(), start)) <= HALF_A_FRAME


@given(st.integers(1, 3000), st.integers(0, 1))
@hypothesis_settings(max_examples=30)
def test_lame_makes_as_many_frames_as_islands_expect(length: int, start: int) -> None:
    placement = Placement(start * mp3_frames.SAMPLES, Level(1000, length))
    (island,) = mp3.islands(Timeline(10_000, (placement,)))
    made = sum(stream.count for stream in mp3._encode(island))
    assert island.start - island.run_up + made == mp3._frame_after([placement], placement.end)


def test_the_same_sounds_are_encoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded, encode = [], mp3._encode
    monkeypatch.setattr(mp3, "_encode", lambda island: encoded.append(island.key) or encode(island))
    beats = timeline(32, *((second + 0.3, Tone(0.2)) for second in range(30)))
    decoded = by_libsndfile(exported(beats, tmp_path))
    assert len(encoded) == 1
    assert all(abs(lag(decoded, Tone(0.2).samples(), p.start)) <= HALF_A_FRAME for p in beats.placements)


def test_a_store_keeps_frames_from_one_export_to_the_next(tmp_path: Path) -> None:
    class Store(dict[str, bytes]):
        encoded = dict.get
        keep = dict.__setitem__

    store = Store()
    files = []
    for sound in (Tone, Broken):  # the second time, nothing is read
        path = tmp_path / "a.mp3"
        with path.open("w+b") as file:
            mp3.write_mp3(timeline(3, (1, sound(0.2))), file, TAGS, lambda done, total: None, store)
        files.append(path.read_bytes())
    assert len(store) == 1
    assert files[0] == files[1]


def test_a_bed_under_everything_is_encoded_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mp3, "KEPT_SAMPLES", RATE)
    bed = timeline(9, (0, Tone(9, 300, 0.1)), (2, Tone(0.5)), (7, Tone(0.5, 900)))
    (island,) = mp3.islands(bed)
    assert len(list(mp3._encode(island))) > 5
    decoded, mixed = by_libsndfile(exported(bed, tmp_path)).astype(float), whole_mix(bed).astype(float)
    assert len(decoded) == len(mixed)
    assert ((decoded - mixed) ** 2).sum() < 0.01 * (mixed**2).sum()


def test_the_seek_table_leads_to_the_right_place(tmp_path: Path) -> None:
    plan = plan_of(STEPS)
    data = exported(timeline_of(plan), tmp_path).read_bytes()
    at = data.index(b"Xing")
    start, length = at - 13, int.from_bytes(data[at + 12 : at + 16], "big")
    count = int.from_bytes(data[at + 8 : at + 12], "big")
    table = data[at + 16 : at + 116]
    chain = list(mp3_frames.split_frames(data[start:]))[1:]
    assert length == len(data) - start
    assert len(chain) == count
    begins = list(accumulate(map(len, chain), initial=mp3_frames.TAG_LENGTH))
    for percent in range(100):
        ffmpeg = bisect_right(begins, table[percent] * length // 256 + mp3_frames.TAG_LENGTH) - 1
        assert abs(ffmpeg - count * percent / 100) <= 1


@pytest.mark.parametrize(
    "session",
    [
        timeline_of(plan_of(STEPS)),
        timeline(9, (0, Tone(9, 300, 0.1)), (2, Tone(0.5)), (7, Tone(0.5, 900))),  # no silence
        timeline(600, (300, Tone(1.0))),  # hardly anything else
    ],
)
def test_the_lookup_table_has_the_place_of_each_49th_frame(session: Timeline, tmp_path: Path) -> None:
    target = exported(session, tmp_path)
    tags, data = MP3(target).tags, target.read_bytes()
    assert tags is not None
    table = tags["MLLT"]
    assert (table.frames, table.bits_for_bytes, table.bits_for_milliseconds) == (49, 16, 0)
    assert table.milliseconds == 49 * mp3_frames.SAMPLES * 1000 / RATE
    steps = [table.bytes + int.from_bytes(table.data[at : at + 2], "big") for at in range(0, len(table.data), 2)]
    _, *chain = mp3_frames.split_frames(data[data.index(b"Xing") - 13 :])
    assert list(accumulate(steps, initial=0)) == list(accumulate(map(len, chain), initial=0))[: len(chain) : 49]


def test_a_session_shorter_than_two_places_has_no_lookup_table(tmp_path: Path) -> None:
    tags = MP3(exported(timeline(1, (0.2, Tone(0.2))), tmp_path)).tags
    assert tags is not None
    assert "MLLT" not in tags


def test_what_chromium_plays_after_seeking_is_what_the_plan_has_there(tmp_path: Path) -> None:
    plan = plan_of(STEPS)
    target = exported(timeline_of(plan), tmp_path)
    silence = 0.4  # before each step
    times = [step.start / RATE - silence for step in plan.steps[2::4]]
    for time, (stopped, heard) in zip(times, hear_from(target, times, 1.0), strict=True):
        begun = stopped - len(heard) / RATE
        (loud,) = np.nonzero(np.abs(heard) > 1000)
        assert begun + loud[0] / RATE == pytest.approx(time + silence, abs=0.2)


def test_a_session_of_hours_is_mostly_silent_frames(tmp_path: Path) -> None:
    hours = timeline(7200, *((minute * 60.0, Tone(1.0)) for minute in range(120)), chapters=("All",))
    target = exported(hours, tmp_path)
    assert target.stat().st_size < 1e7
    assert MP3(target).info.length == pytest.approx(7200, abs=0.0001)
    assert Chapter("All", 0, to_samples(7200)) in hours.chapters
