"""The opening of a session over a bed: the first words do not wait for the mix of the whole."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.serve.running import Served, plain, routines, served
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.serve import sessions
from voiceguide.serve.sessions import OPENING_SAMPLES, opening_of
from voiceguide.units import RATE

BED = "---\ntitle: Rain\nbed: brown\n---\n\n- Press the heel spot for 20 seconds\n- Lie still for exactly 3 minutes\n"


@pytest.fixture(scope="module")
def over_a_bed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with routines(tmp_path_factory.mktemp("bed")) as folder:
        (folder / "rain.md").write_text(BED, "utf-8")
        with served() as server:
            yield server


def sound(server: Served, path: str, routine: str = "rain") -> Any:
    answer = plain.get(f"{server.address}/{path}?routine={routine}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/mpeg")
    samples, rate = soundfile.read(io.BytesIO(answer.content), dtype="float32")
    assert rate == RATE
    return samples


@pytest.mark.parametrize("routine", ["rain", "heel"])
def test_the_opening_is_the_first_minute_of_the_session_with_a_bed_and_without(
    over_a_bed: Served, routine: str
) -> None:
    opening, whole = (sound(over_a_bed, path, routine) for path in ("opening.mp3", "session.mp3"))
    assert 50 * RATE < len(opening) <= OPENING_SAMPLES < len(whole)
    begin = slice(0, len(opening) - RATE)
    assert np.abs(opening[begin] - whole[begin]).max() < 0.02


def test_the_opening_does_not_wait_for_the_whole(over_a_bed: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    write, go_on, asked = sessions.write, threading.Event(), threading.Event()

    def slow(timeline: Timeline, *args: Any, **more: Any) -> None:
        if timeline.length > OPENING_SAMPLES:
            asked.set()
            assert go_on.wait(30)
        write(timeline, *args, **more)

    monkeypatch.setattr(sessions, "write", slow)
    query = "routine=rain&talk=brief"
    whole = threading.Thread(target=plain.head, args=[f"{over_a_bed.address}/session.mp3?{query}"])
    whole.start()
    assert asked.wait(30)
    assert plain.get(f"{over_a_bed.address}/opening.mp3?{query}").status_code == 200
    assert whole.is_alive()
    go_on.set()
    whole.join(30)


def test_the_whole_gives_way_to_an_opening(over_a_bed: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    write, begun, pressed, order = sessions.write, threading.Event(), threading.Event(), []

    def noted(timeline: Timeline, *args: Any, **more: Any) -> None:
        whole = timeline.length > OPENING_SAMPLES
        if whole:
            begun.set()
            assert pressed.wait(30)
            more["progress"](0, 1)
        else:
            pressed.set()
            write(timeline, *args, **more)
        order.append("whole" if whole else "opening")
        if whole:
            write(timeline, *args, **more)

    monkeypatch.setattr(sessions, "write", noted)
    monkeypatch.setattr(sessions, "GIVE_WAY_SECONDS", 30)  # a busy machine takes long for an opening
    query = "routine=rain&talk=daily"
    whole = threading.Thread(target=plain.head, args=[f"{over_a_bed.address}/session.mp3?{query}"])
    whole.start()
    assert begun.wait(30)
    assert plain.get(f"{over_a_bed.address}/opening.mp3?{query}").status_code == 200
    whole.join(30)
    assert order == ["opening", "whole"]


def test_an_opening_is_refused_as_a_session_is(over_a_bed: Served) -> None:
    answers = [
        plain.get(f"{over_a_bed.address}/{path}?routine=rain&length=2s") for path in ("opening.mp3", "session.mp3")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].json() == answers[1].json()


class _Tone:
    key = "tone"

    def __init__(self, length: int) -> None:
        self.length = length

    def samples(self) -> Any:
        return np.ones(self.length, np.int16)


def test_an_opening_cuts_no_sound() -> None:
    long = Placement(OPENING_SAMPLES - 100, _Tone(200))
    timeline = Timeline(
        2 * OPENING_SAMPLES, (Placement(0, _Tone(50)), long, Placement(OPENING_SAMPLES + 500, _Tone(9)))
    )
    assert opening_of(timeline).length == long.start
    assert len(opening_of(timeline).placements) == 1
    short = Timeline(1000, (Placement(0, _Tone(50)),))
    assert opening_of(short) == short
