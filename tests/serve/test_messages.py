"""Messages for a page: lengths in whole seconds that can be chosen, and numbers as the language writes them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from math import ceil, floor
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import voiceguide
from voiceguide.duration import clock, parse_length
from voiceguide.fit.fitting import spoken_seconds
from voiceguide.language import available
from voiceguide.language.translating import translate
from voiceguide.serve.messages import in_clocks, said, translated, written

PACKAGE = Path(voiceguide.__file__).parent
CLOCK = re.compile(r"\d+(?::\d\d)+")
ENGLISH_NUMBER = re.compile(r"\d,\d{3}|\d\.\d")
OTHERS = [code for code in available() if code != "en"]
ROOMS = ("audio", "batch", "bed", "desk", "export", "importing", "recordings", "serve", "speech", "studio")


def refusal(shortest: float, longest: float, asked: float = 120) -> dict[str, str]:
    """A refused length, as the command line tells it."""
    asked, least, most = map(spoken_seconds, (asked, shortest, longest))
    return {
        "message": f"heel cannot be {asked} long: its shortest is {least}, its longest {most}",
        "hint": f"--length {shortest:.3f} or --length {longest:.3f} (or 'shortest', 'longest')",
    }


@pytest.mark.parametrize("code", available())
def test_the_shortest_is_rounded_up_and_the_longest_down_in_both_sentences(code: str) -> None:
    told = translated(refusal(271.234, 539.9), code)
    assert CLOCK.findall(told["message"]) == ["2:00", "4:32", "8:59"]
    assert CLOCK.findall(told["hint"]) == ["4:32", "8:59"]


@given(st.integers(1000, 9_000_000), st.integers(1000, 90_000), st.integers(1, 86_400_000))
def test_each_length_that_is_told_can_be_chosen(shortest: int, more: int, asked: int) -> None:
    least, most = shortest / 1000, (shortest + more) / 1000
    told = translated(refusal(least, most, asked / 1000), "de")
    request, *ends = CLOCK.findall(told["message"])
    assert ends == CLOCK.findall(told["hint"])
    lengths = [parse_length(end) for end in ends]
    assert lengths == [ceil(least), floor(most)]
    if not least <= asked / 1000 <= most:
        assert request not in [clock(second) for second in range(ceil(least), floor(most) + 1)]


def test_where_no_whole_second_lies_between_the_ends_the_nearest_one_is_told() -> None:
    assert CLOCK.findall(in_clocks(refusal(60.6, 60.8)["message"])) == ["2:00", "1:01", "1:01"]


def test_the_nearest_lengths_on_both_sides_of_a_hole() -> None:
    near = "the nearest that can be reached: --length 271.234"
    assert said(f"{near} or --length 300.100", "de") == ("am nächsten liegen 4:31 und 5:01", "de")
    assert said(near, "de") == ("am nächsten liegt: 4:31", "de")


def test_a_routine_that_is_too_long_for_a_day() -> None:
    text = "heel takes 24:00:01.200 (86401.200 s) at least, and a session lasts at most 24 hours"
    assert said(text, "de")[0] == "heel dauert mindestens 24:00:02, und eine Sitzung dauert höchstens 24 Stunden"


@pytest.mark.parametrize("code", available())
def test_the_server_tells_the_same_ends_twice(get: httpx.Client, code: str) -> None:
    asked = {"routine": "heel", "length": "2"}
    told = get.get("/plan.json", params=asked, headers={"accept-language": code}).json()
    assert CLOCK.findall(told["message"])[1:] == CLOCK.findall(told["hint"])
    assert CLOCK.findall(told["hint"]) == [clock(ceil(told["shortest"])), clock(floor(told["longest"]))]


@pytest.mark.parametrize(
    ("code", "small", "large", "fraction"),
    [
        ("de", "1.200", "12.000", "0,01"),
        ("en", "1,200", "12,000", "0.01"),
        ("es", "1200", "12.000", "0,01"),
        ("fr", "1\u202f200", "12\u202f000", "0,01"),
        ("it", "1200", "12.000", "0,01"),
        ("nl", "1.200", "12.000", "0,01"),
        ("pt", "1.200", "12.000", "0,01"),
    ],
)
def test_numbers_are_written_as_the_browser_writes_them(code: str, small: str, large: str, fraction: str) -> None:
    assert [written(each, code) for each in ("1,200", "12,000", "0.01")] == [small, large, fraction]
    assert small in said("Split it into parts of up to 1,200 characters.", code)[0]
    assert large in said("“heel” could not be spoken: its 12,000 characters are too many for one utterance", code)[0]
    assert fraction in said("The bed x.wav has only 0.01 seconds of sound.", code)[0]


def test_a_number_in_a_name_stays() -> None:
    assert "Take 1.5, 1,200.wav" in said("The bed /music/Take 1.5, 1,200.wav is silent.", "de")[0]


def filled(path: Path) -> Iterator[str]:
    """The texts of a module with a number in English form, with a number in each such place."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            text = "".join(map(part_of, node.values))
            if ENGLISH_NUMBER.search(text):
                yield text


def part_of(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    form = ast.unparse(node.format_spec) if isinstance(node, ast.FormattedValue) and node.format_spec else ""
    return "1,200" if "," in form else "2.5" if re.search(r"\.[123]f", form) else "12" if form else "x"


@pytest.mark.parametrize("code", OTHERS)
def test_no_translated_message_of_the_source_has_an_english_number(code: str) -> None:
    texts = [text for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py")) for text in filled(path)]
    told = [text for text in texts if translate(text, code) is not None]
    assert len(told) > 3
    english = [each for text in told if ENGLISH_NUMBER.search(each := said(text, code)[0].replace("1.200", ""))]
    assert english == []


def test_pages_have_all_messages_from_here() -> None:
    pattern = re.compile(r"^from voiceguide\.language(\.translating import| import .*\btranslating\b)", re.MULTILINE)
    users = [path for path in PACKAGE.rglob("*.py") if pattern.search(path.read_text("utf-8"))]
    assert users == [PACKAGE / "serve" / "messages.py"]
