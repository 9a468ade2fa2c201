"""The command line as people and programs use it: real scripts, real speech, real files."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from tests import fakes
from tests.conftest import Cli
from voiceguide.units import RATE

GOOD = Path(__file__).parents[1] / "examples" / "good"
BAD = Path(__file__).parents[1] / "examples" / "bad"
HEEL = GOOD / "heel-pain.md"
TONES = fakes.named(fakes.ToneEngine)
"""A voice that takes no time, for tests of the cache."""
Script = Callable[..., Path]


@pytest.fixture
def tones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tones in place of speech, for tests that listen to nobody."""
    monkeypatch.setenv("VOICEGUIDE_ENGINE", TONES)


quickly = pytest.mark.usefixtures("tones")


def test_a_session_is_exported_as_long_as_asked_to_the_sample(cli: Cli, tmp_path: Path) -> None:
    for suffix in (".wav", ".flac"):
        target = tmp_path / f"heel{suffix}"
        assert cli("export", HEEL, "--length", "15m", "-o", target).status == 0
        assert soundfile.info(target).frames == 15 * 60 * RATE


def test_an_mp3_is_as_long_as_asked_within_60_milliseconds(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "heel.mp3"
    assert cli("export", HEEL, "--length", "15m", "-o", target).status == 0
    samples, rate = soundfile.read(target)
    assert abs(len(samples) / rate - 900) <= 0.060


def test_what_sounds_when_is_what_the_plan_says(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "heel.wav"
    cli("export", HEEL, "--length", "15m", "-o", target)
    cues = json.loads(cli("plan", HEEL, "--length", "15m", "--json").out)["cues"]
    samples, rate = soundfile.read(target)
    for cue in cues:
        sound = samples[round(cue["start"] * rate) : round(cue["end"] * rate)]
        assert abs(sound).max() > 0.01, cue
    quiet = sorted((cue["start"], cue["end"]) for cue in cues)
    end = 0.0
    for start, stop in quiet:
        if start > end:
            between = samples[round(end * rate) : round(start * rate)]
            assert abs(between).max(initial=0) < 0.001  # a tick rings a hair longer
        end = max(end, stop)


def test_a_second_export_speaks_nothing_anew_and_a_changed_line_one_line(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("VOICEGUIDE_ENGINE", TONES)
    text = HEEL.read_text("utf-8")
    script = tmp_path / "heel.md"
    script.write_text(text, "utf-8")

    def clips_after_export() -> int:
        assert cli("export", script, "-o", tmp_path / "heel.wav", "--force").status == 0
        return len(list((tmp_path / "cache").glob("*.wav")))

    first = clips_after_export()
    assert clips_after_export() == first
    script.write_text(text.replace("Stroke the arch with your knuckles", "Stroke the arch with your palm"), "utf-8")
    assert clips_after_export() == first + 1


@quickly
def test_a_plan_tells_no_thousandths_of_a_second(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "sole.md").write_text("# Sole\n\n- Press the sole for exactly 30 seconds, each foot\n", "utf-8")
    table = cli("plan", str(tmp_path / "sole.md"), "--length", "110s").out
    assert "settle time" in table
    assert not re.search(r"\d\.\d{2,} s", table)


@quickly
def test_a_plan_is_a_table_for_people_and_json_for_programs(cli: Cli) -> None:
    table = cli("plan", HEEL, "--length", "15m").out
    assert "Press the heel spot" in table
    assert "15:00" in table
    plan = json.loads(cli("plan", HEEL, "--length", "15m", "--json").out)
    assert plan["length"] == plan["requested"] == 900.0
    assert [chapter["title"] for chapter in plan["chapters"]] == [
        "Release the trigger points",
        "Free the fascia",
        "Stretch",
    ]
    assert plan["cues"][0]["text"] == "Heel pain relief. 15 minutes."


@quickly
def test_what_is_not_at_hand_is_left_out_with_all_that_comes_after(cli: Cli) -> None:
    plan = json.loads(cli("plan", HEEL, "--without", "Scraping tool", "--skip", "23", "--json").out)
    assert [chapter["title"] for chapter in plan["chapters"]] == ["Release the trigger points"]
    assert "Stretch is left out, because Free the fascia is left out." in [cue["text"] for cue in plan["cues"]]
    assert {22, 23, 27, 28, 29, 30} == {change["line"] for change in plan["changes"] if change["what"] == "dropped"}


def test_a_thing_that_nothing_needs_is_refused_with_what_is_needed(cli: Cli) -> None:
    said = cli("plan", HEEL, "--without", "hammer")
    assert said.status == 1
    assert "a scraping tool" in said.err


@quickly
@pytest.mark.parametrize("end", ["shortest", "longest"])
def test_the_ends_can_be_named_or_typed_back(cli: Cli, end: str) -> None:
    plan = json.loads(cli("plan", HEEL, "--json").out)
    typed = json.loads(cli("plan", HEEL, "--length", plan[end], "--json").out)
    assert typed["length"] == pytest.approx(plan[end], abs=0.001)
    assert json.loads(cli("plan", HEEL, "--length", end, "--json").out)["length"] == pytest.approx(plan[end], abs=1e-3)


@quickly
@pytest.mark.parametrize("beyond", [-1, 1])
def test_a_length_out_of_reach_is_refused_with_both_ends(cli: Cli, beyond: int) -> None:
    plan = json.loads(cli("plan", HEEL, "--json").out)
    length = plan["shortest" if beyond < 0 else "longest"] + beyond
    said = cli("plan", HEEL, "--length", length)
    assert said.status == 1
    assert f"{plan['shortest']:.3f}" in said.err
    assert f"{plan['longest']:.3f}" in said.err


@pytest.mark.parametrize("length", ["0", "-5m", "abc", "10 years", "nan", ""])
def test_a_length_that_cannot_be_read_is_wrong_usage(cli: Cli, length: str) -> None:
    assert cli("plan", HEEL, f"--length={length}").status == 2


@pytest.mark.parametrize("name", sorted(path.name for path in BAD.glob("*.md")))
def test_check_prints_the_place_the_line_and_a_mark(cli: Cli, name: str) -> None:
    said = cli("check", BAD / name)
    assert said.status == 1
    assert ": error: " in said.out
    listed = json.loads(cli("check", BAD / name, "--json").out)
    assert set(listed[0]) == {"path", "line", "column", "severity", "message", "hint", "fix"}


def test_check_reads_back_what_it_understood(cli: Cli) -> None:
    said = cli("check", HEEL)
    assert said.status == 0
    assert "line 13: 60 s, left then right, stretches 30 to 90 s" in said.out


def test_new_writes_a_script_that_passes_check(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("new", "my-heel").status == 0
    checked = cli("check", "my-heel.md", "--json")
    assert checked.status == 0
    assert not [finding for finding in json.loads(checked.out) if finding["severity"] != "note"]
    assert cli("new", "my-heel").status == 1


@pytest.mark.parametrize("name", ["", ".md", "feet/", " "])
def test_a_new_routine_needs_a_name(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feet").mkdir()
    assert "a routine needs a name" in cli("new", name).err
    assert [*tmp_path.rglob("*.md")] == []


@pytest.mark.parametrize("name", ["../heel-pain", "no-such-routine", "../../etc/passwd", "a\0b"])
def test_a_routine_that_does_not_exist_is_named(cli: Cli, name: str) -> None:
    said = cli("plan", name)
    assert said.status == 1
    assert "Traceback" not in said.err


@quickly
def test_an_existing_file_is_not_overwritten_without_force(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "mine.mp3"
    target.write_text("precious")
    said = cli("export", GOOD / "one-line.md", "-o", target)
    assert said.status == 1
    assert "--force" in said.err
    assert target.read_text() == "precious"
    assert cli("export", GOOD / "one-line.md", "-o", target, "--force").status == 0


@pytest.mark.parametrize("target", ["no/such/folder/x.mp3", "x.docx", "x", "."])
def test_a_target_that_cannot_be_written_is_refused(cli: Cli, tmp_path: Path, target: str) -> None:
    said = cli("export", GOOD / "one-line.md", "-o", tmp_path / target)
    assert said.status == 1
    assert "Traceback" not in said.err


def test_a_voice_that_does_not_exist_names_the_nearest(cli: Cli) -> None:
    said = cli("plan", HEEL, "--voice", "germann")
    assert said.status == 1
    assert "german" in said.err.lower()


def test_voices_lists_who_can_speak(cli: Cli) -> None:
    listed = json.loads(cli("voices", "--json").out)
    assert any("en" in tag for voice in listed for tag in voice["languages"])


def test_a_damaged_clip_is_named_by_verify_and_made_anew_by_export(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(cache))
    monkeypatch.setenv("VOICEGUIDE_ENGINE", TONES)
    cli("export", GOOD / "one-line.md", "-o", tmp_path / "a.wav")
    assert cli("cache", "verify").status == 0
    clip = sorted(cache.glob("*.wav"))[0]
    content = bytearray(clip.read_bytes())
    content[len(content) // 2] ^= 0xFF
    clip.write_bytes(content)
    verified = cli("cache", "verify")
    assert verified.status == 1
    assert clip.name in verified.out
    assert clip.read_bytes() == content
    assert cli("export", GOOD / "one-line.md", "-o", tmp_path / "b.wav").status == 0
    assert cli("cache", "verify").status == 0


def test_a_cache_that_cannot_be_written_is_said_once(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("not a folder")
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("VOICEGUIDE_ENGINE", TONES)
    said = cli("export", GOOD / "one-line.md", "-o", tmp_path / "a.wav")
    assert said.status == 0
    assert said.err.count("note:") == 1


@pytest.mark.parametrize("engine", ["HangingEngine", "DyingEngine", "EmptyEngine"])
def test_an_engine_that_fails_stops_the_export_with_the_line(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    monkeypatch.setattr("voiceguide.speech.pool.ample", lambda text, loading: 20 if loading else 0.2)
    script = GOOD / "one-line.md"
    said = cli("export", script, "--engine", f"tests.fakes:{engine}", "-o", tmp_path / "a.wav")
    assert said.status == 1
    assert "one-line.md:" in said.err
    assert not list(tmp_path.iterdir())


@quickly
@pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are not sent there")
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_export_leaves_nothing_behind(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    target = tmp_path / "out" / "long.wav"
    target.parent.mkdir()
    script = tmp_path / "long.md"
    script.write_text("# Long\n\n" + "- Sit and breathe for 50 minutes\n" * 25)
    command = [sys.executable, "-m", "voiceguide", "export", str(script), "-o", str(target)]
    export = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not list(target.parent.glob(".*.part")):
        assert export.poll() is None, export.stderr.read() if export.stderr else ""
        time.sleep(0.01)
    export.send_signal(sent)
    _, err = export.communicate(timeout=30)
    assert export.returncode == status
    assert "Traceback" not in err
    assert not list(target.parent.iterdir())


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    command = f"{sys.executable} -m voiceguide voices | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env=os.environ, check=True)
    assert done.stderr == ""
