"""Small tools that every element of the telegram's head is read with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

_LINE_END = re.compile(r"(?<=[A-Za-z])-[ \t]*\n\s*|\s+")


class AtLines:
    """A pattern at the begins of lines; it is looked for behind line ends, where `^` would be tried at every letter.

    The pattern itself may not end with a line end.
    """

    __slots__ = ("_first", "_others")

    def __init__(self, pattern: str) -> None:
        self._first = re.compile(pattern)
        self._others = re.compile("\n" + pattern)

    def match(self, text: str, at: int, end: int) -> re.Match[str] | None:
        """The match at an offset; None where no line begins there."""
        return self._first.match(text, at, end) if not at or text[at - 1] == "\n" else None

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """All matches between two offsets; the line end before one belongs to it."""
        first = self.match(text, start, end)
        others = self._others.finditer(text, first.end() if first else start, end)
        return chain([first], others) if first else others

    def stands_in(self, text: str, start: int, end: int) -> bool:
        """Whether there is a match between two offsets."""
        return next(self.finditer(text, start, end), None) is not None


def squeeze(words: str) -> str:
    """The words with single blanks; a word that a hyphen divides at a line's end keeps only the hyphen."""
    if "-" in words and "\n" in words:
        return _LINE_END.sub(_joint, words.strip())
    return " ".join(words.split())


def _joint(found: re.Match[str]) -> str:
    return "-" if found[0][0] == "-" else " "


def within_one(word: str, other: str) -> bool:
    """Whether one letter added, lost, changed or two neighbours exchanged make one word the other."""
    if len(word) > len(other):
        word, other = other, word
    if len(other) - len(word) > 1 or word == other:
        return False
    at = 0
    while at < len(word) and word[at] == other[at]:
        at += 1
    if len(word) < len(other):
        return word[at:] == other[at + 1 :]
    return word[at + 1 :] == other[at + 1 :] or (
        word[at : at + 2] == other[at : at + 2][::-1] and word[at + 2 :] == other[at + 2 :]
    )


def trimmed(text: str, start: int, end: int, litter: str = " \t\n") -> tuple[int, int]:
    """The stretch without the letters of `litter` at its two ends."""
    while start < end and text[start] in litter:
        start += 1
    while end > start and text[end - 1] in litter:
        end -= 1
    return start, end


def line_end(text: str, at: int, end: int) -> int:
    """The offset of the line end at or after `at`, at most `end`."""
    found = text.find("\n", at, end)
    return end if found < 0 else found
