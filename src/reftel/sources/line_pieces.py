"""Pieces of a file of any size that begin where a line begins in a certain way: rows of a table, mails of a mailbox.

What is wrong inside a piece costs that piece and no other: where the next begins is told by its own letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

LIMIT = 32 * 1024 * 1024  # bytes of one piece
_CHUNK = 1 << 18
_AHEAD = 1024  # bytes in which the begin of a piece can be told


class LinePiece(NamedTuple):
    """The bytes of one piece with its line end, its number in the file and its first line, both from 1.

    `size` is its length in bytes; `data` is empty where that is above `LIMIT`.
    """

    data: bytes
    number: int
    line: int
    size: int


class _Pieces:
    """The piece that is being read: what is held of it, how much was let go, and how often that was done."""

    def __init__(self) -> None:
        self.held = bytearray()
        self._number = self._line = 1
        self._size = self._lines = 0

    def take(self, length: int) -> LinePiece:
        """The piece that ends behind so many of the held bytes."""
        data = bytes(self.held[:length])
        del self.held[:length]
        size, lines = self._size + length, self._lines + data.count(b"\n")
        piece = LinePiece(b"" if size > LIMIT else data, self._number, self._line, size)
        self._number, self._line = self._number + 1, self._line + lines
        self._size = self._lines = 0
        return piece

    def let_go(self, length: int) -> None:
        """Forget bytes of a piece that is too long to be held."""
        self._size += length
        self._lines += self.held.count(b"\n", 0, length)
        del self.held[:length]


def line_pieces(stream: BinaryIO, begins: re.Pattern[bytes]) -> Iterator[LinePiece]:
    """Each piece of a file. `begins` matches the line end before one and, without taking it, the piece's begin.

    What stands above the first piece is one too. No more is held than the limit of one piece.
    """
    reading = _Pieces()
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
