"""The page's own files, as the server hands them out."""

from __future__ import annotations

import pytest

from voiceguide.serve.page_files import STYLE, STYLES, language_of, page_files


@pytest.mark.parametrize(
    ("languages", "language"),
    [(("de-at", "en"), "de"), (("ja", "pt-br", "fr"), "pt"), (("ja",), "en"), ((), "en"), (("en-gb", "de"), "en")],
)
def test_the_words_of_the_page_are_loaded_ahead_in_the_language_of_the_browser(
    languages: tuple[str, ...], language: str
) -> None:
    assert language_of(languages) == language


def test_all_styles_are_one_file_in_their_order() -> None:
    files = page_files()
    places = [files[STYLE].content.index(files[f"{name}.css"].content) for name in STYLES]
    assert places == sorted(places)
