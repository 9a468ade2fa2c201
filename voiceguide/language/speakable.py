"""Expands abbreviations, so that a voice says them in full."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from voiceguide.language.figures import clocks, dates, lists, telephones, ticks
from voiceguide.language.letters import CAPITALS, either
from voiceguide.language.pack import Pack
from voiceguide.language.unmarked import unmarked

_Pass = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
_NUMBER = r"(?<![\w.,])\d+(?:[.,]\d+)*"
_SLASHED = {"1/2": "½", "1/4": "¼", "3/4": "¾", "1/3": "⅓", "2/3": "⅔"}


def speakable(pack: Pack, text: str) -> str:
    """The text as it is said: no marks; its signs, units, ranges, fractions, dates and times of day in words."""
    text = unmarked(text)
    for pattern, say in _passes(pack):
        text = pattern.sub(say, text)
    return text


@cache
def _passes(pack: Pack) -> tuple[_Pass, ...]:
    """The substitutions in order. A longer form comes before the forms it contains."""
    passes = (
        *(dates, telephones, clocks, lists, ticks),
        *(_slashes, _pers, _times, _signs, _words_apart, _ranges, _units),
        *(_halves, _fractions, _ones, _agreeing),
    )
    return tuple(made for passed in passes for made in passed(pack))


def _times(pack: Pack) -> list[_Pass]:
    one, many = pack.data["speakable"]["times"]

    def clock(match: re.Match[str]) -> str:
        *hours, minutes, seconds = (int(part) for part in match["clock"].split(":"))
        return pack.duration((hours[0] if hours else 0) * 3600 + minutes * 60 + seconds)

    def compact(match: re.Match[str]) -> str:
        hours, minutes, seconds = (int(match[part] or 0) for part in ("h", "m", "s"))
        return pack.duration(hours * 3600 + minutes * 60 + seconds)

    def times(match: re.Match[str]) -> str:
        return str(pack.data["speakable"]["once"]) if match[1] == "1" else f"{match[1]} {many}"

    minutes = either(pack.words("units", "minutes"))
    alone = r"(?<!\d )"  # the last digit of a telephone number counts nothing
    return [
        (
            re.compile(rf"(?<![\w:.,])(?P<clock>\d{{1,2}}:[0-5]\d(?::[0-5]\d)?)(?![\w:])(?: ?(?:{minutes})(?!\w))?"),
            clock,
        ),
        (re.compile(r"(?<![\w.,])(?:(?P<h>\d{1,3})h ?)?(?P<m>\d{1,3})m(?:in)? ?(?P<s>\d{1,3})s(?!\w)"), compact),
        (re.compile(r"(?<![\w.,])(?P<h>\d{1,3})h ?(?P<m>\d{1,3})m(?:in)?(?P<s>(?!))?(?!\w)"), compact),
        (re.compile(rf"{alone}({_NUMBER}) ?[xX×] ?(?=\d)"), lambda match: times(match) + " "),
        (re.compile(rf"{alone}({_NUMBER})(?: ?×| ?[xX](?!\w))"), times),
        (re.compile(rf"(?<![\w.,:])(1) {one}(?!\w)", re.IGNORECASE), times),
        (re.compile(r"(?<!\w)[xX×] ?(\d+)(?![\w.,]\w)"), times),
    ]


def _slashes(pack: Pack) -> list[_Pass]:
    out_of = pack.data["speakable"]["out_of"]
    return [
        (re.compile(rf"(?<![\w/.,])(?:{'|'.join(_SLASHED)})(?![\w/]|[.,]\d)"), lambda match: _SLASHED[match[0]]),
        (re.compile(r"(?<![\w/.,])(\d+)/(10|5)(?![\w/]|[.,]\d)"), lambda match: f"{match[1]} {out_of} {match[2]}"),
        (re.compile(r"(?<![\w/])/10(?!\w)"), lambda _: f"{out_of} 10"),
    ]


def _words_apart(pack: Pack) -> list[_Pass]:
    """A slash between two words: `ankle/foot`. The ending in `Patient/in` stays."""
    word = pack.data["speakable"]["slash"]
    pattern = re.compile(r"(?<=[^\W\d_]{2}) ?/ ?(?=[^\W\d_]{2})(?!(?:in|innen)\b)")
    joined = re.compile(rf"{re.escape(word)}(?!\w)", re.IGNORECASE)
    # `and/or` has the word already.
    return [(pattern, lambda match: " " if joined.match(match.string, match.end()) else f" {word} ")]


def _pers(pack: Pack) -> list[_Pass]:
    """Rates: `2x/day`, `30s/side`."""
    units = _either(pack.table("speakable", "units"))
    per = pack.data["speakable"]["per"]
    pattern = re.compile(rf"({_NUMBER} ?(?:{units}|x|×))/(?=[^\W\d_])", re.IGNORECASE)
    return [(pattern, lambda match: f"{match[1]} {per} ")]


def _halves(pack: Pack) -> list[_Pass]:
    """Half units with a phrase of their own: `½ minute` -> `half a minute`."""
    halves = pack.table("speakable", "halves")
    pattern = re.compile(rf"(?<!\d)(?<!\d )½ ({_either(halves)})(?!\w)")
    return [(pattern, lambda match: str(halves[match[1]]))]


def _ones(pack: Pack) -> list[_Pass]:
    """A digit that a voice would count instead of inflect: `1 Minute`."""
    ones = pack.table("speakable", "one")
    pattern = re.compile(rf"(?<![\w.,:/])1 ({_either(ones)})(?!\w)")
    return [(pattern, lambda match: f"{_cased(match, ones[match[1]])} {match[1]}")] if ones else []


def _agreeing(pack: Pack) -> list[_Pass]:
    """Numbers that agree with the next word (`21 segundos`, `2 vezes`), which a voice would only count."""
    return [_agreed(each["numbers"], each["before"]) for each in pack.data["speakable"].get("agree", ())]


def _agreed(numbers: dict[str, str], before: list[str]) -> _Pass:
    pattern = re.compile(rf"(?<![\w.,:/])({'|'.join(numbers)})(?= (?:{'|'.join(before)})(?!\w))")
    return pattern, lambda match: _cased(match, numbers[match[1]])


def _cased(match: re.Match[str], word: str) -> str:
    """The word, with a capital where it begins a sentence behind another."""
    behind = match.string[: match.start()].rstrip().endswith((".", "!", "?", "…"))
    return word[:1].upper() + word[1:] if behind else word


def _fractions(pack: Pack) -> list[_Pass]:
    alone, behind = pack.table("speakable", "fractions"), pack.table("speakable", "fractions_behind")
    signs = "".join(alone)
    return [
        (re.compile(rf"(\d) ?([{signs}])"), lambda match: f"{match[1]}{behind[match[2]]}"),
        (re.compile(rf"[{signs}](?=\w)"), lambda match: f"{alone[match[0]]} "),
        (re.compile(rf"[{signs}]"), lambda match: alone[match[0]]),
    ]


def _ranges(pack: Pack) -> list[_Pass]:
    word = pack.data["speakable"]["range"]
    units = _either(pack.table("speakable", "units"))
    return [(re.compile(rf"(?<=\d)((?: ?(?:{units}))?)(?: ?[–—-] ?)(?=\d)"), lambda match: f"{match[1]} {word} ")]


def _units(pack: Pack) -> list[_Pass]:
    units = {unit.casefold(): said for unit, said in pack.table("speakable", "units").items()}
    fractions = "".join(pack.table("speakable", "fractions"))
    number = rf"{_NUMBER}(?: ?[{fractions}])?|(?<!\w)[{fractions}]"
    behind = rf"(?![\w'’])(?:\.(?=\s+[^\W\d{CAPITALS}]))?"

    def say(match: re.Match[str]) -> str:
        one = match[1] == "1" or match[1] in fractions
        return f"{match[1]} {units[match[2].casefold()][not one]}"

    # Only ASCII letters match regardless of case: a dotless i is not part of a unit.
    return [(re.compile(rf"({number}) ?((?ia:{_either(units)})){behind}"), say)]


def _signs(pack: Pack) -> list[_Pass]:
    signs = {sign: said for sign, said in pack.table("speakable", "signs").items() if sign not in "%°"}
    left = {sign: rf"(?<!\w){re.escape(sign)}" if sign[0].isalpha() else re.escape(sign) for sign in signs}
    right = {sign: rf"{left[sign]}(?!\w)" if sign[-1].isalpha() else left[sign] for sign in signs}
    pattern = re.compile("|".join(right[sign] for sign in sorted(signs, key=len, reverse=True)))

    def say(match: re.Match[str]) -> str:
        before = match.string[: match.start()][-1:]
        after = match.string[match.end() :][:1]
        gap = " " if before and not before.isspace() and before not in "([„“«¿¡\"'" else ""
        return f"{gap}{signs[match[0]]}{' ' if after.isalnum() else ''}"

    return [(pattern, say)]


def _either(words: dict[str, list[str]]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
