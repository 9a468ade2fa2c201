"""Wordings with other clauses: a dose at the end, a time with its meaning, several steps out of one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voiceguide.language.letters import either
from voiceguide.script.actions import SENTENCE
from voiceguide.script.amounts import Amount
from voiceguide.script.grammar import any_word
from voiceguide.script.scan import Scan
from voiceguide.script.templates import NUMBER, TIME
from voiceguide.script.wording import Wording, example_with, put

LONG_PAUSE = 45.0
"""Seconds after sets from which they are a rest, and not a time of each repetition."""
_JOINT = re.compile(r"\s*(?:[,;]|\s[–—-])\s*$")


def brackets_mended(scan: Scan, _: list[Amount]) -> Iterator[Wording]:
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
            yield Wording((put(text, match.start(), match.end(), f", {match['inner'].strip()}"),), sure=False)
            yield Wording((put(text, match.start(), match.end(), f": {match['inner'].strip()}"),), sure=False)


def steps_apart(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
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


def dose_moved_to_end(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
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


def time_named(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Make a bare time after a count a rest or a time of each, or leave it out."""
    if len(amounts) < 2 or amounts[-1].cover != TIME:
        return
    last, pack = amounts[-1], scan.grammar.pack
    written = scan.text[last.start : last.end].strip()
    example = str(pack.data["examples"]["sets"]).rpartition(", ")[2]
    pause = re.sub(r"\d+\s?\w+", written, example, count=1)
    yield Wording((put(scan.text, last.start, last.end, pause),), sure=last.low >= LONG_PAUSE)
    each = f"{written} {pack.data['examples']['each_time']}"
    yield Wording((put(scan.text, last.start, last.end, each),), sure=False)
    if last.bound == "about":
        shorter = _JOINT.sub("", scan.text[: last.start]).rstrip(" (")
        yield Wording((shorter + scan.text[last.end :].rstrip(" )."),), sure=False)


def circuit_apart(scan: Scan, _: list[Amount]) -> Iterator[Wording]:
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


def set_to_failure_apart(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """`3 x 10, 10, failure`: a line for each set, the last of them as often as one can."""
    failure = either(scan.grammar.pack.words("dose", "failure"))
    sizes = r"(?P<sets>\d+)\s?[x×]\s?(?P<each>\d+(?:,\s?\d+)*)"
    form = rf"(?:\d+\s[–—-]\s)?(?P<name>\D.*?)[\s,:]+{sizes},\s?(?P<last>{failure})"
    match = re.fullmatch(form, scan.text.strip(" ."), re.IGNORECASE)
    if match is None:
        return
    each = re.findall(r"\d+", match["each"])
    name = match["name"][:1].upper() + match["name"][1:]
    lines = [f"{name}, {example_with(scan.grammar.pack, 'times', number)}" for number in each]
    yield Wording((*lines, f"{name}, {match['last']}"), sure=int(match["sets"]) == len(each) + 1)
