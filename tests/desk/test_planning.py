"""Plans for the length slider: one fitting serves all lengths, and gives the same plans as a fresh one."""

from __future__ import annotations

import threading

import pytest

from tests.desk.running import SOLES, Running
from voiceguide.desk.planning import Planner
from voiceguide.desk.studios import DeskScript
from voiceguide.errors import FitError
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Fitting, Length
from voiceguide.studio.studio import Studio

UNSPOKEN = SOLES.replace("Press the heel spot", "Press a spot that no other test has spoken")
PLANNING = DeskScript("soles", UNSPOKEN, use="planning")
LENGTHS: tuple[Length, ...] = (None, "shortest", 300.0, "longest", 240.0, None)


@pytest.fixture
def fittings(monkeypatch: pytest.MonkeyPatch) -> list[Choices]:
    """The choices of each fitting that this thread makes: the desk that is shared may still work for another test."""
    made: list[Choices] = []
    fitting, here = Studio.fitting, threading.get_ident()

    def counted(studio: Studio, choices: Choices) -> Fitting:
        if threading.get_ident() == here:
            made.append(choices)
        return fitting(studio, choices)

    monkeypatch.setattr(Studio, "fitting", counted)
    return made


def test_all_lengths_are_planned_by_one_fitting(shared_desk: Running, fittings: list[Choices]) -> None:
    planner = Planner(shared_desk.services.studios)
    for length in LENGTHS:
        planner.planned(PLANNING, length, Choices())
    assert fittings == [Choices()]
    planner.planned(PLANNING, None, Choices(side="left"))
    assert fittings == [Choices(), Choices(side="left")]


def test_the_plans_are_those_of_a_fresh_fitting(shared_desk: Running) -> None:
    kept = Planner(shared_desk.services.studios)
    for length in LENGTHS:
        assert kept.planned(PLANNING, length, Choices()) == Planner(shared_desk.services.studios).planned(
            PLANNING, length, Choices()
        )


def test_a_length_is_exact_once_its_words_are_spoken(shared_desk: Running) -> None:
    planner = Planner(shared_desk.services.studios)
    quick = DeskScript("soles", SOLES.replace("Sole release", "Quick soles"), use="planning")
    assert not planner.planned(quick, 300.0, Choices())["exact"]
    with shared_desk.services.studios.studio(quick) as studio:
        spoken = studio.plan(300.0)
    found = planner.planned(quick, 300.0, Choices())
    assert (found["exact"], found["plan"]["shortest"]) == (True, spoken.as_json()["shortest"])
    assert not planner.planned(quick, 240.0, Choices())["exact"]
    assert planner.planned(quick, 300.0, Choices())["exact"]


def test_an_impossible_length_is_refused_each_time(shared_desk: Running) -> None:
    planner = Planner(shared_desk.services.studios)
    for _ in range(2):
        with pytest.raises(FitError, match="cannot be"):
            planner.planned(PLANNING, 5.0, Choices())
