"""Files that are made to harm, or broken, are refused in words; nothing is fetched, run or unpacked without bounds."""

from __future__ import annotations

import io
import sys
import time
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importing.made import Printed, column, odt, package, pdf, saved
from voiceguide.errors import ImportingError
from voiceguide.importing import FORMATS, draft_of, format_of
from voiceguide.importing.limits import MOST_PAGES
from voiceguide.parts import install


def drafted(data: bytes, suffix: str = "") -> str:
    return draft_of(format_of(data, suffix).read(data)).text


def refusal(data: bytes, suffix: str = "") -> str:
    with pytest.raises(ImportingError) as caught:
        drafted(data, suffix)
    return caught.value.message


def bomb(name: str) -> bytes:
    """A small package that unpacks to 110 MB."""
    return package({name: b" " * 110_000_000, "word/document.xml": b"<a/>", "content.xml": b"<a/>"})


def test_a_package_that_unpacks_to_too_much() -> None:
    assert "unpacks to more" in refusal(bomb("word/media/a.bin"), ".docx")


def test_a_stream_that_unpacks_to_too_much_however_often_it_is_packed() -> None:
    inner = zlib.compress(zlib.compress(b" " * 110_000_000))
    data = pdf([Printed(9, 9, "a")]) + b"9 0 obj<</Filter[/FlateDecode/FlateDecode]>>stream\n" + inner + b"\nendstream"
    assert "unpacks to more" in refusal(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_its_own(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    part = f"{head}<a>&b;</a>".encode(encoding)
    assert "entities" in refusal(package({"word/document.xml": part}), ".docx")


def test_a_web_page_that_names_files_and_addresses_reads_none(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    page = f"""<!DOCTYPE html [<!ENTITY b SYSTEM "{secret.as_uri()}">]><html><body><p>Squat, 10 times &b;</p>
    <iframe src="{secret.as_uri()}"></iframe><img src="http://127.0.0.1:9/x.png" onerror="alert(1)"></body></html>"""
    assert "secret" not in drafted(page.encode()).replace("secret.txt", "")


def test_macros_and_links_are_passed_over() -> None:
    document = docx.Document()
    document.add_paragraph("Squat, 10 times", style="List Bullet")
    with zipfile.ZipFile(io.BytesIO(saved(document))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert drafted(package({**parts, "word/vbaProject.bin": b"macro"}), ".docm") == "- Squat, 10 times\n"
    script = pdf([Printed(60, 200, "• Squat, 10 times")], more=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>")
    assert drafted(script) == "- Squat, 10 times\n"


def test_more_pages_than_a_sheet_has() -> None:
    assert f"up to {MOST_PAGES}" in refusal(pdf(*([Printed(60, 200, "a")] for _ in range(MOST_PAGES + 1))))


def test_a_book() -> None:
    assert "more text than a sheet" in refusal(b"One line of a book.\n\n" * 4_000)


@pytest.mark.parametrize("tag", ["div", "b", "ul><li"])
def test_a_page_nested_without_end(tag: str) -> None:
    opened = f"<{tag}>".encode()
    assert "Squat, 10 times" in drafted(b"<html><body>" + opened * 110 + b"<p>Squat, 10 times")
    drafted(b"<html><body>" + opened * 5_000 + b"<p>Squat, 10 times")


def test_a_document_nested_without_end() -> None:
    deep = "<text:section>" * 5_000 + "<text:p>Squat</text:p>" + "</text:section>" * 5_000
    assert refusal(odt(deep))


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 190_000 + "b",
        "**a " * 40_000,
        "{" * 150_000,
        "1" * 190_000,
        "> " * 90_000,
        "\t" * 190_000,
        "_" * 190_000,
    ],
    ids=["blanks", "bold", "braces", "digits", "quotes", "tabs", "lines"],
)
def test_long_texts_take_no_more_than_their_length(text: str) -> None:
    began = time.thread_time()
    format_of(text.encode()).read(text.encode())
    assert time.thread_time() - began < 2


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.module)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_broken_files_are_refused_in_words(kind: object, data: st.DataObject) -> None:
    whole = _WHOLE[kind.module]  # type: ignore[attr-defined]
    cut = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=20))
    broken = whole[:cut] + noise + whole[cut + len(noise) :]
    try:
        draft_of(kind.read(broken))  # type: ignore[attr-defined]
    except ImportingError as error:
        assert error.message


def _word() -> bytes:
    document = docx.Document()
    document.add_heading("Legs", 1)
    document.add_paragraph("Squat, 10 times", style="List Bullet")
    with zipfile.ZipFile(io.BytesIO(saved(document))) as file:
        return package({name: file.read(name) for name in file.namelist() if name.startswith("word/")})


_WHOLE = {
    "docx": _word(),
    "odt": odt("<text:p>Squat, 10 times</text:p>"),
    "pdf": pdf(column(60, 100, ["Legs", "", "• Squat, 10 times"])),
    "rtf": rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\pard {\b Legs}\par \bullet Squat, 10 times\u8211?\par}",
    "html": b"<html><body><h1>Legs</h1><ul><li>Squat, 10 times</ul><table><tr><td>a<td>b</table></body></html>",
    "text": "Legs\n\n• Squat, 10 times\n| a | b |\n| c | d |\n[1/1/26, 1:00] A: b".encode(),
}


def test_without_the_library_a_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "lxml"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportingError) as caught:
        drafted(b"<html><body><p>Squat</p></body></html>")
    assert caught.value.hint == f"Install it: {install('lxml')}"


def test_the_doctor_is_told_of_a_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    from voiceguide.importing import libraries

    monkeypatch.setattr(libraries, "find_spec", lambda name: None)
    told = libraries.why_not("striprtf")
    assert told is not None
    assert "it is not installed. Install it: " in told
