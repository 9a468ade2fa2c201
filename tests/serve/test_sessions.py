"""Sessions made once and kept as long as there is room, whatever happens to the speech meanwhile."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import FileResponse

from voiceguide.errors import OutputError
from voiceguide.export import write
from voiceguide.fit import Choices
from voiceguide.serve import endpoints, sessions
from voiceguide.serve.app import make_app
from voiceguide.serve.making import Making
from voiceguide.serve.refusals import RefusedError, TooMuchError
from voiceguide.serve.session_query import Asked, session_name
from voiceguide.serve.single_flight import SingleFlight, StoppedError
from voiceguide.storage.temporary import LOCK


@contextmanager
def making() -> Iterator[tuple[Making, list[str]]]:
    notes: list[str] = []
    made = Making(notes.append)
    try:
        yield made, notes
    finally:
        made.close()


def test_what_was_not_asked_for_the_longest_makes_room(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(made: Making) -> None:
        async with made.lend(Asked("ferse")) as lent:
            monkeypatch.setattr(sessions, "MOST_BYTES", 2.5 * lent.size)
            folder = lent.path.parent
            for length in (40.0, 41.0, 42.0, 43.0):
                async with made.lend(Asked("ferse", length)) as other:
                    assert other.path.exists()
            assert lent.path.exists()  # it is being sent
            assert len(list(folder.iterdir())) <= 3
        async with made.lend(Asked("ferse", 44.0)):
            assert not lent.path.exists()

    with making() as (made, _):
        asyncio.run(story(made))


def test_sessions_that_nobody_reads_give_way_on_a_full_disk(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def on_a_small_disk(timeline: Any, target: Path, *args: Any, **more: Any) -> None:
        if len(list(target.parent.glob("*.mp3"))) == 2:
            raise OutputError(f"Cannot write {target}: No space left on device.")
        write(timeline, target, *args, **more)

    async def story(made: Making) -> None:
        async with made.lend(Asked("ferse", 40.0)) as read:
            for length in (41.0, 42.0, 43.0):
                async with made.lend(Asked("ferse", length)) as other:
                    assert other.path.exists()
                    assert read.path.exists()

    monkeypatch.setattr(sessions, "write", on_a_small_disk)
    with making() as (made, notes):
        asyncio.run(story(made))
    assert not notes


def test_what_a_killed_server_left_is_removed_and_nothing_else(
    scripts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f"voiceguide-serve-{ended.pid}-0123456789abcdef"
    new = f"voiceguide-serve-{os.getppid()}-0123456789abcdef"
    others = [new, f"voiceguide-{ended.pid}-abc", "voiceguide-serve-mine-x"]
    for name in (left.name, *others):
        (tmp_path / name).mkdir()
        (tmp_path / name / "0.mp3").write_bytes(b"sound")
    (left / LOCK).write_bytes(b"")  # nobody holds it
    with making():
        assert not left.exists()
        assert all((tmp_path / name / "0.mp3").exists() for name in others)
        assert [path for path in tmp_path.iterdir() if path.name.startswith(f"voiceguide-serve-{os.getpid()}-")]
    assert sorted(path.name for path in tmp_path.glob("voiceguide-*")) == sorted(others)


def test_a_session_that_is_written_while_the_server_ends_leaves_nothing(
    scripts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    begun, removing, over = threading.Event(), threading.Event(), threading.Event()
    remove_empty = os.rmdir

    def write_meanwhile(*args: Any, **more: Any) -> None:
        begun.set()
        removing.wait(10)
        try:
            write(*args, **more)
        finally:
            over.set()

    def remove_slowly(*args: Any, **more: Any) -> None:
        removing.set()
        over.wait(10)
        remove_empty(*args, **more)

    async def story(made: Making) -> None:
        asked = asyncio.ensure_future(made.lend(Asked("ferse")).__aenter__())
        await asyncio.to_thread(begun.wait, 10)
        monkeypatch.setattr(os, "rmdir", remove_slowly)
        made.close()
        with pytest.raises(RefusedError):
            await asked

    monkeypatch.setattr(sessions, "write", write_meanwhile)
    with making() as (made, notes):
        asyncio.run(story(made))
    assert not list(tmp_path.glob("*voiceguide-*"))
    assert not notes


def test_an_answer_that_fails_since_the_server_ends_is_not_told(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(made: Making, notes: list[str]) -> None:
        def ending(*args: Any, **more: Any) -> FileResponse:
            made.close()  # it removes the file
            return FileResponse(*args, **more)

        monkeypatch.setattr(endpoints, "FileResponse", ending)
        app = httpx.ASGITransport(make_app(made, None, notes.append), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=app, base_url="http://127.0.0.1") as client:
            assert (await client.get("/session.mp3", params={"routine": "ferse"})).status_code >= 500

    with making() as (made, notes):
        asyncio.run(story(made, notes))
    assert not notes


def test_a_file_that_the_system_cleared_away_is_made_again(scripts: Path) -> None:
    async def story(made: Making) -> None:
        async with made.lend(Asked("ferse")) as first:
            content = first.path.read_bytes()
        first.path.unlink()
        async with made.lend(Asked("ferse")) as second:
            assert second.path.read_bytes() == content

    with making() as (made, _):
        asyncio.run(story(made))


def test_speech_that_was_cleared_away_is_made_again(
    scripts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path))

    async def story(made: Making) -> None:
        async with made.lend(Asked("ferse")):
            pass
        for path in tmp_path.iterdir():
            path.unlink()
        async with made.lend(Asked("ferse", 40.0)) as recording:
            assert recording.size > 10_000

    with making() as (made, notes):
        asyncio.run(story(made))
    assert not notes


def test_a_routine_that_nobody_here_can_speak_is_left_out(scripts: Path) -> None:
    script = scripts / "mute.md"
    script.write_text("---\nvoice: nobody\n---\n\n- Sit for 20 seconds\n", "utf-8")

    async def story(made: Making) -> None:
        assert "mute" not in [row["name"] for row in (await made.listed()).fields]
        with pytest.raises(RefusedError) as refused:
            await made.plan(Asked("mute"))
        assert refused.value.status == 503

    try:
        with making() as (made, notes):
            asyncio.run(story(made))
    finally:
        script.unlink()
    assert any("nobody" in note for note in notes)


def test_a_session_that_cannot_be_spoken_is_told_in_the_terminal_alone(
    scripts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path))
    monkeypatch.setenv("VOICEGUIDE_ENGINE", "tests.fakes:DyingEngine")

    async def story(made: Making) -> None:
        with pytest.raises(RefusedError) as refused:
            await made.plan(Asked("ferse"))
        assert refused.value.status == 503
        assert str(scripts) not in str(refused.value.body)

    with making() as (made, notes):
        asyncio.run(story(made))
    assert any("could not be spoken" in note for note in notes)


def test_work_is_done_once_for_all_who_wait_for_it() -> None:
    done: list[str] = []

    async def story() -> None:
        once: SingleFlight[str, str] = SingleFlight(2, 0, lambda key, result: done.append(result))
        assert await asyncio.gather(*(once.get("a", lambda: "made") for _ in range(10))) == ["made"] * 10
        once.close()

    asyncio.run(story())
    assert done == ["made"]


def test_more_than_may_wait_is_refused_and_what_fails_fails_for_all() -> None:
    async def story() -> None:
        gate, kept = asyncio.Event(), []
        loop = asyncio.get_running_loop()

        def wait() -> str:
            asyncio.run_coroutine_threadsafe(gate.wait(), loop).result(30)
            raise RefusedError(422, "no")

        once: SingleFlight[str, str] = SingleFlight(1, 1, lambda key, result: kept.append(key))
        waiting = [asyncio.ensure_future(once.get(key, wait)) for key in "aab"]
        await asyncio.sleep(0)
        with pytest.raises(TooMuchError):
            await once.get("c", wait)
        gate.set()
        for each in waiting:
            with pytest.raises(RefusedError):
                await each
        assert not kept
        once.close()

    asyncio.run(story())


def test_what_waits_when_the_server_ends_is_told_so() -> None:
    async def story() -> None:
        gate = asyncio.Event()
        loop = asyncio.get_running_loop()
        once: SingleFlight[str, None] = SingleFlight(1, 5, lambda key, result: None)

        def wait() -> None:
            asyncio.run_coroutine_threadsafe(gate.wait(), loop).result(30)

        first = asyncio.ensure_future(once.get("a", wait))
        second = asyncio.ensure_future(once.get("b", wait))
        await asyncio.sleep(0)
        once.close()
        gate.set()
        await first
        with pytest.raises(StoppedError):
            await second
        with pytest.raises(StoppedError):
            await once.get("c", wait)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (Asked("heel"), "heel.mp3"),
        (Asked("heel", 600.0), "heel-10m.mp3"),
        (Asked("heel", 575.214), "heel-9m35s.mp3"),
        (Asked("heel", "shortest", Choices(side="left")), "heel-shortest-left.mp3"),
        (Asked("Übung 1", None, Choices(without=("../a ball", 'a "b"'))), "Übung-1-without-..-a-ball-without-a-b-.mp3"),
    ],
)
def test_a_download_is_named_after_what_was_asked(asked: Asked, name: str) -> None:
    assert session_name(asked) == name
