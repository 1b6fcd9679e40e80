"""Rows of a table of any size, each with its own bytes: a row that is broken costs itself and no other.

Fields hold line ends, and one lost quotation mark would make all rows behind it one. So a row begins where a line
begins like one (with a number and a date, say), whatever the quotation marks say; the fields of each row are then
read by themselves.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

LIMIT = 16 * 1024 * 1024  # bytes of one row
_CHUNK = 1 << 18
_AHEAD = 1024  # bytes in which the begin of a row can be told


class Row(NamedTuple):
    """The bytes of one row with its line end, its number in the file and its first line, both from 1.

    `size` is its length in bytes; `data` is empty where that is above `LIMIT`.
    """

    data: bytes
    number: int
    line: int
    size: int


class BadRow(ValueError):
    """A row whose quotation marks do not close, or that has not as many fields as its table has columns."""


class _Rows:
    """The row that is being read: what is held of it, how much was let go, and how often that was done."""

    def __init__(self) -> None:
        self.held = bytearray()
        self._number = self._line = 1
        self._size = self._lines = 0

    def take(self, length: int) -> Row:
        """The row that ends behind so many of the held bytes."""
        data = bytes(self.held[:length])
        del self.held[:length]
        size, lines = self._size + length, self._lines + data.count(b"\n")
        row = Row(b"" if size > LIMIT else data, self._number, self._line, size)
        self._number, self._line = self._number + 1, self._line + lines
        self._size = self._lines = 0
        return row

    def let_go(self, length: int) -> None:
        """Forget bytes of a row that is too long to be held."""
        self._size += length
        self._lines += self.held.count(b"\n", 0, length)
        del self.held[:length]


def rows(stream: BinaryIO, begins: re.Pattern[bytes]) -> Iterator[Row]:
    """Each row of a table. `begins` matches the line end before a row and, without taking it, the row's begin.

    What stands above the first row is a row too. No more is held than the limit of one row.
    """
    reading = _Rows()
    looked = 0
    while chunk := stream.read(_CHUNK):
        reading.held += chunk
        while (found := begins.search(reading.held, looked)) is not None:
            yield reading.take(found.end())
            looked = 0
        looked = max(len(reading.held) - _AHEAD, 0)
        if looked > LIMIT:
            reading.let_go(looked)
            looked = 0
    if reading.held:
        yield reading.take(len(reading.held))


def fields(row: str, columns: int) -> list[str]:
    """The fields of one row; quotation marks inside a field are doubled or follow a backslash.

    Raises `BadRow` where they do not close, or where there are not `columns` fields.
    """
    csv.field_size_limit(LIMIT)
    try:
        found = list(csv.reader([row], escapechar="\\", strict=True))
    except csv.Error as error:
        raise BadRow(f"its quotation marks are broken ({error})") from error
    if len(found) != 1 or len(found[0]) != columns:
        raise BadRow(f"it has {len(found[0]) if found else 0} fields and not {columns}")
    return found[0]
