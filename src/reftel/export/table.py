"""CSV: a row for each telegram, for spreadsheets and programs (RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from reftel.archive import Filed
from reftel.export.format import Job, StreamFormat, utf8
from reftel.export.rows import CARRIED, COLUMNS, Value

_RUN = ("=", "+", "-", "@", "\t", "\r")
_QUOTED = "values that a spreadsheet would run as formulas, written with an apostrophe in front"
_DIVIDED = "lists, written with semicolons between their members, one of which holds a semicolon itself"


def _write(telegrams: Iterator[Filed], out: BinaryIO, job: Job) -> None:
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(column.name for column in COLUMNS)
    out.write(line.getvalue().encode())
    for filed in telegrams:
        line.seek(0)
        line.truncate()
        writer.writerow(_cell(column.of(filed), job) for column in COLUMNS)
        out.write(utf8(line.getvalue(), job))


def _cell(value: Value, job: Job) -> str:
    if isinstance(value, tuple):
        if any(";" in one for one in value):
            job.changed(_DIVIDED)
        value = "; ".join(value)
    text = "" if value is None else str(value)
    if text.startswith(_RUN) and not job.options.as_is:
        job.changed(_QUOTED)
        return f"'{text}"
    return text


FORMAT = StreamFormat(
    name="csv",
    title="a table, a row for each telegram",
    extension=".csv",
    carries=CARRIED,
    remarks=(
        "Lists stand in one cell with semicolons between their members.",
        "A value that begins as a formula does (`=`, `+`, `-`, `@`) gets an apostrophe in front, so that no spreadsheet"
        " runs it; `--as-is` leaves it as it is.",
    ),
    write=_write,
)
