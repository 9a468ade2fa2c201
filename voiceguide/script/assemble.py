"""From blocks to a routine: what stands where decides what it is."""

from __future__ import annotations

import dataclasses

from voiceguide.language import Pack
from voiceguide.routine import Line, Routine, Step
from voiceguide.script.blocks import Block
from voiceguide.script.brackets import plain_title
from voiceguide.script.front import Settings
from voiceguide.script.items import Reader, cautions, check_melted, folded, is_safety, note, read_item
from voiceguide.script.phases import Draft, bare_title, bracket_of_title, order_of, read_heading
from voiceguide.script.source import Remark, Source
from voiceguide.script.step import read_step


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
        self.timed = False
        """Whether there was a step with a dose."""

    def read(self, blocks: list[Block], text: str) -> Routine:
        """The routine. Whether it can be used, the findings tell."""
        self.titles = frozenset(
            title
            for block in blocks
            if block.kind == "heading"
            for title in (bare_title(block.text), plain_title(block.text))
        )
        left = list(blocks)
        while left:
            block = left.pop(0)
            if block.kind == "title":
                self._title(block)
            elif block.kind == "heading":
                self.drafts.append(
                    read_heading(self.source, folded(block.text), block.line, self.pack.code, self.titles)
                )
            elif block.kind == "quote":
                note(self.reader, block)
            elif block.kind == "list":
                self._steps(block)
            elif self._opens(block, left[0] if left else None):
                self._listed(block, left.pop(0))
            else:
                self._paragraph(block)
        return self._routine(text)

    def _title(self, block: Block) -> None:
        text = folded(block.text)
        if self.title_line is not None or self.drafts:
            message = "a title in the middle of the script" if self.title_line is None else "a second title"
            self.source.error(message, block.line, "a phase begins with `## `")
            return
        self.title_line = block.line
        if bracket_of_title(text, self.pack.code):
            message = "the conditions of a title are only spoken"
            self.source.add(Remark("warning", message, "(", "write them on a `## ` heading or on a step"), block.line)
        if self.settings.title is None:
            self.title = text
        elif self.settings.title != text:
            message = "not spoken: the title is that of the front matter"
            self.source.add(Remark("note", message), block.line)

    def _opens(self, block: Block, following: Block | None) -> bool:
        """Whether a list belongs to the paragraph before it: a caution or a note that goes on in its items."""
        text = folded(block.text)
        openers = self.reader.openers
        if following is None or following.kind != "list":
            return False
        if not is_safety(self.reader, block) and not openers.is_note(text):
            return False
        if text.endswith(":") or openers.is_bare(text):
            return True
        if text.endswith((".", "!", "?")) or any(item.numbered or self._timed(item) for item in following.children):
            return False
        return following.line == block.last + 1 or bool(openers.stop.match(text))

    def _timed(self, item: Block) -> bool:
        return read_step(folded(item.text), self.pack.code, self.settings.elastic).dose is not None

    def _listed(self, block: Block, items: Block) -> None:
        if not is_safety(self.reader, block):
            for part in (block, *items.children):
                note(self.reader, part)
            return
        self._guards().extend(cautions(self.reader, block, [items]))
        for item in items.children:
            if self._timed(item):
                message = "the time in a safety line is spoken, not kept"
                self.source.add(Remark("warning", message, "", "if it is a step, put it under a heading"), item.line)

    def _paragraph(self, block: Block) -> None:
        text = folded(block.text)
        if is_safety(self.reader, block):
            self._guards().extend(cautions(self.reader, block, []))
            return
        check_melted(self.reader, block)
        if self.reader.openers.is_note(text):
            note(self.reader, block)
        elif not self.drafts:
            self.introduction.append(self.reader.line(block, text))
        elif self.drafts[-1].steps:
            self.drafts[-1].late.append(self.reader.line(block, text))
        else:
            self.drafts[-1].paragraphs.append(self.reader.line(block, text))

    def _guards(self) -> list[Line]:
        """Where safety lines go: before the first `##` they guard everything."""
        return self.drafts[-1].safety if any(draft.heading for draft in self.drafts) else self.safety

    def _steps(self, block: Block) -> None:
        read = [read_item(self.reader, item) for item in block.children]
        steps = [step for step, _ in read if step]
        if steps and not self.drafts:
            self.drafts.append(Draft(block.line, "", heading=False))
        for _, lines in read:
            self._guards().extend(lines)
        if not steps:
            return
        timed = any(step.dose for step in steps)
        own = range(block.line, block.last + 1)
        if not timed and not self.timed and not self.source.failed(own):
            hint = "if not, write them as a paragraph; if so, say how long"
            self.source.add(Remark("warning", "are these steps?", "", hint), block.line)
        self.timed = self.timed or timed
        self._settle_late()
        self.drafts[-1].steps.extend(self._conditioned(step) for step in steps)

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
            source=text,
        )
