"""Jobs in a workbook: its cells as the text that the spreadsheet shows."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from itertools import count, zip_longest
from typing import Any

from voiceguide.errors import BatchError, ImportingError
from voiceguide.importing.libraries import library
from voiceguide.importing.limits import check_package

Cells = list[str]
Records = Iterator[tuple[int, Cells]]
UNSAVED = "\x00formula"
"""The text of a formula whose value was never saved."""
MOST_ROWS = 2_000_000
"""Rows of all sheets together, empty ones included: a cell far below stands behind all rows between."""
MOST_COLUMNS = 30
"""Cells farther to the right are passed over. A single one would widen all rows to 16,384 cells."""
_ANEW = "Save it anew as .xlsx, or as “CSV UTF-8”."


def records(data: bytes, shown: str, wanted: str) -> Records:
    """Row number and cells of each row that is not empty, of the first sheet whose first row names the column `wanted`,
    else of the first one. Macros are not run, links are not followed. Raises BatchError."""
    try:
        check_package(data)
    except ImportingError as error:
        raise BatchError(f"{shown}: {error.message}", _ANEW) from error
    try:
        openpyxl = library("openpyxl")
    except ImportingError as error:
        raise BatchError(f"{shown}: {error.message}", error.hint) from error
    try:
        values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        counted = count(1)
        sheets = [list(_rows(sheet, formulas[sheet.title], counted)) for sheet in values.worksheets]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        # a broken file ends the library with any of these
        raise BatchError(f"{shown}: it cannot be read as a workbook: {error}", _ANEW) from error
    named = [rows for rows in sheets if rows and wanted in [cell.strip().lower() for cell in rows[0][1]]]
    return iter((named or sheets or [[]])[0])


def _rows(sheet: Any, formulas: Any, counted: Iterator[int]) -> Records:
    """Row number and cells of each row that is not empty. Raises ValueError for too many rows."""
    rows, as_written = (each.iter_rows(max_col=MOST_COLUMNS) for each in (sheet, formulas))
    for number, (row, written) in enumerate(zip_longest(rows, as_written, fillvalue=()), 1):
        if next(counted) > MOST_ROWS:
            raise ValueError(f"it has over {MOST_ROWS:,} rows")
        if all(cell.value is None for cell in (*row, *written)):
            continue
        cells = [_text(cell, formula) for cell, formula in zip(row, written, strict=False)]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells


def _text(cell: Any, written: Any) -> str:
    """The text that a cell shows."""
    value, shape = cell.value, str(cell.number_format or "").lower()
    if value is None:
        return UNSAVED if str(written.value or "").startswith("=") else ""
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return _clock(value.hour * 3600 + value.minute * 60 + value.second, shape)
    if isinstance(value, datetime.timedelta):
        return _clock(round(value.total_seconds()), shape)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.6g}"
    return str(value).replace("_x000D_", "").replace("\r", "")


def _clock(seconds: int, shape: str) -> str:
    """A time of day or a length, as its cell's format shows it: `9:30` may be hours or minutes."""
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    if "h" not in shape and "s" in shape:
        return f"{minutes}:{second:02}"
    return f"{hour}:{minute:02}:{second:02}" if "s" in shape else f"{hour}:{minute:02}"
