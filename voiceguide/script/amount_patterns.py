"""The patterns of times and numbers in one language, compiled from its pack."""

from __future__ import annotations

import re
from functools import cached_property

from voiceguide.language import Pack
from voiceguide.language.letters import CAPITALS, bare, compact, either

HOUR = 3600.0
"""Seconds of an hour."""
TICK = r"[\"″”]|''|’’|′′|['′’](?!\w)"
"""The sign of seconds or minutes in `15"`."""
_BOUNDS = ("exactly", "least", "most", "about")


class AmountPatterns:
    """The words for amounts of one language, and the patterns made of them."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        numbers = {word: float(value) for value, word in enumerate(pack.words("numbers"))}
        numbers |= {word.replace("-", " "): value for word, value in numbers.items() if "-" in word}
        numbers |= _values_of(pack, "also")
        for bent in pack.data["speakable"].get("agree", ()):
            numbers |= {word: float(value) for value, word in bent["numbers"].items()}
        parts = _values_of(pack, "parts")
        # `un` is one, but an article unless it is of a time or the first of two: `un ballon`, `une à deux fois`.
        self.ones = [word for word, value in parts.items() if value == 1]
        articles = {bare(word) for word in self.ones}
        self.number_words = [word for word in numbers if bare(word) not in articles]
        self.both = tuple(f" {bare(words)}" for words in pack.words("numbers", "both"))
        self.part_words = [*numbers, *parts]
        self.parts = {bare(word): value for word, value in (numbers | parts).items()}
        self.unit_words = [word for unit in ("seconds", "minutes", "hours") for word in pack.words("units", unit)]
        self.units: dict[str, float] = {}
        for unit, seconds in (("seconds", 1.0), ("minutes", 60.0), ("minutes_after_for", 60.0), ("hours", HOUR)):
            self.units |= {bare(word): seconds for word in pack.words("units", unit)}
        self.few = {bare(word) for word in pack.words("units", "few")}
        self.labels = re.compile(rf"(?<!\w)(?:{either(pack.words('numbers', 'labels'))})\s$", re.IGNORECASE)
        self.whole = {bare(word): float(seconds) for word, seconds in pack.table("units", "whole").items()}
        self.lone = {bare(word) for word in pack.words("units", "minutes_after_for")}
        self.unsure = {bare(word) for word in pack.words("units", "unsure")}
        self._compile()

    def _compile(self) -> None:
        pack = self.pack
        # The dot of `30 sec. each` belongs to the unit; the dot of `30 sec. Then rest` ends the sentence.
        dot = rf"(?:\.(?=\s+(?-i:[^\W\d_{CAPITALS}])|\s+(?:{either(pack.words('units', 'nouns'))})(?!\w)))?"
        unit = rf"(?:(?:{compact(self.units)})(?![^\W\d_]){dot}|{TICK})"
        quantity = self._quantity()
        piece = rf"{quantity}\s?-?{unit}"
        joint = rf"\s(?:{either(pack.words('units', 'and'))})\s"
        joined = rf"(?:(?:\.?\s?(?=\d)|{joint}){quantity}\s?-?{unit})*"
        tail = rf"(?:\s(?:{either(pack.words('units', 'and_half'))})(?!\w)|\s\d{{1,2}}(?=\s*(?:$|[,.;:)(])))?"
        clock = r"\d{1,3}:\d{2}(?::\d{2})?(?!\d|:\d)"
        clock += rf"(?:\s?(?:{either([*pack.words('units', 'minutes'), *pack.words('units', 'hours')])})(?!\w))?"
        time = rf"(?:{clock}|(?:{either(pack.table('units', 'whole'))})(?!\w)|{piece}{joined}{tail}"
        time += rf"|(?:{either(self.few)})(?!\w))"
        grows = rf"(?:,?\s(?:{either(pack.words('numbers', 'growing'))})\s)"
        to_word = rf"(?:\s(?:{either(pack.words('numbers', 'range'))})\s|{grows})"
        # `10/15 reps` is a range; without the word after it, `7/10` is a value on a scale.
        slash = rf"(?<=\d)/(?=\d{{1,3}}\s(?:{either(pack.words('dose', 'units'))})(?!\w))"
        to = rf"(?:\s?[-–—]\s?|{slash}|{to_word})"
        between = either(pack.words("numbers", "between"))
        both = either(pack.words("numbers", "between_and"))
        start = r"(?<![\w.,:²³])(?<!\d/)(?<!\d[-–—])|(?<=(?<![^\W\d_])[xX×])"
        minus = r"(?:(?<!\S)[-−](?=\d))?"
        before, behind = self._bounds()
        glued_on = rf"(?:{either(pack.words('numbers', 'glued'))})(?![^\W\d_])"
        number = rf"(?:\d+(?:[.,]\d+)*|(?:{compact(self.number_words)})(?:(?![\w-])|(?={glued_on}))|{self._single()})"
        one = rf"(?:{either(self.ones)})(?!\w)"
        choice = rf"(?:\d{{1,12}},\s){{1,8}}\d+,?\s(?:{either(pack.words('numbers', 'choice'))})\s"
        lower = rf"(?:{choice}|(?:{between})\s(?:{number}|{one})\s(?:{both})\s|{number}{to}|{one}{to_word})"
        stop = rf"(?![\w½¼¾⅓⅔]|[.,/:]\d)|(?={glued_on})"
        self.pattern = re.compile(
            rf"(?:{start})(?P<before>{before})?(?:"
            rf"(?P<time>{minus}(?:{choice}|(?P<between>(?:{between})\s)?(?:{time}|{quantity})(?(between)\s(?:{both})\s|{to}))?{time})"
            rf"|(?P<number>{minus}{lower}?{number}(?:{stop}))"
            rf")(?P<behind>{behind})?",
            re.IGNORECASE,
        )
        self.choice = re.compile(choice, re.IGNORECASE)
        self.held = re.compile(rf"(?<!\w)(?:{either(pack.words('dose', 'held'))})(?!\w)", re.IGNORECASE)
        verbs = either([*pack.words("dose", "verbs"), *pack.words("dose", "particles")])
        self.verb = re.compile(rf"\s*(?:{verbs})\s*(?:$|[.,;:!?)])", re.IGNORECASE)
        self._time, self._number_or_one = time, rf"{number}|{one}"
        self.split = re.compile(rf"(?<=[\w½¼¾⅓⅔.]){to}(?=\S)|\s(?:{both})\s(?=\S)", re.IGNORECASE)
        self.dash_split = re.compile(rf"(?<=[\w½¼¾⅓⅔.])(?:{to}|/)(?=\S)", re.IGNORECASE)
        self.between = re.compile(rf"(?:{between})\s", re.IGNORECASE)
        self.piece = re.compile(rf"(?P<quantity>{quantity})\s?-?(?P<unit>{unit})?", re.IGNORECASE)
        self.half = re.compile(rf"\s(?:{either(pack.words('units', 'and_half'))})$", re.IGNORECASE)

    @cached_property
    def time(self) -> re.Pattern[str]:
        """One time. It is compiled on demand, as few scripts need it."""
        return re.compile(self._time, re.IGNORECASE)

    @cached_property
    def number(self) -> re.Pattern[str]:
        """One number that is not a time."""
        return re.compile(self._number_or_one, re.IGNORECASE)

    def _quantity(self) -> str:
        digits = r"(?:[13]/[24]|\d+(?:[.,]\d+)*(?:\s?[½¼¾⅓⅔]|\s[13]/[24])?|[½¼¾⅓⅔])"
        return rf"(?:(?:{compact(self.part_words)})(?=[\s-]|$)|{digits})"

    def _single(self) -> str:
        """An article that counts one of something, after `for`: `per un respiro`."""
        led = "|".join(rf"(?<={re.escape(word)}\s)" for word in self.pack.words("dose", "for"))
        counted = either(self.pack.words("numbers", "one_of"))
        return rf"(?:{led})(?:{either(self.ones)})(?=\s(?:[^\W\d_]+\s)?(?:{counted})(?!\w))"

    def _bounds(self) -> tuple[str, str]:
        before = [word for bound in _BOUNDS for word in self.pack.words("bounds", bound)]
        behind = [word for bound in _BOUNDS for word in self.pack.words("bounds", f"{bound}_behind")]
        signs, words = _signs(before), [word for word in before if word[0].isalpha()]
        self.bounds = {
            bare(word): bound
            for bound in _BOUNDS
            for word in (*self.pack.words("bounds", bound), *self.pack.words("bounds", f"{bound}_behind"))
        }
        return rf"(?:{either(words)})\s|(?<![-=])(?:{either(signs)})\s?", _behind(behind)


def _values_of(pack: Pack, key: str) -> dict[str, float]:
    return {word: float(value) for word, value in pack.table("numbers", key).items()}


def _signs(words: list[str]) -> list[str]:
    return [word for word in words if not word[0].isalpha()]


def _behind(words: list[str]) -> str:
    """The bound that may follow an amount: `30 s or more`, `30 s+`."""
    return rf"\s(?:{either(words)})(?!\w)|\s?(?:{either(_signs(words))})(?!\s?\w)"
