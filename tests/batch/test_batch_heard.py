"""A batch over a bed and in somebody's own voice: asked for once, for the whole sheet, wherever it is made."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.bed.sounds import music, written
from tests.conftest import Cli
from tests.dask_workers import dask_workers
from tests.recordings.speech import spoken, write
from voiceguide.batch import read_sheet, run_batch
from voiceguide.batch.assets import MOST_BYTES, Assets, packed, unpacked
from voiceguide.batch.cluster import make_bytes
from voiceguide.batch.work import Made, Order, Outcome, make
from voiceguide.bed import BedOptions
from voiceguide.errors import BatchError
from voiceguide.recordings.store import open_recordings
from voiceguide.recordings.take import RATE
from voiceguide.script import read as read_script
from voiceguide.studio.voice_options import VoiceOptions

SCRIPT = "# My heel\n\n- Press the heel spot for 10 seconds\n"
JOBS = "routine,client,target\nheel.md,,plain.wav\nheel.md,Anna,anna.mp3\n"


@pytest.fixture(autouse=True)
def folder(clinic: Path) -> Path:
    """A clinic's folder: a routine, two jobs, a bed, and one line in the therapist's own voice."""
    Path("heel.md").write_text(SCRIPT, "utf-8")
    Path("jobs.csv").write_text(JOBS, "utf-8")
    written(Path("sea.wav"), music(4))
    record(1.5)
    return clinic


def record(seconds: float) -> None:
    open_recordings("mine", new=True).keep("Press the heel spot", "en", spoken(seconds, hertz=510), RATE)


def batch(cli: Cli, *options: object) -> str:
    """What it says at its end."""
    said = cli("batch", "jobs.csv", *options)
    assert said.status == 0, said.err
    return said.err.strip()


def test_all_of_a_sheet_is_heard_as_an_export_would_be(cli: Cli) -> None:
    heard = ["--recordings", "mine", "--bed", "sea.wav"]
    assert batch(cli, *heard, "--workers", 2) == "2 made"
    assert cli("export", "heel.md", "-o", "whole.wav", *heard).status == 0
    assert Path("plain.wav").read_bytes() == Path("whole.wav").read_bytes()
    assert soundfile.info("anna.mp3").channels == 2
    assert cli("export", "heel.md", "-o", "spoken.wav", "--bed", "sea.wav").status == 0
    assert soundfile.info("spoken.wav").frames != soundfile.info("whole.wav").frames  # she takes another time to say it


def test_wake_tones_are_in_all_of_a_sheet(cli: Cli) -> None:
    Path("heel.md").write_text(SCRIPT.replace("10 seconds", "exactly 25 seconds"), "utf-8")
    batch(cli, "--wake-tone")
    assert cli("export", "heel.md", "-o", "woken.wav", "--wake-tone").status == 0
    assert cli("export", "heel.md", "-o", "other.wav").status == 0
    assert Path("plain.wav").read_bytes() == Path("woken.wav").read_bytes() != Path("other.wav").read_bytes()


class Here:
    """An executor in this process."""

    speaks = True

    def room(self) -> int:
        return 1

    def begin(self, order: Order) -> Future[Outcome]:
        future: Future[Outcome] = Future()
        future.set_result(make(order, order.target, lambda done, total: None))
        return future

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *exc: object) -> None:
        """Nobody waits."""


def made(recordings: str | None = None, **bed: Any) -> int:
    """How many of two jobs were made; the others are there already."""
    report = run_batch(read_sheet(Path("jobs.csv")), Path("out"), Here, recordings=recordings, bed=BedOptions(**bed))
    assert len(report.made) + len(report.current) == 2
    return len(report.made)


def test_another_bed_or_other_recordings_make_it_anew_and_the_same_do_not() -> None:
    assert made() == 2
    heard: list[dict[str, Any]] = [{"bed": "hush"}, {"bed": "sea.wav"}, {"recordings": "mine"}, {"wake_tone": True}]
    for each in heard:
        assert (made(**each), made(**each)) == (2, 0), each
    assert made("mine", bed="sea.wav") == 2
    Path("sea.wav").rename("ocean.wav")
    assert made("mine", bed="ocean.wav") == 0  # it sounds the same
    written(Path("sea.wav"), music(5))
    assert made("mine", bed="sea.wav") == 2
    record(2.0)
    assert made("mine", bed="sea.wav") == 2


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (["--bed", "browm"], 1, "The bed 'browm' is neither a file"),
        (["--bed", "heel.md"], 1, "heel.md cannot be read as a sound file"),
        (["--recordings", "nobody"], 1, "there are no recordings of 'nobody'"),
        (["--bed", "brown", "--wake-tone"], 2, "leave out --wake-tone or --bed"),
    ],
)
def test_what_is_not_there_is_told_before_anything_is_made(
    folder: Path, cli: Cli, options: list[str], status: int, message: str
) -> None:
    said = cli("batch", "jobs.csv", *options)
    assert said.status == status
    assert message in said.err
    assert not list(folder.glob("*.mp3"))
    assert not list(folder.glob("cache/*.wav"))


def name_a_recording(seconds: float) -> None:
    """Have the script itself name somebody's recording, this long."""
    Path("sounds").mkdir(exist_ok=True)
    write(Path("sounds/heel.wav"), spoken(seconds))
    Path("heel.md").write_text(SCRIPT.replace("Press the heel spot", "[Press the heel spot](sounds/heel.wav)"), "utf-8")


def test_another_recording_that_the_script_names_makes_it_anew() -> None:
    name_a_recording(1.5)
    assert (made(), made()) == (2, 0)
    name_a_recording(2.5)
    assert (made(), made()) == (2, 0)


# On other machines


def order(**heard: Any) -> Order:
    """The first job, to be heard with these."""
    (job, _) = read_sheet(Path("jobs.csv")).jobs
    return Order(
        replace(job, **heard), replace(read_script(Path("heel.md")), path="heel.md"), Path("plain.wav"), overwrite=False
    )


def test_assets_are_packed_and_unpacked_whole(folder: Path) -> None:
    assert packed(order()) is None
    asked = BedOptions(str(folder / "sea.wav"))
    sent = order(bed=asked, voice=VoiceOptions(recordings="mine"))
    assets = packed(sent)
    assert assets
    before, digest = Path("sea.wav").read_bytes(), open_recordings("mine").digest()
    with unpacked(sent, assets) as come, unpacked(sent, assets) as again:
        there = come.job
        assert there.bed.file != asked.file
        assert there.bed.file
        assert there.bed.file.read_bytes() == before
        assert there.voice.recordings
        assert open_recordings(there.voice.recordings).digest() == digest
        assert again == come  # once for all jobs
        assert come.routine.path == sent.routine.path


def test_the_files_of_a_job_stay_while_it_is_made_whatever_other_threads_unpack(folder: Path) -> None:
    sent = order()
    together = threading.Barrier(2)

    class Slow(dict[str, bytes]):
        def items(self) -> Any:
            together.wait(30)  # both find that nothing is unpacked yet
            return super().items()

    assets = Assets(Slow({"bed.wav": b"sea"}), {})

    def heard(number: int) -> bytes | None:
        with unpacked(sent, assets) as there:
            together.wait(30)
            return there.job.bed.file.read_bytes() if there.job.bed.file else None

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(heard, range(2))) == [b"sea", b"sea"]


def test_what_is_too_large_does_not_travel(folder: Path) -> None:
    with Path("sea.wav").open("r+b") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(BatchError, match="too much to send"):
        packed(order(bed=BedOptions(str(folder / "sea.wav"))))


def test_the_recordings_that_a_script_names_travel_with_it(
    folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_a_recording(1.5)
    assert cli("export", "heel.md", "-o", "whole.wav").status == 0
    sent = order()
    assets = packed(sent)
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(folder / "elsewhere"))
    assert make_bytes(replace(sent, speaks=True), assets) == Made((folder / "whole.wav").read_bytes())


@pytest.fixture
def cluster(folder: Path) -> Iterator[Any]:
    """A worker process on this machine."""
    with dask_workers(1, folder) as cluster:
        yield cluster


def test_a_cluster_needs_neither_the_bed_nor_the_recordings(
    folder: Path, cli: Cli, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from voiceguide.batch.cluster import Cluster

    heard = ["--recordings", "mine", "--bed", "sea.wav"]
    assert cli("export", "heel.md", "-o", "whole.wav", *heard).status == 0
    here = Path(os.environ["VOICEGUIDE_RECORDINGS"]).rename(folder / "here")  # where workers do not look
    monkeypatch.setenv("VOICEGUIDE_RECORDINGS", str(here))

    class Elsewhere(Cluster):
        """Takes away the bed as soon as an order is on its way."""

        def begin(self, order: Order) -> Future[Outcome]:
            future = super().begin(order)
            Path("sea.wav").unlink(missing_ok=True)
            return future

    sheet = read_sheet(Path("jobs.csv"))
    report = run_batch(
        sheet, Path("out"), lambda: Elsewhere(cluster.scheduler_address), recordings="mine", bed=BedOptions("sea.wav")
    )
    assert not report.failures
    assert len(report.made) == 2
    there, whole = (soundfile.read(path, dtype="int16")[0] for path in ("out/plain.wav", "whole.wav"))
    assert np.array_equal(there, whole)
