"""Classification levels: on the first line, in the security warning of the wire, and as portion marks.

Sources: 5 FAH-2 H-220; ACP 127(G) para 124, 203, 209; the National Archives' attribute values for 1973-79.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from reftel.vocabulary.table import rows

UNCLASSIFIED = "UNCLASSIFIED"
_LONGEST = (
    160  # letters that a level with blanks between its letters can take, and what shows that it is none
)

_RANKS = {
    UNCLASSIFIED: 0,
    "OFFICIAL USE ONLY": 1,
    "LIMITED OFFICIAL USE": 1,
    "RESTRICTED": 2,
    "CONFIDENTIAL": 3,
    "SECRET": 4,
    "TOP SECRET": 5,
}
"""Administrative controls stand above UNCLASSIFIED and below every level of an executive order."""

LEVELS = tuple(_RANKS)
"""The levels that someone may be cleared for, the lowest first."""

_SHORT = {
    "UNCLAS": UNCLASSIFIED,
    "SENSITIVE BUT UNCLASSIFIED": UNCLASSIFIED,
    "SBU": UNCLASSIFIED,
    "LOU": "LIMITED OFFICIAL USE",
    "OUO": "OFFICIAL USE ONLY",
}


class Level(NamedTuple):
    """A level: its full word, the letter-spaced form of the first line, portion mark and line 4 letters."""

    level: str
    first_line: str
    portion_mark: str
    security_characters: str
    era: str
    note: str
    confidence: str
    source: str


@cache
def all_levels() -> dict[str, Level]:
    """The levels and the marked combinations of the list by their words, the highest first."""
    return {
        row["marking"]: Level(
            row["marking"],
            row["first_line_form"],
            row["portion_mark"],
            row["fl4_letters"],
            row["era_notes"],
            row["notes"],
            row["confidence"],
            row["source"],
        )
        for row in rows("classifications")
    }


def find(level: str) -> Level | None:
    """The row of a level written in full, or None."""
    return all_levels().get(level)


def level_of(text: str) -> str | None:
    """The level that a text begins with, as its full word: `C O N F I D E N T I A L SECTION 01` is CONFIDENTIAL.

    Letters may stand apart, evenly or not; UNCLAS, LOU and SBU are read; SECRETARY is no level.
    """
    return _level_of(text[:_LONGEST])


@lru_cache(1024)
def _level_of(text: str) -> str | None:
    match = _level().match(text)
    if match is None:
        return None
    word = _WORDS[int(str(match.lastgroup)[1:])]
    return _SHORT.get(word, word)


def extent(text: str, start: int = 0) -> int:
    """The offset where the level word that begins at `start` ends; `start` itself where none begins there."""
    match = _level().match(text, start)
    return match.end() if match else start


def rank(level: str | None) -> int:
    """How high a level is: 0 for UNCLASSIFIED to 5 for TOP SECRET; -1 for none or an unknown one."""
    return _RANKS.get(level or "", -1)


@lru_cache(4096)
def of_zny(characters: str) -> str | None:
    """The level of the five letters after ZNY or ZNR: `CCCCC`, or with a release code in the last two, `SSSAA`.

    EEEEE is UNCLASSIFIED, encrypted for transmission only; None for letters that mean no level.
    """
    if len(characters) != 5 or len(set(characters[:3])) != 1:
        return None
    if characters[3:] != characters[:2] and not set(characters[3:]) <= _release_letters():
        return None
    return _zny_levels().get(characters[0])


def zny_letters(level: str) -> str:
    """The five letters of the security warning for a level; administrative controls are sent as unclassified."""
    letter = next((letter for letter, word in _zny_levels().items() if word == level), "U")
    return letter * 5


def of_portion(mark: str) -> str | None:
    """The level of a portion mark without its brackets: `C`, `SBU`, `S/NF`, `C//NF`; None if it is none."""
    return _portion_levels().get(re.split(r"[/-]", mark.upper(), maxsplit=1)[0].strip())


_WORDS = tuple(sorted((*_RANKS, *_SHORT), key=len, reverse=True))


@cache
def _level() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{'|'.join(_apart(i, word) for i, word in enumerate(_WORDS))})(?![A-Z]| A R [IY])", re.IGNORECASE
    )


def _apart(number: int, word: str) -> str:
    """A pattern for the letters of a word with up to five blanks between any two; a misspelt UNCLASS is read too."""
    letters = "[ \t]{0,5}".join(word.replace(" ", ""))
    return f"(?P<w{number}>{letters}{'S?' if word == 'UNCLAS' else ''})"


@cache
def _zny_levels() -> dict[str, str]:
    levels = (row for row in rows("classification_designators") if row["kind"] == "level")
    return {row["letter"]: level_of(row["line12_form"]) or UNCLASSIFIED for row in levels}


@cache
def _release_letters() -> frozenset[str]:
    return frozenset(
        row["letter"] for row in rows("classification_designators") if row["kind"] == "release-code"
    )


@cache
def _portion_levels() -> dict[str, str]:
    marked = (
        (row["portion_mark"], _SHORT.get(row["marking"], row["marking"])) for row in rows("classifications")
    )
    return {mark: level for mark, level in marked if mark.isalpha() and level in _RANKS}
