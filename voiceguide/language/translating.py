"""Translations of findings and refusals, which the reader and the command line say in English.

`messages/` has one file for each other language: the English message -> the same in that language. A message has
slots: `{1}` takes any text as it is, `{1!}` a message that is translated in turn, `{1?}` one that is translated if it
is known, `{1@}` a length of time. `en.toml` has other words for messages that name a command: a page needs none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from voiceguide.duration import clock
from voiceguide.language.pack import Pack, load

FOLDER = Path(__file__).parent / "messages"
ENGLISH = "en"
SLOT = re.compile(r"\{(\d)([!?@]?)\}")
CURE = "; here: "
"""The words between a hint and the lines that it leads to."""
DEEPEST = 4
"""Messages within messages."""
_TIME = re.compile(r"\d[\d,]*(?:\.\d+)? (?:hour|minute|second|day)s?")
_CLOCK = re.compile(r"(\d+(?::\d\d)+)(?:\.\d+)? \([\d.]+ s\)")
"""A length as the command line tells it, to the millisecond."""
_TYPED = re.compile(r"\d+(?:\.\d+)?")
"""A length in seconds, as it is typed behind `--length`."""
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True, slots=True)
class _Message:
    """An English message by its parts: literal texts with slots between them."""

    literals: tuple[str, ...]
    slots: tuple[tuple[str, str], ...]
    """The number and the kind of each slot."""
    translated: str

    def found(self, text: str) -> list[str] | None:
        """The texts in the slots; None for another message. Takes time in proportion to the text."""
        first, *others = self.literals
        if not others:
            return [] if text == first else None
        last = others[-1]
        end = len(text) - len(last)
        if not text.startswith(first) or not text.endswith(last) or end < len(first):
            return None
        found, place = [], len(first)
        for literal in others[:-1]:
            next_place = text.find(literal, place, end)
            if next_place < 0:
                return None
            found.append(text[place:next_place])
            place = next_place + len(literal)
        return [*found, text[place:end]]


def translate(text: str, code: str) -> str | None:
    """A message in a language; None if there is no translation."""
    found = _translated(text, code) or _as_sentence(text, code)
    return text if found is None and code == ENGLISH else found


def said(text: str, code: str) -> tuple[str, str]:
    """A message in a language, or else in English, with the code of the language that it is in."""
    found = translate(text, code)
    return (text, ENGLISH) if found is None else (found, code)


@cache
def messages(code: str) -> Mapping[str, str]:
    """English message -> the same in a language; none for a language without translations."""
    path = FOLDER / f"{code}.toml"
    sections = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    return {english: text for section in sections.values() for english, text in section.items()}


@lru_cache(maxsize=4096)
def _translated(text: str, code: str, depth: int = 0) -> str | None:
    for message in _known(code) if depth < DEEPEST else ():
        found = message.found(text)
        if found is None:
            continue
        filled = dict(_filled(message, found, code, depth))
        if None not in filled.values():
            return _put(message.translated, filled)
    return None


def _put(translated: str, filled: Mapping[str, str | None]) -> str:
    return SLOT.sub(lambda slot: filled[slot[1]] or "", translated)


def _as_sentence(text: str, code: str) -> str | None:
    """A message that was made a sentence: with a capital, or with a full stop."""
    bare = text.removesuffix(".")
    for first in (bare, bare[:1].lower() + bare[1:]):
        found = _translated(first, code)
        if found is not None:
            capital = found if first == bare else found[:1].upper() + found[1:]
            return capital + text[len(bare) :]
    return None


def _filled(message: _Message, found: list[str], code: str, depth: int) -> Iterator[tuple[str, str | None]]:
    for (number, kind), text in zip(message.slots, found, strict=True):
        if kind in ("!", "?"):
            told = _translated(text, code, depth + 1)
            yield number, text if told is None and kind == "?" else told
        else:
            yield number, _time(text, load(code)) if kind == "@" else text


@cache
def _known(code: str) -> tuple[_Message, ...]:
    """The messages of a language. Those with more words of their own come first, and before them hints with a cure."""
    found = [_message(english, text) for english, text in messages(code).items()]
    return tuple(sorted(found, key=lambda message: (CURE not in message.literals, -sum(map(len, message.literals)))))


def _message(english: str, translated: str) -> _Message:
    pieces = SLOT.split(english)
    return _Message(tuple(pieces[::3]), tuple(zip(pieces[1::3], pieces[2::3], strict=True)), translated)


def _time(text: str, pack: Pack) -> str:
    """A length of time in another language, or as a clock; as it is if it cannot be read."""
    told = _CLOCK.fullmatch(text)
    if told is not None:
        return told[1]
    if _TYPED.fullmatch(text):
        return clock(float(text))
    if _TIME.fullmatch(text) is None:
        return text
    number, unit = text.split()
    return pack.duration(float(number.replace(",", "")) * _SECONDS[unit.rstrip("s")])
