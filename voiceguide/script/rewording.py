"""Other wordings of a line that cannot be read. They have the same words and amounts in a readable form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from voiceguide.language import Pack
from voiceguide.language.letters import either
from voiceguide.script.actions import SENTENCE
from voiceguide.script.amounts import Amount
from voiceguide.script.grammar import any_word
from voiceguide.script.scan import Scan, scanned
from voiceguide.script.templates import NUMBER, TIME

LONG_PAUSE = 45.0
"""Seconds after sets from which they are a rest, and not a time of each repetition."""
_JOINT = re.compile(r"\s*(?:[,;]|\s[–—-])\s*$")
_ROUNDS = 5
"""The rounds offered if the writer gives none."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A line in other words. A line may become several."""

    lines: tuple[str, ...]
    sure: bool = True
    """True if no other meaning is possible."""


def wordings(text: str, messages: Sequence[str], pack: Pack) -> Iterator[Wording]:
    """The wordings to try for the findings of a line, the surest first. Some may be unreadable, too."""
    scan = scanned(text, pack.code)
    amounts = sorted(scan.amounts.values(), key=lambda amount: amount.start)
    for fragment, makers in _MAKERS.items():
        told = [message for message in messages if fragment in message]
        if told and fragment == _SPOKEN:
            starts = tuple(message.split(" is spoken")[0] for message in told)
            amounts = [amount for amount in amounts if text[amount.start : amount.end].strip() in starts]
        for make in makers if told else ():
            yield from make(scan, amounts)


def _put(text: str, start: int, end: int, words: str) -> str:
    return text[:start] + words + text[end:]


def _number(pack: Pack, key: str, number: str) -> str:
    """An example of the pack with another number: `10 times` becomes `4 times`."""
    return re.sub(r"\d+", number, str(pack.data["examples"][key]), count=1)


def _numbers(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Correct numbers in a wrong form: a range upside down, `.5`, `30+`, `30/60`, `one hundred and twenty seconds`."""
    text = scan.text
    for amount in amounts:
        if amount.ranged and amount.low > amount.high:
            numbers = re.findall(r"\d+(?:[.,]\d+)?", text[amount.start : amount.end])
            if len(numbers) == 2:
                written = re.sub(r"\d+(?:[.,]\d+)?", "{}", text[amount.start : amount.end])
                yield Wording((_put(text, amount.start, amount.end, written.format(*reversed(numbers))),))
    if match := re.search(r"(?<![\w.])\.\d", text):
        yield Wording((_put(text, match.start(), match.start(), "0"),))
    if match := re.search(r"(?<![\w.])(\d+)\+\s", text):
        least = scan.grammar.pack.words("bounds", "least")[0]
        yield Wording((_put(text, match.start(), match.end(), f"{least} {match[1]} "),))
    if match := re.search(r"(?<![\w/])(\d+)/(\d+)(?![\w/])", text):
        to = scan.grammar.pack.data["speakable"]["range"]
        yield Wording((_put(text, match.start(), match.end(), f"{match[1]} {to} {match[2]}"),), sure=False)
    yield from _summed(scan, amounts)


def _summed(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Join two numbers that are one in speech."""
    for first, second in pairwise(amounts):
        if not scan.grammar.plus.fullmatch(scan.text, first.end, second.start) or first.ranged or second.ranged:
            continue
        unit = scan.grammar.pack.data["examples"]["second"]
        if (first.cover, second.cover) == (NUMBER, TIME) and first.low >= 100 > second.low:
            yield Wording((_put(scan.text, first.start, second.end, f"{first.low + second.low:g} {unit}"),))
        if (first.cover, second.cover) == (TIME, NUMBER) and first.low % 60 == 0 and second.low < 60:
            whole = first.low + second.low
            yield Wording((_put(scan.text, first.start, second.end, f"{int(whole // 60)}:{int(whole % 60):02d}"),))


def _brackets(scan: Scan, _: list[Amount]) -> Iterator[Wording]:
    """Close or remove brackets, and free their contents."""
    text = scan.text
    opened, closed = text.count("(") + text.count("["), text.count(")") + text.count("]")
    if opened > closed:
        inner = re.split(r"[(\[]", scan.masked)[-1]
        yield Wording((text + (")" if "(" in text else "]"),), sure=bool(re.search(f"[{TIME}{NUMBER}]", inner)))
        yield Wording((re.sub(r"[(\[]", "", text),), sure=False)
    if closed > opened:
        yield Wording((re.sub(r"\s*[)\]]", "", text),))
    for match in re.finditer(r"\s*\((?P<inner>[^()]*)\)", text):
        if re.search(r"\d", match["inner"]):
            yield Wording((_put(text, match.start(), match.end(), f", {match['inner'].strip()}"),), sure=False)
            yield Wording((_put(text, match.start(), match.end(), f": {match['inner'].strip()}"),), sure=False)


def _parted(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Split a line into several steps: at its sentences, before `then`, or at a comma."""
    if len(amounts) < 2:
        return
    sentences = [0, *(match.end() for match in SENTENCE.finditer(scan.masked)), len(scan.text)]
    thens = either([*scan.grammar.pack.words("dose", "then")])
    cuts = [match.start() for match in re.finditer(rf"[,;]?\s+(?:(?:{thens})\s+)(?=\S)", scan.masked, re.IGNORECASE)]
    signs = [match.start() for match in re.finditer(r"[,;]\s+|\s[–—-]\s+", scan.masked)]
    for places, sure in ((cuts, True), (sentences[1:-1], False), (signs, False)):
        for cut in places:
            if not any(amount.end <= cut for amount in amounts) or not any(amount.start >= cut for amount in amounts):
                continue
            first, second = scan.text[:cut].rstrip(" ,;."), _begun(scan, scan.text[cut:])
            yield Wording((first, second), sure)
            name = scan.text[: amounts[0].start].strip(" ,;:–—-")
            yield Wording((first, f"{_led(scan, name)}, {second[:1].lower()}{second[1:]}"), sure)


def _led(scan: Scan, words: str) -> str:
    """The words without `for` at their end."""
    leads = either([*scan.grammar.pack.words("dose", "for"), *scan.grammar.pack.words("dose", "joiners")])
    return re.sub(rf"(?:[\s,]+(?:{leads}))+$", "", words, flags=re.IGNORECASE)


def _begun(scan: Scan, words: str) -> str:
    joints = either([*scan.grammar.pack.words("dose", "then"), *scan.grammar.pack.words("dose", "joiners")])
    words = re.sub(rf"^[\s,;.–—-]*(?:(?:{joints})(?!\w),?\s*)*", "", words, flags=re.IGNORECASE)
    return words[:1].upper() + words[1:]


def _moved(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Move a dose from the middle of its sentence to the end, after a comma."""
    times = [amount for amount in amounts if amount.cover == TIME]
    for amount in times or amounts:
        before, behind = scan.text[: amount.start], scan.text[amount.end :]
        written = scan.text[amount.start : amount.end].strip()
        if not behind.strip(" .!") or scan.grammar.cue_word.search(scan.masked[: amount.start]):
            continue
        units = either(scan.grammar.pack.words("dose", "units"))
        if counted := re.match(rf"\s?(?:[x×](?!\w)|(?:{units})(?!\w))", behind, re.IGNORECASE):
            written, behind = written + counted[0], behind[counted.end() :]
        before = _led(scan, before.rstrip())
        words = f"{before} {behind.strip()}".strip().rstrip(" .!;,")
        plain = re.match(r"\s*([^\W\d_]+)", behind)
        sure = len(amounts) == 1 and bool(before.strip()) and not (plain and plain[1].casefold() in _not_moved(scan))
        yield Wording((f"{words[:1].upper()}{words[1:]}, {written}",), sure)


def _not_moved(scan: Scan) -> set[str]:
    return {word.casefold() for word in scan.grammar.pack.words("dose", "not_front")}


def _rested(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Make a bare time after a count a rest or a time of each, or leave it out."""
    if len(amounts) < 2 or amounts[-1].cover != TIME:
        return
    last, pack = amounts[-1], scan.grammar.pack
    written = scan.text[last.start : last.end].strip()
    example = str(pack.data["examples"]["sets"]).rpartition(", ")[2]
    pause = re.sub(r"\d+\s?\w+", written, example, count=1)
    yield Wording((_put(scan.text, last.start, last.end, pause),), sure=last.low >= LONG_PAUSE)
    each = f"{written} {pack.data['examples']['each_time']}"
    yield Wording((_put(scan.text, last.start, last.end, each),), sure=False)
    if last.bound == "about":
        shorter = _JOINT.sub("", scan.text[: last.start]).rstrip(" (")
        yield Wording((shorter + scan.text[last.end :].rstrip(" )."),), sure=False)


def _apart(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Read `Dips 15 - 20 sec` as a number and a time, or as a range."""
    for amount in amounts:
        if amount.spaced:
            first, second = re.split(r"\s[-–—]\s", scan.text[amount.start : amount.end], maxsplit=1)
            times = _number(scan.grammar.pack, "times", first)
            yield Wording((_put(scan.text, amount.start, amount.end, f"{times}, {second}"),), sure=False)
            yield Wording((_put(scan.text, amount.start, amount.end, f"{first}-{second}"),), sure=False)


def _end(scan: Scan) -> str:
    return scan.text.rstrip(" .!")


def _rounds(scan: Scan, _: list[Amount]) -> Iterator[Wording]:
    """Add the rounds that the writer left out."""
    pack = scan.grammar.pack
    for key in ("rounds", "times"):
        yield Wording((f"{_end(scan)}, {_number(pack, key, str(_ROUNDS))}",), sure=False)
        yield Wording((f"{_end(scan)}: {_number(pack, key, str(_ROUNDS))}",), sure=False)


def _each_long(scan: Scan, _: list[Amount]) -> Iterator[Wording]:
    """Add the length of each that the writer left out."""
    examples = scan.grammar.pack.data["examples"]
    yield Wording((f"{_end(scan)}, 60 {examples['second']} {examples['each_time']}",), sure=False)


def _waited(scan: Scan, _: list[Amount]) -> Iterator[Wording]:
    """Add the length of a wait that the writer left out."""
    about = str(scan.grammar.pack.data["examples"]["wait"]).rpartition(", ")[2]
    yield Wording((f"{_end(scan)}, {about}",), sure=False)


def _of_ten(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Add the size of sets that the writer left out."""
    example = str(scan.grammar.pack.data["examples"]["sets"]).rpartition(", ")[0]
    of_ten = re.sub(r"\d+(?=\D*$)", "10", example)
    for amount in amounts:
        written = re.sub(r"\d+", scan.text[amount.start : amount.end].strip(), of_ten, count=1)
        words = re.match(r"\s*[^\W\d_]+", scan.text[amount.end :])
        yield Wording((_put(scan.text, amount.start, amount.end + (words.end() if words else 0), written),), sure=False)


def _decimal(scan: Scan, _: list[Amount]) -> Iterator[Wording]:
    """Write decimals as the language does, `1.5` for `1,5`, and remove a minus that is a dash."""
    decimal = scan.grammar.pack.data["decimal"]
    other = "," if decimal == "." else "."
    if match := re.search(rf"(?<!\d)(\d+){re.escape(other)}(\d+)(?!\d)", scan.text):
        yield Wording((_put(scan.text, match.start(), match.end(), f"{match[1]}{decimal}{match[2]}"),))
    if match := re.search(r"(?<!\S)[-−](?=\d)", scan.text):
        yield Wording((_put(scan.text, match.start(), match.end(), ""),), sure=False)


def _unit(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Add a unit to a bare number: times, or seconds."""
    pack = scan.grammar.pack
    for amount in amounts:
        if amount.cover != NUMBER:
            continue
        written = scan.text[amount.start : amount.end].strip()
        seconds = f"{written} {pack.data['examples']['second']}"
        times = re.sub(r"\d+", written, str(pack.data["examples"]["times"]), count=1)
        for words in (seconds, times):
            yield Wording((_put(scan.text, amount.start, amount.end, words),), sure=False)


def _last(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Add a unit to a larger number at the end: `Stand on one leg, 45` is a dose more often than a word."""
    if amounts and amounts[-1].low >= LARGE and not scan.text[amounts[-1].end :].strip(" ."):
        yield from _unit(scan, amounts[-1:])


def _circuit_apart(scan: Scan, _: list[Amount]) -> Iterator[Wording]:
    """A repeat of the whole list in a line of its own. Behind a rule for each step it is not sure."""
    found = next((match for form in scan.grammar.circuit if (match := form.search(scan.masked))), None)
    first = scan.text[: found.start()].rstrip(" ,;") if found else ""
    if found is None or not first:
        return
    each = any_word(scan.grammar.pack.code, "exercise", "each").search(first)
    circuit = _begun(scan, scan.text[found.start() :])
    yield Wording((first, circuit), sure=each is None)
    if each:
        yield Wording((f"> {first}", circuit), sure=False)


def _to_failure(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """`3 x 10, 10, failure`: a line for each set, the last of them as often as one can."""
    failure = either(scan.grammar.pack.words("dose", "failure"))
    sizes = r"(?P<sets>\d+)\s?[x×]\s?(?P<each>\d+(?:,\s?\d+)*)"
    form = rf"(?:\d+\s[–—-]\s)?(?P<name>\D.*?)[\s,:]+{sizes},\s?(?P<last>{failure})"
    match = re.fullmatch(form, scan.text.strip(" ."), re.IGNORECASE)
    if match is None:
        return
    each = re.findall(r"\d+", match["each"])
    name = match["name"][:1].upper() + match["name"][1:]
    lines = [f"{name}, {_number(scan.grammar.pack, 'times', number)}" for number in each]
    yield Wording((*lines, f"{name}, {match['last']}"), sure=int(match["sets"]) == len(each) + 1)


def _spelt(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Spell out numbers that are only spoken."""
    words, text = scan.grammar.pack.words("numbers"), scan.text
    spelt = [
        amount
        for amount in amounts
        if amount.cover == NUMBER and not amount.ranged and not amount.bound and amount.low in range(len(words))
    ]
    for amount in reversed(spelt):
        text = _put(text, amount.start, amount.end, words[int(amount.low)])
    if spelt:
        yield Wording((text,), sure=False)
    adverbs = scan.grammar.pack.table("dose", "adverbs")
    for word, number in adverbs.items():
        if match := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", scan.text, re.IGNORECASE):
            times = _number(scan.grammar.pack, "times", str(number))
            yield Wording((_put(scan.text, match.start(), match.end(), times),), sure=False)


LARGE = 10
"""The least number at the end of a step that is rather a dose."""
_SPOKEN = "is spoken, not counted"
_MAKERS: dict[str, tuple[Callable[[Scan, list[Amount]], Iterator[Wording]], ...]] = {
    "cannot be read as one number": (_numbers,),
    "cannot be read as a time": (_numbers, _decimal),
    "cannot be read as a number": (_decimal,),
    "must be more than 0": (_decimal,),
    "is upside down": (_numbers,),
    "has no unit": (_numbers, _unit),
    "without its other half": (_brackets,),
    "partly a condition": (_brackets,),
    "but is no time and no condition": (_brackets,),
    "conditions of a phase": (_brackets,),
    "two doses": (_parted,),
    "the last of these, or all": (_parted,),
    "beside another one": (_parted, _moved),
    "a rest between what?": (_parted,),
    "does not end its clause": (_moved, _parted, _brackets),
    "of each, or of all?": (_rested,),
    "a rest, or of each?": (_rested,),
    "may be a range": (_apart,),
    "as many as one can": (_to_failure,),
    "repeats the whole list": (_circuit_apart,),
    "has a length of its own": (_each_long,),
    "but not how often": (_rounds, _parted),
    "needs a time": (_waited,),
    "but not of what": (_of_ten,),
    _SPOKEN: (_last, _spelt, _unit),
}
"""A part of a message, with the functions whose wordings may cure it."""
