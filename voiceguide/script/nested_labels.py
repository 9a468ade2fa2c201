"""Labels of the lines nested under a step that are neither details nor cues: its short name, and the place of its
things."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from voiceguide.language import load
from voiceguide.language.letters import bare

NestedLabel = Literal["short", "where"]
LABELS: tuple[NestedLabel, ...] = ("short", "where")
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^:]{0,30}?)\s*:\s*(?P<words>\S.*)")


def labelled(text: str, language: str) -> tuple[NestedLabel, str] | None:
    """The label of a nested line and the words behind it: `short: The sore spot of the heel`."""
    match = _LABELLED.fullmatch(text)
    label = _labels(language).get(bare(match["label"])) if match else None
    if match is None or label is None:
        return None
    words = match["words"]
    return label, words[:1].upper() + words[1:]


@cache
def _labels(language: str) -> dict[str, NestedLabel]:
    """The words for each label of a language, bare."""
    pack = load(language)
    return {bare(word): name for name in LABELS for word in pack.words("nested", name)}
