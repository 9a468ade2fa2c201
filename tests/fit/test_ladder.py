"""The ladder of numbers: the lengths of steps that are done many times."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.strategies import routines, steady_voice
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Fitting
from voiceguide.fit.ladder import Ladder
from voiceguide.fit.numbers import Fitted
from voiceguide.fit.outline import Do, Outliner
from voiceguide.fit.step_instance import StepInstance
from voiceguide.routine import Routine
from voiceguide.script import parse


def natural_ladder(routine: Routine) -> Ladder:
    fitting = Fitting(routine, steady_voice, Choices())
    return fitting.search.ladder(fitting.shapes.natural)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(routine=routines())
def test_a_step_costs_as_much_as_each_time_that_it_is_done(routine: Routine) -> None:
    ladder = natural_ladder(routine)
    for key, fitted in (ladder.as_written | ladder.lowest).items():
        done = [item.instance for item in ladder.items if isinstance(item, Do) and item.instance.key == key]
        assert ladder.cost(key, fitted) == sum(ladder.outliner.length(instance, fitted) for instance in done)


def test_rounds_in_the_same_words_are_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[StepInstance] = []
    length = Outliner.length

    def noted(self: Outliner, instance: StepInstance, fitted: Fitted) -> int:
        measured.append(instance)
        return length(self, instance, fitted)

    script = "## Circuit (1000 rounds)\n\n- Press the heel spot for 10 seconds, each foot\n- Rest for 5 seconds\n"
    routine = parse(script, "circuit.md", "circuit").routine
    assert routine
    ladder = natural_ladder(routine)
    monkeypatch.setattr(Outliner, "length", noted)
    assert ladder.base(ladder.highest) > ladder.written > 0
    assert len(measured) < 20
