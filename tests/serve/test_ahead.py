"""What is made before anybody asks: in which order, and that it never keeps anybody waiting."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from voiceguide.callbacks import Progress
from voiceguide.errors import SpeechError
from voiceguide.fit.fitting import Length
from voiceguide.serve.ahead import Ahead
from voiceguide.serve.plans import Planned
from voiceguide.serve.refusals import TooMuchError
from voiceguide.serve.session_query import Asked
from voiceguide.serve.studios import Script


@dataclass
class Workshop:
    """Studios, plans and sessions that note what they are asked for. The first words ever to be spoken take until
    somebody stops it; those of `mute` cannot be spoken."""

    names: list[str]
    done: list[str] = field(default_factory=list)
    has_workers: bool = False
    estimated: set[str] = field(default_factory=set)
    """The routines that are listed with an estimate."""
    refused: int = 0
    """The number of plans for which it is too busy."""
    kept: dict[tuple[Script, Asked], Planned] = field(default_factory=dict)
    begun: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)

    def scripts(self) -> list[Script]:
        return [self.script(name) for name in self.names]

    def script(self, name: str) -> Script:
        return Script(name, Path(f"{name}.md"), 1, 1)

    def go_on(self) -> None:
        pass

    def start_workers(self) -> None:
        self.has_workers = True

    @contextmanager
    def studio(self, script: Script, progress: Progress) -> Iterator[Any]:
        workshop = self

        class Studio:
            routine = script.name

            def plan(self, length: Length) -> str:
                if script.name == "mute":
                    raise SpeechError("no voice")
                try:
                    while not workshop.begun.is_set() or not workshop.stopped.is_set():
                        workshop.begun.set()
                        progress(1, 2)
                finally:
                    workshop.stopped.set()
                workshop.done.append(f"speak {script.name} {length or 'natural'}")
                return f"plan of {script.name}"

        yield Studio()

    async def look_up(self, script: Script) -> None:
        self.done.append(f"list {script.name}")

    def row(self, script: Script) -> Any:
        return SimpleNamespace(estimated=script.name in self.estimated)

    def keep(self, key: tuple[Script, Asked], planned: Planned) -> None:
        self.kept[key] = planned

    async def plan(self, asked: Asked) -> None:
        if self.refused:
            self.refused -= 1
            raise TooMuchError
        self.estimated.discard(asked.routine)
        self.done.append(f"plan {asked.routine}")

    async def get_ready(self, name: str) -> None:
        self.done.append(f"make {name}")


def ahead_of(workshop: Workshop) -> Ahead:
    return Ahead(cast(Any, workshop), cast(Any, workshop), cast(Any, workshop))


def measure_twice(workshop: Workshop) -> None:
    """Have two lists measured, one after the other, while nobody asks for anything."""
    workshop.begun.set()
    workshop.stopped.set()

    async def story() -> None:
        ahead = ahead_of(workshop)
        await ahead.measure()
        await ahead.measure()
        ahead.close()

    asyncio.run(story())


def test_speaking_ahead_stops_at_once_where_somebody_asks_and_is_taken_up_again() -> None:
    workshop = Workshop(["heel"])

    async def story() -> None:
        ahead = ahead_of(workshop)
        run = asyncio.create_task(ahead.run())
        await asyncio.to_thread(workshop.begun.wait, 30)
        with ahead.held_off():
            assert await asyncio.to_thread(workshop.stopped.wait, 30)
            await asyncio.sleep(0)
            assert workshop.done == ["list heel"]
        await run
        ahead.close()

    asyncio.run(story())
    assert workshop.done == [
        "list heel",
        "speak heel natural",
        "make heel",
        "speak heel shortest",
        "speak heel longest",
    ]


def test_the_list_comes_first_and_what_cannot_be_spoken_is_passed_over() -> None:
    workshop = Workshop(["mute", "sole", "toes"])
    workshop.begun.set()
    workshop.stopped.set()

    async def story() -> None:
        ahead = ahead_of(workshop)
        await ahead.run()
        ahead.close()

    asyncio.run(story())
    assert workshop.has_workers
    assert workshop.done[:3] == ["list mute", "list sole", "list toes"]
    assert workshop.done[3:7] == ["speak sole natural", "make sole", "speak toes natural", "make toes"]


def test_it_rests_after_a_request_that_another_may_follow() -> None:
    workshop = Workshop(["heel"])
    workshop.begun.set()
    workshop.stopped.set()

    async def story() -> None:
        ahead = ahead_of(workshop)
        with ahead.held_off(rest=0.3):
            run = asyncio.create_task(ahead.run())
        with ahead.held_off():
            pass
        done, _ = await asyncio.wait([run], timeout=0.1)
        assert not done
        assert not workshop.done
        await run
        ahead.close()

    asyncio.run(story())
    assert workshop.done[-1] == "speak heel longest"


def test_nothing_is_begun_while_somebody_waits() -> None:
    workshop = Workshop(["heel"])

    async def story() -> None:
        ahead = ahead_of(workshop)
        with ahead.held_off(), ahead.held_off():
            run = asyncio.create_task(ahead.run())
            done, _ = await asyncio.wait([run], timeout=0.2)
        assert not done
        run.cancel()
        ahead.close()

    asyncio.run(story())
    assert not workshop.done


def test_a_routine_that_is_listed_with_an_estimate_is_measured_once() -> None:
    workshop = Workshop(["heel", "mute", "sole"], estimated={"mute", "sole"})
    measure_twice(workshop)
    assert workshop.done == ["speak sole natural", "plan sole"]


def test_a_routine_for_which_the_server_was_too_busy_is_measured_with_the_next_list() -> None:
    workshop = Workshop(["heel", "sole"], estimated={"heel", "sole"}, refused=1)
    measure_twice(workshop)
    assert workshop.done[1:] == ["speak heel natural", "plan heel", "speak sole natural", "plan sole"]


def test_the_natural_plans_that_were_spoken_are_kept_for_the_list_and_for_the_sessions() -> None:
    workshop = Workshop(["sole", "toes"], estimated={"toes"})
    workshop.begun.set()
    workshop.stopped.set()

    async def story() -> None:
        ahead = ahead_of(workshop)
        await ahead.measure()
        assert [script.name for script, _ in workshop.kept] == ["toes"]
        await ahead.run()
        ahead.close()

    asyncio.run(story())
    kept = {script.name: (asked, planned.routine, planned.plan) for (script, asked), planned in workshop.kept.items()}
    assert kept == {name: (Asked(name), name, f"plan of {name}") for name in ("sole", "toes")}
