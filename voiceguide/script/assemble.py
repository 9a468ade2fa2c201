"""The meaning of each block of a script. The place of a block decides it."""

from __future__ import annotations

import dataclasses

from voiceguide.language import Pack
from voiceguide.routine import Line, Routine
from voiceguide.script.blocks import Block
from voiceguide.script.brackets import plain_title
from voiceguide.script.following import Following, followings
from voiceguide.script.front import Settings
from voiceguide.script.grammar import any_word
from voiceguide.script.items import cautions, is_safety, lines_of
from voiceguide.script.lines import Reader, ScriptLine, check_run_on, folded, line_of, note
from voiceguide.script.messages import unfolded
from voiceguide.script.open_routine import OpenRoutine
from voiceguide.script.phases import bare_title, bracket_of_title, read_heading
from voiceguide.script.plain import numbered_away
from voiceguide.script.rounds import set_rounds
from voiceguide.script.sections import named
from voiceguide.script.source import Remark, Source
from voiceguide.script.tables import blocks_of_table


class Assembly:
    """A routine that is put together block by block."""

    def __init__(self, source: Source, settings: Settings, pack: Pack, name: str) -> None:
        self.source = source
        self.settings = settings
        self.pack = pack
        self.reader = Reader(source, pack.code, settings.elastic)
        self.routine = OpenRoutine(self.reader, settings, pack, name)
        self.title_line: int | None = None
        self.titles: frozenset[str] = frozenset()
        self.caution = False
        """True if the lines stand under a heading of cautions."""
        self.timed = False
        """True if there was a step with a dose."""

    def read(self, blocks: list[Block], text: str) -> Routine:
        """Return the routine. The findings tell if it can be used."""
        self.titles = frozenset(
            title
            for block in blocks
            if block.kind == "heading"
            for title in (bare_title(block.text), plain_title(block.text))
        )
        rows = [
            part
            for block in blocks
            for part in (blocks_of_table(self.source, block, self.pack) if block.kind == "table" else [block])
        ]
        parts = named(self.reader, unfolded(self.reader, rows))
        left = list(zip(parts, followings(parts, self._timed), strict=True))
        while left:
            block, following = left.pop(0)
            if block.kind == "title":
                self._title(block)
            elif block.kind == "callout" or (block.kind == "quote" and is_safety(self.reader, block)):
                self._callout(block)
            elif block.kind == "heading" and self.reader.markers.is_caution(folded(block.text)):
                self.routine.end_phase()
                self.caution = True
            elif self.caution and block.kind in ("paragraph", "list"):
                self._cautions(block)
            elif block.kind == "heading":
                self.caution = False
                self.routine.end_phase()
                self._heading(block)
            elif block.kind == "name":
                self._name(block)
            elif block.kind == "quote":
                note(self.reader, block.line)
            elif block.kind == "list":
                self._list(block)
            elif following.next and self._opens(block, following.next):
                self._listed(block, left.pop(0)[0])
            else:
                self._paragraph(block, following)
        self.routine.end_phase()
        return self.routine.closed(text)

    def _callout(self, block: Block) -> None:
        """Add a caution that is written as a callout. It is spoken with its opening word."""
        text = folded(block.text)
        marker = self.pack.words("markers", "caution")[0]
        if not self.reader.markers.is_safety(text, do_not=True):
            text = f"{marker[:1].upper()}{marker[1:]}: {text}"
        self.routine.guards().append(Line(block.line, text))

    def _cautions(self, block: Block) -> None:
        """Add the lines under a heading of cautions as safety lines of the routine."""
        for part in block.children or [block]:
            self.routine.safety += cautions(
                self.reader, part, [child for child in part.children if child.kind == "list"]
            )

    def _name(self, block: Block) -> None:
        """Add the name of an exercise within a phase: a heading of a lower level."""
        phase = self.routine.phase(block.line)
        text = numbered_away(folded(block.text)).rstrip(": ")
        line = line_of(self.reader, dataclasses.replace(block, text=text, kind="paragraph"))
        if not line.words.doings:
            line = dataclasses.replace(line, role="name", text=text)
        phase.lines.append(dataclasses.replace(line, titled=True))

    def _heading(self, block: Block) -> None:
        """Begin a phase. Its heading may have the dose of an exercise: `Plank – 60 s`."""
        text = numbered_away(folded(block.text)).rstrip(": ")
        phase = read_heading(self.source, text, block.line, self.pack.code, self.titles)
        self.routine.phases.append(phase)
        if phase.dosed:
            line = line_of(self.reader, dataclasses.replace(block, text=phase.dosed, kind="paragraph"))
            phase.dose = dataclasses.replace(line, titled=True)

    def _title(self, block: Block) -> None:
        text = folded(block.text)
        if self.title_line is not None or self.routine.phases:
            message = "a title in the middle of the script" if self.title_line is None else "a second title"
            fix = self.source.whole(block.line, f"## {text}")
            self.source.error(message, block.line, f"a phase begins with `## `: `## {text}`", fix=fix)
            return
        self.title_line = block.line
        if "(" in text and bracket_of_title(text, self.pack.code):
            message = "the conditions of a title are only spoken"
            self.source.add(Remark("warning", message, "(", "write them on a `## ` heading or on a step"), block.line)
        if self.settings.title is None:
            self.routine.title = text
        elif self.settings.title != text:
            message = "not spoken: the title is that of the front matter"
            self.source.add(Remark("note", message), block.line)

    def _opens(self, block: Block, following: Block) -> bool:
        """True if a list belongs to the caution or note before it."""
        text = folded(block.text)
        markers = self.reader.markers
        if following.kind == "paragraph":
            return markers.is_caution(text) and not is_safety(self.reader, following) and not self._timed(following)
        if following.kind != "list":
            return False
        if not is_safety(self.reader, block) and not markers.is_note(text):
            return False
        if text.endswith(":") or markers.is_bare(text):
            return True
        if text.endswith((".", "!", "?")) or any(item.numbered or self._timed(item) for item in following.children):
            return False
        return following.line == block.last + 1 or bool(markers.stop.match(text))

    def _timed(self, item: Block) -> bool:
        return bool(line_of(self.reader, item).words.doings)

    def _listed(self, block: Block, items: Block) -> None:
        if items.kind == "paragraph":
            items = Block("list", items.line, items.last, children=[items])
        if not is_safety(self.reader, block):
            for part in (block, *items.children):
                note(self.reader, part.line)
            return
        self.routine.guards().extend(cautions(self.reader, block, [items]))
        for item in items.children:
            if self._timed(item):
                message = "the time in a safety line is spoken, not kept"
                self.source.add(Remark("warning", message, "", "if it is a step, put it under a heading"), item.line)

    def _paragraph(self, block: Block, following: Following) -> None:
        text = folded(block.text)
        if not any(sign.isalnum() for sign in text):
            return  # nothing in it can be spoken
        if is_safety(self.reader, block):
            self.routine.guards().extend(cautions(self.reader, block, []))
            return
        check_run_on(self.reader, block)
        if self.reader.markers.is_note(text):
            note(self.reader, block.line)
            return
        line = line_of(self.reader, block)
        if line.role == "fact":
            note(self.reader, block.line)
            self.routine.facts.append(Line(block.line, text))
        elif self._rounds_above(line, following.next):
            return
        elif self._does(line, following):
            lines, _ = lines_of(self.reader, block)
            self.routine.phase(block.line).lines.extend(lines)
            return
        self._lost_repeat(line)
        self.routine.say(self.reader.line(block, text))

    def _rounds_above(self, line: ScriptLine, below: Block | None) -> bool:
        """True if a paragraph only gives the rounds of the list below it: `4 rounds, 1 min rest between`."""
        if below is None or below.kind != "list" or not line.words.back or not line.words.doings:
            return False
        names = {name for doing in line.words.doings for name in doing.pieces.names}
        if not names <= {"again", "times", "rest"} or not names & {"again", "times"}:
            return False
        if not any(self._timed(item) for item in below.children):
            return False
        if not self.routine.phases or _since_name(self.routine.phases[-1].lines):
            self.routine.end_phase()
            self.routine.begin_untitled(line.line)
        set_rounds(self.reader, self.routine.phases[-1], line)
        return True

    def _lost_repeat(self, line: ScriptLine) -> None:
        """Report the errors of a paragraph that is spoken but names steps to repeat."""
        for remark in line.words.remarks:
            if remark.severity == "error" and any_word(self.pack.code, "exercise", "steps").search(line.text):
                self.source.add(remark, line.line, line.last)

    def _does(self, line: ScriptLine, following: Following) -> bool:
        """True if a paragraph is something to do. It has a dose, and no list beside it has the doses."""
        if line.role == "say" and self._in_exercise(following):
            return True
        if line.role in ("say", "steps"):
            return False
        if line.role in ("circuit", "pause", "again"):
            return bool(self.routine.phases)
        under = self.routine.phases[-1] if self.routine.phases else None
        above = under is not None and any(not other.paragraph for other in _since_name(under.lines))
        later = not self.routine.phases and not following.has_list and following.has_later_list
        listed = following.has_timed_list or above or later
        if listed and line.words.doings:
            hint = "to have it kept, make it an item: `- …`"
            self.source.add(Remark("warning", "a time in a paragraph is spoken, not kept", "", hint), line.line)
        return not listed

    def _in_exercise(self, following: Following) -> bool:
        """True between the name of an exercise and its dose."""
        lines = self.routine.phases[-1].lines if self.routine.phases else []
        if not any(line.titled for line in lines) or any(line.role != "say" for line in _since_name(lines)):
            return False
        return following.has_timed_paragraph

    def _list(self, block: Block) -> None:
        read = [lines_of(self.reader, item) for item in block.children]
        lines = [line for found, _ in read for line in found]
        if lines:
            self.routine.phase(block.line)
        for _, guards in read:
            self.routine.guards().extend(guards)
        if not lines:
            return
        timed = any(line.role != "say" for line in lines)
        own = range(block.line, block.last + 1)
        phase = self.routine.phases[-1]
        dosed = phase.dose is not None or any(line.role != "say" for line in phase.lines)
        if not timed and not dosed and not self.timed and not self.source.failed(own):
            hint = "if not, write them as a paragraph; if so, say how long"
            self.source.add(Remark("warning", "are these steps?", "", hint), block.line)
        self.timed = self.timed or timed
        self.routine.settle_late()
        phase.lines.extend(lines)


def _since_name(lines: list[ScriptLine]) -> list[ScriptLine]:
    """The lines after the last name of an exercise."""
    start = next((at + 1 for at in range(len(lines) - 1, -1, -1) if lines[at].titled), 0)
    return lines[start:]
