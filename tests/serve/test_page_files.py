"""The page's own files, as the server hands them out."""

from __future__ import annotations

import httpx
import pytest

from voiceguide.serve.languages import language_of
from voiceguide.serve.page_files import PAGE, STYLES, compact_style, page_files, style, style_source


@pytest.mark.parametrize(
    ("languages", "language"),
    [(("de-at", "en"), "de"), (("ja", "pt-br", "fr"), "pt"), (("ja",), "en"), ((), "en"), (("en-gb", "de"), "en")],
)
def test_the_words_of_the_page_are_loaded_ahead_in_the_language_of_the_browser(
    languages: tuple[str, ...], language: str
) -> None:
    assert language_of(languages) == language


def test_the_styles_stand_in_the_page_in_their_order_and_only_they_are_allowed(get: httpx.Client) -> None:
    answer = get.get("/")
    inside = answer.text.partition("<style>")[2].partition("</style>")[0]
    assert inside == style()
    assert f"style-src {style_source(inside)};" in answer.headers["content-security-policy"]
    places = [inside.index(compact_style((PAGE / f"{name}.css").read_text("utf-8"))) for name in STYLES]
    assert places == sorted(places)
    assert "page.css" not in page_files()


def test_a_style_loses_comments_and_spaces_that_mean_nothing() -> None:
    written = "/* Why. */\n.a, .b > i {\n  width: calc(100% - 2 * 1em);\n  color: red;\n}\n"
    assert compact_style(written) == ".a,.b > i{width: calc(100% - 2 * 1em);color: red;}"


def test_a_phone_gets_the_page_in_its_first_packets(get: httpx.Client) -> None:
    """A server sends ten packets before it waits for an answer (RFC 6928)."""
    answer = get.get("/", headers={"accept-encoding": "gzip"})
    assert int(answer.headers["content-length"]) + len(str(answer.headers)) < 10 * 1460
