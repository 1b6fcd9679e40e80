"""Tables with a heading row, read row by row: a broken row costs itself, and the table may be of any size.

Fields in quotation marks may hold line ends. A lost quotation mark would make everything behind it one field; so where
a line inside such a field begins like a row, the row above it is given up and reading goes on from that line.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from reftel.sources.letters import letters

LIMIT = 16 * 1024 * 1024  # bytes of one row
DELIMITERS = ",;\t|"
_QUOTE = b'"'


class Heads(NamedTuple):
    """The heading row of a table, and the sign between its fields."""

    names: list[str]
    delimiter: str


class Row(NamedTuple):
    """One row: its bytes with the line end, its number below the heading, its first line in the file, from 1.

    `fields` by their heads; empty where the row is broken, and then `fault` says how.
    """

    data: bytes
    number: int
    line: int
    fields: dict[str, str]
    fault: str = ""


class _Line(NamedTuple):
    number: int
    data: bytes
    size: int


Begins = Callable[[bytes], bool]


def heads_of(head: bytes) -> Heads | None:
    """The heading row at the begin of a file; None where its first line is none, as of JSON and of mark-up."""
    first, end, _ = head.partition(b"\n")
    if not end or b"\0" in first or first.lstrip()[:1] in {b"{", b"[", b"<"}:
        return None
    text = letters(first)
    delimiter = max(DELIMITERS, key=text.count)
    try:
        names = next(csv.reader([text.strip("\r")], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None
    return Heads([name.strip() for name in names], delimiter) if len(names) > 1 else None


def rows(stream: BinaryIO, heads: Heads, begins: Begins) -> Iterator[Row]:
    """Each row below the heading. `begins` sees a single line and says whether a row begins so."""
    csv.field_size_limit(LIMIT)
    number = 0
    for lines, size in _cut(_lines(stream), begins):
        row = _row(lines, size, heads, number)
        if row.data.strip() or row.fault:
            number += 1
            yield row._replace(number=number)


def _lines(stream: BinaryIO) -> Iterator[_Line]:
    """The lines below the first; of one that is too long only the begin."""
    number = 0
    while data := stream.readline(LIMIT):
        number += 1
        size = len(data)
        while not data.endswith(b"\n") and (more := stream.readline(LIMIT)):
            size += len(more)
            data = data if not more.endswith(b"\n") else data[:100] + b"\n"
        if number > 1:
            yield _Line(number, data, size)


def _cut(lines: Iterator[_Line], begins: Begins) -> Iterator[tuple[list[_Line], int]]:
    """The lines of each row together, with their size; of a row that is too long only the first are held."""
    held: list[_Line] = []
    size = 0
    inside = False
    for line in lines:
        if inside and begins(line.data):
            yield held, size
            held, size, inside = [], 0, False
        if size <= LIMIT:
            held.append(line)
        size += line.size
        inside ^= line.data.count(_QUOTE) % 2 == 1
        if not inside:
            yield held, size
            held, size = [], 0
    if held:
        yield held, size


def _row(lines: list[_Line], size: int, heads: Heads, number: int) -> Row:
    row = Row(b"", number, lines[0].number, {})
    if size > LIMIT:
        return row._replace(fault=f"a row of {size >> 20} MB, longer than any telegram")
    data = b"".join(line.data for line in lines)
    row = row._replace(data=data)
    if data.count(_QUOTE) % 2:
        return row._replace(fault="its quotation marks do not close")
    try:
        found = list(
            csv.reader(letters(data).splitlines(keepends=True), delimiter=heads.delimiter, strict=True)
        )
    except csv.Error as error:
        return row._replace(fault=f"its quotation marks are broken ({error})")
    values = found[0] if found else []
    if len(values) != len(heads.names) and data.strip():
        return row._replace(fault=f"it has {len(values)} fields and not {len(heads.names)}")
    return row._replace(fields=dict(zip(heads.names, values, strict=False)))
