"""The picture of a live session: its words and signs on screens of any size."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.cli.pictures import HEEL, drawing
from voiceguide.cli.harmless import harmless
from voiceguide.cli.picture import picture
from voiceguide.cli.wrap import wrapped
from voiceguide.live.status import Bar, Status

STRAP = (
    "Put the strap around the ball of the foot, lie on your back, and pull the toes towards you until it draws in "
    "the calf"
)


def test_a_hold_on_a_screen_of_80_by_24() -> None:
    assert (
        drawing(HEEL, 80, 24)
        == """\
  Heel pain relief: Release the trigger points                         3 of 12

  Press the heel spot, cross-friction
  Left foot

  ████████████   ████████████
  ████████████   ████████████
          ████           ████
          ████           ████
  ████████████   ████████████
  ████████████   ████████████
  ████                   ████
  ████                   ████
  ████████████   ████████████
  ████████████   ████████████

  ███████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0:23 left of 0:45


  Next: Right foot: the same again

  ━━━━━━━━━━━━━━━━━━─────────────────────────────────────  9:50 left of 15:00

  space pause  ←→ step  r again  w where  l long  s short  +- volume  q leave
"""
    )


def test_a_paused_hold_of_more_than_a_minute_in_40_columns() -> None:
    paused = replace(HEEL, state="paused", message="Paused.", hold=Bar(80, 90))
    assert (
        drawing(paused, 40, 24)
        == """\
 Release the trigger points     3 of 12

 Press the heel spot, cross-friction
 Left foot

   ██      ██████ ██████    ██  ██
   ██      ██████ ██████    ██  ██
 ████   ██     ██ ██  ██    ██  ██
 ████   ██     ██ ██  ██    ██  ██
   ██      ██████ ██  ██    ██  ██
   ██      ██████ ██  ██    ██  ██
   ██   ██ ██     ██  ██    ██  ██
   ██   ██ ██     ██  ██    ██  ██
 ██████    ██████ ██████    ██  ██
 ██████    ██████ ██████    ██  ██

 ██░░░░░░░░░░░░░░░░░░░░  1:20 of 1:30

 Paused.
 Next: Right foot: the same again

 ━━━━━━━───────────────  9:50 of 15:00

 space pause  ←→ step  w where  q leave
"""
    )


def test_a_long_step_that_waits_in_40_columns_is_wrapped_between_words() -> None:
    waiting = replace(HEEL, step=STRAP, state="waiting", message="Press when you are ready.", hold=None)
    assert (
        drawing(waiting, 40, 24)
        == """\
 Release the trigger points     3 of 12
 Put the strap around the ball of the
 foot, lie on your back, and pull the
 toes towards you until it draws in the
 calf
 Left foot




 ████    ████    ████
 ████    ████    ████







 Press when you are ready.
 Next: Right foot: the same again

 ━━━━━━━───────────────  9:50 of 15:00
 space pause  ←→ step  w where  q leave
"""
    )


def test_on_a_tiny_screen_the_step_and_the_countdown_stay() -> None:
    assert (
        drawing(HEEL, 20, 8)
        == """\
Press the heel spot,
cross-friction
Left foot
██████ ██████
    ██     ██
██████ ██████
██         ██
██████ ██████
"""
    )
    assert drawing(HEEL, 12, 3) == "Press the …\nLeft foot\n23\n"


def test_on_a_big_screen_the_countdown_is_as_big_as_it_can_be() -> None:
    rows = [line for line in picture(HEEL, 160, 50, colour=False) if "█" in line and "░" not in line]
    assert len(rows) == 35


@pytest.mark.parametrize("columns", [80, 40])
def test_nothing_moves_when_something_is_said_or_the_session_pauses(columns: int) -> None:
    def places(status: Status) -> list[int]:
        page = picture(status, columns, 24, colour=False)
        marks = ("██", "░", "Next", "─", "space")
        return [next(i for i, line in enumerate(page) if mark in line) for mark in marks]

    still = places(HEEL)
    assert places(replace(HEEL, message="15 seconds longer.")) == still
    assert places(replace(HEEL, state="paused")) == still
    assert places(replace(HEEL, side=None)) == still
    assert places(replace(HEEL, step=STRAP[:70])) == still
    assert places(replace(HEEL, hold=Bar(9, 45), coming="Put the strap around the ball of the foot")) == still


def test_before_and_after_the_steps_the_phase_or_the_title_stands_in_their_place() -> None:
    start = Status("Heel pain relief", "playing", Bar(900, 900), total=12, coming="Left foot: Press the heel spot")
    assert picture(start, 80, 24, colour=False)[:3] == ["", "", "  Heel pain relief"]
    second = replace(start, phase="Stretch", number=3)
    assert picture(second, 80, 24, colour=False)[2] == "  Stretch"
    over = picture(Status("Heel pain relief", "over", Bar(0, 900)), 80, 24, colour=False)
    assert any("0:00 left of 15:00" in line for line in over)
    assert not any("█" in line for line in over)


def test_the_state_is_said_where_nothing_else_is() -> None:
    assert "  Paused." in picture(replace(HEEL, state="paused"), 80, 24, colour=False)
    assert "  Angehalten." in picture(replace(HEEL, state="paused", message="Angehalten."), 80, 24, colour=False)


def test_colour_changes_nothing_but_the_colour() -> None:
    for state in ("playing", "paused"):
        plain = picture(replace(HEEL, state=state), 80, 24, colour=False)
        styled = picture(replace(HEEL, state=state), 80, 24, colour=True)
        assert [re.sub(r"\x1b\[\d+m", "", line) for line in styled] == plain
        assert styled != plain


def test_with_any_key_the_help_names_no_other() -> None:
    last = picture(HEEL, 80, 24, colour=False, any_key=True)[-1]
    assert last == "  any key pause, twice: again, three times: next  Ctrl-C leave"


words = st.one_of(
    st.text(max_size=80),
    st.text(st.sampled_from("Fuß heel 足底を押す 🦶🏽👩‍⚕️ ❤️ \u0301\u200d\u202e \x1b[31m\x9b\x07\r\n"), max_size=80),
    st.sampled_from(["", STRAP, "Donaudampfschifffahrtsgesellschaftskapitän", "足" * 100]),
)
bars = st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(lambda pair: Bar(min(pair), max(pair)))
statuses = st.builds(
    Status,
    title=words,
    state=st.sampled_from(["playing", "paused", "waiting", "over"]),
    session=bars,
    phase=st.none() | words,
    step=st.none() | words,
    side=st.none() | words,
    number=st.integers(0, 9999),
    total=st.integers(0, 9999),
    hold=st.none() | bars,
    coming=st.none() | words,
    message=st.none() | words,
)


@given(statuses, st.integers(1, 130), st.integers(1, 60), st.booleans())
@example(replace(HEEL, step="足底を押す"), 1, 1, False)
def test_nothing_ever_runs_over_the_edge(status: Status, columns: int, lines: int, any_key: bool) -> None:
    page = picture(status, columns, lines, False, any_key)
    assert len(page) <= lines
    for line in page:
        assert cell_len(line) <= columns
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line)


@given(words, st.integers(2, 60))
def test_wrapping_loses_nothing_and_breaks_no_word_that_fits(text: str, columns: int) -> None:
    text = harmless(text)
    lines = wrapped(text, columns, 1000)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    whole = [word for word in text.split() if cell_len(word) <= columns]
    assert [word for line in lines for word in line.split() if word in whole] >= whole


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Press \x1b[31mthe\x1b[0m heel", "Press the heel"),
        ("Press\x1b]0;own3d\x07 the heel", "Press the heel"),
        ("Press\x1b]8;;http://x\x1b\\ here\x1b]8;;\x1b\\", "Press here"),
        ("Press \x9b2Jthe heel\x1b", "Press the heel"),
        ("Press\r\n\tthe\x00 heel\x08", "Press the heel"),
        ("Press \u202ethe\u2066 heel", "Press the heel"),
        ("Dehne die Fußsohle – 日本", "Dehne die Fußsohle – 日本"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_would_command_the_terminal_is_taken_out(text: str, left: str) -> None:
    assert harmless(text) == left
