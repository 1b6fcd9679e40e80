"""Portion marks: the classification of one paragraph, in brackets after its number.

5 FAH-1 H-246 asks for (U), (C), (S), (TS), SBU or SBU/N; they begin in December 1978. Before and beside them
stands the notice that one level holds for the whole text: `1. (C - ENTIRE TEXT)`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reftel.model.noun import Noun

LEVELS = (
    r"(?:TS|SBU|LOU|FOUO|OUO|CUI|TOP[ ]SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|UNCLAS"
    r"|LIMITED[ ]OFFICIAL[ ]USE|OFFICIAL[ ]USE[ ]ONLY|[SCU])"
)
_CONTROLS = (
    r"(?:[ ]?(?://?|-)[ ]?(?:NOFORN|NF|FOUO|SBU|ORCON|OC|PROPIN|PR|RD|FRD|FGI|EXDIS|NODIS|LES"
    r"|REL[A-Z ,/]{0,60}|N)(?![A-Z])){0,4}"
)
MARK = rf"{LEVELS}{_CONTROLS}"
BRACKETED = rf"\([ ]?{MARK}[ ]?\)"

_HERE = re.compile(rf"[ \t]*(?P<open>\({{0,2}})[ \t]?(?P<mark>{MARK})[ \t]?(?P<close>\){{0,2}})")
_AGAIN = re.compile(rf"[ \t]*\([ ]?(?P<mark>{MARK})[ ]?\)")
CLEAN = rf"[ \t]*\((?P<mark>{MARK})\)(?![ \t]*\()"  # a mark that needs no second look
_UNCLOSED = re.compile(r"[ \t\n](?![^()\n]{0,60}\))")
_NOTICE = re.compile(
    rf"[ \t]*\(?[ \t]?(?:(?P<mark>{LEVELS})[ \t]?\)?[ \t]*+(?:-{{1,2}}[ \t]*+)?(?:THE[ ])?"
    r"ENTIRE[ \t]+(?:TEXT|MESSAGE)\b"
    rf"|ENTIRE[ \t]+(?:TEXT|MESSAGE)[ \t]*(?:IS[ \t]+)?-{{0,2}}[ \t]*\(?(?P<behind>{LEVELS})\b)[ \t.]*\)?[ \t.]*"
)
_LINE_END = re.compile(rf"\((?P<mark>{MARK})\)[ \t]*(?=\n|\Z)")
_NO_MARK = re.compile(r"[ \t]*(?:\(+[a-z]|\(\(\S{1,3})\)[ \t]*(?=[A-Z]{2})")
_NOTICE_REACH = 60  # letters from the mark to the words ENTIRE TEXT
_SHORT = {
    "TOP SECRET": "TS",
    "SECRET": "S",
    "CONFIDENTIAL": "C",
    "UNCLASSIFIED": "U",
    "UNCLAS": "U",
    "LIMITED OFFICIAL USE": "LOU",
    "OFFICIAL USE ONLY": "OUO",
}


class Mark(Noun, frozen=True):
    """A portion mark: its letters (`C//NF`), where they stand, and where the text goes on.

    `damage` is the stretch with its brackets where one of these is lost or doubled, else None.
    """

    marking: str
    start: int
    end: int
    after: int
    damage: tuple[int, int] | None = None
    whole_text: bool = False


def read_mark(text: str, at: int, end: int, *, damaged: bool) -> Mark | None:
    """The portion mark that begins at `at`, or the whole-text notice; None where neither stands.

    `damaged`: a mark with one bracket is one too, as it is behind a paragraph number.
    """
    notice = _notice(text, at, end) if text.find("ENTIRE", at, min(end, at + _NOTICE_REACH)) >= 0 else None
    return notice or (_bracketed if damaged else read_whole_mark)(text, at, end)


def clean_mark(found: re.Match[str], end: int, *, notices: bool) -> Mark | None:
    """The mark that a match of a pattern with CLEAN in it holds; None if it may be a notice.

    `notices`: whether the text has the words of one at all.
    """
    start, stop = found.span("mark")
    if notices and found.string.find("ENTIRE", stop, min(end, stop + _NOTICE_REACH)) >= 0:
        return None
    return Mark(_normal(found["mark"]), start, stop, stop + 1)


def read_whole_mark(text: str, at: int, end: int) -> Mark | None:
    """The portion mark at `at` if both its brackets are there."""
    found = _AGAIN.match(text, at, end)
    return _mark(found) if found else None


def mark_of_heading_line(text: str, at: int, end: int) -> Mark | None:
    """The mark in brackets that ends the first line of a paragraph, as `FAMILY VISITS (LOU)` does."""
    stop = text.find("\n", at, min(end, at + 120))
    return _last_mark(text, at, stop) if stop >= 0 else None


def mark_at_end(text: str, at: int, end: int) -> Mark | None:
    """The mark in brackets that stands behind the last word of a paragraph."""
    return _last_mark(text, max(at, end - 80), end)


def strange_mark(text: str, at: int, end: int) -> tuple[int, int] | None:
    """The letter in brackets that stands where a mark should and is none: `(a)` from a struck-out `(C)`."""
    found = _NO_MARK.match(text, at, end)
    return (found.start() + len(found.group()) - len(found.group().lstrip()), found.end()) if found else None


def _last_mark(text: str, at: int, end: int) -> Mark | None:
    opened = text.rfind("(", at, end)
    found = _LINE_END.match(text, opened, end) if opened >= 0 else None
    return _mark(found) if found else None


def _notice(text: str, at: int, end: int) -> Mark | None:
    found = _NOTICE.match(text, at, end)
    if not found:
        return None
    name = "mark" if found.group("mark") else "behind"
    return Mark(_normal(found[name]), *found.span(name), at, whole_text=True)


def _bracketed(text: str, at: int, end: int) -> Mark | None:
    found = _HERE.match(text, at, end)
    if not found:
        return None
    opened, closed = found.group("open"), found.group("close")
    if not opened and not closed:
        return None
    if not closed and not _UNCLOSED.match(text, found.end("mark"), end):
        return None
    after, damaged = found.end(), opened != "(" or closed != ")"
    again = _AGAIN.match(text, after, end)
    if again and _normal(again.group("mark")) == _normal(found.group("mark")):
        after, damaged = again.end(), True
    start, stop = found.span("mark")
    damage = (found.start("open"), after if again or closed else stop) if damaged else None
    return Mark(_normal(found["mark"]), start, stop, after, damage)


def _mark(found: re.Match[str]) -> Mark:
    return Mark(_normal(found["mark"]), *found.span("mark"), found.end())


@lru_cache(256)
def _normal(letters: str) -> str:
    """`CONFIDENTIAL` and `C` are one mark; blanks around strokes are the typist's."""
    closed = re.sub(r"\s*([/-]+)\s*", r"\1", " ".join(letters.split()))
    level = re.match(r"[A-Z ]+", closed)
    word = level.group() if level else ""
    return _SHORT.get(word, word) + closed[len(word) :]
