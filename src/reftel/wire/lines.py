"""The lines of a heading with their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

MOST_LINES = 600  # a heading with five hundred addressees is the longest that is read
LONGEST = 400  # a longer line is no line of a heading


class Line(NamedTuple):
    """One line without the blanks at its ends; `start` and `end` are offsets of the strand."""

    text: str
    start: int
    end: int


def lines(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines of `text[start:end]` that hold something, at most MOST_LINES; ends at a line too long."""
    for _ in range(MOST_LINES):
        if start >= end:
            return
        stop = text.find("\n", start, min(end, start + LONGEST + 1))
        if stop < 0:
            stop = end
        if stop - start > LONGEST:
            return
        raw = text[start:stop]
        found = raw.strip()
        if found:
            at = start + len(raw) - len(raw.lstrip())
            yield Line(found, at, at + len(found))
        start = stop + 1
