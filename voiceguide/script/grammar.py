"""The phrases of a language pack, compiled once: doses, sides and conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from voiceguide.language import Pack, load
from voiceguide.language.letters import bare, either
from voiceguide.script.amounts import Lexer, lexer
from voiceguide.script.templates import CLAUSE_END, MORE, NUMBER, TIME, Template

KINDS = ("pace", "tempo", "rest", "work", "counted", "breaths", "more", "rounds", "again", "sets", "times", "hold")
"""The pieces of a dose, in the order in which they are searched."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a pack."""

    kind: str
    pattern: Template
    ending: bool
    """True if it must end its clause."""


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The grammar of one language, compiled."""

    pack: Pack
    lexer: Lexer
    doses: tuple[Phrase, ...]
    sides: tuple[Phrase, ...]
    """Kinds: `each`, `any`, `set_off`, `both`."""
    nouns: dict[str, str]
    """Every word for a side, with its key in the pack."""
    conditions: tuple[Phrase, ...]
    coaching: tuple[Phrase, ...]
    ways: tuple[Template, ...]
    alternating: tuple[Template, ...]
    plain_sides: tuple[Template, ...]
    often: tuple[Template, ...]
    circuit: tuple[Template, ...]
    front: tuple[Template, ...]
    vague: tuple[Template, ...]
    strokes: tuple[Template, ...]
    switch: tuple[Template, ...]
    until: re.Pattern[str]
    until_ready: re.Pattern[str]
    cue_word: re.Pattern[str]
    """A word before a time that makes it the time of a cue."""
    must: re.Pattern[str]
    """A word before a number that makes it a dose."""
    dose_word: re.Pattern[str]
    """A word after a number that makes it a dose."""
    plus: re.Pattern[str]
    """The words between two numbers that are one in speech."""
    for_unit: re.Pattern[str]
    """`for` and some words that end their clause. The last may be a unit."""
    digits_left: re.Pattern[str]
    """Digits that were not read in the place of a dose."""
    joiner: re.Pattern[str]
    """Words that join a dose to the words before it."""
    end: re.Pattern[str]
    """The end of a clause after a dose. The last part of a verb may come first: `10 keer op`."""
    goes_on: re.Pattern[str]
    """Words that may follow a dose in the middle of a sentence."""
    adverb: re.Pattern[str]
    repeat: re.Pattern[str]
    repeat_behind: re.Pattern[str]
    """A word of repeating at the beginning of a later clause."""
    repeat_last: re.Pattern[str]
    rest_words: frozenset[str]
    measure: re.Pattern[str]
    """A measure after a number, which is then not a dose."""


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language."""
    pack = load(language)
    nouns = _nouns(pack)
    slots = {
        "{one}": f"(?P<noun>{either([w for noun in pack.data['nouns'].values() for w in noun['one']])})",
        "{many}": f"(?P<noun>{either([w for noun in pack.data['nouns'].values() for w in noun['many']])})",
        "{noun}": f"(?:{either([w for noun in pack.data['nouns'].values() for w in (*noun['one'], *noun['many'])])})",
    }
    moves = {"{move}": f"(?:{either(pack.words('dose', 'moves'))})"}
    return Grammar(
        pack=pack,
        lexer=lexer(language),
        doses=tuple(_phrase(kind, text, moves) for kind in KINDS for text in pack.words("dose", kind)),
        sides=tuple(
            Phrase(kind, Template(text, slots), True)
            for kind in ("each", "any", "set_off", "both")
            for text in pack.words("sides", kind)
        ),
        nouns=nouns,
        conditions=tuple(
            _phrase(kind, text)
            for kind in ("optional", "needs", "after", "rounds")
            for text in pack.words("conditions", kind)
        ),
        coaching=tuple(_phrase(kind, text) for kind in pack.data["coaching"] for text in pack.words("coaching", kind)),
        ways=tuple(Template(text) for text in pack.words("dose", "ways")),
        alternating=tuple(Template(text, slots) for text in pack.words("sides", "alternating")),
        plain_sides=tuple(Template(text, slots) for text in pack.words("sides", "plain")),
        often=tuple(Template(text) for text in pack.words("facts", "often")),
        circuit=tuple(Template(text) for text in pack.words("exercise", "circuit")),
        front=tuple(Template(text) for text in pack.words("dose", "front")),
        vague=tuple(Template(text) for text in pack.words("dose", "vague")),
        strokes=tuple(Template(text) for text in pack.words("dose", "strokes")),
        switch=tuple(Template(text, slots) for text in pack.words("sides", "switch")),
        until=_word(pack.words("dose", "until")),
        until_ready=_word(pack.words("dose", "until_ready")),
        cue_word=_before(pack, pack.words("dose", "cue_words")),
        must=_before(pack, pack.words("dose", "must")),
        dose_word=re.compile(rf"\s(?:{either(pack.words('dose', 'units'))})(?!\w)", re.IGNORECASE),
        plus=re.compile(rf"\s*(?:(?:{either(pack.words('units', 'plus'))})\s*)?", re.IGNORECASE),
        for_unit=_for_unit(pack),
        digits_left=_digits_left(pack, lexer(language)),
        joiner=re.compile(rf"(?:^|[\s,;]+)(?:{either(pack.words('dose', 'joiners'))})\s*$", re.IGNORECASE),
        end=re.compile(
            rf"(?:\s+(?:{either(pack.words('dose', 'particles'))}))?(?:{CLAUSE_END.pattern}|\s?/)", re.IGNORECASE
        ),
        goes_on=re.compile(rf"\s+(?:{either(pack.words('dose', 'behind'))})(?!\w)", re.IGNORECASE),
        adverb=_word(list(pack.table("dose", "adverbs"))),
        repeat=re.compile(rf"(?:{either(pack.words('sides', 'repeat'))})(?!\w)", re.IGNORECASE),
        repeat_behind=re.compile(
            rf"[,.;]\s*(?:\w+\s)?(?:{either(pack.words('sides', 'repeat'))})(?!\w)", re.IGNORECASE
        ),
        repeat_last=re.compile(rf"(?<!\w)(?:{either(pack.words('sides', 'repeat_last'))})$", re.IGNORECASE),
        rest_words=frozenset(bare(word) for word in pack.words("rest")),
        measure=re.compile(rf"\s?-?(?:{either(pack.words('measures'))})(?![\w])|\s?[%°]", re.IGNORECASE),
    )


def _phrase(kind: str, text: str, nouns: dict[str, str] | None = None) -> Phrase:
    return Phrase(kind, Template(text, nouns), text.endswith("$"))


def _for_unit(pack: Pack) -> re.Pattern[str]:
    word = r"[^\W\d_]+"
    ahead = rf"(?<!\w)(?:{either(pack.words('dose', 'for'))})"
    return re.compile(
        rf"{ahead}(?:\s[\w{NUMBER}{MORE}-]+){{0,4}}?[\s-](?P<unit>{word})(?={CLAUSE_END.pattern})", re.IGNORECASE
    )


def _digits_left(pack: Pack, known: Lexer) -> re.Pattern[str]:
    """The pattern of unread digits: `for 1:5`, `.5 min`, `30+ seconds`; not `the 2nd time`."""
    articles, must = either(pack.words("conditions", "articles")), either(pack.words("dose", "must"))
    unit = rf"\s?-?(?:{either(known.unit_words)})(?!\w)"
    digits = r"(?P<digits>[^\w\s()\[\]]*\d[\d.,:/]*)"
    ahead = rf"(?<!\w)(?:{must})\s(?:(?:{articles})\s)?{digits}(?P<unit>{unit})?(?![\w%°])"
    # The signs that cover amounts are in one class only, so that a long cover is looked at once.
    unread = rf"[^\w\s()\[\]\x00-\x1f]*(?:\d[^\s{TIME}]*?|{NUMBER}{MORE}*[^\s\w.,;:()\x00-\x1f]+)"
    behind = rf"(?<!\S){unread}{unit}"
    return re.compile(rf"{ahead}|{behind}", re.IGNORECASE)


@cache
def word_set(language: str, section: str, key: str = "words") -> frozenset[str]:
    """The words of a list, bare, for look-up."""
    return frozenset(bare(word) for word in load(language).words(section, key))


@cache
def any_word(language: str, section: str, key: str = "words") -> re.Pattern[str]:
    """A pattern for any word or phrase of a list."""
    return _word(load(language).words(section, key))


def _nouns(pack: Pack) -> dict[str, str]:
    nouns = pack.data["nouns"]
    return {bare(word): key for key in nouns for word in (*nouns[key]["one"], *nouns[key]["many"])}


def _word(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{either(words)})(?!\w)", re.IGNORECASE)


def _before(pack: Pack, words: list[str]) -> re.Pattern[str]:
    articles = either(pack.words("conditions", "articles"))
    return re.compile(rf"(?<!\w)(?:{either(words)})\s+(?:(?:{articles})\s+)?$", re.IGNORECASE)
