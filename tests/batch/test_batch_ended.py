"""A batch that is ended, or that loses a process: its files are whole, and it goes on later."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import pytest
import soundfile

from tests.batch.sheets import sheet
from tests.conftest import Cli
from tests.waiting import until
from voiceguide.batch import read_sheet, run_batch
from voiceguide.batch.executor import Processes
from voiceguide.batch.manifest import Manifest, Verdict
from voiceguide.batch.work import Order, Outcome


class Stumbling(Processes):
    """Loses one process on the way."""

    begun = 0

    def begin(self, order: Order) -> Future[Outcome]:
        self.begun += 1
        if self.begun == 8:
            os.kill(next(iter(self._executor._processes)), signal.SIGKILL)
        return super().begin(order)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL there")
def test_a_process_that_dies_takes_no_job_with_it(folder: Path) -> None:
    jobs = sheet("routine,target\n" + "".join(f"heel.md,{number}.mp3\n" for number in range(20)))
    report = run_batch(read_sheet(jobs), folder / "out", lambda: Stumbling(2))
    assert not report.failures
    assert sorted(report.made) == sorted((folder / "out").glob("*.mp3"))
    assert len(report.made) == 20


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
        until(lambda: len(list(Path("out").glob("*.wav"))) >= 3)
        if how is signal.SIGINT:
            os.killpg(process.pid, how)  # as a terminal does
        else:
            process.send_signal(how)
        said = process.communicate(timeout=30)[1].decode()
    assert process.returncode == status
    assert "Traceback" not in said
    until(lambda: not alive_in_group(process.pid))
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


def alive_in_group(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_file_that_appeared_since_its_promise_is_ours_though_nobody_said_so(tmp_path: Path) -> None:
    manifest = Manifest.read(tmp_path, print)
    for name in ("made.wav", "not-made.wav"):
        manifest.announce(name, "digest")
    (tmp_path / "made.wav").write_bytes(b"whole")
    manifest.withdraw_unfinished()
    assert manifest.verdict("made.wav", "digest") is Verdict.CURRENT
    assert "not-made.wav" not in manifest.entries
