"""Which lines still belong to the REF block; it may run on over blank lines, titles and single items."""

from __future__ import annotations

import re

from reftel.text.labels import label_at, text_begins
from reftel.text.plain import line_end
from reftel.text.reference_patterns import ENUMERATOR, REMARK, TELEGRAM
from reftel.vocabulary import posts
from reftel.vocabulary.head_words import listed

_OPEN = re.compile(r"(?:[,;&(/]|-|\b(?:AND|OF|TO|THE|FROM|FOR|ON))[ \t]*+\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[ \t]*+(?:NR\.?[ ]|NO\.?[ ])?\d{2,6}\b")
_ENDS_ITEM = re.compile(r"[\s,;.(]|\Z")
_FULL_LINE = 46


def belongs_to_references(text: str, start: int, at: int, stop: int, end: int) -> bool:
    """Whether the line `text[at:stop]` goes on with the REF block that began at `start`."""
    if not text[at:stop].strip():
        return _resumes(text, start, stop, end)
    if label_at(text, at, end):
        return False
    if _next_item(text, start, at, stop):
        return True
    return not text_begins(text, at, end) and _goes_on(text, start, at, stop)


def begins_references(text: str, at: int, stop: int) -> int | None:
    """Where on a line the first item of a REF block stands whose label is lost; None where none stands."""
    while at < stop and text[at] in " \t-":
        at += 1
    mark = ENUMERATOR.match(text, at, stop)
    found = TELEGRAM.match(text, mark.end(), stop) if mark else None
    if not found or not posts.find(found["station"]) or not _short(text[found.end() : stop]):
        return None
    return at


def _resumes(text: str, start: int, stop: int, end: int) -> bool:
    """Whether after a blank line the next line is the next item, or the first of a block still empty."""
    at = stop + 1
    following = line_end(text, at, end)
    if not text[start:stop].strip():
        return bool(TELEGRAM.match(text[at:following].strip()))
    return _next_item(text, start, at, following)


def _next_item(text: str, start: int, at: int, stop: int) -> bool:
    while at < stop and text[at] in " \t-":
        at += 1
    mark = ENUMERATOR.match(text, at, stop)
    if not mark:
        return False
    last = _last_letter(text, start, at)
    letter = letter_of(mark)
    if not last:
        return letter == "B" or not text[start:at].strip()
    return letter.isdigit() == last.isdigit() and 0 < ord(letter[-1]) - ord(last[-1]) < 4


def _last_letter(text: str, start: int, at: int) -> str:
    letters = [letter_of(mark) for mark in ENUMERATOR.finditer(text, start, at)]
    return letters[-1] if letters else ""


def letter_of(mark: re.Match[str]) -> str:
    """The letter or figure of an enumerator."""
    return next(group for group in mark.groups() if group).upper()


def _goes_on(text: str, start: int, at: int, stop: int) -> bool:
    before = text[start:at].rstrip()
    if not before or _OPEN.search(before) or REMARK.match(text, at, stop):
        return True
    if before[-1] not in "0123456789).\"”'" and (
        _NUMBER.match(text, at, stop) or len(before) - before.rfind("\n") > _FULL_LINE
    ):
        return True
    if text[at : at + 3].isspace():
        return True
    return _is_item(text, at, stop) or _splits_a_name(text, before, at, stop)


def _is_item(text: str, at: int, stop: int) -> bool:
    found = TELEGRAM.match(text[at:stop].lstrip())
    if not found or not found["station"].isupper() or found["station"].split()[-1] in listed("no station"):
        return False
    return bool(_ENDS_ITEM.match(found.string, found.end())) and _short(found.string[found.end() :])


def _short(rest: str) -> bool:
    """Whether nothing but remarks, separators and further numbers can stand in what is left of the line."""
    return not rest.strip() or rest.lstrip()[0] in ",;(."


def _splits_a_name(text: str, before: str, at: int, stop: int) -> bool:
    """Whether the line above ends in capitals that wait for their number: `DAR ES` / `SALAAM 12`."""
    tail = before[before.rfind("\n") + 1 :]
    return tail[-1:].isalpha() and tail[-2:].isupper() and _is_item(text, at, stop)
