"""The classification that is printed at the head and the foot of the form of the 1950s and 60s.

It stands among other print and under strokes: letters part, an I becomes a bar, and the first letter of a line can
fall off at the margin. What the form says of itself (`PROHIBITED UNLESS "UNCLASSIFIED"`, `UNCLASSIFIED MESSAGES
REFERRING TO THIS`) is no classification.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reftel.vocabulary import classification

_BARS = str.maketrans("|!", "II")
_WORD = re.compile(r"(?<![A-Za-z“\"'‘])[A-Z]")
_LINE = re.compile(r"[^\n]{4,200}")
_FIRST_LETTERS = "CLOSTU"
_NO_LEVEL = re.compile(r"[”\"'’A-Za-z]|[ ]+MESSAGE")
_SHORTEST = 6


class FormLevel(NamedTuple):
    """A level and where it stands."""

    level: str
    start: int
    end: int


def form_level(text: str, head: int, foot: int) -> FormLevel | None:
    """The level above the offset `head` or, where none is legible there, below `foot`; None where two differ."""
    for start, end in ((0, head), (foot, len(text))):
        found = list(_levels(text, start, end))
        if found:
            return found[0] if len({one.level for one in found}) == 1 else None
    return None


def _levels(text: str, start: int, end: int) -> Iterator[FormLevel]:
    for line in _LINE.finditer(text, start, end):
        found = _level_in(line[0].translate(_BARS))
        if found:
            yield FormLevel(found.level, line.start() + found.start, line.start() + found.end)


def _level_in(line: str) -> FormLevel | None:
    """The first level in a line; at its first word, one letter may be missing."""
    for place, word in enumerate(_WORD.finditer(line)):
        for lost in ("", *_FIRST_LETTERS) if place == 0 else ("",):
            whole = lost + line[word.start() :]
            length = classification.extent(whole)
            level = classification.level_of(whole) if length >= _SHORTEST else None
            if level and whole[:length].isupper() and not _NO_LEVEL.match(whole, length):
                return FormLevel(level, word.start(), word.start() + length - len(lost))
    return None
