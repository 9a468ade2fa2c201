"""Splits utterances into parts that are recorded once each.

Nobody has to record `Next: Press the heel spot.` who has recorded `Next` and `Press the heel spot`. Utterances are
split at colons, at commas, and between minutes and seconds, where speakers pause anyway. Answers to keys are also split
beside their number. `for 45 seconds` is never split: it would sound like a list of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voiceguide.language import Pack

CUT = (
    "next",
    "same-again",
    "session-left",
    "time-left",
    "longer",
    "shorter",
    "ends-later",
    "ends-earlier",
    "starting-in",
    "resuming",
)
"""Phrases that are split around their slots."""
TIMED = ("hold", "wait", "wait-limit", "pace", "sets-rest")
"""Phrases that are split within the duration in their slot."""
_ENDS = " \t.,;:!?…–—-"


def key(words: str) -> str:
    """The look-up key of a recording: the words in lower case, without extra spaces and outer punctuation. `Left foot.`
    and `Left foot` share a recording."""
    return " ".join(words.casefold().split()).strip(_ENDS)


def atoms(pack: Pack, text: str) -> tuple[str, ...]:
    """The parts of an utterance that are recorded separately, in order."""
    parts = cut(pack, text)
    return (text,) if len(parts) < 2 else tuple(atom for part in parts for atom in atoms(pack, part))


def cut(pack: Pack, text: str) -> tuple[str, ...]:
    """The parts of an utterance, or the utterance itself if it should be recorded in one piece."""
    for pattern in _patterns(pack):
        if match := pattern.fullmatch(text):
            found = tuple(part.strip() for part in match.groups() if key(part))
            if len(found) > 1:
                return found
    return (text,)


@cache
def _patterns(pack: Pack) -> tuple[re.Pattern[str], ...]:
    phrases = [re.compile("".join(_groups(form))) for name in CUT for form in _forms(pack, name)]
    return (*phrases, *_of_pace(pack), _of_sets(pack), *_of_time(pack))


def _groups(template: str) -> Iterator[str]:
    """A template as groups: the text before its slot, the slot with its punctuation, and the rest."""
    before, slot, after = re.split(r"\{(\w+)\}", template, maxsplit=1)
    signs = re.match(r"[.,:;!?…]*", after)
    assert signs is not None
    yield f"({re.escape(before)})"
    begins = r"\d" if slot == "duration" else ""
    yield f"({begins}.+?{re.escape(signs[0])})"
    yield f"({re.escape(after[signs.end() :])})"


def _of_pace(pack: Pack) -> Iterator[re.Pattern[str]]:
    """`10 times, 3 seconds each`"""
    for form in _forms(pack, "pace"):
        each = re.escape(form).replace(re.escape("{duration}"), r"\d.*?")
        yield re.compile(rf"([^,]*\d[^,]*,|[^,]*,) ({each}\W*)")


def _of_sets(pack: Pack) -> re.Pattern[str]:
    """`3 times 30 seconds`"""
    forms = (re.escape(form) for form in _forms(pack, "sets-hold"))
    filled = (form.replace(re.escape("{times}"), r"\d+").split(re.escape("{duration}")) for form in forms)
    return re.compile("|".join(rf"(?:{before})" for before, *_ in filled).join(("(", r")(\d.*)")))


def _of_time(pack: Pack) -> Iterator[re.Pattern[str]]:
    """Times with two units: `for 1 minute` `30 seconds.`. Times in a writer's own words do not match."""
    spoken = [pack.duration(unit * number) for unit in (3600, 60, 1) for number in (1, 2, 5)]
    units = "|".join({re.escape(re.sub(r"^\d+ ", "", time)) for time in spoken})
    _, joint, _ = re.split(r"\{\w+\}", pack.phrase("time", larger="{larger}", smaller="{smaller}"))
    smaller = rf"{re.escape(joint.strip())} ?\d+ (?:{units}).*?"
    for form in ("{duration}", *(form for name in TIMED for form in _forms(pack, name))):
        before, after = (re.escape(part.rstrip(".")) for part in form.split("{duration}"))
        yield re.compile(rf"({before}\d+ (?:{units})) ({smaller}{after}\W*)", re.IGNORECASE)


def _forms(pack: Pack, name: str) -> list[str]:
    phrase = pack.data["speech"][name]
    return list(phrase.values()) if isinstance(phrase, dict) else [str(phrase)]
