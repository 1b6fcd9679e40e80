"""How much a packed file may unpack to: one allowance for a file and all that is packed inside it."""

from __future__ import annotations

FLOOR = 256 * 1024 * 1024
RATIO = 200  # the best that packers make of ordinary texts is some 20 to 1, of long lists some 100 to 1
MEMBER = 512  # bytes that the mere presence of a member counts, so that their number is limited too


class TooMuch(Exception):
    """A packed file unpacks to so much that it cannot be what it says: a decompression bomb."""

    remedy = "if you trust it, unpack it yourself and name the folder"


class Damaged(Exception):
    """A packed file cannot be read on from here: cut off, altered, encrypted or packed by an unknown method."""


class Allowance:
    """Counts what comes out of a file of `size` bytes, at every depth, against what can be honest."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._limit = max(FLOOR, RATIO * size)
        self._spent = 0

    def charge(self, count: int) -> None:
        """Count bytes that came out; raises `TooMuch` where they are too many."""
        self._spent += count
        if self._spent > self._limit:
            raise TooMuch(
                f"{self._size >> 10:,} KB that unpack to more than {self._limit >> 20:,} MB: a decompression bomb"
            )
