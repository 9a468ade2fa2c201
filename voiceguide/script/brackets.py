"""Brackets at the end of a step or a phase, with its conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from voiceguide.language.letters import bare, either
from voiceguide.routine import Rounds
from voiceguide.script.dose_numbers import DoseError, rounds_of
from voiceguide.script.near import near
from voiceguide.script.scan import Scan
from voiceguide.script.templates import CONDITION, DOSE, KEPT, NUMBER, SIDE, TIME, UNSURE

Span = tuple[int, int]


@dataclass(slots=True)
class Conditions:
    """The conditions that brackets give."""

    optional: bool = False
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """The titles of phases, as written."""
    rounds: Rounds | None = None
    spans: list[Span] = field(default_factory=list)
    """The brackets that contain a condition."""


def brackets_of(masked: str) -> list[Span]:
    """The places of the innermost brackets."""
    return [match.span() for match in re.finditer(r"\([^()]*\)", masked)]


def take_conditions(scan: Scan, spans: list[Span], titles: frozenset[str] = frozenset()) -> Conditions:
    """Read and cover the conditions in brackets. `titles` are the titles of phases, which may contain commas."""
    conditions = Conditions()
    for start, end in spans:
        items = _items(scan, start + 1, end - 1)
        while items:
            first, last = items.pop(0)
            while items and titles and _title(scan, first, items[0][1]) in titles:
                last = items.pop(0)[1]
            kind = _read(scan, conditions, first, last)
            if not kind:
                continue
            conditions.spans.append((start, end))
            while kind == "needs" and items and _goes_on(scan, items[0]):
                _need(scan, conditions, *items.pop(0))
    return conditions


def unparsed_brackets(scan: Scan, spans: list[Span], conditions: Conditions) -> None:
    """Report brackets that look like conditions but are not."""
    for start, end in spans:
        inner = scan.masked[start + 1 : end - 1]
        left = inner.translate(_UNDERSTOOD).strip(" ,;.")
        if not left or (DOSE in inner and (scan.grammar.until.match(left) or _counts_words(scan, start, end))):
            continue
        written = scan.text[start:end]
        if left != inner.strip(" ,;."):
            hint = "give the conditions a bracket of their own"
            scan.remark("error", f"`{written}` is partly a condition and partly not", written, hint)
        elif any(char.isdigit() for char in written) and _at_end(scan.masked, end):
            hint = "a bracket at the end holds a time, `{rounds}`, or a thing like `{needs}`; or has no number in it"
            scan.remark("error", f"`{written}` has a number in it, but is no time and no condition", written, hint)
        elif meant := _meant(scan, left):
            message = f"`{written}` is no condition: did you mean `{meant}`?"
            scan.remark("error", message, written, f"write `{meant}`", f"({meant})")
        else:
            continue
        scan.cover(start, end, CONDITION)


def _counts_words(scan: Scan, start: int, end: int) -> bool:
    """True if a number of times begins a bracket or ends it, and its other words have no number in them."""
    inner = scan.masked[start + 1 : end - 1]
    amounts = [amount for amount in scan.amounts.values() if start < amount.start < end]
    if any(amount.cover != NUMBER for amount in amounts):
        return False
    words = re.fullmatch(rf"\s*(?:{DOSE}+(?P<behind>[^{DOSE}]*)|(?P<before>[^{DOSE}]*?){DOSE}+\s*)", inner)
    left = (words["behind"] or words["before"] or "") if words else ""
    return bool(words) and not re.search(rf"[\d{NUMBER}{TIME}{UNSURE}]", left)


def unclosed_bracket(scan: Scan, left: str) -> None:
    """Report a bracket without its other half. The condition meant to be in it would only be spoken."""
    while (fewer := re.sub(r"[(\[][^()\[\]]*[)\]]", "", left)) != left:
        left = fewer
    if bad := re.search(rf"(?<![:;])[(\[]|(?:[{SIDE}{DOSE}{CONDITION}]\s*)[)\]]", left):
        sign = bad[0][-1]
        scan.remark("error", f"a bracket without its other half: `{sign}`", sign, "close it, or leave it out")


def _read(scan: Scan, conditions: Conditions, start: int, end: int) -> str:
    for phrase in scan.grammar.conditions:
        match = phrase.pattern.fullmatch(scan.masked, start, end)
        if not match:
            continue
        if phrase.kind == "optional":
            conditions.optional = True
        elif phrase.kind == "needs":
            _need(scan, conditions, *match.span("thing"))
        elif phrase.kind == "after":
            conditions.after += (scan.text[slice(*match.span("phase"))].strip(),)
        else:
            _rounds(scan, conditions, match)
        scan.cover(start, end, CONDITION)
        return phrase.kind
    return ""


def _rounds(scan: Scan, conditions: Conditions, match: re.Match[str]) -> None:
    amount = scan.amounts[match.start("number")]
    try:
        conditions.rounds = rounds_of(amount)
    except DoseError as error:
        scan.remark("error", error.message, scan.text[match.start() : match.end()], error.hint)


def _need(scan: Scan, conditions: Conditions, start: int, end: int) -> None:
    """Add the things needed: `a ball and a towel` are two; `a brush and pan` is one."""
    pack = scan.grammar.pack
    articles = either(pack.words("conditions", "articles"))
    joined = either(pack.words("conditions", "and"))
    written = re.sub(rf"^(?:{joined})\s+", "", scan.text[start:end].strip(), flags=re.IGNORECASE)
    things = re.split(rf"\s+(?:{joined})\s+(?=(?:{articles})(?:\s|(?<=['’])))", written, flags=re.IGNORECASE)
    conditions.needs += tuple(" ".join(thing.split()) for thing in things)
    scan.cover(start, end, CONDITION)


def _goes_on(scan: Scan, item: Span) -> bool:
    pack = scan.grammar.pack
    words = [*pack.words("conditions", "articles"), *pack.words("conditions", "and")]
    if any(phrase.pattern.fullmatch(scan.masked, *item) for phrase in scan.grammar.conditions):
        return False
    first = scan.masked[item[0] : item[1]].split()[:1]
    return bool(first) and bare(first[0]) in map(bare, words)


def _items(scan: Scan, start: int, end: int) -> list[Span]:
    """The parts between commas, without the spaces around them."""
    items = []
    for match in re.finditer(r"[^,;]+", scan.masked[start:end]):
        part = match[0]
        begin = start + match.start() + len(part) - len(part.lstrip())
        if part.strip():
            items.append((begin, begin + len(part.strip())))
    return items


def _title(scan: Scan, start: int, end: int) -> str:
    """The title named by `after TITLE`."""
    for phrase in scan.grammar.conditions:
        if phrase.kind == "after" and (match := phrase.pattern.fullmatch(scan.masked, start, end)):
            return plain_title(scan.text[slice(*match.span("phase"))])
    return ""


def plain_title(title: str) -> str:
    """A title in lower case, without spare spaces and final punctuation, for comparing."""
    return " ".join(title.casefold().split()).strip(" .,:;!?")


def _at_end(masked: str, end: int) -> bool:
    return not masked[end:].translate(_UNDERSTOOD).strip(" ,;.:!?()")


def _meant(scan: Scan, left: str) -> str | None:
    """The condition that differs from a bracket by at most two letters."""
    words = left.split()
    pack = scan.grammar.pack
    ordinary = {*pack.words("measures", "ordinary"), *scan.grammar.nouns}
    heads = [
        phrase.split()[0].split("|")[0] for kind in ("needs", "after") for phrase in pack.words("conditions", kind)
    ]
    if len(words) > 1 and bare(words[0]) not in map(bare, ordinary) and (meant := near(words[0], heads)):
        return " ".join([meant, *words[1:]])
    if meant := near(left, pack.words("conditions", "optional")):
        return meant
    return _meant_side(scan, words) if len(words) == 2 else None


def _meant_side(scan: Scan, words: list[str]) -> str | None:
    """The side that is probably meant: `each foot` for `each fot`."""
    each = {key: noun["each"] for key, noun in scan.grammar.pack.data["nouns"].items()}
    firsts = {bare(said.split()[0]) for said in each.values()}
    first = near(bare(words[0]), firsts) or words[0]
    nouns = [word for word in scan.grammar.nouns if len(word) > 2]
    last = near(bare(words[1]), nouns) or words[1]
    known = bare(first) in firsts and bare(last) in scan.grammar.nouns
    return str(each[scan.grammar.nouns[bare(last)]]) if known and [first, last] != words else None


_UNDERSTOOD = {ord(sign): None for sign in (SIDE, DOSE, CONDITION, KEPT)}
