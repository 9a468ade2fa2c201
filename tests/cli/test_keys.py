"""Keys as real terminals send them."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.needs import need_program
from tests.terminals import Terminal
from voiceguide.cli.keycodes import first_key
from voiceguide.cli.keys import FirstPresses, TerminalKeys, WindowsKeys, command_of, keys
from voiceguide.live.commands import AnyCommand, Command, OverlayCommand

AS_SENT = {
    b" ": "space",
    b"\r": "enter",
    b"\n": "enter",
    b"q": "q",
    b"Q": "Q",
    b"+": "+",
    "ü".encode(): "ü",
    "日".encode(): "日",
    "🦶".encode(): "🦶",
    b"\x1b[A": "up",
    b"\x1b[B": "down",
    b"\x1b[C": "right",
    b"\x1b[D": "left",
    b"\x1bOC": "right",
    b"\x1bOD": "left",
    b"\x1b[1;5C": "right",  # with Ctrl
    b"\x1bOM": "enter",  # on the number pad
    b"\x1b[57430u": "play-pause",
    b"\x1b[5~": "other",  # page up
    b"\x1b[15;2~": "other",  # F5 with Shift
    b"\x1bOP": "other",  # F1
    b"\x1b[[A": "other",  # F1 on the Linux console
    b"\x1b[?62;c": "other",  # a reply of the terminal
    b"\x1b]11;rgb:0000/0000/0000\x07": "other",
    b"\x1bP1$r0m\x1b\\": "other",
    b"\x1bq": "other",  # with Alt: a plain q would leave
    b"\x1b": "escape",
    b"\x1b[": "other",  # Alt and a bracket, or cut short
    b"\t": "other",
    b"\x7f": "other",
    b"\x04": "other",
    b"\xff": "other",
    b"\xc3": "other",  # half a character
}


def names(*chunks: bytes) -> list[str]:
    """Return the keys in bytes that arrive bit by bit."""
    found, typed = [], b""
    for chunk in (*chunks, None):
        typed += chunk or b""
        while (key := first_key(typed, chunk is None))[1]:
            found.append(key[0])
            typed = typed[key[1] :]
    assert not typed
    return found


@pytest.mark.parametrize("sent", AS_SENT, ids=str)
def test_each_key_has_its_name_however_it_comes(sent: bytes) -> None:
    assert names(sent) == [AS_SENT[sent]]
    assert names(*(sent[i : i + 1] for i in range(len(sent)))) == [AS_SENT[sent]]


@pytest.mark.parametrize(
    ("key", "command"),
    {
        "<": OverlayCommand.SLOWER,
        ">": OverlayCommand.FASTER,
        "v": OverlayCommand.VOICE_SOFTER,
        "V": OverlayCommand.VOICE_LOUDER,
        "b": OverlayCommand.BELLS_SOFTER,
        "B": OverlayCommand.BELLS_LOUDER,
        "m": OverlayCommand.BED_SOFTER,
        "M": OverlayCommand.BED_LOUDER,
        "L": Command.LONGER,  # with the capitals locked
    }.items(),
)
def test_a_small_letter_makes_softer_and_a_capital_one_louder(key: str, command: AnyCommand) -> None:
    assert command_of(key, any_key=False) is command
    assert command_of(key, any_key=True) is Command.PRESS


def test_pasted_text_gives_many_keys() -> None:
    assert names("l s\n日q".encode()) == ["l", "space", "s", "enter", "日", "q"]
    assert names(b"\x1b[C\x1b[Dr\x1b\x1b[A") == ["right", "left", "r", "escape", "up"]


PIECES = st.lists(st.one_of(st.binary(max_size=6), st.sampled_from(sorted(AS_SENT))), max_size=8)


@given(PIECES, st.lists(st.integers(0, 40), max_size=5))
def test_bytes_give_the_same_keys_wherever_they_are_cut(pieces: list[bytes], cuts: list[int]) -> None:
    whole = b"".join(pieces)
    places = [0, *sorted(cuts), len(whole)]
    assert names(*(whole[a:b] for a, b in pairwise(places))) == names(whole)


def test_what_never_ends_is_not_waited_for() -> None:
    assert first_key(b"\x1b]" + b"x" * 998, False) == ("", 0)
    assert first_key(b"\x1b]" + b"x" * 999, False) == ("other", 1001)


@pytest.mark.parametrize(
    ("key", "command"),
    [
        ("space", Command.PRESS),
        ("enter", Command.PRESS),
        ("left", Command.BACK),
        ("right", Command.NEXT),
        ("r", Command.AGAIN),
        ("R", Command.AGAIN),
        ("w", Command.WHERE),
        ("+", OverlayCommand.LOUDER),
        ("=", OverlayCommand.LOUDER),
        ("-", OverlayCommand.QUIETER),
        ("l", Command.LONGER),
        ("S", Command.SHORTER),
        ("q", Command.LEAVE),
        ("play-pause", Command.PRESS),
        ("next-track", Command.NEXT),
        ("x", None),
        ("other", None),
        ("escape", None),
        ("closed", Command.QUIT),
    ],
)
def test_what_the_keys_do(key: str, command: AnyCommand | None) -> None:
    assert command_of(key, any_key=False) is command


@pytest.mark.parametrize("key", ["space", "q", "x", "other", "escape", "left", "ü"])
def test_with_any_key_each_is_the_one_button(key: str) -> None:
    assert command_of(key, any_key=True) is Command.PRESS
    assert command_of("closed", any_key=True) is Command.QUIT


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """Use a terminal as the standard input of this process."""
    terminal = Terminal()
    with open(terminal.end, closefd=False) as stream:
        monkeypatch.setattr("sys.stdin", stream)
        yield terminal
    terminal.close()


def test_keys_come_one_by_one_at_once_and_unseen(terminal: Terminal) -> None:
    before = terminal.modes()
    with keys() as read:
        assert read(0) is None
        terminal.press("r\x1b[Cü\x13q ".encode())
        assert [read(5) for _ in range(6)] == ["r", "right", "ü", "other", "q", "space"]
        assert read(0) is None
        assert terminal.written() == ""
    assert terminal.modes() == before


def test_an_escape_alone_is_the_escape_key_and_before_more_it_is_not(terminal: Terminal) -> None:
    with keys() as read:
        terminal.press(b"\x1b")
        assert read(30) == "escape"
    now = 0.0
    with keys():
        read = TerminalKeys(terminal.end, lambda: now)
        terminal.press(b"\x1b")
        assert read(0) is None
        now = 0.04
        terminal.press(b"[D")
        assert read(0) == "left"
        terminal.press(b"\x1b")
        assert read(0) is None
        now = 0.1
        assert read(0) == "escape"


def test_a_held_key_and_pasted_text_are_one_press(terminal: Terminal) -> None:
    now = 0.0
    with keys() as read:
        presses = FirstPresses(read, lambda: now)
        terminal.press(b"quit, please, qqqq")
        assert [presses(1), presses(0)] == ["q", None]
        came = []
        for _ in range(20):  # a held key repeats some thirty times a second
            now += 0.033
            terminal.press(b" ")
            came.append(presses(1))
        assert came == [None] * 20
        now += 0.3
        terminal.press(b" ")
        assert presses(1) == "space"
        terminal.hang_up()
        assert presses(0.01) == "closed"


class TypedKeys:
    """Keys that arrive at given seconds, by a clock of their own."""

    def __init__(self, *typed: tuple[float, str]) -> None:
        self.now = 0.0
        self._coming = sorted(typed)

    def __call__(self, seconds: float) -> str | None:
        if self._coming and self._coming[0][0] <= self.now + seconds:
            at, key = self._coming.pop(0)
            self.now = max(self.now, at)
            return key
        self.now += seconds
        return None


def passed_on(*typed: tuple[float, str]) -> list[tuple[float, str]]:
    """The keys that count, each with its second, of a keyboard that is watched for ten seconds."""
    read = TypedKeys(*typed)
    presses = FirstPresses(read, lambda: read.now)
    came = []
    while read.now < 10:
        key = presses(0.02)
        if key is not None:
            came.append((round(read.now, 2), key))
    return came


@pytest.mark.parametrize(("delay", "each"), [(0.225, 0.03), (0.5, 0.033), (0.66, 0.04), (1.0, 0.033)])
@pytest.mark.parametrize("key", ["space", "right", "q"])
def test_a_held_key_is_one_press(key: str, delay: float, each: float) -> None:
    held = [(1.0, key), *((1 + delay + number * each, key) for number in range(60))]
    assert passed_on(*held) == [(1.0, key)]


def test_a_held_q_is_one_press_on_a_slow_console() -> None:
    assert passed_on((1.0, "q"), *((1.25 + number * 0.092, "q") for number in range(20)))[:1] == [(1.0, "q")]


def test_presses_that_follow_one_another_all_count() -> None:
    pressed = [(1.0, "space"), (1.15, "space"), (1.45, "space"), (2.0, "q"), (2.4, "q")]
    assert [key for _, key in passed_on(*pressed)] == ["space", "space", "space", "q", "q"]
    assert all(at - when < 0.13 for (at, _), (when, _) in zip(passed_on(*pressed), pressed, strict=True))


def test_a_terminal_that_has_gone_says_so_again_and_again(terminal: Terminal) -> None:
    with keys() as read:
        terminal.hang_up()
        assert [read(0.01), read(0)] == ["closed", "closed"]


def test_the_terminal_is_as_it_was_after_an_exception_and_too_many_keys_are_forgotten(terminal: Terminal) -> None:
    before = terminal.modes()

    def fail() -> None:
        with keys():
            assert terminal.modes() != before
            terminal.press(b"qqq")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert terminal.modes() == before
    with keys() as read:
        assert read(0) is None


def test_without_a_terminal_no_key_is_ever_pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/null").open() as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        with keys() as read:
            assert read(0) is None


READ_KEYS = """
import signal
from voiceguide.cli.signals import _terminate
from voiceguide.cli.keys import keys
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, _terminate)
signal.signal(signal.SIGHUP, _terminate)
try:
    with keys() as read:
        print("taken", flush=True)
        while (key := read(0.1)) != "q":  # short waits, as the player has: a signal just before a wait ends after it
            if key:
                print("key:", key, flush=True)
finally:
    print("left", flush=True)
"""


@pytest.mark.parametrize(
    "leave",
    [
        lambda terminal, process: terminal.press(b"q"),
        lambda terminal, process: terminal.press(b"\x03"),
        lambda terminal, process: process.send_signal(signal.SIGTERM),
        lambda terminal, process: process.send_signal(signal.SIGHUP),
    ],
    ids=["q", "Ctrl-C", "SIGTERM", "SIGHUP"],
)
def test_the_terminal_is_as_it_was_however_it_is_left(leave: Callable[..., None]) -> None:
    terminal = Terminal()
    before = terminal.modes()
    with terminal.running(sys.executable, "-c", READ_KEYS) as process:
        terminal.until("taken")
        assert terminal.modes() != before
        leave(terminal, process)
        terminal.until("left")
        process.wait(30)
        assert terminal.modes() == before
    terminal.close()


def test_ctrl_z_gives_the_terminal_back_and_fg_takes_it_again(tmp_path: Path) -> None:
    bash = need_program("bash")
    terminal = Terminal()
    with terminal.running(bash, "--norc", "--noprofile", "--noediting", "-i", PS1="ready>") as shell:
        terminal.until("ready>")
        before = terminal.modes()
        program = tmp_path / "program.py"
        program.write_text(READ_KEYS)
        terminal.press(f"PYTHONPATH=. {sys.executable} {program}\n".encode())
        terminal.until("taken")
        taken = terminal.modes()
        terminal.press(b"\x1a")
        terminal.until("Stopped")
        terminal.until("ready>")
        assert terminal.modes() == before
        terminal.press(b"fg\n")
        terminal.until("fg\r\n")
        terminal.press(b"r")
        terminal.until("key: r")
        assert terminal.modes() == taken
        terminal.press(b"q")
        terminal.until("ready>")
        assert terminal.modes() == before
        shell.kill()
    terminal.close()


class FakeConsole:
    """Returns the characters of a Windows console."""

    def __init__(self, typed: str) -> None:
        self.typed = list(typed)

    def kbhit(self) -> bool:
        return bool(self.typed)

    def getwch(self) -> str:
        return self.typed.pop(0)


def test_a_windows_console_has_arrows_and_letters() -> None:
    slept: list[float] = []
    read = WindowsKeys(FakeConsole("q\xe0K\xe0M\0;\r ü\ud83e\xe0"), slept.append)
    assert [read(0) for _ in range(9)] == ["q", "left", "right", "other", "enter", "space", "ü", "other", "à"]
    assert read(0.05) is None
    assert sum(slept) == pytest.approx(0.06)
    with pytest.raises(KeyboardInterrupt):
        WindowsKeys(FakeConsole("\x03"), slept.append)(0)
