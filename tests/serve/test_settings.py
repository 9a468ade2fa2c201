"""The settings of a session in its address: read, written, and refused; the volume of its bed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from tests.serve.running import plain, routines, served
from voiceguide.audio.timeline import Timeline
from voiceguide.bed import BedOptions, lay_under
from voiceguide.preferences import Countdown
from voiceguide.serve.bed_level import at_level
from voiceguide.serve.offers import BED_LEVELS, CHOICES, Offers
from voiceguide.serve.refusals import RefusedError
from voiceguide.serve.session_query import as_query, read_query
from voiceguide.units import RATE

ROUTINE = ("routine", "heel")


def read(*pairs: tuple[str, str], offers: Offers | None = None) -> object:
    return read_query(QueryParams(urlencode([ROUTINE, *pairs])), offers or Offers())


def test_settings_are_read_in_the_words_of_the_scripts() -> None:
    query = "routine=heel&bells=soft&countdown=5+spoken&time-left=30&rest-between-sides=10s&rest-between-rounds=none"
    choices = read_query(QueryParams(query)).choices
    assert (choices.bells, choices.countdown, choices.time_left) == ("soft", Countdown(5, spoken=True), 30)
    assert (choices.rest_between_sides, choices.rest_between_rounds) == (10, 0)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "bells": st.sampled_from(["soft", "clear", "none"]),
            "countdown": st.one_of(st.integers(0, 10).map(str), st.integers(1, 10).map("{} spoken".format)),
            "time-left": st.one_of(st.sampled_from(["usual", "halfway", "none"]), st.integers(5, 600).map(str)),
            "rest-between-sides": st.integers(0, 600).map(str),
            "rest-between-rounds": st.integers(0, 600).map(str),
            "bed-level": st.sampled_from(BED_LEVELS).map(str),
            "talk": st.sampled_from(["full", "daily", "brief", "bells"]),
        },
    )
)
def test_an_address_keeps_all_settings(chosen: dict[str, str]) -> None:
    asked = read(*chosen.items())
    assert read_query(QueryParams(as_query(asked))) == asked  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "pair", [("bells", "loud"), ("countdown", "99"), ("time-left", "2"), ("rest-between-sides", "-1")]
)
def test_a_setting_that_cannot_be_is_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(RefusedError) as refused:
        read(pair)
    assert refused.value.status == 400
    with pytest.raises(RefusedError):
        read(("bells", "soft"), ("bells", "clear"))


def test_the_owner_of_the_server_takes_choices_away() -> None:
    fixed = Offers(fixed=frozenset(CHOICES))
    everything = [("bells", "soft"), ("countdown", "5"), ("talk", "brief"), ("pace", "slower"), ("bed-level", "25")]
    assert read(*everything, offers=fixed) == read()
    assert fixed.as_json()["paces"] == fixed.as_json()["bed_levels"] == []


def test_settings_change_the_plan(tmp_path: Path) -> None:
    with routines(tmp_path), served(fixed=["bells"]) as server:

        def plan(query: str = "") -> dict[str, object]:
            found: dict[str, object] = plain.get(f"{server.address}/plan.json?routine=heel&{query}").json()
            return found

        assert plan("rest-between-sides=30")["length"] != plan()["length"]
        assert plan("bells=none")["cues"] == plan()["cues"]


@pytest.mark.parametrize(("percent", "factor"), [(None, 1), (25, 0.25), (150, 1.5)])
def test_the_bed_is_louder_or_softer_and_the_words_are_not(percent: int | None, factor: float) -> None:
    plain_timeline = lay_under(BedOptions("pink"))(Timeline(4 * RATE, ()))
    louder = at_level(plain_timeline, percent)
    assert plain_timeline.bed is not None
    assert louder.bed is not None
    assert louder.placements == plain_timeline.placements
    assert louder.channels == plain_timeline.channels
    before, after = plain_timeline.bed.samples(RATE, 1000), louder.bed.samples(RATE, 1000)
    assert np.allclose(after, before * np.float32(factor))


def test_without_volume_there_is_no_bed() -> None:
    silent = at_level(lay_under(BedOptions("pink"))(Timeline(4 * RATE, ())), 0)
    assert silent.bed is None
    assert at_level(silent, 50) == silent
