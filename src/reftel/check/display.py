"""A finding as a linter shows it: place, code, message, the line of the source with a caret under its letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from reftel.model.telegram import Diagnostic

WIDTH = 100  # letters of a source line that are shown; copies without line ends have lines of any length
_LEAD = 30


class Excerpt(NamedTuple):
    """A piece of a source line, the number of its line, and where in it the caret begins and how long it is."""

    number: int
    letters: str
    column: int
    length: int


def excerpt(text: str, diagnostic: Diagnostic) -> Excerpt | None:
    """The letters to show below a finding; None for one that has no place in the text."""
    if not diagnostic.line or diagnostic.start > len(text):
        return None
    start = diagnostic.start - (diagnostic.column - 1)
    stop = min((at for at in (text.find("\n", start), text.find("\r", start)) if at >= 0), default=len(text))
    low = max(start, diagnostic.start - (_LEAD if stop - start > WIDTH else WIDTH))
    high = min(stop, low + WIDTH)
    letters = ("… " if low > start else "") + visible(text[low:high]) + (" …" if high < stop else "")
    column = diagnostic.start - low + (2 if low > start else 0)
    return Excerpt(diagnostic.line, letters, column, max(1, min(diagnostic.end, high) - diagnostic.start))


def visible(letters: str) -> str:
    """Letters that a terminal may be shown: controls and marks of direction become a replacement, tabs a blank."""
    if letters.isprintable():
        return letters
    return "".join(_shown(letter) for letter in letters)


def _shown(letter: str) -> str:
    if letter == "\t":
        return " "
    return letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"


def width(letters: str) -> int:
    """Columns of a terminal that letters take."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in letters)


def summary(counts: Mapping[str, int], telegrams: int) -> str:
    """The last line, `1 error, 3 notes in 2 telegrams.`, from the number of findings of each severity."""
    severities = ("error", "warning", "note")
    parts = [_counted(counts[one], one) for one in severities if counts.get(one)]
    return f"{', '.join(parts) or 'Nothing found'} in {_counted(telegrams, 'telegram')}."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
