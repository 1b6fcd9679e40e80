"""Corrections that an operator sends behind the text: format line 15 (ACP 127(G) para 211).

`C WA BOXES - OF VISA FORMS`: behind the word BOXES; `C WB`: before a word; `C 7 - ...`: the seventh word;
`C PAGE 3 LINE 2 ...`: a line of a page. They are read and held against the text, and never applied to it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(
    r"C (?:(?P<side>W[AB]) (?P<words>[^\n]{1,60}?) ?-+ ?(?P<put>[^\n]{1,200})"
    r"|(?P<ordinal>[0-9]{1,4}) ?-+ ?[^\n]{1,200}"
    r"|(?:PAGE (?P<page>[0-9]{1,2}) )?LINE (?P<line>[0-9]{1,3})\b[^\n]{0,200}"
    r"|PAGE (?P<only>[0-9]{1,2})\b[^\n]{0,200})\Z"
)
_PAGE = re.compile(r"(?m)^[ ]*PAGE[ ]{1,3}[0-9]{1,3}\b")
_OPENS = re.compile(r"C (?:W[AB]|PAGE|LINE|[0-9]{1,4})\b")


class Correction(NamedTuple):
    """One correction: the words that it goes by, or the number of the word, page or line that it names."""

    words: str | None = None
    ordinal: int | None = None
    page: int | None = None
    line: int | None = None


def is_correction(line: str) -> bool:
    """Whether a line behind the text is meant as a correction."""
    return _OPENS.match(line) is not None


def read_correction(line: str) -> Correction | None:
    """What a correction says; None for one that has none of the forms."""
    match = _LINE.match(line)
    if match is None:
        return None
    numbers = (match["ordinal"], match["page"] or match["only"], match["line"])
    return Correction(match["words"], *(int(number) if number else None for number in numbers))


def hindrance(correction: Correction, text: str) -> str | None:
    """Why a correction cannot be applied to a text: its place is not there, or there are several; None if it can."""
    if correction.words is not None:
        found = len(re.findall(rf"(?<!\w){re.escape(correction.words)}(?!\w)", text))
        if found == 1:
            return None
        return (
            f"{correction.words} stands {found} times in the text"
            if found
            else f"no {correction.words} in the text"
        )
    if correction.ordinal is not None:
        words = len(text.split())
        return f"the text has {words} words" if not 1 <= correction.ordinal <= words else None
    return _no_such_place(correction, text)


def _no_such_place(correction: Correction, text: str) -> str | None:
    begins = [match.start() for match in _PAGE.finditer(text)]
    pages = len(begins) + (not begins or bool(text[: begins[0]].strip()))
    if correction.page is not None and not 1 <= correction.page <= pages:
        return f"the text has {pages} page{'s' * (pages > 1)}"
    lines = sum(1 for line in text.splitlines() if line.strip())
    if correction.line is not None and not 1 <= correction.line <= lines:
        return f"the text has {lines} lines"
    return None
