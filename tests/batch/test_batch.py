"""Many sessions at once: sheets as spreadsheets write them, real processes, real files."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from tests import fakes
from tests.conftest import Cli
from voiceguide.batch import read_sheet, run_batch
from voiceguide.batch.executor import Processes
from voiceguide.batch.job import safe_name
from voiceguide.batch.manifest import NAME, Manifest, Verdict
from voiceguide.batch.work import Order, Outcome
from voiceguide.errors import BatchError
from voiceguide.fit import Choices
from voiceguide.studio.client_name import client_name
from voiceguide.studio.studio import Studio

SCRIPT = """# My heel

- Press the heel spot for 20 seconds
- Roll the sole for 20 seconds (needs a ball)
"""
TONE = fakes.named(fakes.ToneEngine)


@pytest.fixture
def folder(clinic: Path) -> Path:
    """A clinic's folder with one short routine."""
    (clinic / "heel.md").write_text(SCRIPT, "utf-8")
    return clinic


def sheet(text: str, name: str = "jobs.csv") -> Path:
    path = Path(name)
    path.write_bytes(text.encode())
    return path


# Reading


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_a_sheet_is_read_as_spreadsheets_write_it(folder: Path, delimiter: str, end: str, mark: str) -> None:
    rows = [
        ["Routine", "Length", "Client", "Without", "Target", ""],
        ["heel-pain", "10m", "Jörg “Jo” Müller; Esq., jr", "a ball, a scraping tool", "jo/heel.mp3", ""],
        ["", "", "", "", "", ""],
        ["heel.md", "", "", "", "", ""],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    jobs = read_sheet(sheet(mark + out.getvalue())).jobs
    assert [(job.place, job.routine, job.length, str(job.target)) for job in jobs] == [
        ("jobs.csv:2", "heel-pain", 600, "jo/heel.mp3"),
        ("jobs.csv:4", "heel.md", None, "heel.mp3"),
    ]
    assert jobs[0].choices == Choices(client="Jörg “Jo” Müller; Esq., jr", without=("a ball", "a scraping tool"))


def test_the_first_line_may_tell_the_delimiter(folder: Path) -> None:
    assert read_sheet(sheet("sep=;\r\nroutine;length\r\nheel-pain;5m\r\n")).jobs[0].place == "jobs.csv:3"


@pytest.mark.parametrize("sign", [";", ",", "|", "+"])
def test_several_things_stand_in_one_cell(folder: Path, sign: str) -> None:
    jobs = read_sheet(sheet(f'routine,without\nheel-pain,"a ball {sign} a strap"\n')).jobs
    assert jobs[0].choices.without == ("a ball", "a strap")


def test_toml_has_defaults(folder: Path) -> None:
    text = """[defaults]
talk = "brief"
length = 600

[[job]]
routine = "heel-pain"
without = ["a ball", "a strap"]

[[job]]
routine = "desk-break"
talk = "full"
rate = 160
"""
    first, second = read_sheet(sheet(text, "jobs.toml")).jobs
    assert (first.place, first.length, first.choices.talk) == ("jobs.toml:5", 600, "brief")
    assert first.choices.without == ("a ball", "a strap")
    assert (second.place, second.choices.talk, second.voice.rate) == ("jobs.toml:9", "full", 160)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("routine,lenght\nheel-pain,10m\n", "jobs.csv:1: there is no column 'lenght'"),
        ("routine,routine\na,b\n", "jobs.csv:1: 'routine' is there twice"),
        ("length\n10m\n", "jobs.csv:1: the first row has to name the columns"),
        ("routine,,length\na,,10m\n", "jobs.csv:1: column 2 has no name"),
        ("routine\n\n", "no job in it"),
        ("", "jobs.csv:1"),
        ("routine,target\na,x.mp3\nb,X.mp3\n", "jobs.csv:3: X.mp3 is the target of jobs.csv:2 already"),
        ('routine\n"' + "x" * 200_000 + '"\n', "jobs.csv:2: a cell has over 131,072 characters"),
        ("x" * 200_000, "jobs.csv:1: a cell has over 131,072 characters"),
    ],
)
def test_a_sheet_that_cannot_be_meant_is_refused(folder: Path, text: str, message: str) -> None:
    with pytest.raises(BatchError) as refusal:
        read_sheet(sheet(text))
    assert message in refusal.value.message


def test_the_nearest_column_is_named(folder: Path) -> None:
    with pytest.raises(BatchError) as refusal:
        read_sheet(sheet("routine,lenght\nheel-pain,10m\n"))
    assert "'length'" in (refusal.value.hint or "")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_refused_not_guessed(folder: Path, encoding: str) -> None:
    Path("jobs.csv").write_bytes("routine,client\nheel-pain,Jörg\n".encode(encoding))
    with pytest.raises(BatchError, match="UTF-8"):
        read_sheet(Path("jobs.csv"))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("heel-pain,abc,,", "cannot be read as a length"),
        ("heel-pain,,,middle", "not one of left, right"),
        ("heel-pain,,\x1b[31mAnna,", "cannot be printed"),
        (f"heel-pain,,{'x' * 81},", "80 characters"),
        (",10m,,", "no routine"),
        ("heel-pain,,,,extra", "quote a cell"),
    ],
)
def test_a_row_that_is_no_job_fails_alone(folder: Path, cells: str, words: str) -> None:
    found = read_sheet(sheet(f"routine,length,client,side\nheel-pain,,,\n{cells}\n"))
    assert len(found.jobs) == 1
    (fault,) = found.faults
    assert fault.place == "jobs.csv:3"
    assert words in fault.message


@pytest.mark.parametrize(
    "target", ["../heel.mp3", "/tmp/heel.mp3", "C:\\heel.mp3", "a\\..\\..\\heel.mp3", "..", "a\x07.mp3"]
)
def test_a_target_stays_in_its_folder(folder: Path, target: str) -> None:
    assert read_sheet(sheet(f"routine,target\nheel-pain,{target}\n")).faults


@given(st.text(max_size=300))
def test_a_name_made_of_any_text_is_a_plain_file_name(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name.encode()) <= 150
    assert all(character.isalnum() or character in "-." or not character.isascii() for character in name)
    assert not name.startswith((".", "-"))


@given(st.text(max_size=100))
def test_a_clients_name_is_bounded_and_plain_or_refused(text: str) -> None:
    try:
        name = client_name(text)
    except ValueError:
        return
    assert 0 < len(name) <= 80
    assert "\n" not in name
    assert client_name(name) == name


# Names are spoken and not kept


def test_a_client_is_greeted_by_name_right_after_the_title(folder: Path) -> None:
    with Studio("heel.md") as studio:
        for talk in ("full", "brief"):
            cues = studio.plan(None, Choices(client="Anna Berger", talk=talk)).cues
            assert [cue.kind for cue in cues[:2]] == ["title", "title"]
            assert cues[0].text.startswith("My heel.")
            assert cues[1].text == "For Anna Berger."
        bells = studio.plan(None, Choices(client="Anna Berger", talk="bells"))
        assert not any("Anna" in cue.text for cue in bells.cues)


def test_nothing_that_names_a_client_is_kept(folder: Path, cli: Cli) -> None:
    def kept() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (folder / "cache").iterdir()}

    assert cli("export", "heel.md", "-o", "plain.mp3").status == 0
    before = kept()
    assert cli("export", "heel.md", "-o", "anna.mp3", "--for", "Anna Berger").status == 0
    assert cli("export", "heel.md", "-o", "tom.mp3", "--for", "Tom").status == 0
    after = kept()
    assert {name: after[name] for name in before} == before
    # Neither the clip nor the frames made of it; but a longer session has other last frames.
    new = [name for name in after if name not in before]
    assert len(new) <= 2
    assert all(name.endswith(".frames") and len(after[name]) < 60_000 for name in new)
    assert not any(b"Anna" in content or b"Tom" in content for content in after.values())
    assert soundfile.info("anna.mp3").duration > soundfile.info("plain.mp3").duration


def test_a_name_that_is_none_is_wrong_usage(folder: Path, cli: Cli) -> None:
    assert cli("export", "heel.md", "--for", "\x1b[2J").status == 2


# Making


def test_jobs_are_made_and_made_again_only_where_missing_or_changed(folder: Path, cli: Cli) -> None:
    jobs = sheet("routine,client,talk,target\nheel.md,Anna,,anna.mp3\nheel.md,Tom,brief,sub/tom.wav\nheel.md,,,\n")
    out = folder / "out"

    def batch() -> str:
        said = cli("batch", jobs, "--into", out)
        assert said.status == 0, said.err
        return said.err.strip()

    assert batch() == "3 made"
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.*")) == [
        NAME, "anna.mp3", "heel.mp3", str(Path("sub", "tom.wav"))
    ]  # fmt: skip
    assert batch() == "3 there already"
    (out / "anna.mp3").unlink()
    assert batch() == "1 made, 2 there already"
    jobs.write_text(jobs.read_text().replace("brief", "bells"))
    assert batch() == "1 made, 2 there already"
    Path("heel.md").write_text(SCRIPT.replace("Roll", "Stroke"), "utf-8")
    assert batch() == "3 made"


def test_a_file_that_no_batch_made_is_not_replaced(folder: Path, cli: Cli) -> None:
    jobs = sheet("routine\nheel.md\n")
    Path("heel.mp3").write_text("mine")
    said = cli("batch", jobs)
    assert said.status == 1
    assert "jobs.csv:2: heel.mp3 is there already" in said.err
    assert Path("heel.mp3").read_text() == "mine"
    assert cli("batch", jobs, "--force").status == 0
    assert cli("batch", jobs).err.strip() == "1 there already"


def test_a_file_that_somebody_changed_since_is_left_alone(folder: Path, cli: Cli) -> None:
    jobs = sheet("routine\nheel.md\n")
    cli("batch", jobs)
    with Path("heel.mp3").open("ab") as file:
        file.write(b"a cover")
    said = cli("batch", jobs)
    assert said.status == 0
    assert "has changed since it was made" in said.err
    Path("heel.md").write_text(SCRIPT.replace("Roll", "Stroke"), "utf-8")
    assert cli("batch", jobs).status == 1
    assert Path("heel.mp3").read_bytes().endswith(b"a cover")


def test_a_failed_job_is_named_at_the_end_and_the_rest_is_made(folder: Path, cli: Cli) -> None:
    Path("broken.md").write_text("# Broken\n\n- Press for 90 to\n", "utf-8")
    jobs = sheet("routine,length\nheel.md,\nnope,\nbroken.md,\nheel.md,10h\nheel.md,abc\nheel.md,longest\n")
    said = cli("batch", jobs)
    assert said.status == 1
    lines = said.err.splitlines()
    assert [line.split(": ")[1] for line in lines if line.startswith("error")] == [
        f"jobs.csv:{n}" for n in (3, 4, 5, 6)
    ]
    assert lines[-1] == "2 made, 4 failed"
    assert sorted(path.name for path in folder.glob("*.mp3")) == ["heel-longest.mp3", "heel.mp3"]
    assert list(json.loads((folder / NAME).read_text())["files"]) == ["heel-longest.mp3", "heel.mp3"]


def test_no_text_is_spoken_twice_by_processes_side_by_side(
    folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = folder / "notes"
    notes.mkdir()
    monkeypatch.setenv(fakes.NOTES, str(notes))
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.NotingEngine))
    rows = "".join(f"heel.md,{length},{length}.mp3\n" for length in ("", "shortest", "longest", "1m10s"))
    assert cli("batch", sheet("routine,length,target\n" + rows), "--workers", 2).status == 0
    spoken = [path.read_text() for path in notes.iterdir()]
    assert len(spoken) == len(set(spoken)) > 5


class Stumbling(Processes):
    """Loses one process on the way."""

    begun = 0

    def begin(self, order: Order) -> Future[Outcome]:
        self.begun += 1
        if self.begun == 8:
            os.kill(self._running[0].pid, signal.SIGKILL)
        return super().begin(order)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL there")
def test_a_process_that_dies_takes_no_job_with_it(folder: Path) -> None:
    jobs = sheet("routine,target\n" + "".join(f"heel.md,{number}.mp3\n" for number in range(20)))
    report = run_batch(read_sheet(jobs), folder / "out", lambda: Stumbling(2))
    assert not report.failures
    assert sorted(report.made) == sorted((folder / "out").glob("*.mp3"))
    assert len(report.made) == 20


def test_a_cache_that_cannot_be_written_is_said_once_and_all_is_made(
    folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").touch()
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(folder / "file" / "cache"))
    said = cli("batch", sheet("routine,talk,target\nheel.md,,a.mp3\nheel.md,brief,b.mp3\n"))
    assert said.status == 0, said.err
    assert said.err.count("note:") == 1


@pytest.mark.skipif(os.name == "nt", reason="there, Ctrl-C cannot be sent to one process")
@pytest.mark.parametrize(("how", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_a_batch_that_is_stopped_leaves_whole_files_and_goes_on_later(
    folder: Path, cli: Cli, how: signal.Signals, status: int
) -> None:
    rows = "".join(f"heel.md,{number}.wav\n" for number in range(40))
    jobs = sheet("routine,target\n" + rows)
    with subprocess.Popen(
        [sys.executable, "-m", "voiceguide", "batch", str(jobs), "--into", "out"],
        stderr=subprocess.PIPE,
        env=dict(os.environ, PYTHONPATH=os.pathsep.join(map(os.path.abspath, sys.path))),
        start_new_session=True,
    ) as process:
        wait_until(lambda: len(list(Path("out").glob("*.wav"))) >= 3)
        if how is signal.SIGINT:
            os.killpg(process.pid, how)  # as a terminal does
        else:
            process.send_signal(how)
        said = process.communicate(timeout=30)[1].decode()
    assert process.returncode == status
    assert "Traceback" not in said
    wait_until(lambda: not alive_in_group(process.pid))
    made = list(Path("out").glob("*.wav"))
    assert len(made) < 40
    lengths = {soundfile.info(path).frames for path in made}
    assert len(lengths) == 1
    if how is not signal.SIGKILL:
        assert not list(Path("out").glob(".*.part"))
    again = cli("batch", jobs, "--into", "out")
    assert again.status == 0, again.err
    assert f"{len(made)} there already" in again.err
    assert not list(Path("out").glob(".*.part"))


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def alive_in_group(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("name", ["jobs.csv", "jobs.toml"])
def test_the_template_is_a_sheet_that_can_be_read(folder: Path, cli: Cli, name: str) -> None:
    assert cli("batch", "--template", name).status == 0
    found = read_sheet(Path(name))
    assert not found.faults
    assert len(found.jobs) == 3
    assert cli("batch", "--template", name).status == 1  # it is there already


def test_the_template_is_printed_where_no_file_is_named(folder: Path, cli: Cli) -> None:
    assert "routine,length" in cli("batch", "--template").out


def test_batch_without_jobs_is_wrong_usage(folder: Path, cli: Cli) -> None:
    assert cli("batch").status == 2


def test_a_file_that_appeared_since_its_promise_is_ours_though_nobody_said_so(tmp_path: Path) -> None:
    manifest = Manifest.read(tmp_path, print)
    for name in ("made.wav", "not-made.wav"):
        manifest.announce(name, "digest")
    (tmp_path / "made.wav").write_bytes(b"whole")
    manifest.withdraw_unfinished()
    assert manifest.verdict("made.wav", "digest") is Verdict.CURRENT
    assert "not-made.wav" not in manifest.entries
