"""The language of the page for a browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from starlette.requests import Request

from voiceguide.serve.page_files import PAGE

MOST_LANGUAGES = 5
"""The languages of a browser that are looked at."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def language_asked(request: Request) -> str:
    """The language of the page for the browser that asks."""
    return language_of(accepted_languages(request.headers.get("accept-language", "")))


def language_of(languages: Sequence[str]) -> str:
    """The language of the page for a browser with these languages: the first in which it has words, else English."""
    return next((name for each in languages if (name := each.partition("-")[0]) in known_languages()), "en")


@cache
def known_languages() -> frozenset[str]:
    """The languages in which the page has words."""
    return frozenset(path.stem for path in (PAGE / "words").glob("*.js"))


def accepted_languages(header: str) -> tuple[str, ...]:
    """The languages that a browser prefers, best first."""
    found: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        name, _, quality = part.strip().partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if _LANGUAGE.fullmatch(name) and weight > 0:
            found.append((-weight, name.lower()))
    return tuple(name for _, name in sorted(found, key=lambda each: each[0]))[:MOST_LANGUAGES]
