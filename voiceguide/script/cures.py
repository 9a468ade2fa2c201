"""Fixes for lines that cannot be read. Each is tried in its place first and offered only if it reads right there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from voiceguide.errors import Finding, Fix
from voiceguide.language import Pack
from voiceguide.routine import Routine
from voiceguide.script.grammar import any_word
from voiceguide.script.rewording import wordings
from voiceguide.script.wording import Wording

MOST_LINES = 20
"""Lines of a script that are cured in one reading. The next reading cures the others."""
LONGEST = 400
"""Characters of a line that is cured. Longer lines are prose and take long to read."""
MOST_TRIED = 12
"""Wordings that are tried for one line."""
MOST_READ = 600_000
"""The cost of all trials of a script together: one for each character, and more for a number and a line."""
NUMBER_COST = 150
"""A number may be a dose: it takes as long as so many letters."""
LINE_COST = 60
"""A line with hardly a word takes as long as so many letters."""
NEARBY = 40
"""The lines on each side that are read with a line, in a long phase."""

Told = tuple[Routine | None, tuple[Finding, ...]]
Try = Callable[[str], Told]
_NUMBER = re.compile(r"\d+")
_MARKER = re.compile(r"(?:\s*(?:[-*+>]|\d{1,9}[.)])\s+)*\s*")


def cured(findings: tuple[Finding, ...], lines: list[str], pack: Pack, try_out: Try) -> tuple[Finding, ...]:
    """The findings. Those that another wording cures have a fix and a concrete hint."""
    wanted: dict[int, list[str]] = {}
    for one in sorted(findings, key=lambda one: one.severity):
        if one.severity != "note" and one.fix is None:
            wanted.setdefault(one.line, []).append(one.message)
    found: dict[int, tuple[Wording, Fix]] = {}
    trial = _Trial(try_out)
    for line, messages in list(wanted.items())[:MOST_LINES]:
        if trial.left > 0 and (cure := _cure(line, messages, lines, pack, trial)):
            found[line] = cure
    return tuple(_with(one, found) for one in findings)


class _Trial:
    """A reader of trials that counts their cost."""

    def __init__(self, read: Try) -> None:
        self.left = MOST_READ
        self._read = read
        self._known: dict[str, Told] = {}

    def __call__(self, text: str) -> Told:
        """Read a text, once."""
        if text not in self._known:
            self.left -= len(text) + NUMBER_COST * len(_NUMBER.findall(text)) + LINE_COST * text.count("\n")
            self._known[text] = self._read(text)
        return self._known[text]


def _with(finding: Finding, found: dict[int, tuple[Wording, Fix]]) -> Finding:
    if finding.fix or finding.severity == "note" or finding.line not in found:
        return finding
    wording, fix = found[finding.line]
    shown = ", ".join(f"`{line}`" for line in wording.lines)
    hint = f"{finding.hint}; here: {shown}" if finding.hint else f"write {shown}"
    return replace(finding, fix=fix, hint=hint)


def _cure(line: int, messages: list[str], lines: list[str], pack: Pack, try_out: _Trial) -> tuple[Wording, Fix] | None:
    """The first wording of a line that reads right in its place, and its fix."""
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    marker = _MARKER.match(written)
    start = marker.end() if marker else 0
    if not 0 < len(written[start:].strip()) <= LONGEST or written.lstrip().startswith(("#", "|")):
        return None
    first, part = _surroundings(line, lines)
    if line < first:
        return None  # a setting
    head = f"---\nlanguage: {pack.code}\n---\n"
    before = try_out(head + "\n".join(part))
    offset = head.count("\n")
    place = line - first + offset + 1
    old = _faults(before, range(place, place + 1))
    if not old[0]:
        return None
    offered = [
        *_written_out(written[start:], line, lines, messages, pack),
        *islice(wordings(written[start:], messages, pack), MOST_TRIED),
    ]
    back = any("leads back to other steps" in message for message in messages)
    listing = int(any("repeats the whole list" in message for message in messages))
    for wording in dict.fromkeys(offered[:MOST_TRIED]):
        if try_out.left <= 0:
            return None
        text = _items(wording, written[:start], listed=back)
        new = part.copy()
        new[line - first] = text
        after = try_out(head + "\n".join(new))
        own = range(place, place + text.count("\n") + 1)
        here, elsewhere = _faults(after, own)
        dosed = sum(not each.startswith("> ") for each in wording.lines)
        fewest = dosed - listing if len(wording.lines) > 1 else 0
        if not here and not elsewhere - old[1] and _does(after, own, fewest):
            return wording, _smallest(line, written, text, sure=wording.sure)
    return _joined(line, messages, lines, try_out, pack)


def _joined(line: int, messages: list[str], lines: list[str], try_out: Try, pack: Pack) -> tuple[Wording, Fix] | None:
    """The cure of an unsure repeat: the line joins the item above, which it may belong to."""
    told = ("not sure what is repeated: the step above", "leads back to other steps")
    if line < 2 or not any(words in message for words in told for message in messages):
        return None
    above, written = lines[line - 2].rstrip(), lines[line - 1]
    marker, own = (match.end() if (match := _MARKER.match(each)) else 0 for each in (above, written))
    if not above[:marker].strip() or not above[marker:]:
        return None
    first, part = _surroundings(line, lines)
    head = f"---\nlanguage: {pack.code}\n---\n"
    place = line - first + head.count("\n")
    back = any_word(pack.code, "exercise", "steps")
    for said in (written[own:].strip(), " ".join(back.sub("", written[own:]).split())):
        words = ("" if above[-1] in ".!?" else ".") + " " + said
        new = [*part[: line - first - 1], above + words, *part[line - first + 1 :]]
        after = try_out(head + "\n".join(new))
        if not _faults(after, range(place, place + 1))[0] and _does(after, range(place, place + 1), 1):
            fix = Fix(line - 1, len(above) + 1, line, len(written) + 1, words, sure=False)
            return Wording((above[marker:] + words,), sure=False), fix
    return None


def _written_out(text: str, line: int, lines: list[str], messages: list[str], pack: Pack) -> Iterator[Wording]:
    """The steps themselves, for a line that only gives their numbers: `Repeat steps 1 to 3`."""
    if not any("leads back to other steps" in message for message in messages):
        return
    numbers = [int(number) for number in re.findall(r"\d+", text) if len(number) < 3]
    if len(numbers) == 2 and not re.search(r"\d\s*(?:,|&)\s*\d", text) and numbers[0] < numbers[1]:
        numbers = list(range(numbers[0], numbers[1] + 1))
    steps, sure = [], not any_word(pack.code, "exercise", "otherwise").search(text)
    for number in numbers:
        above = (lines[at] for at in range(line - 2, -1, -1))
        found = [match[1] for one in above if (match := re.match(rf"\s*{number}[.)]\s+(.*)", one))]
        if not found:
            return
        steps.append(found[0])
        sure = sure and len(found) == 1
    if steps:
        yield Wording(tuple(steps), sure)


def _items(wording: Wording, marker: str, *, listed: bool = False) -> str:
    """The lines of a wording as items; a paragraph's become paragraphs, if they are not `listed`."""
    if listed and not marker.strip():
        return "\n".join(f"- {line}" for line in wording.lines)
    if wording.lines[0].startswith("> "):  # for the reader, not spoken
        return f"{wording.lines[0]}\n\n" + "\n".join(marker + line for line in wording.lines[1:])
    between = "\n" + marker if marker.strip() else "\n\n"
    return marker + between.join(wording.lines)


def _surroundings(line: int, lines: list[str]) -> tuple[int, list[str]]:
    """The lines of the phase that a line is in, of a long one those near it, and the number of the first."""
    start = next((at for at in range(line - 1, 0, -1) if lines[at - 1].startswith("#")), 1)
    if start == 1 and lines[0].strip() == "---":
        start = next((at + 2 for at in range(1, len(lines)) if lines[at].strip() == "---"), 1)
    end = next((at for at in range(line, len(lines)) if lines[at].startswith("#")), len(lines))
    near = range(line - NEARBY, start, -1)
    start = next((at for at in near if lines[at - 1][:1].strip()), start)  # no nested line without its item
    return start, lines[start - 1 : min(end, line + NEARBY)]


def _faults(told: Told, own: range) -> tuple[list[Finding], Counter[str]]:
    """The faults of a line and those of all other lines. A line may have become several."""
    faults = [one for one in told[1] if one.severity != "note"]
    here = [one for one in faults if one.line in own]
    return here, Counter(one.message for one in faults if one not in here)


def _does(told: Told, own: range, fewest: int) -> bool:
    """True if each line is a step with words, or belongs to one, and at least so many lines have a dose."""
    routine = told[0]
    if routine is None:
        return False
    steps = [step for phase in routine.phases for step in phase.steps if step.line in own]
    return all(step.text.strip() for step in steps) and sum(step.dose is not None for step in steps) >= fewest


def _smallest(line: int, old: str, new: str, *, sure: bool) -> Fix:
    """The fix for the words that differ."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    while start and old[start - 1 : start].isalnum():
        start -= 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    while end and old[len(old) - end].isalnum():
        end -= 1
    return Fix(line, start + 1, line, len(old) - end + 1, new[start : len(new) - end], sure)
