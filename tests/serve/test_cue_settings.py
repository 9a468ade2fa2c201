"""The settings of a session in its address: read, written, refused, and taken away."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from tests.serve.running import plain, routines, served
from voiceguide.preferences import Countdown
from voiceguide.serve.refusals import RefusedError
from voiceguide.serve.session_query import as_query, read_query
from voiceguide.serve.sound_choices import CHOICES, OfferedChoices

ROUTINE = ("routine", "heel")


def read(*pairs: tuple[str, str], offers: OfferedChoices | None = None) -> object:
    return read_query(QueryParams(urlencode([ROUTINE, *pairs])), offers or OfferedChoices())


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
            "balance": st.integers(-12, 12).map(str),
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
    fixed = OfferedChoices(fixed=frozenset(CHOICES))
    everything = [("bells", "soft"), ("countdown", "5"), ("talk", "brief"), ("pace", "slower"), ("balance", "6")]
    assert read(*everything, offers=fixed) == read()
    assert fixed.as_json()["paces"] == []
    assert fixed.as_json()["liked"] == {}


def test_settings_change_the_plan(tmp_path: Path) -> None:
    with routines(tmp_path), served(fixed=["bells"]) as server:

        def plan(query: str = "") -> dict[str, object]:
            found: dict[str, object] = plain.get(f"{server.address}/plan.json?routine=heel&{query}").json()
            return found

        assert plan("rest-between-sides=30")["length"] != plan()["length"]
        assert plan("bells=none")["cues"] == plan()["cues"]
