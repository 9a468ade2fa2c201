"""Steps that get the hands ready for others, or clean up behind them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import routines
from voiceguide.fit.handling import Handling
from voiceguide.language import Pack, load
from voiceguide.routine import Phase, Routine
from voiceguide.script import parse

OIL = "- Spread a little oil over the sole until ready, about 10 seconds (needs a little oil, optional)\n"
SCRAPE = "- Scrape the sole for 20 seconds (needs a little oil, optional)\n"
WIPE = "- Wipe your hands until ready, about 10 seconds (optional)\n"


def phase_of(script: str) -> Phase:
    routine = parse(script, "oil.md", "oil").routine
    assert routine
    return routine.phases[0]


def test_oil_is_there_for_what_needs_it_and_wiping_for_the_oil() -> None:
    handling = Handling(phase_of(OIL + SCRAPE + SCRAPE + WIPE).steps, load("en"))
    assert [handling.served_by(place) for place in range(4)] == [(1, 2), (), (), (0,)]
    assert handling.needed_for(0, {2}) == 1
    assert handling.needed_for(0, {1, 2}) is None


def test_oil_and_wiping_go_with_the_last_step_that_needs_them() -> None:
    handling = Handling(phase_of(OIL + SCRAPE + SCRAPE + WIPE).steps, load("en"))
    assert handling.idle([2]) == []
    assert handling.idle([1], gone=[2]) == [0, 3]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(routine=routines(), data=st.data())
def test_idle_are_all_optional_steps_whose_steps_are_gone(routine: Routine, data: st.DataObject) -> None:
    for phase in routine.phases:
        handling = Handling(phase.steps, load(routine.language))
        gone = {place for place in range(len(phase.steps)) if data.draw(st.booleans())}
        found = set(handling.idle(gone))
        for place, step in enumerate(phase.steps):
            served = handling.served_by(place)
            is_idle = step.optional and served and (gone | found).issuperset(served)
            assert (place in found) == (bool(is_idle) and place not in gone)


def test_each_of_hundreds_of_steps_goes_with_the_one_behind_it() -> None:
    handling = Handling(phase_of(OIL * 600).steps, load("en"))
    assert handling.served_by(0) == tuple(range(1, 600))
    assert handling.idle([599]) == list(range(599))


def test_a_thing_is_looked_at_once_for_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def noted(self: Pack, thing: str) -> str:
        looked.append(thing)
        return thing

    monkeypatch.setattr(Pack, "bare_thing", noted)
    Handling(phase_of(OIL * 100).steps, load("en")).idle(range(50, 100))
    assert len(looked) <= 2 * 100
