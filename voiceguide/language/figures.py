"""Says figures other than amounts: times of day, dates, telephone numbers, lists of numbers, feet and inches."""

from __future__ import annotations

import re
from collections.abc import Callable

from voiceguide.language.letters import either
from voiceguide.language.pack import Pack

Pass = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
_INCHES = '"”″'
_QUOTE, _SINGLE_QUOTE = re.compile(r"(?<!\d)[\"“”„]"), re.compile(r"(?<!\w)['‘’]|['’](?!\w)(?<!\d['’])")
"""Marks of quoted words: a number before the second of them has no inches."""
_SHORTEST_TELEPHONE = 7
"""Digits of a number that no word calls a telephone number."""
_CLOCK = r"\d{1,2}:[0-5]\d"
_LONG_HOLD = 8
"""Minutes from which the longer of two clocks is a time of day: `9:00-17:00`."""


def dates(pack: Pack) -> list[Pass]:
    """Dates with a year, and those without one behind a word like `am`: `2026-12-01`, `1.12.2026`, `12/1`."""
    said = pack.data["speakable"]
    months = pack.words("speakable", "months")

    def spoken(match: re.Match[str]) -> str:
        day, month = int(match["day"]), int(match["month"])
        year = match.groupdict().get("year") or ""
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return match[0]
        text = said["first_of_month"] if day == 1 else said["date"]
        return " ".join(text.format(day=day, month=months[month - 1], year=year).split())

    def slashed(match: re.Match[str]) -> str:
        # In English, 12/1 is a day in December or in January: its numbers are said as they stand.
        sure = not said["month_first"] or match["sign"] == "."
        return spoken(match) if sure else " ".join(match.group("day", "month", "year"))

    cue = either(said["date_before"]) if said["date_before"] else "(?!)"
    return [
        (re.compile(r"(?<![\w.,/-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\w/-]|[.,]\d)"), spoken),
        (
            re.compile(
                r"(?<![\w.,/-])(?P<day>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})(?![\w/-]|[.,]\d)"
            ),
            slashed,
        ),
        (
            re.compile(
                rf"(?<!\w)(?P<cue>(?:{cue})\s)(?P<day>\d{{1,2}})(?:/(?P<month>\d{{1,2}})|\.(?P<dotted>\d{{1,2}})\.)(?![\w/.-]|,\d)",
                re.IGNORECASE,
            ),
            lambda match: match["cue"] + _short_date(said, months, match),
        ),
    ]


def _short_date(said: dict[str, str], months: list[str], match: re.Match[str]) -> str:
    day, month = int(match["day"]), int(match["month"] or match["dotted"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return match[0].removeprefix(match["cue"])
    text = said["first_of_month"] if day == 1 else said["date"]
    return text.partition("{month}")[0].format(day=day) + months[month - 1]


def clocks(pack: Pack) -> list[Pass]:
    """Times of day, where a word before or behind says so: `at 9:30`, `9.30 Uhr`, `9h30`."""
    said = pack.data["speakable"]["clock"]
    unit, half = (either(said[key]) if said[key] else "(?!)" for key in ("unit", "half"))
    glued = either(said["glued"]) if said["glued"] else "(?!)"

    def spoken(match: re.Match[str]) -> str:
        hour, minute = int(match["hour"]), int(match["minute"])
        if hour > 24 or not (hour or "unit" in match.groupdict()):
            return match[0].removeprefix(match.groupdict().get("cue") or "")
        kept = match.groupdict().get("half") or ""
        shape = "full" if minute >= 10 else "few" if minute else "whole"
        hours = pack.duration(hour * 3600) if hour else "0"
        if kept and not minute:
            return f"{hour}{kept}"
        return str(said[shape]).format(hour=hour, hours=hours, minute=minute) + kept

    time, end = r"(?P<hour>\d{1,2})[:.](?P<minute>[0-5]\d)", r"(?![\w:]|[.,]\d)"
    start = r"(?<![\w:.,/-])"
    before = rf"(?<!\w)(?P<cue>(?:{either(said['before'])})\.?,?\s)"
    behind = rf"(?:\s?(?:{unit})(?!\w))?(?P<half>\s?(?:{half})(?!\w))?"
    both = re.compile(
        rf"(?:(?<!\w)(?P<cue>(?:{either(said['from'])})\s)|{start})(?P<first>{_CLOCK})"
        rf"(?:\s?(?P<dash>[–—-])\s?|(?P<to>\s(?:{either(said['to'])})\s))(?P<last>{_CLOCK})(?:\s?(?:{unit})(?!\w))?{end}"
        rf"(?!\s?(?:{either(pack.words('units', 'minutes'))})(?!\w))",
        re.IGNORECASE,
    )

    def from_to(match: re.Match[str]) -> str:
        latest = max(int(match[key].split(":")[0]) for key in ("first", "last"))
        if latest < _LONG_HOLD or (match["to"] and not match["cue"]):
            return match[0]
        join = f" {pack.data['speakable']['range']} " if match["dash"] else match["to"]
        ends = [spoken(found) for key in ("first", "last") if (found := re.fullmatch(time, match[key]))]
        return (match["cue"] or "") + join.join(ends)

    return [
        (both, from_to),
        (
            re.compile(rf"{before}(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d){behind}{end}", re.IGNORECASE),
            lambda match: match["cue"] + spoken(match),
        ),
        (re.compile(rf"{start}{time}\s?(?P<unit>{unit})(?!\w)", re.IGNORECASE), spoken),
        (re.compile(rf"{start}{time}(?P<half>\s?(?:{half})(?!\w))", re.IGNORECASE), spoken),
        (re.compile(rf"{start}(?P<hour>\d{{1,2}}) ?(?P<unit>{glued}) ?(?P<minute>[0-5]\d)(?!\w|[:.,]\d)"), spoken),
    ]


def telephones(pack: Pack) -> list[Pass]:
    """Telephone numbers, digit by digit: `+49 30 123456`, `020 7946 0123`, `555-0199` behind `call`."""
    plus = pack.data["speakable"]["signs"]["+"]
    cue = either(pack.words("speakable", "telephone"))

    def digits(number: str) -> str:
        groups = (" ".join(group) for group in re.findall(r"\d+", number))
        return (f"{plus} " if "+" in number else "") + ", ".join(groups)

    def long_enough(match: re.Match[str], number: str = "") -> str:
        number = number or match[0]
        count = sum(character.isdigit() for character in number)
        return digits(number) if count >= _SHORTEST_TELEPHONE else number

    end = r"(?!\w|[.,:/-]\d)"
    words = r"\W{1,3}(?:[^\W\d_]{1,12}\s){0,3}"
    soon = r"[:. ]{1,3}(?:[^\W\d_]{1,4} )?"
    group = r"[ ./-]\(?\d{2,8}\)?"
    return [
        (re.compile(rf"(?<![\w+])\+\d{{1,3}}(?:[ ./-]?\(?\d{{1,12}}\)?){{1,7}}{end}"), long_enough),
        (re.compile(rf"(?<![\w.,:+/-])\(\d{{2,5}}\)(?:[ ./-]?\d{{2,8}}){{1,4}}{end}"), long_enough),
        (re.compile(rf"(?<![\w.,:+/-])\(?0\d{{1,5}}\)?(?:{group}){{1,6}}{end}"), long_enough),
        (re.compile(rf"(?<![\w.,:+/-])0\d{{8,13}}{end}"), long_enough),
        (re.compile(rf"(?<![\w.,:+/-])(?:1[ .-])?\(?\d{{3}}\)?[ .-]\d{{3}}[ .-]\d{{4}}{end}"), long_enough),
        (re.compile(rf"(?<![\w.,:+/-])\d{{3}}[ -]0\d{{3}}{end}"), long_enough),
        (
            re.compile(
                rf"(?<!\w)(?P<cue>(?:{cue}){words})(?P<number>\d{{2,4}}(?:[ ./-]\d{{2,8}}){{1,5}}){end}",
                re.IGNORECASE,
            ),
            lambda match: match["cue"] + long_enough(match, match["number"]),
        ),
        (
            re.compile(
                rf"(?<!\w)(?P<cue>(?:{cue}){soon})(?P<number>\d{{3}}|\d{{5,14}}){end}",
                re.IGNORECASE,
            ),
            lambda match: match["cue"] + digits(match["number"]),
        ),
    ]


def lists(_: Pack) -> list[Pass]:
    """Three numbers or more with dashes between: `10-8-6-4-2`, `tempo 3-1-1`."""
    pattern = re.compile(r"(?<![\w.,:/–—-])\d{1,4}(?: ?[–—-] ?\d{1,4}){2,}(?![\w/–—-]|[.,:]\d)")
    return [(pattern, lambda match: ", ".join(re.findall(r"\d+", match[0])))]


def ticks(pack: Pack) -> list[Pass]:
    """Inches and feet; seconds and minutes behind a word of holding: `6" off the bed`, `5'9"`, `hold 15"`."""
    said = pack.data["speakable"]
    held = re.compile(rf"(?<!\w)(?:{either(pack.words('dose', 'held'))})\W(?:\w+\W)?$", re.IGNORECASE)

    def is_time(match: re.Match[str]) -> bool:
        return bool(held.search(match.string[max(0, match.start() - 40) : match.start()]))

    def pair(match: re.Match[str]) -> str:
        larger, smaller = int(match[1]), int(match[2])
        if is_time(match) or not said["height"]:
            return pack.duration(larger * 60 + smaller)
        return f"{_many(larger, said['foot'])} {_many(smaller, said['inch'])}"

    def single(match: re.Match[str]) -> str:
        sign = match["sign"]
        before = match.string[: match.start()]
        inches = sign in _INCHES
        if len((_QUOTE if inches else _SINGLE_QUOTE).findall(before)) % 2:
            return match[0]
        if is_time(match):
            return pack.duration(float(match["number"].replace(",", ".")) * (1 if inches else 60))
        return _many(match["number"], said["inch" if inches else "foot"])

    return [
        (re.compile(r"(?<![\w.,:])(\d{1,2})['’′] ?(\d{1,2})(?:[\"”″]|''|’’)(?!\w)"), pair),
        (re.compile(r"(?<![\w.,:'’\"])(?P<number>\d{1,3}(?:[.,]\d)?)(?P<sign>[\"”″'′])(?![\w'\"])"), single),
    ]


def _many(number: int | str, forms: list[str]) -> str:
    return f"{number} {forms[str(number) != '1']}"
