"""A search with estimated lengths: exact, the same from any cache, and sparing with speech."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tests.strategies import routines, steady_voice, voices
from voiceguide.errors import FitError
from voiceguide.fit import Choices, fit, shapes
from voiceguide.fit.fitting import Fitting
from voiceguide.language.speaking_time import speaking_time
from voiceguide.plan import Plan
from voiceguide.routine import Routine
from voiceguide.script import parse, read
from voiceguide.script.library import find
from voiceguide.units import RATE, to_samples

Voice = Callable[[str], float]

often = settings(suppress_health_check=[HealthCheck.too_slow])


def about(text: str) -> float:
    return speaking_time(text, "en")


def slower_voice(text: str) -> float:
    """A voice that takes 8 % longer than estimated, more or less."""
    return about(text) * (1.08 + 0.1 * (sum(map(ord, text)) % 7 - 3) / 3)


@dataclass
class Cache:
    """Measures what was spoken, and estimates the rest."""

    voice: Voice
    spoken: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    def length_of(self, text: str) -> float:
        if text in self.spoken:
            return self.voice(text)
        self.missing.add(text)
        return about(text)


def spoken_for(routine: Routine, length: float | None, voice: Voice) -> tuple[Plan, set[str]]:
    """The plan from an empty cache, and the texts that were spoken for it."""
    fitting, cache = Fitting(routine, about, Choices(), about), Cache(voice)
    while True:
        plan = fitting.measured_by(cache.length_of).plan(length, ends=False)
        if not cache.missing:
            return plan, cache.spoken
        cache.spoken |= cache.missing
        cache.missing.clear()


def heard(plan: Plan) -> set[str]:
    return {part for cue in plan.cues if cue.kind not in ("bell", "tick") for part in cue.parts}


@pytest.fixture(scope="module")
def heel_pain() -> Routine:
    return read(find("heel-pain"))


@pytest.mark.parametrize("length", [540.0, 600.0, 900.0, None])
@pytest.mark.parametrize("voice", [slower_voice, steady_voice])
def test_little_more_is_spoken_than_is_heard(heel_pain: Routine, voice: Voice, length: float | None) -> None:
    plan, spoken = spoken_for(heel_pain, length, voice)
    assert len(spoken) <= len(heard(plan)) + 15


@pytest.mark.parametrize("length", [540.0, 600.0, 900.0, None])
def test_the_plan_is_that_of_a_search_that_measures_everything(heel_pain: Routine, length: float | None) -> None:
    plan, _ = spoken_for(heel_pain, length, slower_voice)
    assert plan == replace(fit(heel_pain, length, slower_voice), ends=None)


@often
@given(routines(), voices(), st.floats(0, 1))
def test_the_plan_is_exact_and_the_same_from_any_cache(routine: Routine, voice: Voice, share: float) -> None:
    natural = fit(routine, None, voice)
    wanted = (natural.shortest + share * (natural.longest - natural.shortest)) / RATE
    try:
        plan, _ = spoken_for(routine, wanted, voice)
    except FitError:
        reject()  # a hole
    assert plan.length == to_samples(wanted)
    assert replace(fit(routine, wanted, voice, about=about), ends=None) == plan


@often
@given(routines(), voices())
def test_both_ends_are_reached_whatever_was_estimated(routine: Routine, voice: Voice) -> None:
    natural = fit(routine, None, voice)
    assert fit(routine, "shortest", voice, about=about).length == natural.shortest
    assert fit(routine, "longest", voice, about=about).length == natural.longest


@often
@given(routines(), voices(), st.floats(0, 1))
def test_where_some_shapes_are_measured_both_ends_are_reached(routine: Routine, voice: Voice, share: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shapes, "MOST_STEPS", 0)
        natural = fit(routine, None, voice)
        assert natural.shortest <= natural.length <= natural.longest
        assert fit(routine, "shortest", voice).length == natural.shortest
        assert fit(routine, "longest", voice).length == natural.longest
        wanted = (natural.shortest + share * (natural.longest - natural.shortest)) / RATE
        with suppress(FitError):  # a hole
            assert fit(routine, wanted, voice).length == to_samples(wanted)


@often
@given(routines())
def test_with_a_steady_voice_it_is_enough_to_measure_some_shapes(routine: Routine) -> None:
    whole = fit(routine, None, steady_voice)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shapes, "MOST_STEPS", 0)
        assert fit(routine, None, steady_voice) == whole


def test_a_plan_without_ends_says_so_where_they_are_asked_for(heel_pain: Routine) -> None:
    plan, _ = spoken_for(heel_pain, 600.0, steady_voice)
    with pytest.raises(ValueError, match="ends=True"):
        plan.as_json()


def test_time_left_over_goes_into_gaps_where_no_settle_time_has_room() -> None:
    """The words for the length may take longer the shorter it is, so that the session as written has time left over."""
    routine = parse("---\nsettle: 45\nclosing: none\n---\n\n- Rub the ankle", "ankle.md", "ankle").routine
    assert routine is not None
    plan = fit(routine, None, lambda text: 20.0 if "second" in text else 1.0)
    assert plan.shortest <= plan.length <= plan.longest
