"""Files to hand over: made in the background, followed, stopped, and downloaded."""

from __future__ import annotations

import io
import socket
import time
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.desk.running import BROKEN, SOLES, Running, client, desk
from voiceguide.desk.clients import clients_in
from voiceguide.desk.jobs import Job, Jobs
from voiceguide.desk.phone import Phone
from voiceguide.errors import BatchError, VoiceguideError
from voiceguide.script import library
from voiceguide.serve.refusals import RefusedError


def made(running: Running, **body: Any) -> tuple[dict[str, Any], bytes]:
    """A job followed to its end, and its file."""
    job = running.post("make.json", name="soles", text=SOLES, **body).json()
    give_up = time.monotonic() + 60
    while job["state"] in ("waiting", "working") and time.monotonic() < give_up:
        time.sleep(0.02)
        job = running.get("job.json", id=job["id"]).json()
    file = running.get("made", id=job["id"])
    return job, file.content if file.status_code == 200 else b""


@pytest.mark.parametrize(
    ("kind", "suffix", "begins"),
    [
        ("mp3", ".mp3", b"ID3"),
        ("m4b", ".m4b", b""),
        ("handout", ".html", b"<!doctype html"),
        ("album", "-album.zip", b"PK"),
    ],
)
def test_a_file_of_each_kind(shared_desk: Running, kind: str, suffix: str, begins: bytes) -> None:
    job, data = made(shared_desk, kind=kind, length="shortest")
    assert (job["state"], job["message"]) == ("done", "")
    assert job["file"] == f"sole-release{suffix}"
    assert data.lower().startswith(begins.lower())
    assert len(data) > 1_000


def test_a_recording_is_made_though_its_heard_safety_lines_cannot_be_remembered(
    shared_desk: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").touch()
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path / "taken" / "state"))
    job, data = made(shared_desk, kind="mp3", length="shortest")
    assert (job["state"], data[:3]) == ("done", b"ID3")
    assert "Cannot make the folder" in shared_desk.notes.pop()


def test_an_album_has_a_track_for_each_phase_and_a_handout(shared_desk: Running) -> None:
    _, data = made(shared_desk, kind="album")
    with zipfile.ZipFile(io.BytesIO(data)) as album:
        names = album.namelist()
    assert sum(name.endswith(".mp3") for name in names) == 2
    assert "sole-release.html" in names


def test_a_table_becomes_a_recording_for_each_person(shared_desk: Running) -> None:
    table = "Anna Berger\t\tlinks\t\tGo easy.\nTom\t10\nBo\t\tright\ta ball\t\nEva\t9h\n"
    rows = shared_desk.post("clients.json", table=table).json()
    assert [row["fault"] for row in rows] == ["", "Length: `10`: 10 minutes or 10 seconds? Write 10m or 10s.", "", ""]
    assert rows[0]["cells"]["side"] == "Left"
    job, data = made(shared_desk, kind="clients", table=table)
    assert (job["state"], job["made"]) == ("done", 2)
    assert [fault.split(" cannot be ")[0] for fault in job["faults"]] == ["Eva: soles"]
    with zipfile.ZipFile(io.BytesIO(data)) as recordings:
        names = recordings.namelist()
    assert names == ["soles-Anna-Berger-left.mp3", "soles-Bo-right.mp3"]


def test_a_table_may_name_its_columns_and_have_any_delimiter() -> None:
    rows = clients_in('Name;Note;Length\nAnna;"a; b";5m\n\nBo;;6m\n')
    assert [row.cells for row in rows] == [
        {"client": "Anna", "note": "a; b", "length": "5m"},
        {"client": "Bo", "length": "6m"},
    ]
    german = clients_in("Name\tDauer\tSeite\tohne\tBemerkung\nAnna\t5m\tlinks\t\tSachte.\n")
    assert [row.cells for row in german] == [{"client": "Anna", "length": "5m", "side": "left", "note": "Sachte."}]


@pytest.mark.parametrize("table", ["", " \n\n", "x\n" * 501, "a" * 200_001])
def test_a_table_without_rows_or_with_too_many_is_explained(table: str) -> None:
    with pytest.raises(BatchError):
        clients_in(table)


def test_a_row_that_cannot_be_made_says_why() -> None:
    rows = clients_in("\t5m\nAnna\tfive\nAnna\t5m\tboth\nAnna\t5m\tmiddle\n")
    assert [bool(row.fault) for row in rows] == [True, True, False, True]


def test_a_script_with_mistakes_is_refused_with_its_line(shared_desk: Running) -> None:
    job = shared_desk.post("make.json", kind="mp3", name="knee", text=BROKEN).json()
    while job["state"] in ("waiting", "working"):
        job = shared_desk.get("job.json", id=job["id"]).json()
    assert job["state"] == "failed"
    assert "3" in job["message"]


def test_a_work_is_stopped_and_its_successor_is_made(tmp_path: Path) -> None:
    jobs = Jobs(lambda fault: None)

    def endless(job: Job) -> Path:
        while True:
            job.progress(0, 1)
            time.sleep(0.005)

    def quick(job: Job) -> Path:
        path = job.folder / "made.txt"
        path.write_text("made")
        return path

    first, second = jobs.begin(endless), jobs.begin(quick)
    first.stop.set()
    give_up = time.monotonic() + 20
    while second.state != "done" and time.monotonic() < give_up:
        time.sleep(0.005)
    assert (first.state, second.state) == ("stopped", "done")
    assert jobs.file(second.id).read_text() == "made"
    folder = second.folder.parent
    jobs.close()
    assert not folder.exists()
    with pytest.raises(RefusedError):
        jobs.file(second.id)


def test_an_unknown_work_is_not_there(shared_desk: Running) -> None:
    for path in ("job.json", "made"):
        for number in ("0", "999", "../1", ""):
            assert shared_desk.get(path, id=number).status_code == 404


class NeverReady:
    """A server that does not get ready."""

    should_exit = False

    def __init__(self, *_: object) -> None:
        pass

    def run_on(self, listening: socket.socket) -> None:
        listening.close()


def test_a_page_for_phones_that_does_not_start_leaves_the_list_of_routines_alone(
    scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voiceguide.desk.phone.own_addresses", lambda: ["127.0.0.1"])
    monkeypatch.setattr("voiceguide.desk.phone.PORT", 0)
    monkeypatch.setattr("voiceguide.desk.phone.Server", NeverReady)
    monkeypatch.setattr("voiceguide.desk.phone.START_SECONDS", 0.0)
    phone = Phone(scripts, lambda text: None)
    with pytest.raises(VoiceguideError, match="did not start"):
        phone.start()
    assert not library.LOCAL.is_absolute()


def test_the_page_for_phones_is_started_and_stopped(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voiceguide.desk.phone.own_addresses", lambda: ["127.0.0.1"])
    monkeypatch.setattr("voiceguide.desk.phone.PORT", 0)
    with desk(scripts) as running:
        started = running.post("phone-start.json").json()
        [address] = started["addresses"]
        assert started["code"].startswith("data:image/svg+xml;base64,")
        assert running.get("phone.json").json() == started
        give_up = time.monotonic() + 60
        names: set[str] = set()
        while "soles" not in names and time.monotonic() < give_up:  # the list answers at once, and fills
            names = {row["name"] for row in client.get(f"{address}routines.json").json()}
            time.sleep(0.05)
        assert "soles" in names
        for path in ("save.json", "scripts.json", "check.json"):  # for listening alone
            assert client.get(f"{address}{path}").status_code == 404
            assert client.post(f"{address}{path}", json={}).status_code in (404, 405)
        assert running.post("phone-stop.json").json() == {"addresses": [], "code": None}
        with pytest.raises(httpx.ConnectError):
            client.get(address)


def test_the_slider_and_a_line_do_not_wait_for_a_session_that_is_being_made(shared_desk: Running) -> None:
    from voiceguide.desk.studios import DeskScript

    studios = shared_desk.services.studios
    with studios.studio(DeskScript("soles", SOLES, use="making")):  # as while it is spoken
        assert shared_desk.post("plan.json", name="soles", text=SOLES).status_code == 200
        assert shared_desk.post("hear.wav", name="soles", text=SOLES, part="line", line=11).status_code == 200
