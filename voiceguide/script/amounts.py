"""The times and numbers of a step. They are found, read and covered, so that phrases can be matched around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from voiceguide.language import load
from voiceguide.language.letters import bare
from voiceguide.script.amount_patterns import HOUR, TICK, AmountPatterns
from voiceguide.script.templates import MORE, NUMBER, TIME, UNSURE

_NEAR = 40
"""Letters before an amount in which a word of the amount is looked for."""
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_TOO_MUCH = 1e9


@dataclass(frozen=True, slots=True)
class Amount:
    """A time in seconds, or a number."""

    start: int
    end: int
    cover: str
    """TIME, UNSURE or NUMBER."""
    low: float = 0.0
    high: float = 0.0
    bound: str = ""
    """`exactly`, `least`, `most`, `about`, or empty."""
    ranged: bool = False
    digits: bool = True
    """True if it is written with digits."""
    fault: str = ""
    """The reason why it cannot be read; empty if it can."""
    spaced: bool = False
    """True if it is a range with spaces around its dash. Such a dash may be something else: `Dips 15 - 20 s`."""
    value: int = -1
    """The place of its first digit or word, without its bound: `10` in `hasta 10`."""


class Lexer(AmountPatterns):
    """The finder of the amounts of one language."""

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
                # `3x10 - 40 s`: the number is that of the sets, not the end of a range.
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
        """True if `15"` is a time. In quotation marks it is not. In a language with inches it must stand after a word
        of holding, before such a verb at the end of its clause, or at the end of the text."""
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
        """The end of a number that numbers its word: `Day 3 – 45 seconds`. 0 if it is an amount."""
        label = self.labels.search(match.string, max(0, match.start() - 20), match.start())
        if label is None or self.held.search(" ".join(match.string[: label.start()].split()[-3:])):
            return 0  # as in `Hold the position 20 - 50 s`
        number = re.match(r"\d+(?:\s?[-–]\s?\d+(?=\s*(?:$|[:.,)])))?", match.string[match.start() :])
        if number is None:
            return 0
        end = match.start() + number.end()
        return end if re.match(r"\+?\s*(?:$|[:.,)]|[-–—]\s|[-–—]\s?(?=\D))", match.string[end:]) else 0

    def _is_both(self, match: re.Match[str]) -> bool:
        """True if a number does not count: `les deux pieds`."""
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
        """The two ends of a range. Each is a whole amount, since a dash may belong to a word: `thirty-five`."""
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
        """A time in seconds. A time without a unit takes the unit of the time after it."""
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


_SETS = re.compile(r"[xX×]\s?(?P<number>\d+)(?P<dash>\s[-–—]\s)(?=\d)")
_FEW = (3.0, 5.0)
"""The seconds of `a few seconds`."""
_BEHIND_TICK = re.compile(r"\s*(?:$|[,.;:!?)\]|–—-]|[x×]\s?\d)")


def _of_sets(match: re.Match[str]) -> re.Match[str] | None:
    """The first number of an apparent range, if it is the number of each set."""
    for start in (match.start() - 1, match.start() - 2):
        if start >= 0 and (split := _SETS.match(match.string, start)) and split.start("number") == match.start():
            return split
    return None


def _ticked(match: re.Match[str]) -> re.Match[str] | None:
    """The tick of `15"`, if an amount has one."""
    return re.search(TICK, match["time"] or "")


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


def covered(text: str, amounts: list[Amount]) -> str:
    """The text with its amounts covered, at the same length."""
    letters = list(text)
    for amount in amounts:
        letters[amount.start : amount.end] = amount.cover + MORE * (amount.end - amount.start - 1)
    return "".join(letters)


@cache
def lexer(language: str) -> Lexer:
    """The lexer of a language. It is compiled once."""
    return Lexer(load(language))
