"""Lines of programs' output in messages."""

from __future__ import annotations

from voiceguide.speech.error_text import first_line, last_line


def test_of_what_is_printed_the_last_line_that_says_anything_is_told() -> None:
    assert last_line(b"loading\r 10 %\r 99 %\n\x1b[31mno\tmodel\x1b[0m\a\n \x1b[0m\n") == "no model?"
    assert last_line(b"x" * 1000) == "x" * 200 + "…"
    assert last_line(b"") == ""
    assert first_line(ValueError("one\ntwo")) == "one"
    assert first_line(KeyError()) == "KeyError"
