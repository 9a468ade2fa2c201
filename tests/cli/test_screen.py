"""The screens of a live session."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.needs import need_program
from tests.terminals import Terminal, shown
from voiceguide.cli.harmless import harmless
from voiceguide.cli.picture import picture
from voiceguide.cli.screen import Drawn, Plain, screen
from voiceguide.cli.wrap import wrapped
from voiceguide.live.status import Bar, Status

HEEL = Status(
    title="Heel pain relief",
    state="playing",
    session=Bar(590, 900),
    phase="Release the trigger points",
    step="Press the heel spot, cross-friction",
    side="Left foot",
    number=3,
    total=12,
    hold=Bar(22.4, 45),
    coming="Right foot: the same again",
)
STRAP = (
    "Put the strap around the ball of the foot, lie on your back, and pull the toes towards you until it draws in "
    "the calf"
)


def drawing(status: Status, columns: int, lines: int) -> str:
    return "\n".join(line.rstrip() for line in picture(status, columns, lines, colour=False)) + "\n"


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


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """A terminal for the screens."""
    for name in ("NO_COLOR", "VOICEGUIDE_PLAIN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    yield terminal
    terminal.close()


@contextmanager
def written_to(terminal: Terminal, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Use the terminal as the standard error of this process."""
    with open(terminal.end, "w", encoding=encoding, closefd=False) as stream, redirect_stderr(stream):
        yield stream


def test_the_picture_is_drawn_and_then_only_what_has_changed(terminal: Terminal) -> None:
    with written_to(terminal), screen(plain=False) as on:
        on.show(HEEL)
        assert shown(re.sub(r"\x1b\[[\d;]*m", "", terminal.written())) == drawing(HEEL, 80, 24).splitlines()
        on.show(replace(HEEL, hold=Bar(22.3, 45)))
        assert terminal.written() == ""
        later = replace(HEEL, hold=Bar(21.9, 45), message="15 seconds longer.")
        on.show(later)
        change = terminal.written()
        assert change.count("\x1b[K") < 10
        assert "Left foot" not in change
        assert shown(re.sub(r"\x1b\[[\d;]*m", "", terminal.seen)) == drawing(later, 80, 24).splitlines()


def test_a_screen_that_is_resized_is_drawn_anew(terminal: Terminal) -> None:
    with written_to(terminal) as stream, Drawn(stream, colour=False) as on:
        on.show(HEEL)
        terminal.resize(40, 12)
        on.show(HEEL)
        assert shown(terminal.written(), 24)[:12] == drawing(HEEL, 40, 12).splitlines()


def test_closing_gives_the_screen_back_and_leaves_one_line(terminal: Terminal) -> None:
    with written_to(terminal), screen(plain=False) as on:
        assert "\x1b[?1049h\x1b[?25l" in terminal.written()
        on.note("this voice speaks slowly")
        on.show(HEEL)
        assert "slowly" not in terminal.written()
    after = terminal.written()
    assert after.endswith(
        "\x1b[?25h\x1b[?1049lnote: this voice speaks slowly\r\nHeel pain relief, place kept at 5:10\r\n"
    )
    with written_to(terminal):
        on.close()
    assert terminal.written() == ""


def test_at_the_end_the_line_says_done(terminal: Terminal) -> None:
    with written_to(terminal), screen(plain=False) as on:
        on.show(Status("Heel pain relief", "over", Bar(0, 725.9)))
    assert terminal.written().endswith("Heel pain relief, 12:05, done\r\n")


def test_a_terminal_that_goes_away_ends_no_session_by_itself(terminal: Terminal) -> None:
    with written_to(terminal), screen(plain=False) as on:
        on.show(HEEL)
        terminal.hang_up()
        on.show(replace(HEEL, number=4))
        on.show(replace(HEEL, number=5))


def test_no_color_is_obeyed(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with written_to(terminal), screen(plain=False) as on:
        on.show(HEEL)
        assert not re.search(r"\x1b\[3\dm", terminal.written())


def test_a_terminal_without_the_signs_gets_plain_ones(terminal: Terminal) -> None:
    with written_to(terminal, "ascii") as stream, Drawn(stream, colour=False) as on:
        on.show(HEEL)
        assert "  ############   ############" in shown(terminal.written())


@pytest.mark.parametrize(("name", "value"), [("VOICEGUIDE_PLAIN", "1"), ("TERM", "dumb")])
def test_plain_lines_where_they_are_asked_for(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with written_to(terminal):
        assert isinstance(screen(plain=False), Drawn)
        assert isinstance(screen(plain=True), Plain)
        monkeypatch.setenv(name, value)
        assert isinstance(screen(plain=False), Plain)


def test_a_plain_line_waits_for_the_end_of_the_words(capfd: pytest.CaptureFixture[str]) -> None:
    with Plain() as on:
        on.show(replace(HEEL, side=None, hold=None, speaking=True))
        assert capfd.readouterr().err == ""
        on.show(replace(HEEL, side=None, hold=None))
        assert HEEL.step is not None
        assert HEEL.step in capfd.readouterr().err
        on.show(replace(HEEL, state="paused", message="Paused.", speaking=True))
    assert capfd.readouterr().err.splitlines()[0] == "Paused."


def test_plain_is_one_line_a_step_and_one_a_state(capfd: pytest.CaptureFixture[str]) -> None:
    first = Status("Heel pain relief", "playing", Bar(900, 900))
    step = replace(HEEL, session=Bar(879, 900), hold=None, side="Left\x1b[2J foot")
    hold = replace(step, session=Bar(870, 900), hold=Bar(45, 45))
    with screen(plain=False) as on:
        assert isinstance(on, Plain)
        moments = [
            first,
            step,
            hold,
            replace(hold, message="15 seconds longer."),
            replace(hold, state="paused", message="Paused."),
            replace(hold, state="paused", message="Paused."),
            replace(hold, message="Paused."),
            replace(hold, session=Bar(820, 900), number=4, side="Right foot", hold=Bar(30, 45)),
            replace(hold, session=Bar(800, 900), number=5, step="Lie down", side=None, hold=None, state="waiting"),
            replace(first, session=Bar(0, 900), state="over", message="Take your time getting up."),
        ]
        for moment in moments:
            on.show(moment)
    out, err = capfd.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "0:21 Press the heel spot, cross-friction (Left foot)",
        "Paused.",
        "Going on.",
        "1:20 Press the heel spot, cross-friction (Right foot), 0:45",
        "Waiting.",
        "1:40 Lie down",
        "Heel pain relief, 15:00, done",
    ]


def test_no_place_is_said_to_be_kept_of_a_session_that_was_left_before_it_was_made(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with screen(plain=True) as on:
        on.show(Status("Heel pain relief", "playing", Bar(0, 0)))
    assert capfd.readouterr().err == "Heel pain relief, left before it began\n"


def test_nothing_shown_leaves_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with screen(plain=True):
        pass
    assert capfd.readouterr() == ("", "")


SESSION = """
import signal
from dataclasses import replace
from voiceguide.cli.signals import _terminate
from voiceguide.cli.keys import keys
from voiceguide.cli.screen import screen
from voiceguide.live.status import Bar, Status
signal.signal(signal.SIGTERM, _terminate)
with screen(plain=False) as on, keys() as read:
    status = Status("Heel pain relief", "playing", Bar(590, 900), step="Press the heel spot", side="Left foot")
    while (key := read(0.02)) != "q":
        on.show(status)
        status = replace(status, message=f"key: {key}") if key else status
"""


def test_ctrl_z_gives_the_screen_back_and_fg_draws_it_whole(tmp_path: Path) -> None:
    bash = need_program("bash")
    program = tmp_path / "program.py"
    program.write_text(SESSION)
    terminal = Terminal()
    with terminal.running(bash, "--norc", "--noprofile", "--noediting", "-i", PS1="ready>", PYTHONPATH=".") as shell:
        terminal.until("ready>")
        terminal.press(f"{sys.executable} {program}\n".encode())
        terminal.until("q leave")
        terminal.press(b"\x1a")
        stopped = terminal.until("ready>")
        assert stopped.index("\x1b[?1049l") < stopped.index("Stopped")
        terminal.press(b"set -b; bg\n")
        assert "\x1b" not in terminal.until("Stopped")
        terminal.press(b"fg\n")
        again = terminal.until("q leave")
        assert "\x1b[?1049h" in again
        assert "Left foot" in again
        terminal.press(b"r")
        terminal.until("key: r")
        terminal.press(b"q")
        assert "place kept at 5:10" in terminal.until("ready>")
        shell.kill()
    terminal.close()


def test_sigterm_gives_the_screen_back() -> None:
    terminal = Terminal()
    before = terminal.modes()
    with terminal.running(sys.executable, "-c", SESSION) as process:
        terminal.until("q leave")
        process.terminate()
        process.wait(30)
        assert "\x1b[?1049l" in terminal.written()
        assert terminal.modes() == before
    terminal.close()


def test_a_plain_screen_prints_each_message_before_the_first_step_once(capfd: pytest.CaptureFixture[str]) -> None:
    plain, before = Plain(), Status("Heel", "playing", Bar(0, 0))
    for message in (None, "Next.", "Next.", "Again."):
        plain.show(replace(before, message=message))
    plain.show(replace(before, state="paused", message="Paused."))
    assert capfd.readouterr().err.splitlines() == ["Next.", "Again.", "Paused."]
