"""The Markdown of a script as a few kinds of blocks. All other Markdown is an error with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.front_matter import front_matter_plugin

from voiceguide.errors import Finding, Fix
from voiceguide.script.inline import plain_words
from voiceguide.script.links import Link
from voiceguide.script.source import Remark, Source

LONGEST_TEXT = 5_000
"""Characters of one paragraph or item. A longer step would take minutes to say."""
MOST_LINES = 10_000
DEEPEST = 8
"""Markers on a line, or levels of indentation. No cue and no list of cautions needs as many."""

_MARKERS = re.compile(r"(?:[ \t]*(?:[-*+>]|\d{1,9}[.)])(?=[ \t]|$))+|[ \t]*>[ \t>]*")
_LOOKS_LIKE_ITEM = re.compile(r"\s*(?:[•‣◦●▪∙·–—]\s*|[-+](?=[^\W\d_])|\d{1,3}[.)](?=[^\W\d_])|[-*+]\s|\d{1,3}[.)]\s)")
_MARK = re.compile(r"\s*(?:[•‣◦●▪∙·]\s*|[–—]\s+|[-*+]\s+|-(?=[^\W\d_])|\d{1,2}[.)]\s*(?=[^\W\d_])|[A-Z][.)]\s+(?=\S))")
"""The marks that people set before items."""
_BOLD = re.compile(r"(\*\*|__)(?:(?!\1).)+\1\s*:?")
_BOLD_LEAD = re.compile(r"^(?:\*\*|__)([^*_:]+)(?:\*\*|__):?\s+(?=\S)")
_CALLOUT = re.compile(r">\s*\[!(?P<kind>\w+)\][+-]?\s*(?P<title>.*)$")
_CAUTIONS = ("caution", "warning", "danger", "important", "attention", "error", "failure")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(slots=True)
class Block:
    """A heading, a paragraph, an item of a list, a table, or a quote."""

    kind: str
    """`title`, `heading`, `name` (a lower heading), `bold` (a bold line), `paragraph`, `list`, `item`, `quote`,
    `callout` (a caution in a box), `table`, `row`, or `cell`."""
    line: int
    last: int
    """The first and the last line of its own text."""
    text: str = ""
    """Its words without markup; `\\n` stands between its lines."""
    links: tuple[Link, ...] = ()
    """Links on its words, which may lead to recordings."""
    numbered: bool = False
    children: list[Block] = field(default_factory=list)


def blocks_of(source: Source, text: str) -> tuple[list[Block], str | None]:
    """The blocks of a script and its front matter."""
    if _refused(source):
        return [], None
    tree = SyntaxTreeNode(_markdown().parse(text))
    front = next((node.content for node in tree.children if node.type == "front_matter"), None)
    if front is None and source.lines[0].strip() == "---":
        hint = "write `---` on a line of its own behind it"
        source.error("the front matter is not closed", 1, hint, fix=_closing(source))
        return [], None
    return list(_blocks(source, [node for node in tree.children if node.type != "front_matter"])), front


def _closing(source: Source) -> Fix | None:
    """The fix that closes the front matter after its last setting."""
    last = 1
    for number, line in enumerate(source.lines[1:], 2):
        if not re.match(r"\w+:(?:\s|$)|\s+\S", line):
            break
        last = number
    return source.before(last + 1, "---\n") if 1 < last < len(source.lines) else None


def _refused(source: Source) -> bool:
    """True if the text holds something that must not reach the parser."""
    found = len(source.findings)
    if len(source.lines) > MOST_LINES:
        source.error(f"is over {MOST_LINES} lines, which no routine needs", 1, "split it into several routines")
        return True
    for number, line in enumerate(source.lines, 1):
        if bad := _CONTROL.search(line):
            message = f"a control character (U+{ord(bad[0]):04X}) cannot be spoken"
            fix = Fix(number, bad.start() + 1, number, bad.start() + 2, "")
            source.findings.append(Finding(source.path, number, bad.start() + 1, "error", message, "delete it", fix))
        markers = _MARKERS.match(line)
        depth = len(re.findall(r"[-*+>.)]", markers[0])) if markers else 0
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if markers and (depth > DEEPEST or (indent > 4 * DEEPEST and len(line) > indent)):
            source.error("nested too deep", number, "a cue or a caution is nested under its step, nothing deeper")
            break
    return len(source.findings) > found


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """The Markdown parser without inline parts. Those are parsed text by text, since many texts come more than once."""
    markdown = MarkdownIt("commonmark", {"maxNesting": 100}).use(front_matter_plugin)
    markdown.core.ruler.disable("inline")
    return markdown.enable("table").disable("reference")


def _blocks(source: Source, nodes: list[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        first, last = _lines(node)
        if node.type == "heading":
            yield from _heading(source, node, first, last)
        elif node.type == "paragraph":
            yield from _paragraph(source, node, first, last)
        elif node.type in ("bullet_list", "ordered_list"):
            items = [_item(source, item, node.type == "ordered_list") for item in node.children]
            yield Block("list", first, last, children=items)
        elif node.type == "blockquote":
            yield _quoted(source, first, last)
        elif node.type == "table":
            rows = [_row(source, row) for part in node.children for row in part.children]
            yield Block("table", first, last, children=rows)
        elif node.type == "html_block":
            _html(source, node, first)
        else:
            _refuse(source, node, first)


def _row(source: Source, node: SyntaxTreeNode) -> Block:
    """A row of a table, with its cells as children."""
    line, _ = _lines(node)
    cells = []
    for cell in node.children:
        text, _ = _words(source, cell, line, line)
        cells.append(Block("cell", line, line, " ".join(text.split())))
    return Block("row", line, line, children=cells)


def _lines(node: SyntaxTreeNode) -> tuple[int, int]:
    first, end = node.map or (0, 1)
    return first + 1, max(first + 1, end)


def _heading(source: Source, node: SyntaxTreeNode, first: int, last: int) -> Iterator[Block]:
    if node.markup in ("=", "-"):
        words = " ".join(line.strip() for line in source.lines[first - 1 : last - 1])
        hint = f"write `## {words}`" if words else "write `## ` before the words"
        source.error("a heading made by underlining", last, hint, fix=source.whole(first, f"## {words}", last=last))
        return
    text, links = _words(source, node, first, last)
    if links:
        hint = "have it recorded with all other lines: voiceguide record SCRIPT"
        source.error("a heading has no recording of its own", first, hint, links[0].excerpt)
    if not text.strip():
        source.error("a heading without words", first)
    else:
        kinds = {"h1": "title", "h2": "heading"}
        yield Block(kinds.get(node.tag, "name"), first, first, text)


def _paragraph(source: Source, node: SyntaxTreeNode, first: int, last: int) -> Iterator[Block]:
    text, links = _words(source, node, first, last)
    content = node.children[0].content if node.children else ""
    if listed := _marked(source, content, first):
        yield from listed
        return
    for number, line in enumerate(content.split("\n"), first):
        if re.match(r"\s*\[[^\]]+\]:(?:\s|$)", line):
            source.error("a link definition", number, "write the words themselves")
        elif re.match(r"\s*#{1,6}(?:\s|[^\W\d_])", line):
            words = f"{'#' * (len(line.strip()) - len(line.strip().lstrip('#')))} {line.strip().lstrip('#').strip()}"
            hint = f"write `{words}`, on a line that is not indented"
            fix = source.whole(number, words)
            source.error("this looks like a heading, but is none", number, hint, fix=fix)
        elif _LOOKS_LIKE_ITEM.match(line) and _under_list_or_text(line, number == first):
            hint = "begin it with `- ` and put a blank line before the list"
            fix = _as_item(source, number, blank=number == first or number == _first_marked(content, first))
            source.error("this looks like a step, but is none", number, hint, fix=fix)
    if text.strip():
        bold = not links and _BOLD.fullmatch(content.strip())
        yield Block("bold" if bold else "paragraph", first, last, text, links)


def _marked(source: Source, content: str, first: int) -> list[Block]:
    """A list with marks that are not Markdown, and the paragraph before it. Empty if a line among them has no mark."""
    written = content.split("\n")
    start = next((at for at, line in enumerate(written) if _MARK.match(line)), len(written))
    if start == len(written) or not all(_MARK.match(line) for line in written[start:]):
        return []
    items = []
    for number, line in enumerate(written[start:], first + start):
        text, remarks, links = plain_words(_MARK.sub("", line, count=1))
        for remark in remarks:
            source.add(remark, number)
        items.append(Block("item", number, number, text, links, line.strip()[:1].isdigit()))
    listed = Block("list", first + start, first + len(written) - 1, children=items)
    if not start:
        return [listed]
    before = plain_words("\n".join(written[:start]))[0]
    return [Block("paragraph", first, first + start - 1, before), listed]


def _first_marked(content: str, first: int) -> int:
    """The line of a paragraph on which its items begin."""
    marked = (number for number, line in enumerate(content.split("\n"), first) if _LOOKS_LIKE_ITEM.match(line))
    return next(marked, first)


def _as_item(source: Source, number: int, *, blank: bool) -> Fix:
    """The fix that makes a line an item, with a blank line before it."""
    line = source.lines[number - 1].strip()
    words = re.sub(r"^(?:[-*+•‣◦●▪∙·–—]|\d{1,9}[.)])\s*", "", line)
    spaced = blank and number > 1 and bool(source.lines[number - 2].strip())
    return source.whole(number, ("\n" if spaced else "") + f"- {words}")


def _under_list_or_text(line: str, first: bool) -> bool:
    """True if a line with a mark is not a list item to Markdown. A number cannot begin a list right after a line of
    text."""
    return not first or not re.match(r"\s*(?:[-*+]|\d{1,9}[.)])\s", line)


def _item(source: Source, node: SyntaxTreeNode, numbered: bool) -> Block:
    first, _ = _lines(node)
    children = list(_blocks(source, node.children))
    if children and children[0].kind == "paragraph" and children[0].line == _first_line(node):
        own = children.pop(0)
        return Block("item", own.line, own.last, own.text, own.links, numbered, children)
    if not node.children:
        source.add(Remark("warning", "an empty item", "", "delete it, or write a step"), first)
    return Block("item", first, first, "", (), numbered, children)


def _first_line(node: SyntaxTreeNode) -> int:
    return _lines(node.children[0])[0] if node.children else 0


def _quoted(source: Source, first: int, last: int) -> Block:
    """A quote, or a callout: `> [!CAUTION]`."""
    lines = [line.strip() for line in source.lines[first - 1 : last]]
    called = _CALLOUT.match(lines[0])
    if called is None:
        _quote(source, first, last)
        quoted = "\n".join(line.lstrip("> ") for line in lines)
        return Block("quote", first, last, plain_words(_BOLD_LEAD.sub(r"\1: ", quoted, count=1))[0])
    words = [called["title"], *(line.lstrip("> ") for line in lines[1:])]
    kind = "callout" if called["kind"].casefold() in _CAUTIONS else "quote"
    return Block(kind, first, last, plain_words(" ".join(words).strip())[0])


def _quote(source: Source, first: int, last: int) -> None:
    """Report lines right under a quote. They belong to the quote and would not be spoken."""
    for number in range(first + 1, last + 1):
        line = source.lines[number - 1].strip()
        if line and not line.startswith(">"):
            hint = "put a blank line before it to have it spoken, or `> ` to have it not"
            source.error("this line goes on the quote above", number, hint, fix=source.before(number, "\n", sure=False))


def _words(source: Source, node: SyntaxTreeNode, first: int, last: int) -> tuple[str, tuple[Link, ...]]:
    """The plain words of a block and the links on them. Markup that cannot be spoken is an error."""
    content = node.children[0].content if node.children else ""
    if len(content) > LONGEST_TEXT:
        source.error(f"a text of over {LONGEST_TEXT} characters", first, "make it several paragraphs or steps")
        return content[:40], ()
    text, remarks, links = plain_words(content)
    for remark in remarks:
        source.add(remark, first, last)
    return text, links


def _html(source: Source, node: SyntaxTreeNode, line: int) -> None:
    """Report HTML other than comments."""
    end = node.content.rfind("-->") + 3 if "-->" in node.content else 0  # behind it, each search would be in vain
    left = _COMMENT.sub(lambda match: re.sub(r"[^\n]", "", match[0]), node.content[:end]) + node.content[end:]
    if not left.strip():
        return
    line += left[: len(left) - len(left.lstrip())].count("\n")
    if left.lstrip().startswith("<!--"):
        source.error("a comment that is not closed", line, "end it with `-->`")
    elif left != node.content:
        source.error("words behind a comment are lost", line, "put the comment on a line of its own")
    else:
        source.error("raw HTML", line, "write plain words")


def _refuse(source: Source, node: SyntaxTreeNode, line: int) -> None:
    names = {"fence": "a code block", "code_block": "a code block (made by indentation)", "hr": "a rule"}
    hints = {
        "hr": "begin a phase with `## ` instead",
        "code_block": "indent by less than four spaces",
    }
    hint = hints.get(node.type, "write plain words")
    fix = source.whole(line, "") if node.type == "hr" else None
    source.error(f"{names.get(node.type, 'a ' + node.type)} means nothing yet", line, hint, fix=fix)
