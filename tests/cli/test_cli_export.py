"""`voiceguide export`: what it writes, beside what, and what it refuses before it begins."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import mutagen
import pytest
import soundfile

from tests import fakes
from tests.conftest import Cli, Said
from tests.working_folder import working_folder
from voiceguide.duration import compact
from voiceguide.studio.client_name import note_text

SCRIPT = """# My heel

Sit down.

Caution: ease off.

## Press

- Press the heel spot for 20 seconds, each foot
- Roll the sole over a ball for 10 seconds (needs a ball)

## Stretch

- Pull your toes back for 10 seconds
"""
NOTE = "Go easy on the left one."
Export = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return working_folder(tmp_path, monkeypatch, SCRIPT)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name not in ("cache", "heel.md"))


def tags(path: str) -> mutagen.FileType:
    found = mutagen.File(path)
    assert found is not None
    return found


def test_what_was_asked_for_stands_beside_the_sound_and_is_named(folder: Path, cli: Cli) -> None:
    said = cli("export", "heel.md", "-o", "heel.mp3", "--beside", "handout,chapters", "--beside", "webvtt,LRC")
    assert said.status == 0
    assert files(folder) == ["heel.chapters.json", "heel.html", "heel.lrc", "heel.mp3", "heel.vtt"]
    assert all(name in said.err for name in files(folder))
    assert said.out == ""


def test_all_times_are_those_of_the_plan(folder: Path, cli: Cli) -> None:
    cli("export", "heel.md", "-o", "heel.wav", "--beside", "chapters,webvtt")
    plan = json.loads(cli("plan", "heel.md", "--json").out)
    told = json.loads(Path("heel.chapters.json").read_text("utf-8"))["chapters"]
    assert [(chapter["title"], chapter["startTime"]) for chapter in told] == [
        (plan["title"], 0.0),
        *((chapter["title"], chapter["start"]) for chapter in plan["chapters"]),
    ]
    assert Path("heel.vtt").read_text("utf-8").count("-->") == len(plan["cues"])


@pytest.mark.parametrize("taken", ["heel.mp3", "heel.html", "heel.vtt"])
def test_nothing_is_replaced_or_begun_unless_it_is_said(folder: Path, cli: Cli, taken: str) -> None:
    Path(taken).write_text("mine")
    job = ("export", "heel.md", "-o", "heel.mp3", "--beside", "handout,webvtt")
    said = cli(*job)
    assert said.status == 1
    assert f"{taken} exists already" in said.err
    assert files(folder) == [taken]
    assert Path(taken).read_text() == "mine"
    assert not list(Path("cache").glob("*.wav"))
    assert cli(*job, "--force").status == 0
    assert files(folder) == ["heel.html", "heel.mp3", "heel.vtt"]
    assert Path(taken).read_bytes() != b"mine"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--beside", "handot"], "not one of handout, chapters, webvtt, lrc"),
        (["--beside", ""], "not one of"),
        (["--split", "steps", "--beside", "webvtt"], "one file"),
        (["--proof", "--beside", "handout"], "leave out --proof"),
        (["--split", "phases", "-o", "x.m4b"], "name it x, or leave out --split"),
        (["--split", "steps", "-o", "x.MP3"], "is the name of a file"),
        (["--note", "\x1b[2J"], "cannot be printed"),
        (["--note", "x" * 501], "500 characters"),
        (["--note", "..."], "needs a letter"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(folder: Path, cli: Cli, options: list[str], why: str) -> None:
    said = cli("export", "heel.md", *options)
    assert said.status == 2
    assert why in said.err
    assert files(folder) == []


def test_a_proof_has_the_words_without_the_silences(folder: Path, cli: Cli) -> None:
    assert cli("export", "heel.md", "--length", "2m", "--proof", "--beside", "chapters").status == 0
    assert files(folder) == ["heel-2m-proof.chapters.json", "heel-2m-proof.mp3"]
    cli("export", "heel.md", "--length", "2m", "-o", "heel.mp3")
    assert soundfile.info("heel-2m-proof.mp3").duration < soundfile.info("heel.mp3").duration / 2
    found = tags("heel-2m-proof.mp3")
    assert str(found["TIT2"]) == "My heel (proof)"
    told = json.loads(Path("heel-2m-proof.chapters.json").read_text("utf-8"))["chapters"]
    chapters = sorted(frame.start_time / 1000 for frame in found.tags.getall("CHAP"))
    assert chapters == pytest.approx([chapter["startTime"] for chapter in told], abs=0.001)


def test_a_file_without_a_name_is_named_with_its_length(folder: Path, cli: Cli) -> None:
    assert cli("export", "heel.md", "--length", "120s").status == 0
    assert files(folder) == ["heel-2m.mp3"]
    said = cli("export", "heel.md", "-l", "2m")
    assert (said.status, "heel-2m.mp3 exists already" in said.err) == (1, True)
    Path("heel-2m.mp3").unlink()
    assert cli("export", "heel.md").status == 0
    [made] = files(folder)
    assert made == f"heel-{compact(soundfile.info(made).duration)}.mp3"


def test_an_album_may_have_a_handout_beside_its_folder(folder: Path, cli: Cli) -> None:
    said = cli("export", "heel.md", "--length", "1m50s", "--split", "phases", "--beside", "handout")
    assert said.status == 0, said.err
    assert files(folder) == ["heel-1m50s", "heel-1m50s.html"]
    assert "in the recording" not in Path("heel-1m50s.html").read_text("utf-8")
    assert list(Path("heel-1m50s").glob("*.mp3"))
    assert "tracks" in said.err


def test_the_lyrics_are_the_words_of_the_session_without_markdown(folder: Path, cli: Cli) -> None:
    Path("sole.md").write_text(
        "---\nauthor: Ada\n---\n\n# My *sole*\n\n## **Press**\n\n- Press the `heel` for 20 seconds, each foot\n"
        "- Roll a ball for 30 seconds (needs a ball)\n\n> A line for the reader.\n",
        "utf-8",
    )
    cli("export", "sole.md", "--without", "ball", "--no-cover", "-o", "sole.mp3")
    [words] = tags("sole.mp3").tags.getall("USLT")
    assert "Press the heel" in words.text
    assert "My sole" in words.text.splitlines()[0]
    assert "\n\nPress." in words.text
    assert not set("#*`[]|") & set(words.text)
    for left_out in ("Roll", "reader", "Ada"):
        assert left_out not in words.text


@pytest.mark.parametrize("target", [".", "heel"])
def test_an_album_is_refused_where_something_is_already(folder: Path, cli: Cli, target: str) -> None:
    Path("heel").mkdir()
    Path("heel", "mine.txt").write_text("mine")
    assert cli("export", "heel.md", "--split", "steps", "-o", target, "--beside", "handout").status == 1
    assert [path.name for path in Path("heel").iterdir()] == ["mine.txt"]


def test_a_session_has_a_cover_unless_it_shall_have_none(folder: Path, cli: Cli) -> None:
    cli("export", "heel.md", "-o", "with.mp3")
    cli("export", "heel.md", "-o", "without.mp3", "--no-cover")
    assert tags("with.mp3").tags.getall("APIC")
    assert not tags("without.mp3").tags.getall("APIC")


# For somebody


def test_a_note_is_said_after_the_greeting_and_stands_in_tags_and_handout(folder: Path, cli: Cli) -> None:
    private = ["--for", "Anna Berger", "--note", f"  {NOTE} "]
    plan = json.loads(cli("plan", "heel.md", *private, "--json").out)
    assert [cue["text"] for cue in plan["cues"][1:3]] == ["For Anna Berger.", NOTE]
    assert cli("export", "heel.md", *private, "-o", "heel.mp3", "--beside", "handout").status == 0
    found = tags("heel.mp3")
    assert str(found["TALB"]) == "Anna Berger"
    assert NOTE in str(found.tags.getall("COMM")[0])
    page = Path("heel.html").read_text("utf-8")
    assert "For Anna Berger" in page
    assert NOTE in page


def test_a_note_is_part_of_the_length(folder: Path, cli: Cli) -> None:
    cli("export", "heel.md", "--length", "2m", "--note", NOTE, "-o", "heel.wav")
    assert soundfile.info("heel.wav").frames == 120 * 22_050
    with_note, plain = (json.loads(cli("plan", "heel.md", *more, "--json").out) for more in (["--note", NOTE], []))
    assert with_note["shortest"] > plain["shortest"]


def test_bells_say_no_note(folder: Path, cli: Cli) -> None:
    plan = json.loads(cli("plan", "heel.md", "--talk", "bells", "--note", NOTE, "--json").out)
    assert not any(NOTE in cue["text"] for cue in plan["cues"])


def test_a_note_can_be_heard(folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = folder / "noted"
    noted.mkdir()
    monkeypatch.setenv(fakes.NOTES, str(noted))
    said = cli("export", "heel.md", "--note", NOTE, "--engine", fakes.named(fakes.NotingEngine))
    assert said.status == 0
    assert NOTE in [path.read_text() for path in noted.iterdir()]


def test_nothing_of_a_note_is_kept(folder: Path, cli: Cli) -> None:
    def kept() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in Path("cache").iterdir()}

    cli("export", "heel.md", "-o", "plain.mp3")
    before = kept()
    for name in ("a.mp3", "b.flac"):
        assert cli("export", "heel.md", "-o", name, "--note", f"{NOTE} Ask me first.", "--beside", "webvtt").status == 0
    after = kept()
    assert {name: after[name] for name in before} == before
    # The last sounds of an MP3 are kept by their place in its last frames, so a longer session has others there.
    new = [name for name in after if name not in before]
    assert len(new) <= 1
    assert all(name.endswith(".frames") and len(after[name]) < 60_000 for name in new)


def test_a_sheet_may_have_a_note_for_each_client(folder: Path, cli: Cli) -> None:
    Path("jobs.csv").write_text(f'routine,client,note\nheel.md,Anna,"{NOTE}"\nheel.md,Tom,\nheel.md,Eva,\x1b[2J\n')
    said = cli("batch", "jobs.csv", "--into", "out")
    assert said.status == 1
    assert "jobs.csv:4" in said.err
    assert "note:" in said.err
    assert NOTE in str(tags("out/heel-Anna.mp3").tags.getall("COMM"))
    assert NOTE not in str(tags("out/heel-Tom.mp3").tags.getall("COMM"))
    longer, plain = (soundfile.info(f"out/heel-{name}.mp3").duration for name in ("Anna", "Tom"))
    assert longer > plain
    assert not any(NOTE.encode() in path.read_bytes() for path in Path("cache").iterdir())


def test_a_note_is_taken_as_it_is_but_for_blanks() -> None:
    assert note_text("  Links   nur sanft, “Jo”! ") == "Links nur sanft, “Jo”!"


# The same choices as in a plan


@pytest.mark.parametrize(
    "options",
    [["--side", "left"], ["--first", "right"], ["--skip", "9"], ["--without", "ball"], ["--talk", "brief"]],
)
def test_choices_are_those_of_the_plan(folder: Path, cli: Cli, options: list[str]) -> None:
    plan = json.loads(cli("plan", "heel.md", *options, "--json").out)
    cli("export", "heel.md", *options, "-o", "heel.flac", "--beside", "lrc")
    assert soundfile.info("heel.flac").duration == pytest.approx(plan["length"], abs=1e-4)
    words = Path("heel.lrc").read_text("utf-8")
    assert all(cue["text"] in words for cue in plan["cues"])
    assert len(words.splitlines()) - 3 == len(plan["cues"])


def test_a_state_folder_that_cannot_be_written_does_not_fail_an_export(
    folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The heard safety lines are remembered there, once the file is written."""
    Path("taken").touch()
    monkeypatch.setenv("VOICEGUIDE_STATE", str(folder / "taken" / "state"))
    said = cli("export", "heel.md", "-o", "heel.mp3")
    assert said.status == 0
    assert "Cannot make the folder" in said.err
    assert "heel.mp3: My heel" in said.err
