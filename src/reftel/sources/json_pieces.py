"""The objects of a JSON document of any size, each with its own bytes: those of an array, or one behind the other.

A line end inside a string is no JSON: where one stands, the object is broken, and the next begins behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

LIMIT = 32 * 1024 * 1024  # bytes of one object
_CHUNK = 1 << 18
_STRING = re.compile(rb'[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+')
_MARK = re.compile(rb'["{}\[\]]')


class JsonPiece(NamedTuple):
    """The bytes of one object, and its first line, from 1; `data` is empty where it has more bytes than `LIMIT`.

    `size`: its length. `whole`: it ended as an object does, and not in the middle.
    """

    data: bytes
    line: int
    size: int
    whole: bool


class _Objects:
    """Where in the document the reader stands, and the bytes of the object that it is in."""

    def __init__(self) -> None:
        self.held = bytearray()
        self._at = self._depth = self._let_go = 0
        self._line = 1
        self._in_string = False

    def step(self) -> JsonPiece | bool:
        """An object that is complete, or whether to step on; False: there are no more letters to look at."""
        if not self._depth:
            return self._begin()
        if self._in_string:
            return self._string()
        mark = _MARK.search(self.held, self._at)
        if mark is None:
            self._at = len(self.held)
            return False
        self._at = mark.end()
        if mark[0] == b'"':
            self._in_string = True
        else:
            self._depth += 1 if mark[0] in b"{[" else -1
        return True if self._depth else self.taken(whole=True)

    def _begin(self) -> bool:
        start = self.held.find(b"{")
        self._drop(len(self.held) if start < 0 else start)
        self._depth = self._at = int(start >= 0)
        return start >= 0

    def _string(self) -> JsonPiece | bool:
        found = _STRING.match(self.held, self._at)
        self._at = found.end() if found else self._at
        sign = self.held[self._at : self._at + 1]
        if sign == b'"':
            self._at, self._in_string = self._at + 1, False
            return True
        escaped = sign == b"\\" and self._at + 1 < len(self.held)
        return self.taken(whole=False) if sign == b"\n" or escaped else False

    def taken(self, *, whole: bool) -> JsonPiece:
        """The object as far as it was read; the next is looked for."""
        size = self._let_go + self._at
        piece = JsonPiece(b"" if size > LIMIT else bytes(self.held[: self._at]), self._line, size, whole)
        self._drop(self._at)
        self._at = self._depth = self._let_go = 0
        self._in_string = False
        return piece

    def bound(self) -> None:
        """Forget the bytes of an object that is too large to be held."""
        if self._at > LIMIT:
            self._let_go += self._at
            self._drop(self._at)
            self._at = 0

    @property
    def open(self) -> bool:
        """Whether the reader stands inside an object."""
        return self._depth > 0

    def _drop(self, length: int) -> None:
        self._line += self.held.count(b"\n", 0, length)
        del self.held[:length]


def json_pieces(stream: BinaryIO) -> Iterator[JsonPiece]:
    """Each object that lies in no other, in order; what stands between them is not looked at."""
    objects = _Objects()
    while chunk := stream.read(_CHUNK):
        objects.held += chunk
        while step := objects.step():
            if isinstance(step, JsonPiece):
                yield step
        objects.bound()
    if objects.open:
        yield objects.taken(whole=False)
