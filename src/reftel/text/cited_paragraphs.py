"""The paragraphs of another telegram that a text speaks of: `PARA 3 OF REF B`, `REF B, PARAS 2 AND 4`."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORDS = ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN", "TWELVE")
_ONE = rf"(?:\d{{1,2}}(?!\d)|{'|'.join(_WORDS)})(?:[ ]?\(?[A-Z]\)?(?![A-Za-z]))?"
_BETWEEN = r"\s{0,2}(?:,\s{0,2}AND|,|-|&|/|AND|OR|THROUGH|THRU|TO)\s{0,2}"
_PARAGRAPHS = rf"PARA(?:S|GRAPHS?)?\b\.?\s{{0,2}}(?P<which>{_ONE}(?:{_BETWEEN}{_ONE}){{0,8}})"
_BEHIND = re.compile(rf"[\s,;(]{{0,3}}(?:(?:AT|IN)\s)?{_PARAGRAPHS}\)?", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b{_PARAGRAPHS}\s{{0,2}},?\s{{0,2}}(?:(?:OF|IN|TO|FROM)\s{{1,2}}(?:THE\s{{1,2}})?)?\(?\Z",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\s{0,2}(?:OF|IN|FROM)?\s{1,2}(?:THE\s{1,2})?(?:REF|SEPTEL|MIPT|[A-Z]{2,4}TEL\b)", re.IGNORECASE
)  # SEPTEL, PARA 3 OF REF B: the paragraph is that of the second
_PART = re.compile(
    rf"(?P<number>\d{{1,2}}|{'|'.join(_WORDS)})\b|(?P<range>-|THROUGH|THRU|\bTO\b)", re.IGNORECASE
)
_WITH_LETTER = re.compile(r"(?<=\d)[A-Z]\b", re.IGNORECASE)
_WINDOW = 60
_MOST_OF_A_RANGE = 20


class Cited(NamedTuple):
    """Numbers of paragraphs, and from where to where the words that name them run."""

    numbers: tuple[int, ...]
    start: int
    end: int


def cited_behind(text: str, at: int, end: int) -> Cited | None:
    """The paragraphs that are named right behind a pointing word."""
    found = _BEHIND.match(text, at, end) if text[at : at + 5].strip(" \n,;(")[:1] in tuple("PpAaIi") else None
    if not found or _OF_ANOTHER.match(text, found.end(), end):
        return None
    closed = found.end() - (found[0].endswith(")") and "(" not in found[0])
    return Cited(_numbers(found["which"]), at, closed)


def cited_before(text: str, start: int, at: int) -> Cited | None:
    """The paragraphs that are named right before a pointing word."""
    window = text[max(start, at - _WINDOW) : at]
    if "PARA" not in window.upper():
        return None
    found = _BEFORE.search(window)
    return Cited(_numbers(found["which"]), at - len(window) + found.start(), at) if found else None


def _numbers(which: str) -> tuple[int, ...]:
    """The numbers that `2, 4 AND 6-8` or `THREE` means, in order."""
    numbers: list[int] = []
    ranged = False
    for part in _PART.finditer(_WITH_LETTER.sub("", which)):
        if part["range"]:
            ranged = bool(numbers)
            continue
        number = _value(part["number"])
        first = numbers[-1] + 1 if ranged and 0 < number - numbers[-1] <= _MOST_OF_A_RANGE else number
        numbers.extend(range(first, number + 1))
        ranged = False
    return tuple(dict.fromkeys(numbers))


def _value(printed: str) -> int:
    return int(printed) if printed.isdigit() else _WORDS.index(printed.upper()) + 1
