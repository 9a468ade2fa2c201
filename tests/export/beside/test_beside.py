"""Files beside a sound file: chapters, captions and lyrics, with the times of the plan."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.needs import need_program
from tests.strategies import routines, steady_voice
from voiceguide.export.beside import KINDS, paths, read_kinds, text
from voiceguide.fit import Choices, fit
from voiceguide.plan import Cue, Plan
from voiceguide.routine import Line, Routine
from voiceguide.script import parse
from voiceguide.units import RATE

SCRIPT = """# Heels & arches

Caution: ease off if the pain is > 5.

## Release

- Press the heel spot for 60 seconds, each foot
  - halfway: Change direction.
- Raise your heels 3 times

## Stretch

- Pull your toes back for 20 seconds
"""


def routine_of(script: str = SCRIPT) -> Routine:
    routine = parse(script, "heels.md", "heels").routine
    assert routine is not None
    return routine


def made(kind: str, choices: Choices | None = None, script: str = SCRIPT) -> tuple[str, Plan]:
    routine, choices = routine_of(script), choices or Choices()
    plan = fit(routine, None, steady_voice, choices)
    return text(kind, plan, routine), plan


def test_every_chapter_is_in_the_json_with_its_times() -> None:
    written, plan = made("chapters")
    told = json.loads(written)
    assert (told["version"], told["title"]) == ("1.2.0", "Heels & arches")
    assert [(c["title"], round(c["startTime"] * RATE), round(c["endTime"] * RATE)) for c in told["chapters"]] == [
        (plan.title, 0, plan.chapters[0].start),
        *((chapter.title, chapter.start, chapter.end) for chapter in plan.chapters),
    ]


def seconds(stamp: str) -> float:
    *hours, minutes, rest = stamp.split(":")
    return 3600 * int(hours[0] if hours else 0) + 60 * int(minutes) + float(rest)


def test_every_cue_is_a_caption_to_the_millisecond() -> None:
    written, plan = made("webvtt")
    head, *blocks = written.strip().split("\n\n")
    assert head == "WEBVTT"
    captions = [re.fullmatch(r"(\S+) --> (\S+)\n([^\n]+)", block) for block in blocks]
    assert len(captions) == len(plan.cues)
    for caption, cue in zip(captions, plan.cues, strict=True):
        assert caption
        assert seconds(caption[1]) == pytest.approx(cue.start / RATE, abs=0.001)
        assert seconds(caption[2]) == pytest.approx(cue.end / RATE, abs=0.001)
    words = [caption[3] for caption in captions if caption]
    assert "Heels &amp; arches. 2 minutes 30 seconds." in words or words[0].startswith("Heels &amp; arches.")
    assert "Caution: ease off if the pain is &gt; 5." in words
    assert {"[bell]", "[tick]"} <= set(words)


def test_every_cue_is_a_line_of_lyrics_to_the_hundredth() -> None:
    written, plan = made("lrc")
    tags = [line for line in written.splitlines() if not re.match(r"\[\d", line)]
    lines = [re.fullmatch(r"\[(\d\d+:\d\d\.\d\d)\]([^\[\]<>]+)", line) for line in written.splitlines()[len(tags) :]]
    assert tags[0] == "[ti:Heels & arches]"
    assert re.fullmatch(r"\[length:\d\d:\d\d\]", tags[1])
    assert len(lines) == len(plan.cues)
    for line, cue in zip(lines, plan.cues, strict=True):
        assert line
        assert seconds(line[1]) == pytest.approx(cue.start / RATE, abs=0.006)
        assert line[2] == cue.text.replace(">", "›") if cue.text else line[2] in ("(bell)", "(tick)")


def test_bells_are_named_in_the_language_of_the_session() -> None:
    written, _ = made("webvtt", script="---\nlanguage: de\n---\n\n- Drück auf den Fersenpunkt für 20 Sekunden\n")
    assert "[Glocke]" in written


@pytest.mark.parametrize("kind", ["webvtt", "lrc"])
def test_words_that_look_like_markup_stay_words(kind: str) -> None:
    routine = replace(routine_of(), title="[01:02.03]<00:01.00> --> <b>&lt;", introduction=(Line(1, "a\u2028b\r\nc"),))
    plan = fit(routine, None, steady_voice)
    written = text(kind, plan, routine)
    if kind == "webvtt":
        assert written.count("-->") == len(plan.cues)
        assert "<" not in written
        assert "&lt;b&gt;&amp;lt;" in written
        assert "\na b c\n" in written
    else:
        assert len(written.splitlines()) == len(plan.cues) + 3
        assert all(line.count("[") == line.count("]") == 1 for line in written.splitlines())


def test_a_cue_too_short_for_a_millisecond_still_ends_after_its_start() -> None:
    plan = fit(routine_of(), None, steady_voice)
    tiny = replace(plan, cues=(Cue(RATE, RATE + 1, "count", ("One",)),))
    assert "00:00:01.000 --> 00:00:01.001" in text("webvtt", tiny, routine_of())


def test_lyrics_count_minutes_beyond_the_hour() -> None:
    plan = fit(routine_of(), None, steady_voice)
    late = replace(plan, cues=(Cue(RATE * 6000 - 1, RATE * 6001, "outro", ("Done.",)),))
    assert "[100:00.00]Done." in text("lrc", late, routine_of())


@given(routines(), st.sampled_from(["full", "brief", "bells"]))
def test_all_kinds_can_be_made_of_every_session(routine: Routine, talk: str) -> None:
    choices = Choices(talk=talk, client="Anna", note="Go slowly")
    plan = fit(routine, None, steady_voice, choices)
    for kind in KINDS:
        assert text(kind, plan, routine)


def test_ffmpeg_reads_the_captions_and_the_lyrics(tmp_path: Path) -> None:
    ffmpeg = need_program("ffmpeg")
    for kind, name in (("webvtt", "x.vtt"), ("lrc", "x.lrc")):
        written, plan = made(kind)
        (tmp_path / name).write_text(written, "utf-8")
        command = [ffmpeg, "-v", "error", "-i", str(tmp_path / name), "-f", "srt", "-"]
        read = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        assert read.stderr == ""
        assert read.stdout.count(" --> ") == len(plan.cues)
        assert "Change direction." in read.stdout


@pytest.mark.parametrize(
    ("target", "path"),
    [("a/heel.mp3", "a/heel.vtt"), ("heel.v2.FLAC", "heel.v2.vtt"), ("a/heel", "a/heel.vtt"), ("v1.5", "v1.5.vtt")],
)
def test_a_file_stands_beside_its_sound_under_the_same_name(target: str, path: str) -> None:
    assert paths(Path(target), ["webvtt"]) == {"webvtt": Path(path)}


def test_kinds_are_typed_in_any_case_and_parted_by_commas() -> None:
    assert read_kinds("Handout, lrc") == ("handout", "lrc")
    with pytest.raises(ValueError, match="'handot' is not one of handout, chapters, webvtt, lrc"):
        read_kinds("handot")
