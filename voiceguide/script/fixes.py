"""Fixes applied to a script. The result is read again. A fix that does not read right or changes another line is
undone.

The functions are pure: they take a text and its reader, and return a text and the fixes applied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from voiceguide.errors import Finding, Fix
from voiceguide.language import load
from voiceguide.script import Reading
from voiceguide.script.manuscript import Manuscript
from voiceguide.script.readback import readback

MOST_ROUNDS = 10
"""The most rounds. A fix can uncover another one, but ten in a row do not cure a line."""
MOST_READINGS = 200
"""The most readings of one script. Fixes that conflict are tried one by one, with a reading each."""

Read = Callable[[str], Reading]


@dataclass(frozen=True, slots=True)
class Applied:
    """A fix that was applied."""

    finding: Finding
    old: str
    """The words that it removed."""
    new: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A script after its fixes."""

    text: str
    applied: tuple[Applied, ...]
    reading: Reading
    """The reading of the mended text."""


def mend(text: str, read: Read, *, unsure: bool = False) -> Mended:
    """Apply the sure fixes of a script until none is left. With `unsure`, apply the others, too."""
    mending = _Mending(text, read, unsure)
    for _ in range(MOST_ROUNDS):
        cures = mending.cures()
        if not cures:
            break
        mending.apply(cures)
    return Mended(mending.script.text, tuple(mending.applied), mending.reading)


class _Mending:
    """A script while its fixes are applied."""

    def __init__(self, text: str, read: Read, unsure: bool) -> None:
        self.script = Manuscript.of(text)
        self.reading = read(text)
        self.applied: list[Applied] = []
        self._read = read
        self._unsure = unsure
        self._readings = MOST_READINGS
        self._refused: set[tuple[str, str, Fix]] = set()
        """The fixes that failed, each with its line, since another fix may change the line."""

    def cures(self) -> list[Finding]:
        """The findings to cure next, in the order of their fixes. No two of them overlap."""
        found: list[Finding] = []
        for finding in sorted(self.reading.findings, key=lambda one: one.fix or Fix(0, 0, 0, 0, "")):
            fix = finding.fix
            if fix is None or not (fix.sure or self._unsure) or not self.script.holds(fix):
                continue
            if self._key(finding) not in self._refused and not (found and _overlap(_fix(found[-1]), fix)):
                found.append(finding)
        return found

    def apply(self, cures: Sequence[Finding]) -> None:
        """Apply these fixes all at once, else in halves. The last half goes first, so that the others keep their
        places."""
        if self._readings <= 0:
            self._refused.update(map(self._key, cures))
            return
        self._readings -= 1
        script = self.script.mended([_fix(finding) for finding in cures])
        reading = self._read(script.text)
        if _is_right(self.reading, reading, cures):
            done = [Applied(finding, self.script.replaced(_fix(finding)), _fix(finding).text) for finding in cures]
            self.script, self.reading = script, reading
            self.applied += done
        elif len(cures) == 1:
            self._refused.add(self._key(cures[0]))
        else:
            half = len(cures) // 2
            self.apply(cures[half:])
            self.apply(cures[:half])

    def _key(self, finding: Finding) -> tuple[str, str, Fix]:
        return self.script.lines[_fix(finding).line - 1][0], finding.message, _fix(finding)


def _fix(finding: Finding) -> Fix:
    assert finding.fix is not None
    return finding.fix


def _overlap(fix: Fix, behind: Fix) -> bool:
    end, start = (fix.end_line, fix.end_column), (behind.line, behind.column)
    return start < end or start == (fix.line, fix.column)


def _is_right(before: Reading, after: Reading, cures: Sequence[Finding]) -> bool:
    """True if the findings are cured, nothing new is found, and every untouched line is understood as before."""
    places = _Places([_fix(finding) for finding in cures])
    left = Counter[tuple[int, str, str]](
        places.told(finding) for finding in before.findings if finding.severity != "note"
    )
    left.subtract(places.told(finding) for finding in cures if finding.severity != "note")
    now = Counter[tuple[int, str, str]](
        (places.region(found.line), found.severity, found.message)
        for found in after.findings
        if found.severity != "note"
    )
    if before.understood is None:  # an error hid all the rest, so that nothing can be compared
        return not any(now[places.told(found)] for found in cures)
    if now - left:
        return False
    moved = [(place, said) for line, said in _said(before) if (place := places.moved(line)) is not None]
    return Counter(moved) == Counter((line, said) for line, said in _said(after) if not places.is_new(line))


def _said(reading: Reading) -> Iterable[tuple[int, str]]:
    """The readback of each line. A heading stays the same if a step below it becomes readable."""
    if reading.understood is None:
        return []
    said = readback(reading.understood, load(reading.understood.language))
    return [(line, sentence.removesuffix(", no steps")) for line, sentence in said]


class _Places:
    """The lines of a text before and after fixes."""

    def __init__(self, fixes: Sequence[Fix]) -> None:
        self._old: list[range] = []
        """The lines that each fix touches."""
        self._new: list[range] = []
        shift = 0
        for fix in sorted(fixes):
            kept = _keeps_last(fix)
            old = range(fix.line, fix.end_line + (0 if kept else 1))
            grown = fix.text.count("\n") - (fix.end_line - fix.line)
            new = range(fix.line + shift, fix.line + shift + len(old) + grown)
            shift += grown
            self._old.append(old)
            self._new.append(new)

    def moved(self, line: int) -> int | None:
        """The new place of an old line. None if it was touched."""
        shift = 0
        for old, new in zip(self._old, self._new, strict=True):
            if line in old:
                return None
            if line >= old.stop:
                shift = new.stop - old.stop
        return line + shift

    def is_new(self, line: int) -> bool:
        """True if a line of the new text was touched."""
        return any(line in new for new in self._new)

    def region(self, line: int) -> int:
        """A line of the new text. For lines made by one fix, the first of them."""
        return next((new.start for new in self._new if line in new), line)

    def tells(self, finding: Finding) -> tuple[int, str, str]:
        """A finding of the new text, with its place."""
        return self.region(finding.line), finding.severity, finding.message

    def told(self, finding: Finding) -> tuple[int, str, str]:
        """An old finding, with its new place."""
        place = self.moved(finding.line)
        if place is None:
            place = next(new.start for old, new in zip(self._old, self._new, strict=True) if finding.line in old)
        return self.region(place), finding.severity, finding.message


def _keeps_last(fix: Fix) -> bool:
    """True if the fix adds or removes whole lines. The line at its end stays."""
    whole = fix.text.endswith("\n") or not fix.text
    return fix.column == fix.end_column == 1 and whole and (fix.end_line > fix.line or bool(fix.text))
