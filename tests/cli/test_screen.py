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

from tests.cli.pictures import HEEL, drawing
from tests.needs import need_program
from tests.terminals import Terminal, shown
from voiceguide.cli.screen import Drawn, Plain, screen
from voiceguide.live.status import Bar, Status


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
