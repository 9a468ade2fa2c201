"""The lines of a script, each with its role. The role follows from the words and the place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Literal

from voiceguide.errors import Fix
from voiceguide.language import load
from voiceguide.language.letters import bare
from voiceguide.routine import Coaching, Line
from voiceguide.script.blocks import Block
from voiceguide.script.coaching import SEPARATOR, read_cue
from voiceguide.script.dose_numbers import DoseError, Elastic
from voiceguide.script.facts import is_labelled_fact
from voiceguide.script.grammar import grammar, word_set
from voiceguide.script.labels import kinds_of
from voiceguide.script.links import Link, recording
from voiceguide.script.markers import Markers, markers
from voiceguide.script.pauses import is_pause, pause_of
from voiceguide.script.plain import plain
from voiceguide.script.scan import scanned
from voiceguide.script.source import Remark, Source
from voiceguide.script.templates import NUMBER, Template
from voiceguide.script.words import Words, read_words

Role = Literal["say", "action", "dose", "again", "circuit", "steps", "pause", "name", "fact"]
"""The role of a line.

- `say`: words without a dose
- `action`: words with a dose
- `dose`: a dose with words that only point back
- `again`: repeats, or the other side, of the lines above
- `circuit`: repeats of the whole list
- `steps`: repeats of some of its steps
- `name`: the name of the next exercise
"""

_LABEL = re.compile(r"(?P<label>[^\W\d_][^:.!?\d]{0,28}?)\s*:\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Reader:
    """The source, language and settings for reading lines."""

    source: Source
    language: str
    elastic: Elastic

    def line(self, block: Block, words: str) -> Line:
        """Words of a block, with their recording."""
        return Line(block.line, words, recording(self.source, block.links, words, block.line, block.last))

    @property
    def markers(self) -> Markers:
        """The markers of the script's language."""
        return markers(self.language)


@dataclass(slots=True)
class Nested:
    """The lines nested under an item."""

    details: list[Line] = field(default_factory=list)
    coaching: list[Coaching] = field(default_factory=list)
    safety: list[Line] = field(default_factory=list)
    short: str | None = None
    """The short name of the step."""
    place: Line | None = None
    """The sentence on the place of its things."""


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """A line with its role."""

    line: int
    last: int
    text: str
    """Its words, without a label that only gives its role."""
    role: Role
    words: Words
    links: tuple[Link, ...] = ()
    label: str = ""
    """`how`, `start` or `doing`, if a label makes it a part of an exercise of several lines."""
    numbered: bool = False
    paragraph: bool = False
    nested: Nested = field(default_factory=Nested)
    seconds: float | None = None
    """The written length of a pause."""
    under: bool = False
    """True if it stands under another item."""
    titled: bool = False
    """True if it is a heading with a dose."""


def folded(text: str) -> str:
    """A text on one line, without the parts that are never spoken."""
    return plain(text)


def line_of(reader: Reader, block: Block) -> ScriptLine:
    """A line with its role, by its own words."""
    kept, label, words, role, seconds = _read(folded(block.text), reader.language)
    return ScriptLine(
        block.line,
        block.last,
        kept,
        role,
        words,
        block.links,
        label,
        block.numbered,
        block.kind == "paragraph",
        seconds=seconds,
    )


@lru_cache(maxsize=4096)  # several questions are asked about a line
def _read(text: str, language: str) -> tuple[str, str, Words, Role, float | None]:
    """The words of a line without its label, the label, the words read, the role, and the seconds of a pause."""
    label, rest = _label(text, language)
    named = bare(text.partition(":")[0])
    # `Rest: 40 seconds` is a rest, `Sets: 3 | Reps: 10` a dose; `Hold: Press the knee down` is neither.
    printed = named in kinds_of(language) and rest[:1].isdigit()
    resting = named in grammar(language).rest_words
    kept = rest if label in ("how", "doing") and not (printed or resting) else text
    words = read_words(kept, language)
    role = _role(language, text, kept, words, label)
    if role == "fact" and words.remarks and not is_labelled_fact(text, language):
        words = Words(text=kept)
    if role in ("action", "dose"):
        words = _whole_list(kept, language, words)
    return kept, label, words, role, pause_of(text, language) if role == "pause" else None


def _label(text: str, language: str) -> tuple[str, str]:
    """The kind of a line's label, and the text after it."""
    match = _LABEL.match(text)
    if match:
        for kind in ("how", "start", "doing"):
            if bare(match["label"]) in word_set(language, "exercise", kind):
                return kind, text[match.end() :]
    return "", text


def _role(language: str, text: str, kept: str, words: Words, label: str) -> Role:
    if is_pause(text, language):
        return "pause"
    if is_labelled_fact(text, language) and len(words.doings) < 2:
        return "fact"
    if any(rule.fullmatch(_masked(text, language).strip(" .!")) for rule in _rules(language)):
        return "fact"
    if _is_circuit(kept, language, words):
        return "circuit"
    if not words.doings or words.runs.pattern:
        return _undosed(words)
    names = {name for doing in words.doings for name in doing.pieces.names}
    if names == {"again"} and (words.back or label == "doing"):
        return "again"
    if names <= {"rest"} or any(doing.rest for doing in words.doings):
        return "action"
    if label == "doing" or words.back:
        return "dose"
    return "action"


@cache
def _rules(language: str) -> tuple[Template, ...]:
    """The lines that are rules for the reader: `1 minute per spot`."""
    return tuple(Template(text) for text in load(language).words("facts", "rules"))


def _is_circuit(text: str, language: str, words: Words) -> bool:
    """True if a line gives only the rounds of the whole list, with a rest or without."""
    masked = _masked(text, language).strip(" .!,")
    for pattern in grammar(language).circuit:
        match = pattern.search(masked)
        if match and match[0] == masked:
            return True
        if match and match.end() == len(masked) and words.doings:
            before = read_words(text[: text.find(masked[:1]) + match.start()], language)
            resting = [doing.pieces.names for doing in before.doings if doing.rest] == [{"rest"}]
            return resting and bare(before.text) in grammar(language).rest_words
    return False


def _whole_list(text: str, language: str, words: Words) -> Words:
    """The words of a line, with an error if it has a step and also repeats the whole list."""
    masked = _masked(text, language)
    found = next((match for pattern in grammar(language).circuit if (match := pattern.search(masked))), None)
    lead = re.split(f"[{NUMBER}]", found[0])[0].strip(" ,.") if found else ""
    if found is None or not words.doings or not lead or bare(lead) not in bare(words.text):
        return words
    written = text[found.start() : found.end()].strip()
    message = f"`{written}` repeats the whole list, and stands in one of its steps"
    hint = "write it in a line of its own behind the list"
    return replace(words, remarks=(*words.remarks, Remark("error", message, written, hint)))


def _masked(text: str, language: str) -> str:
    return scanned(text, language).masked


def _undosed(words: Words) -> Role:
    if words.sides and words.back and not words.runs.pattern and not words.doings:
        return "again"
    if words.facts and not words.text.strip():
        return "fact"
    failed = any(remark.severity == "error" for remark in words.remarks)
    if words.runs.pattern or words.runs.ladder or words.parts.of or words.failure or failed:
        return "action"
    return "say"


def tell(reader: Reader, line: ScriptLine, error: DoseError) -> None:
    """Tell of pieces of a line that make no dose."""
    excerpt = line.text[error.amount.start : error.amount.end] if error.amount else ""
    hint = error.hint.format(**load(reader.language).data["examples"]) if error.hint else None
    if not reader.source.failed(range(line.line, line.last + 1)):
        reader.source.add(Remark("error", error.message, excerpt, hint), line.line, line.last)


def note(reader: Reader, line: int) -> None:
    """Note a line that is for the reader and not spoken."""
    reader.source.add(Remark("note", "for the reader, not spoken"), line)


def check_run_on(reader: Reader, block: Block) -> None:
    """Report lines that continue the text above but were meant to begin something."""
    for offset, line in enumerate(block.text.split("\n")):
        if offset == 0:
            continue
        hint = "put a blank line before it, or make it an item of its own: `- …`"
        if reader.markers.begins_line(line):
            message = "this line goes on the one above, and would be lost as a line of its own"
            fix = reader.source.before(block.line + offset, "\n", sure=False)
            reader.source.error(message, block.line + offset, hint, fix=fix)
        elif block.kind == "item" and read_cue(line, block.line, reader.language)[0]:
            reader.source.error(
                "this cue goes on the line above", block.line + offset, hint, fix=_under(reader, block, offset)
            )


def _under(reader: Reader, block: Block, offset: int) -> Fix:
    """The fix that nests a line under the item that it continues."""
    number = block.line + offset
    above = re.match(r"\s*(?:[-*+]|\d{1,9}[.)])\s+", reader.source.lines[block.line - 1])
    indent = len(above[0]) if above else 2
    return reader.source.whole(number, " " * indent + "- " + reader.source.lines[number - 1].strip())


def misplaced_cue(reader: Reader, block: Block, text: str) -> bool:
    """True if a cue stands at the place of a step because its indent is missing."""
    if not SEPARATOR.search(text) or not read_cue(text, block.line, reader.language)[0]:
        return False
    above = item_above(reader, block)
    indent = above[1] if above else 2
    hint = f"put {indent} blanks before it, under the step that it belongs to"
    fix = reader.source.before(block.line, " " * indent) if above else None
    reader.source.error(f"a cue is nested under its step: indent it by {indent}", block.line, hint, fix=fix)
    return True


def item_above(reader: Reader, block: Block) -> tuple[int, int] | None:
    """The columns of the item above and of its words, as spaces from the margin."""
    for at in range(block.line - 2, -1, -1):
        if marker := re.match(r"( *)(?:[-*+]|\d{1,9}[.)]) +", reader.source.lines[at]):
            return marker.end(1), marker.end()
        if reader.source.lines[at].startswith("#"):
            break
    return None


def check_indent(reader: Reader, block: Block) -> None:
    """Warn of an item that is indented, but too little to be nested."""
    line = reader.source.lines[block.line - 1]
    indent = len(line) - len(line.lstrip(" "))
    above = item_above(reader, block) if indent else None
    if above and above[0] < indent < above[1]:
        hint = f"to nest it under the step above, indent it by {above[1]}"
        reader.source.add(Remark("warning", "this item is a step of its own", "", hint), block.line)


def cue_of(reader: Reader, block: Block, text: str) -> tuple[Coaching | None, bool]:
    """The cue that a nested line gives, and True if it has an error."""
    cue, remarks = read_cue(text, block.line, reader.language)
    for remark in remarks:
        reader.source.add(remark, block.line, block.last)
    if cue:
        spoken = recording(reader.source, block.links, cue.text, block.line, block.last)
        cue = replace(cue, recording=spoken)
    return cue, any(remark.severity == "error" for remark in remarks)
