"""The same sheet out of each kind of file."""

from __future__ import annotations

import docx
import pytest

from tests.importing.made import Printed, bold, column, grid, odt, package, pdf, saved
from voiceguide.errors import ImportingError
from voiceguide.importing import draft_of, format_of
from voiceguide.importing.document import Paragraph, Table

SHEET = """# Shoulder plan

> Hello Maria, here are your exercises.

## Pendulum

- Let the arm hang and draw circles.
- Do it for 60 seconds.

## Wall slide

- Slide the arms up, 10 times.

| Exercise | Sets | Reps |
| --- | --- | --- |
| Row | 3 | 10 |
"""


def drafted(data: bytes, suffix: str = "") -> str:
    return draft_of(format_of(data, suffix).read(data)).text


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Shoulder plan", 0)
    document.add_paragraph("Hello Maria, here are your exercises.")
    document.add_paragraph().add_run("Pendulum").bold = True
    document.add_paragraph("Let the arm hang and draw circles.", style="List Bullet")
    document.add_paragraph("Do it for 60 seconds.", style="List Bullet")
    document.add_paragraph().add_run("Wall slide").bold = True
    document.add_paragraph("Slide the arms up, 10 times.")
    table = document.add_table(rows=0, cols=3)
    for row in (["Exercise", "Sets", "Reps"], ["Row", "3", "10"]):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return saved(document)


def open_document() -> bytes:
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in (["Exercise", "Sets", "Reps"], ["Row", "3", "10"])
    )
    return odt(
        '<text:h text:outline-level="1">Shoulder<text:s/>plan</text:h>'
        "<text:p>Hello Maria, here are your exercises.</text:p>"
        '<text:p><text:span text:style-name="T1">Pendulum</text:span></text:p>'
        "<text:list><text:list-item><text:p>Let the arm hang and draw circles.</text:p></text:list-item>"
        "<text:list-item><text:p>Do it for 60 seconds.</text:p></text:list-item></text:list>"
        '<text:p text:style-name="P1">Wall slide</text:p>'
        f"<text:p>Slide the arms up, 10 times.</text:p><table:table>{rows}</table:table>",
        '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="P1"><style:text-properties fo:font-weight="bold"/></style:style>',
    )


HTML = b"""<!doctype html><html><head><title>x</title><script>alert(1)</script></head><body><nav>Home | About</nav>
<h1>Shoulder plan</h1><p>Hello Maria,\n here are your exercises.</p><p><b>Pendulum</b></p><ul><li><p>Let the arm hang
and draw circles.</p></li><li>Do it for 60&nbsp;seconds.</li></ul><p><strong>Wall slide</strong></p>
<div>Slide the arms up, 10 times.</div><p style="display: none">Buy now</p>
<table><tr><th>Exercise</th><th>Sets</th><th>Reps</th></tr><tr><td>Row</td><td>3</td><td>10</td></tr></table>
<footer>(c) Me</footer></body></html>"""

RTF = rb"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator X;}
\pard\b\fs32 Shoulder plan\b0\fs22\par
\par Hello Maria, here are your exercises.\par
\par {\b Pendulum}\par
{\pntext\f0\'B7\tab}Let the arm hang and draw circles.\par
{\pntext\f0\'B7\tab}Do it for 60 seconds.\par
\par {\b Wall slide}\par
Slide the arms up, 10 times.\par
\par Exercise\tab Sets\tab Reps\par
Row\tab 3\tab 10\par
}"""

PDF_LINES = [
    bold("Shoulder plan", 20),
    "",
    "Hello Maria, here are your exercises.",
    "",
    bold("Pendulum"),
    "\x95 Let the arm hang and draw circles.",
    "\x95 Do it for 60 seconds.",
    "",
    bold("Wall slide"),
    "Slide the arms up, 10 times.",
]


def printed() -> bytes:
    lines = [line.replace("\x95", "•") if isinstance(line, str) else line for line in PDF_LINES]
    cells = [("Exercise", "Sets", "Reps"), ("Row", "3", "10")]
    return pdf(column(60, 100, lines) + grid(60, 260, cells))


@pytest.mark.parametrize(
    "data", [word(), open_document(), HTML, RTF, printed()], ids=["docx", "odt", "html", "rtf", "pdf"]
)
def test_a_sheet_is_the_same_draft_out_of_each_format(data: bytes) -> None:
    assert drafted(data) == SHEET


def test_the_mark_of_a_file_counts_and_not_its_name() -> None:
    assert format_of(RTF, ".docx").name == "RTF"
    assert format_of(b"just text", ".txt").name == "text"
    assert format_of(b"<p>one", "").name == "a web page"
    assert format_of(word(), "").name == "Word"


@pytest.mark.parametrize(
    ("data", "suffix"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1", ".doc"), (b"\xff\xd8\xff\xe0", ".jpg"), (b"a\0b", ""), (b"hello", ".pdf")],
)
def test_what_cannot_be_read_is_refused_with_a_way_round(data: bytes, suffix: str) -> None:
    with pytest.raises(ImportingError) as caught:
        format_of(data, suffix)
    assert caught.value.hint


# Word


def test_text_in_boxes_controls_and_changes_is_read() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"""<w:document {space}><w:body>
    <w:p><w:ins><w:r><w:t>Squat, </w:t></w:r></w:ins><w:del><w:r><w:delText>20</w:delText></w:r></w:del>
    <w:r><w:t>10 times</w:t></w:r></w:p>
    <w:sdt><w:sdtContent><w:p><w:r><w:t>Lunge,</w:t><w:tab/><w:t>5 times</w:t></w:r></w:p></w:sdtContent></w:sdt>
    <w:p><w:r><w:txbxContent><w:p><w:r><w:t>Plank, 30 seconds</w:t></w:r></w:p></w:txbxContent></w:r></w:p>
    </w:body></w:document>"""
    found = format_of(data := package({"word/document.xml": body}), ".docx").read(data)
    assert [block.text for block in found if isinstance(block, Paragraph)] == [
        "Squat, 10 times",
        "Lunge,\t5 times",
        "Plank, 30 seconds",
    ]


def test_a_table_that_lays_the_page_out_is_unfolded() -> None:
    document = docx.Document()
    document.add_heading("Plan", 1)
    table = document.add_table(rows=0, cols=2)
    for name, lines in {
        "Clam": ["Lie on your side.", "Open the knee, 12 times."],
        "Plank": ["Lift.", "Hold 20 s."],
    }.items():
        cell = table.add_row().cells[1]
        cell.text = name
        for line in lines:
            cell.add_paragraph(line)
    assert drafted(saved(document)) == (
        "# Plan\n\n## Clam\n\n- Lie on your side.\n- Open the knee, 12 times.\n\n## Plank\n\n- Lift.\n- Hold 20 s.\n"
    )


# PDF


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [
        "Lie on your back with the knees bent and",
        "draw one knee up to the chest, 20 sec-",
        "onds long.",
        "",
        "Then rest",
    ]
    right = [
        "Lie on your front and prop yourself on",
        "both elbows, 10 times.",
        "",
        "Keep the neck long and",
        "breathe.",
    ]
    title = [Printed(200, 100, "Back care", True, 20)]
    found = format_of(b"%PDF-").read(pdf(title + column(60, 150, left) + column(320, 150, right)))
    assert [block.text for block in found if isinstance(block, Paragraph)] == [
        "Back care",
        "Lie on your back with the knees bent and draw one knee up to the chest, 20 seconds long.",
        "Then rest",
        "Lie on your front and prop yourself on both elbows, 10 times.",
        "Keep the neck long and breathe.",
    ]


def test_heads_feet_and_page_numbers_do_not_stand_between_exercises() -> None:
    def page(number: int, lines: list[str]) -> list[Printed]:
        edge = [Printed(60, 30, "Hillside Clinic"), Printed(280, 820, f"Page {number} of 2")]
        return edge + column(60, 100, lines)

    made = drafted(
        pdf(page(1, ["• Squat, 10 times", "• Stand on one leg for twenty"]), page(2, ["seconds", "• Plank, 9 s"]))
    )
    assert made == "- Squat, 10 times\n- Stand on one leg for twenty seconds\n- Plank, 9 s\n\n> Hillside Clinic\n"


def test_columns_without_lines_are_a_table() -> None:
    rows = [("Exercise", "Sets", "Reps"), ("Row", "3", "10"), ("Press", "2", "12")]
    (table,) = format_of(b"%PDF-").read(pdf(grid(60, 100, rows)))
    assert table == Table(tuple(rows))


def test_a_scan_is_refused_with_a_way_round() -> None:
    with pytest.raises(ImportingError, match="only pictures") as caught:
        format_of(b"%PDF-").read(pdf([]))
    assert caught.value.hint


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_of_any_usual_encoding(encoding: str) -> None:
    assert "- Mantén la posición, 10 veces\n" in drafted("Plan\n\n- Mantén la posición, 10 veces\n".encode(encoding))
