"""From blocks to a routine: what stands where decides what it is."""

from __future__ import annotations

import dataclasses

from voiceguide.language import Pack
from voiceguide.routine import Hold, Line, Routine, Step
from voiceguide.script.blocks import Block
from voiceguide.script.brackets import plain_title
from voiceguide.script.doses import DoseError, rest_of, rounds_of
from voiceguide.script.exercises import Exercise, are_names, gathered
from voiceguide.script.front import Settings
from voiceguide.script.grammar import any_word
from voiceguide.script.items import cautions, is_safety, lines_of
from voiceguide.script.lines import Reader, ScriptLine, check_run_on, folded, line_of, note
from voiceguide.script.messages import unfolded
from voiceguide.script.pairs import paired
from voiceguide.script.phases import Draft, bare_title, bracket_of_title, order_of, read_heading
from voiceguide.script.plain import numbered_away
from voiceguide.script.sections import named
from voiceguide.script.source import Remark, Source
from voiceguide.script.steps import steps_of
from voiceguide.script.tables import blocks_of_table

_ENDS = ("heading", "title", "name")
FEW_ROUNDS = 5
"""Times on a heading that may be the rounds of its phase, where the steps have no times of their own."""
LONG = 120.0
"""Seconds on a heading from which on they are the length of its phase, where the steps have their own times."""


class Assembly:
    """A routine being put together, block by block."""

    def __init__(self, source: Source, settings: Settings, pack: Pack, name: str) -> None:
        self.source = source
        self.settings = settings
        self.pack = pack
        self.name = name
        self.reader = Reader(source, pack.code, settings.elastic)
        self.title: str | None = settings.title
        self.title_line: int | None = None
        self.titles: frozenset[str] = frozenset()
        self.drafts: list[Draft] = []
        self.introduction: list[Line] = []
        self.safety: list[Line] = []
        self.facts: list[Line] = []
        self.caution = False
        """True if the lines stand under a heading of cautions."""
        self.timed = False
        """True if there was a step with a dose."""

    def read(self, blocks: list[Block], text: str) -> Routine:
        """The routine. Whether it can be used, the findings tell."""
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
        left = named(self.reader, unfolded(self.reader, rows))
        while left:
            block = left.pop(0)
            if block.kind == "title":
                self._title(block)
            elif block.kind == "callout":
                self._callout(block)
            elif block.kind == "heading" and self.reader.markers.is_caution(folded(block.text)):
                self._end_phase()
                self.caution = True
            elif self.caution and block.kind in ("paragraph", "list"):
                self._cautions(block)
            elif block.kind == "heading":
                self.caution = False
                self._end_phase()
                self._heading(block)
            elif block.kind == "name":
                self._name(block)
            elif block.kind == "quote":
                note(self.reader, block.line)
            elif block.kind == "list":
                self._list(block)
            elif self._opens(block, left[0] if left else None):
                self._listed(block, left.pop(0))
            else:
                self._paragraph(block, left)
        self._end_phase()
        return self._routine(text)

    def _callout(self, block: Block) -> None:
        """A caution as a box: it is said with its opening word."""
        text = folded(block.text)
        opener = self.pack.words("openers", "caution")[0]
        if not self.reader.markers.is_safety(text, do_not=True):
            text = f"{opener[:1].upper()}{opener[1:]}: {text}"
        self._guards().append(Line(block.line, text))

    def _cautions(self, block: Block) -> None:
        """Lines under a heading of cautions guard everything."""
        for part in block.children or [block]:
            self.safety += cautions(self.reader, part, [child for child in part.children if child.kind == "list"])

    def _name(self, block: Block) -> None:
        """The name of an exercise within a phase: a heading of a lower level."""
        if not self.drafts:
            self.drafts.append(Draft(block.line, "", heading=False))
        text = numbered_away(folded(block.text)).rstrip(": ")
        line = line_of(self.reader, dataclasses.replace(block, text=text, kind="paragraph"))
        if not line.words.doings:
            line = dataclasses.replace(line, role="name", text=text)
        self.drafts[-1].lines.append(dataclasses.replace(line, titled=True))

    def _heading(self, block: Block) -> None:
        """A phase that begins. Its heading may have the dose of an exercise: `Plank – 60 s`."""
        text = numbered_away(folded(block.text)).rstrip(": ")
        draft = read_heading(self.source, text, block.line, self.pack.code, self.titles)
        self.drafts.append(draft)
        if draft.dosed:
            line = line_of(self.reader, dataclasses.replace(block, text=draft.dosed, kind="paragraph"))
            draft.dose = dataclasses.replace(line, titled=True)

    def _title(self, block: Block) -> None:
        text = folded(block.text)
        if self.title_line is not None or self.drafts:
            message = "a title in the middle of the script" if self.title_line is None else "a second title"
            fix = self.source.whole(block.line, f"## {text}")
            self.source.error(message, block.line, f"a phase begins with `## `: `## {text}`", fix=fix)
            return
        self.title_line = block.line
        if "(" in text and bracket_of_title(text, self.pack.code):
            message = "the conditions of a title are only spoken"
            self.source.add(Remark("warning", message, "(", "write them on a `## ` heading or on a step"), block.line)
        if self.settings.title is None:
            self.title = text
        elif self.settings.title != text:
            message = "not spoken: the title is that of the front matter"
            self.source.add(Remark("note", message), block.line)

    def _opens(self, block: Block, following: Block | None) -> bool:
        """True if a list belongs to the paragraph before it: a caution or a note that goes on in its items."""
        text = folded(block.text)
        markers = self.reader.markers
        if following is None or following.kind != "list":
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
        if not is_safety(self.reader, block):
            for part in (block, *items.children):
                note(self.reader, part.line)
            return
        self._guards().extend(cautions(self.reader, block, [items]))
        for item in items.children:
            if self._timed(item):
                message = "the time in a safety line is spoken, not kept"
                self.source.add(Remark("warning", message, "", "if it is a step, put it under a heading"), item.line)

    def _paragraph(self, block: Block, following: list[Block]) -> None:
        text = folded(block.text)
        if is_safety(self.reader, block):
            self._guards().extend(cautions(self.reader, block, []))
            return
        check_run_on(self.reader, block)
        if self.reader.markers.is_note(text):
            note(self.reader, block.line)
            return
        line = line_of(self.reader, block)
        if line.role == "fact":
            note(self.reader, block.line)
            self.facts.append(Line(block.line, text))
        elif self._rounds_above(line, following):
            return
        elif self._does(line, following):
            lines, _ = lines_of(self.reader, block)
            if not self.drafts:
                self.drafts.append(Draft(block.line, "", heading=False))
            self.drafts[-1].lines.extend(lines)
            return
        self._lost_repeat(line)
        if not self.drafts:
            self.introduction.append(self.reader.line(block, text))
        elif self.drafts[-1].lines or self.drafts[-1].done:
            self.drafts[-1].late.append(self.reader.line(block, text))
        else:
            self.drafts[-1].paragraphs.append(self.reader.line(block, text))

    def _rounds_above(self, line: ScriptLine, following: list[Block]) -> bool:
        """True if a paragraph only says how often the list right below it is done: `4 rounds, 1 min rest between`."""
        below = following[0] if following else None
        if below is None or below.kind != "list" or not line.words.back or not line.words.doings:
            return False
        names = {name for doing in line.words.doings for name in doing.pieces.names}
        if not names <= {"again", "times", "rest"} or not names & {"again", "times"}:
            return False
        if not any(self._timed(item) for item in below.children):
            return False
        if not self.drafts or _since_name(self.drafts[-1].lines):
            self._end_phase()
            self.drafts.append(Draft(line.line, "", heading=False))
        self._circuit(self.drafts[-1], line)
        return True

    def _lost_repeat(self, line: ScriptLine) -> None:
        """Tell what a paragraph that is only spoken would have repeated."""
        for remark in line.words.remarks:
            if remark.severity == "error" and any_word(self.pack.code, "exercise", "steps").search(line.text):
                self.source.add(remark, line.line, line.last)

    def _does(self, line: ScriptLine, following: list[Block]) -> bool:
        """True if a paragraph is something to do: it has a dose, and no list beside it has the doses."""
        if line.role == "say" and self._in_exercise(following):
            return True
        if line.role in ("say", "steps"):
            return False
        if line.role in ("circuit", "pause", "again"):
            return bool(self.drafts)
        here = next((at for at, block in enumerate(following) if block.kind in _ENDS), len(following))
        lists = [block for block in following[:here] if block.kind == "list"]
        under = self.drafts[-1] if self.drafts else None
        timed = any(self._timed(item) for block in lists for item in block.children)
        listed = timed or (under is not None and any(not other.paragraph for other in _since_name(under.lines)))
        if not listed and not (self.drafts or lists) and any(block.kind == "list" for block in following):
            listed = True
        if listed and line.words.doings:
            hint = "to have it kept, make it an item: `- …`"
            self.source.add(Remark("warning", "a time in a paragraph is spoken, not kept", "", hint), line.line)
        return not listed

    def _in_exercise(self, following: list[Block]) -> bool:
        """True between the name of an exercise and its dose."""
        lines = self.drafts[-1].lines if self.drafts else []
        here = next((at for at, block in enumerate(following) if block.kind in _ENDS), len(following))
        if not any(line.titled for line in lines) or any(line.role != "say" for line in _since_name(lines)):
            return False
        return any(block.kind == "paragraph" and self._timed(block) for block in following[:here])

    def _guards(self) -> list[Line]:
        """Where safety lines go: before the first `##` they guard everything."""
        return self.drafts[-1].safety if any(draft.heading for draft in self.drafts) else self.safety

    def _list(self, block: Block) -> None:
        read = [lines_of(self.reader, item) for item in block.children]
        lines = [line for found, _ in read for line in found]
        if lines and not self.drafts:
            self.drafts.append(Draft(block.line, "", heading=False))
        for _, guards in read:
            self._guards().extend(guards)
        if not lines:
            return
        timed = any(line.role != "say" for line in lines)
        own = range(block.line, block.last + 1)
        draft = self.drafts[-1]
        dosed = draft.dose is not None or any(line.role != "say" for line in draft.lines)
        if not timed and not dosed and not self.timed and not self.source.failed(own):
            hint = "if not, write them as a paragraph; if so, say how long"
            self.source.add(Remark("warning", "are these steps?", "", hint), block.line)
        self.timed = self.timed or timed
        self._settle_late()
        self.drafts[-1].lines.extend(lines)

    def _end_phase(self) -> None:
        """Make steps of the lines of the phase that ends."""
        if not self.drafts:
            return
        draft = self.drafts[-1]
        lines, draft.lines = draft.lines, []
        if draft.dose:
            lines = self._with_dose(draft, draft.dose, lines)
            draft.dose = None
        draft.done = draft.done or bool(lines)
        exercises = gathered(self.reader, lines, draft.title if draft.heading else "")
        if exercises and draft.conditions.rounds and (rest := _between_rounds(exercises[-1])):
            draft.conditions.rounds = dataclasses.replace(draft.conditions.rounds, rest=rest)
            exercises.pop()
        for exercise in exercises:
            line = exercise.lines[0]
            if line.role == "circuit":
                self._circuit(draft, line)
                continue
            if line.role == "fact":
                self.facts.append(Line(line.line, line.text))
            for each in exercise.lines if line.role != "fact" else ():
                self.facts += [Line(each.line, fact) for fact in each.words.facts]
            draft.steps.extend(self._conditioned(step) for step in steps_of(self.reader, exercise))
        draft.steps = paired(draft.steps, self.pack)

    def _with_dose(self, draft: Draft, dose: ScriptLine, lines: list[ScriptLine]) -> list[ScriptLine]:
        """The lines of a phase with the dose of its heading: an exercise, the rounds or the length of all its steps."""
        own = lines[: next((at for at, line in enumerate(lines) if line.titled), len(lines))]
        acts = sum(line.role == "act" for line in own)
        pieces = dose.words.doings[0].pieces
        several = len(dose.words.doings) > 1
        only_times = pieces.names == {"times"} and not several
        few = only_times and pieces.times is not None and pieces.times.high <= FEW_ROUNDS
        short = pieces.hold is not None and pieces.hold.low < LONG and are_names(own)
        if not acts and not (few and own) and not short:
            draft.sides = None
            return [dose, *lines]
        if acts > 1 and only_times and pieces.times and not draft.conditions.rounds:
            draft.conditions.rounds = rounds_of(pieces.times)
        elif acts and pieces.names == {"hold"} and pieces.hold and pieces.hold.low >= LONG and not several:
            note(self.reader, dose.line)
            self.facts.append(Line(dose.line, dose.text))
        else:
            hint = "say it on the steps; how often all of them are done is `({rounds})` on the heading"
            hint = hint.format(**self.pack.data["examples"])
            self.source.error("it is not sure what the dose of this heading is of", dose.line, hint)
        return lines

    def _circuit(self, draft: Draft, line: ScriptLine) -> None:
        """`Repeat the circuit 4 times`: the rounds of the phase."""
        pieces = [doing.pieces for doing in line.words.doings]
        amounts = [each.again or each.times for each in pieces if each.again or each.times]
        rests = [each.rest for each in pieces if each.rest]
        if draft.conditions.rounds or len(amounts) != 1 or amounts[0] is None:
            self.source.error(
                "it is not sure how often the phase is done", line.line, "write `(2 rounds)` on the heading"
            )
            return
        try:
            rounds = rounds_of(amounts[0])
            rest = rest_of(rests[0]) if rests and rests[0] else None
        except DoseError as error:
            self.source.error(error.message, line.line, error.hint)
            return
        draft.conditions.rounds = dataclasses.replace(rounds, rest=rest)

    def _settle_late(self) -> None:
        """Paragraphs between steps are spoken before them all."""
        draft = self.drafts[-1]
        draft.paragraphs.extend(draft.late)
        for line in draft.late:
            self.source.add(Remark("note", "spoken at the beginning of its phase, before the steps"), line.line)
        draft.late.clear()

    def _conditioned(self, step: Step) -> Step:
        """A step with the conditions of its phase."""
        draft = self.drafts[-1]
        if draft.sides and step.sides:
            message = "the phase is done left, then right, and in each of them this step is too"
            hint = "say the side on the phase or on its steps, not on both"
            self.source.add(Remark("warning", message, "", hint), step.line)
        needs = tuple(dict.fromkeys((*draft.conditions.needs, *step.needs)))
        return dataclasses.replace(step, optional=step.optional or draft.conditions.optional, needs=needs)

    def _routine(self, text: str) -> Routine:
        closing: list[Line] = []
        for draft in self.drafts[:-1]:
            for line in draft.late:
                self.source.add(Remark("note", "spoken at the beginning of its phase, before the steps"), line.line)
            draft.paragraphs.extend(draft.late)
        if self.drafts:
            closing = self.drafts[-1].late
        if not any(draft.steps for draft in self.drafts):
            example = self.pack.data["examples"]["for"]
            self.source.error("there is no step in the script", 1, f"a step is an item of a list: `- … {example}`")
        title = self.title or self.name
        for draft in self.drafts:
            draft.title = draft.title if draft.heading else title
        after = order_of(self.source, self.drafts)
        settings = self.settings
        return Routine(
            name=self.name,
            title=title,
            phases=tuple(draft.phase(order) for draft, order in zip(self.drafts, after, strict=True)),
            language=settings.language,
            voice=settings.voice,
            rate=settings.rate,
            settle=settings.settle,
            author=settings.author,
            description=settings.description,
            pronounce=settings.pronounce,
            introduction=tuple(self.introduction),
            safety=tuple(self.safety),
            closing=tuple(closing),
            facts=tuple(self.facts),
            frequency=settings.frequency,
            silent_title=settings.silent_title,
            silent_closing=settings.silent_closing,
            preferences=settings.preferences,
            source=text,
        )


def _since_name(lines: list[ScriptLine]) -> list[ScriptLine]:
    """The lines behind the last name of an exercise."""
    start = next((at + 1 for at in range(len(lines) - 1, -1, -1) if lines[at].titled), 0)
    return lines[start:]


def _between_rounds(exercise: Exercise) -> Hold | None:
    """The rest between the rounds of a phase, where its last line is one: `Rest 90 s between rounds`."""
    doings = exercise.lines[0].words.doings
    if len(exercise.lines) != 1 or len(doings) != 1 or doings[0].pieces.names != {"rest"}:
        return None
    pieces = doings[0].pieces
    return rest_of(pieces.rest) if pieces.rest and pieces.between else None
