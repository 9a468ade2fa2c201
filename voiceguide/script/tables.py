"""Tables. A row is an exercise; the headings of the columns name the parts of its dose, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from voiceguide.language import Pack
from voiceguide.language.letters import bare, either
from voiceguide.script.blocks import Block
from voiceguide.script.grammar import any_word
from voiceguide.script.labels import KINDS, kinds_of
from voiceguide.script.scan import scanned
from voiceguide.script.source import Remark, Source
from voiceguide.script.templates import NUMBER

_HEAD = re.compile(r"^(?P<words>[^()\[\]]*?)\s*(?:[(\[](?P<unit>[^()\[\]]*)[)\]])?\s*[.:]?$")
_EMPTY = re.compile(r"^[\s\-–—.x×/]*$|^n/?a$", re.IGNORECASE)
_COUNT = re.compile(r"^(?P<number>[\d\s,.–—-]*\d)\s*(?P<behind>\D.*)?$")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table."""

    kind: str
    """`name`, `sets`, `times`, `hold`, `rest`, `sides`, `weight`, `skip`, `other`, or `turned` for `Reps x Sets`."""
    unit: str = ""
    """The unit in its heading: `Hold (sec)`."""


def blocks_of_table(source: Source, table: Block, pack: Pack) -> list[Block]:
    """The rows of a table as lists of items. A row with only a name becomes a heading."""
    rows = [row for row in table.children if any(cell.text.strip() for cell in row.children)]
    columns = _columns(rows[0], pack) if rows else []
    if any(column.kind not in ("other", "skip") for column in columns):
        rows = rows[1:]
    columns = _named(columns, rows)
    found: list[Block] = []
    for row in rows:
        cells = [cell.text.strip() for cell in row.children]
        filled = [at for at, cell in enumerate(cells) if not _EMPTY.match(cell)]
        if not filled:
            continue
        if len(filled) == 1 and len(columns) > 1 and not scanned(cells[filled[0]], pack.code).amounts:
            found.append(Block("heading", row.line, row.line, cells[filled[0]]))
            continue
        item = _item(source, row, cells, columns, pack)
        if not found or found[-1].kind != "list":
            found.append(Block("list", row.line, row.line))
        found[-1].children.append(item)
        found[-1].last = row.line
    return found


def _columns(head: Block, pack: Pack) -> list[_Column]:
    """The columns by the words of their headings."""
    kinds = kinds_of(pack.code)
    found = []
    for cell in head.children:
        match = _HEAD.match(cell.text.strip())
        words = bare(match["words"]) if match else ""
        kind = kinds.get(words) or next((kinds[part] for part in re.split(r"\s*[/&]\s*", words) if part in kinds), "")
        if (both := re.fullmatch(r"(.+?)\s*[x×]\s*(.+)", words)) and all(part in kinds for part in both.groups()):
            first, second = (kinds[part] for part in both.groups())
            found.append(_Column("turned" if (first, second) == ("times", "sets") else "other"))
            continue
        numbered = words in ("#", "no", "nr", "") or words in {bare(word) for word in pack.words("numbers", "labels")}
        taken = kind in ("name", *KINDS) and kind in [column.kind for column in found]
        found.append(_Column("other" if not kind or taken else kind, (match["unit"] or "") if match else ""))
        if numbered and not kind:
            found[-1] = _Column("skip")
    return found


def _named(columns: list[_Column], rows: list[Block]) -> list[_Column]:
    """The columns. If no heading marks the name, the first column with words is the name."""
    if any(column.kind == "name" for column in columns):
        return columns
    for at, column in enumerate(columns):
        cells = [row.children[at].text for row in rows if at < len(row.children)]
        if column.kind in ("other", "skip") and any(re.search(r"[^\W\d_]{2}", cell) for cell in cells):
            return [*columns[:at], _Column("name"), *columns[at + 1 :]]
    return columns


def _item(source: Source, row: Block, cells: list[str], columns: list[_Column], pack: Pack) -> Block:
    """A row as an item: its name, its labelled dose, and its other cells nested under it."""
    name, parts, under = "", list[str](), list[str]()
    cells = _unlimited(cells, columns, pack)
    for cell, column in zip(cells, columns, strict=False):
        if column.kind == "skip" or _EMPTY.match(cell):
            continue
        if column.kind == "name":
            name = cell
        elif column.kind in KINDS:
            parts += _labelled(source, row, cell, column, pack)
        elif column.kind == "sides":
            parts.append(_side(cell, pack))
        elif column.kind == "turned":
            parts.append(re.sub(r"^(\d+)\s*([x×])\s*(\d+)$", r"\3 \2 \1", cell))
        elif column.kind == "other" and scanned(cell, pack.code).amounts:
            parts.append(cell)
        else:
            under.append(cell)
    if not name and under:
        name = under.pop(0)
    children = [Block("item", row.line, row.line, text) for text in under]
    lists = [Block("list", row.line, row.line, children=children)] if children else []
    return Block("item", row.line, row.line, ", ".join([name, *parts]).strip(", "), children=lists)


def _unlimited(cells: list[str], columns: list[_Column], pack: Pack) -> list[str]:
    """The cells, with sets joined to times without a number: `3` and `max` become `3 x max`."""
    places = {column.kind: at for at, column in enumerate(columns)}
    sets, times = (places.get(kind, len(cells)) for kind in ("sets", "times"))
    if max(sets, times) >= len(cells) or not any_word(pack.code, "dose", "failure").fullmatch(cells[times]):
        return cells
    number, words = cells[sets], cells[times]
    return [
        "" if at == sets else f"{number} x {words}" if at == times and number else cell for at, cell in enumerate(cells)
    ]


def _labelled(source: Source, row: Block, cell: str, column: _Column, pack: Pack) -> Iterator[str]:
    """The cell of a dose with its printed label: `Sets: 3`."""
    amounts = sorted(scanned(cell, pack.code).amounts.values(), key=lambda amount: amount.start)
    if not amounts or any_word(pack.code, "dose", "failure").search(cell):
        yield cell
        return
    timed, kind = amounts[0].cover != NUMBER, column.kind
    if timed and kind == "times":
        kind = "hold"
    if not timed and kind in ("hold", "rest"):
        if not column.unit:
            unit = pack.data["examples"]["second"]
            message = f"`{cell}` has no unit"
            hint = f"write `{cell} {unit}`, or the unit in the head of the column"
            source.add(Remark("error", message, cell, hint, f"{cell} {unit}", sure=False), row.line)
        cell = f"{cell} {column.unit or pack.data['examples']['second']}"
    if timed == (kind in ("hold", "rest")) or kind in ("hold", "rest"):
        label = pack.words("labelled", kind)[0].capitalize()
        behind = _COUNT.match(cell) if kind in ("sets", "times") else None
        units = either([*pack.words("labelled", kind), *pack.words("dose", "units")])
        if behind and behind["behind"] and not re.fullmatch(rf"\s*(?:{units})", behind["behind"], re.IGNORECASE):
            yield f"{label}: {behind['number']}"
            yield behind["behind"].strip()
        else:
            yield f"{label}: {behind['number'] if behind else cell}"
        return
    yield cell


def _side(cell: str, pack: Pack) -> str:
    """The sides of a row. `both`, `2`, `L+R` mean each side."""
    both = {bare(word) for word in ("2", "l/r", "l+r", "l&r", "l r")}
    for phrase in pack.words("sides", "both"):
        both |= {bare(word) for word in re.findall(r"(?<![\[{\w])([^\W\d_]+)(?![\]}\w])", phrase)}
    each = str(pack.data["examples"]["side"])
    return each if bare(cell) in both else cell
