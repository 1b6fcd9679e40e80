"""Lines and words of a heading, with their places in the strand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.model.noun import Noun

MOST_LINES = 600
"""Five hundred addressees are the longest list that is read; the rest is for the lines above and for blank ones."""
LONGEST = 400
"""No line of a heading is longer; a flattened text or prose is met instead."""

_WORD = re.compile(r"[^ \t]+")


class Word(Noun, frozen=True):
    """A stretch of a line; `start` and `end` are offsets of the strand."""

    text: str
    start: int
    end: int

    def read_as(self, text: str) -> Word:
        """The same place, read as other letters."""
        return Word(text, self.start, self.end)


class Line(Noun, frozen=True):
    """One line without the blanks at its ends. `apart`: a blank line stands above it."""

    text: str
    start: int
    apart: bool = False

    @property
    def end(self) -> int:
        """The strand offset behind the last letter."""
        return self.start + len(self.text)

    def word(self, match: re.Match[str], group: str) -> Word:
        """What a group of a match on this line holds, with its place."""
        low, high = match.span(group)
        return Word(self.text[low:high], self.start + low, self.start + high)

    def words(self, at: int = 0) -> list[Word]:
        """The words from the letter `at` of the line on."""
        found = _WORD.finditer(self.text, at)
        return [Word(match[0], self.start + match.start(), self.start + match.end()) for match in found]

    def part(self, low: int, high: int | None = None) -> Line:
        """The line from letter `low` to letter `high`, without blanks at its ends."""
        raw = self.text[low:high]
        bare = raw.strip()
        return Line(bare, self.start + low + raw.find(bare))


class Lines:
    """The lines of a stretch of text that hold something, one after the other, at most MOST_LINES.

    It ends before a line too long. `at` may be moved on by who reads some lines on their own.
    """

    __slots__ = ("_apart", "_left", "at", "end", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.at = start
        self.end = end
        self._left = MOST_LINES
        self._apart = False

    def __iter__(self) -> Iterator[Line]:
        text, end = self.text, self.end
        while self.at < end and self._left > 0:
            self._left -= 1
            start = self.at
            stop = text.find("\n", start, min(end, start + LONGEST + 1))
            if stop < 0:
                stop = end
            if stop - start > LONGEST:
                return
            raw = text[start:stop]
            found = raw.strip()
            self.at = stop + 1
            if found:
                yield Line(found, start + raw.index(found), self._apart)
            self._apart = not found
