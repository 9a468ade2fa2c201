"""Times and numbers in a step: found, read, and covered, so that phrases can be matched around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from voiceguide.language import Pack, load
from voiceguide.language.letters import CAPITALS, bare, compact, either
from voiceguide.script.templates import MORE, NUMBER, TIME, UNSURE

HOUR = 3600.0
_NEAR = 40
"""Letters before an amount that are looked at for a word that belongs to it."""
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_TOO_MUCH = 1e9


@dataclass(frozen=True, slots=True)
class Amount:
    """A time in seconds, or a number, as written."""

    start: int
    end: int
    cover: str
    """TIME, UNSURE or NUMBER."""
    low: float = 0.0
    high: float = 0.0
    bound: str = ""
    """`exactly`, `least`, `most`, `about`, or nothing."""
    ranged: bool = False
    digits: bool = True
    """True if it is written with digits."""
    fault: str = ""
    """Why it cannot be read, where it cannot."""
    spaced: bool = False
    """True if it is a range with blanks around its dash, which may be something else: `Dips 15 - 20 s`."""
    value: int = -1
    """Where it begins without its bound: `10` in `hasta 10`."""


class Lexer:
    """Finds the amounts of one language."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        numbers = {word: float(value) for value, word in enumerate(pack.words("numbers"))}
        numbers |= {word.replace("-", " "): value for word, value in numbers.items() if "-" in word}
        numbers |= _values_of(pack, "also")
        for bent in pack.data["speakable"].get("agree", ()):
            numbers |= {word: float(value) for value, word in bent["numbers"].items()}
        parts = _values_of(pack, "parts")
        # `un` is one, but an article wherever it is not of a time or the first of two: `un ballon`, `une à deux fois`.
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
        # The dot of `30 sec. each` is the unit's, that of `30 sec. Then rest` is the sentence's.
        dot = rf"(?:\.(?=\s+(?-i:[^\W\d_{CAPITALS}])|\s+(?:{either(pack.words('units', 'nouns'))})(?!\w)))?"
        unit = rf"(?:(?:{compact(self.units)})(?![^\W\d_]){dot}|{_TICK})"
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
        # `10/15 reps` is a range; without the word behind it, `7/10` is of a scale.
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
        choice = rf"(?:\d+,\s)+\d+,?\s(?:{either(pack.words('numbers', 'choice'))})\s"
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
        """One time; few scripts need it."""
        return re.compile(self._time, re.IGNORECASE)

    @cached_property
    def number(self) -> re.Pattern[str]:
        """One number that is no time."""
        return re.compile(self._number_or_one, re.IGNORECASE)

    def _quantity(self) -> str:
        digits = r"(?:[13]/[24]|\d+(?:[.,]\d+)*(?:\s?[½¼¾⅓⅔]|\s[13]/[24])?|[½¼¾⅓⅔])"
        return rf"(?:(?:{compact(self.part_words)})(?=[\s-]|$)|{digits})"

    def _single(self) -> str:
        """An article that counts one of something: `per un respiro`, where it stands behind `for`."""
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

    def find(self, text: str) -> list[Amount]:
        """The amounts of a text, in order."""
        found, at = [], 0
        while match := self.pattern.search(text, at):
            at = match.end()
            if self._is_both(match):
                continue
            if behind := self._label(match):
                at = behind
                continue
            if split := _of_sets(match):
                # `3x10 - 40 s`: the number is of the sets, and no end of a range.
                number = float(split["number"])
                found.append(Amount(match.start(), split.end("number"), NUMBER, number, number))
                at = split.end()
                continue
            if (tick := _ticked(match)) and not self._times_by_tick(match, tick):
                inches = re.match(r"\d+(?:[.,]\d+)?(?:\s?[-–—]\s?\d+)?", text[match.start("time") :])
                at = match.start("time") + (inches.end() if inches else 1)
                continue
            found.append(self._read(match))
        return found

    def _times_by_tick(self, match: re.Match[str], tick: re.Match[str]) -> bool:
        """Whether `15"` is a time. In quotation marks it is none. Where inches are used it stands behind a word of
        holding, before such a verb that ends its clause, or ends its text."""
        before = match.string[: match.start()]
        if tick[0][0] in '"”' and re.search(r'(?:^|[\s(])[“"][^"”]*$', before):
            return False
        if not self.pack.data["units"].get("inches", True):
            return True
        behind = match.string[match.end() :]
        clause = re.split(r"[.;!?]\s", before)[-1]
        ending = self.verb.match(behind)
        if ending and (self.held.search(clause) or self.held.search(ending[0])):
            return True
        return not behind.strip(" .)") or bool(_BEHIND_TICK.match(behind) and self.held.search(clause))

    def _label(self, match: re.Match[str]) -> int:
        """Where a number ends that numbers its word: `Day 3 – 45 seconds`. 0 where it is an amount."""
        if not self.labels.search(match.string[max(0, match.start() - 20) : match.start()]):
            return 0
        number = re.match(r"\d+(?:\s?[-–]\s?\d+(?=\s*(?:$|[:.,)])))?", match.string[match.start() :])
        if number is None:
            return 0
        end = match.start() + number.end()
        return end if re.match(r"\+?\s*(?:$|[:.,)]|[-–—]\s|[-–—]\s?(?=\D))", match.string[end:]) else 0

    def _is_both(self, match: re.Match[str]) -> bool:
        """True if a number is no number: `les deux pieds`."""
        before = bare(match.string[max(0, match.start() - _NEAR) : match.end()])
        return match["number"] is not None and f" {before}".endswith(self.both)

    def _read(self, match: re.Match[str]) -> Amount:
        bounds = [self.bounds.get(bare(match[part] or "")) for part in ("before", "behind")]
        written = match["time"] or match["number"]
        bound = next((bound for bound in bounds if bound), "")
        cover = NUMBER
        if match["time"]:
            plain = bare(written)
            unsure = plain in self.unsure or re.sub(r"[\d\s.,–—-]|½", "", plain) in self.lone
            cover = UNSURE if unsure else TIME
        digits = any(char.isdigit() for char in written)
        try:
            low, high, ranged = self._values(written, bool(match["time"]))
        except ValueError as error:
            return Amount(match.start(), match.end(), cover, bound=bound, digits=digits, fault=str(error))
        fault = f"`{match[0]}` has a bound and a range" if ranged and bound == "exactly" else ""
        bound = "" if ranged else bound
        value = match.start("time" if match["time"] else "number")
        spaced = ranged and re.search(r"\d\s[-–—]\s", written) is not None
        return Amount(match.start(), match.end(), cover, low, high, bound, ranged, digits, fault, spaced, value)

    def _values(self, written: str, timed: bool) -> tuple[float, float, bool]:
        sign = -1.0 if written[0] in "-−" else 1.0
        written = written.lstrip("-−")
        if bare(written) in self.few:
            return (*_FEW, True)
        if choice := self.choice.match(written):
            last = self._seconds(written[choice.end() :], "") if timed else self._number(written[choice.end() :], "")
            unit = last / self._leading(written[choice.end() :]) if timed else 1.0
            options = [float(number) * unit for number in re.findall(r"\d+", choice[0])] + [last]
            return min(options), max(options), True
        between = self.between.match(written)
        one = self.time if timed else self.number
        ends = self._ends(written[between.end() :], self.split, one) if between else self._alone(written, one)
        read = self._seconds if timed else self._number
        if len(ends) == 1:
            value = sign * read(ends[0], "")
            return value, value, False
        first, second = ends
        return sign * read(first, second), read(second, ""), True

    def _alone(self, written: str, one: re.Pattern[str]) -> list[str]:
        return [written] if one.fullmatch(written.rstrip(".")) else self._ends(written, self.dash_split, one)

    def _ends(self, written: str, split: re.Pattern[str], one: re.Pattern[str]) -> list[str]:
        """The two ends of a range: each is a whole amount, for a dash may be of a word, as in `thirty-five`."""
        if self.piece.fullmatch(written):
            return [written]
        for place in split.finditer(written):
            first, second = written[: place.start()].rstrip("."), written[place.end() :].rstrip(".")
            if (one.fullmatch(first) or self.piece.fullmatch(first)) and one.fullmatch(second):
                return [first, second]
        return [written]

    def _number(self, written: str, _: str) -> float:
        value = self.parts.get(bare(written))
        return self._digits(written) if value is None else value

    def _seconds(self, written: str, following: str) -> float:
        """A time; the unit of one that has none is that of the time which follows."""
        written = written.strip()
        if ":" in written:
            return _clock(written)
        if whole := self.whole.get(bare(written)):
            return whole
        if half := self.half.search(written):
            match = self.piece.match(written)
            if match is None:
                raise ValueError(f"`{written}` cannot be read as one time")
            unit = self._unit(match["unit"]) if match["unit"] else self._unit_of(following, 0)
            return self._seconds(written[: half.start()], following) + unit / 2
        total, unit = 0.0, 0.0
        for match in self.piece.finditer(written):
            seconds = self._unit(match["unit"]) if match["unit"] else self._unit_of(following, unit)
            if unit and seconds >= unit:
                raise ValueError(f"`{written}` cannot be read as one time")
            unit = seconds
            total += self._part(match["quantity"]) * seconds
        return total

    def _unit_of(self, following: str, before: float) -> float:
        if before:
            return {HOUR: 60.0}.get(before, 1.0)
        match = self.piece.match(following.strip())
        return self._unit(match["unit"]) if match and match["unit"] else 60.0

    def _leading(self, written: str) -> float:
        match = self.piece.match(written)
        value = self._part(match["quantity"]) if match else 0.0
        if not value:
            raise ValueError(f"`{written}` cannot be read as a time")
        return value

    def _unit(self, written: str) -> float:
        if written[:1] in "'’′\"″”":
            return 1.0 if written in ("''", "’’", "′′") or written[0] in '"″”' else 60.0
        if unit := self.units.get(bare(written).rstrip(".")):
            return unit
        raise ValueError(f"`{written}` cannot be read as a unit of time")

    def _part(self, written: str) -> float:
        written = bare(written)
        if written in self.parts:
            return self.parts[written]
        split = re.fullmatch(r"(.*?)\s?([½¼¾⅓⅔]|\b[13]/[24])", written)
        if split:
            return (self._digits(split[1]) if split[1] else 0.0) + _FRACTIONS[split[2]]
        return self._digits(written)

    def _digits(self, written: str) -> float:
        decimal = self.pack.data["decimal"]
        whole = re.fullmatch(rf"\d+(?:{re.escape(decimal)}\d+|\.\d{{1,2}})?", written)
        if not whole:
            raise ValueError(f"`{written}` cannot be read as a number")
        return float(written.replace(",", ".")) if len(written) < 12 else _TOO_MUCH


_BOUNDS = ("exactly", "least", "most", "about")


_SETS = re.compile(r"[xX×]\s?(?P<number>\d+)(?P<dash>\s[-–—]\s)(?=\d)")
_FEW = (3.0, 5.0)
"""Seconds that `a few seconds` are."""
_TICK = r"[\"″”]|''|’’|′′|['′’](?!\w)"
_BEHIND_TICK = re.compile(r"\s*(?:$|[,.;:!?)\]|–—-]|[x×]\s?\d)")


def _of_sets(match: re.Match[str]) -> re.Match[str] | None:
    """The first number of what looks like a range, where it is the number of each set."""
    for start in (match.start() - 1, match.start() - 2):
        if start >= 0 and (split := _SETS.match(match.string, start)) and split.start("number") == match.start():
            return split
    return None


def _ticked(match: re.Match[str]) -> re.Match[str] | None:
    """The tick of `15"`, where an amount has one."""
    return re.search(_TICK, match["time"] or "")


def _values_of(pack: Pack, key: str) -> dict[str, float]:
    return {word: float(value) for word, value in pack.table("numbers", key).items()}


def _clock(written: str) -> float:
    """`1:30` is a minute and a half, `1:00:00` an hour."""
    digits = re.match(r"[\d:]+", written)
    if digits is None:
        raise ValueError(f"`{written}` cannot be read as a time")
    parts = [int(part) for part in digits[0].split(":")]
    if any(part > 59 for part in parts[1:]):
        raise ValueError(f"`{written}` cannot be read as a time")
    parts = [0] * (3 - len(parts)) + parts
    return parts[0] * HOUR + parts[1] * 60.0 + parts[2]


def _signs(words: list[str]) -> list[str]:
    return [word for word in words if not word[0].isalpha()]


def _behind(words: list[str]) -> str:
    """What may stand behind an amount as its bound: `30 s or more`, `30 s+`."""
    return rf"\s(?:{either(words)})(?!\w)|\s?(?:{either(_signs(words))})(?!\s?\w)"


def covered(text: str, amounts: list[Amount]) -> str:
    """The text with its amounts covered, letter for letter."""
    letters = list(text)
    for amount in amounts:
        letters[amount.start : amount.end] = amount.cover + MORE * (amount.end - amount.start - 1)
    return "".join(letters)


@cache
def lexer(language: str) -> Lexer:
    """The lexer of a language; compiled once."""
    return Lexer(load(language))
