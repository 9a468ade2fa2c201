"""Names in a greeting, respelt for English voices, which would spoil some of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from voiceguide.language.pack import Pack


def spoken_name(pack: Pack, name: str) -> str:
    """A name as an English voice is given it. Other languages' voices get it unchanged."""
    if pack.code != "en":
        return name
    known = _names()
    return re.sub(r"\w+", lambda word: known.get(word[0].casefold(), word[0]), name)


@cache
def _names() -> Mapping[str, str]:
    text = files("voiceguide.language").joinpath("name_spellings", "en.toml").read_text(encoding="utf-8")
    return {name.casefold(): spelling for name, spelling in tomllib.loads(text)["names"].items()}
