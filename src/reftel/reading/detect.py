"""Which layout a text has, told by its landmarks: microseconds, fixed lines, never the file's name alone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from reftel.reading.decode import decode
from reftel.reading.hinge import Number, numbers_of
from reftel.reading.landmarks import Landmark, landmarks
from reftel.reading.refusal import NotATelegram
from reftel.reading.stubs import find_stubs
from reftel.reading.whole_text import opened
from reftel.text.plain import AtLines

HEAD = 65_536  # letters that are looked at for detection
_CONTAINERS = (
    (
        re.compile(r"\s{0,400}+<(?:\?xml|(?:TEI|html|!DOCTYPE)\b)", re.IGNORECASE),
        "a marked-up document (XML or HTML)",
    ),
    (re.compile(r"\s{0,400}+[\[{]\s{0,400}+(?:[\"\[{]|\Z)"), "a JSON document"),
)
_CONTAINER_REMEDY = "take the text of the telegram out of it first"
_NUMBERED = AtLines(r"[ ]*¶?[ ]?(\d{1,3})[ ]?\.[ ]")
_MARKED = AtLines(r"[ ]*¶?[ ]?\d{1,3}[ ]?\.[ ]{0,3}\((?:C|S|U|SBU|LOU|TS)(?:/[A-Z]+)?\)")
_WORD = re.compile(r"[A-Za-z]{2,30}")
_LABELS = AtLines(r"[ ]*(?:E\.?[ ]?O\.?[ ]?1[0-9]{4}|TAGS?[ ]?:|SUBJ(?:ECT)?[ ]?:)")
_FORM_WORDS = (
    re.compile(r"(?m)^[^\n,]{0,40}\b(?:Control|Rec.d):"),
    re.compile(
        r"(?m)^[^\n,]{0,40}\b(?:(?:INCOMING|OUTGOING)[ ]TELEGRAM\b|T[EO][LO]?[EG]?GRAM\b[^\n]{0,30}Depar)"
    ),
    re.compile(r"(?m)^[^\n,]{0,40}\bTO:[^A-Za-z\n]{0,4}Secretary of State"),
    re.compile(r"(?m)^[^\n,]{0,40}\bFROM:[ ]"),
    re.compile(r"(?m)^[^\n,]{0,40}\bACTION:[^\w\n]{0,6}A[mn][A-Z][a-z]{2,6}"),
    re.compile(r"REPRODUCTION FROM THIS"),
    re.compile(r"Drafted by:"),
)
_FEWEST_FORM_WORDS = 2
_CAPITALS = 0.6
_FEWEST_WORDS = 20
_HINGE = frozenset({"level", "section"})
_WIRE = frozenset({"calling", "security", "start"})
_PROCEDURE = frozenset({"calling", "security", "start", "prosign"})
_FEWEST_LINES = 3  # of lines 1 to 4, where a message has no addresses: CODRESS, service messages
_DEPARTMENT = frozenset({"office", "attributes", "text"})


class Detection(NamedTuple):
    """The layout (`acp127`, `aad`, `smart`, `form`, `bare`), the second best, and the lines that told."""

    layout: str
    runner_up: str | None
    evidence: tuple[str, ...]


def detect(data: bytes | str) -> Detection:
    """The layout of the first telegram of a text. Raises `NotATelegram` where there is none."""
    plain = opened(decode(data)).plain
    marks = landmarks(plain, HEAD)
    found = list(_fitting(plain, marks, numbers_of(plain, marks), named=False, start=0, end=None))
    if not found and find_stubs(plain, 0, len(plain)):
        return Detection("form", None, ())
    if not found:
        raise NotATelegram(why_none(plain))
    (layout, told), kinds = found[0], {mark.kind for mark in marks}
    others = [other for other, _ in found if other != layout]
    return Detection(layout, others[0] if others else None, tuple(kind for kind in told if kind in kinds))


def layout_of(
    plain: str,
    marks: list[Landmark],
    numbers: dict[int, Number],
    *,
    named: bool,
    start: int = 0,
    end: int | None = None,
) -> str | None:
    """The layout that landmarks tell; `named`: the file's name is a telegram's number. None: no telegram."""
    fitting = _fitting(plain, marks, numbers, named=named, start=start, end=end)
    return next((layout for layout, _ in fitting), None)


def _fitting(
    plain: str, marks: list[Landmark], numbers: dict[int, Number], *, named: bool, start: int, end: int | None
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The layouts that fit, the best first, each with the lines that may tell it; no more is looked at than asked."""
    kinds = {mark.kind for mark in marks}
    hinge = any(number.kind in _HINGE and number.serial for number in numbers.values())
    addressed = ("from" in kinds and ("dtg" in kinds or "to" in kinds)) or ("dtg" in kinds and hinge)
    if {"number", "sent"} <= kinds:
        yield "smart", ("number", "sent")
    wire = kinds & _WIRE
    if wire and (addressed or hinge or len(kinds & _PROCEDURE) >= _FEWEST_LINES):
        yield "acp127", tuple(wire)
    if _is_department_copy(plain, marks, kinds, addressed or hinge):
        yield "aad", ("office", "dash", "page", "attributes")
    if addressed:
        yield "acp127", ("dtg", "from", "to")
    if _is_form(plain, start, end):
        yield "form", ()
    if hinge or _is_bare(plain, named, start, end):
        yield "bare", ("level",)


def why_none(plain: str) -> str:
    """What a text is that is no telegram, and what to do, for a person."""
    if not plain.strip("\ufeff \n"):
        return "the text is empty: there is nothing to read"
    for pattern, what in _CONTAINERS:
        if pattern.match(plain, 1 if plain.startswith("\ufeff") else 0):
            return f"this is {what}, not the text of a telegram: {_CONTAINER_REMEDY}"
    return (
        "no telegram in this text: no transmission lines, no FM or TO line, no classification line with a number,"
        " no labels and no numbered paragraphs in capitals were found; name a file that holds a telegram's text"
    )


def _is_department_copy(plain: str, marks: list[Landmark], kinds: set[str], headed: bool) -> bool:
    """A copy that the Department's own system made: office copies, a dash line with a number, a first page line."""
    if "attributes" in kinds or ("text" in kinds and "page" in kinds):
        return True
    if kinds & _DEPARTMENT and (headed or "dash" in kinds):
        return True
    dash = any(
        mark.kind == "dash" and any(sign.isdigit() for sign in plain[mark.start : mark.end]) for mark in marks
    )
    return (dash and headed) or ("page" in kinds and headed)


def _is_form(plain: str, start: int, end: int | None) -> bool:
    """Printed words of the form of the 1950s and 60s; two of them, for each may be misread or quoted."""
    stop = min(len(plain), start + HEAD) if end is None else min(end, start + HEAD)
    if plain.find("Department", start, stop) < 0 and plain.find("REPRODUCTION", start, stop) < 0:
        return False
    return sum(1 for words in _FORM_WORDS if words.search(plain, start, stop)) >= _FEWEST_FORM_WORDS


def _is_bare(plain: str, named: bool, start: int, end: int | None) -> bool:
    """Numbered paragraphs in capitals, or with portion marks, or a text whose file bears a telegram's number."""
    stop = min(len(plain), start + HEAD) if end is None else min(end, start + HEAD)
    if _CONTAINERS[0][0].match(plain, start, stop):
        return False
    if _MARKED.stands_in(plain, start, stop):
        return True
    if not _is_in_capitals(plain, start, stop):
        return False
    if named or _LABELS.stands_in(plain, start, stop):
        return True
    numbers = (int(match[1]) for match in _NUMBERED.finditer(plain, start, stop))
    counted = any(one + 1 == two for one, two in itertools.pairwise(numbers))
    return counted and _has_words(plain, start, stop, _FEWEST_WORDS)


def _is_in_capitals(plain: str, start: int, stop: int) -> bool:
    """Whether most words are in capitals; a text without a small letter is told at once."""
    if plain[start:stop].isupper():
        return _has_words(plain, start, stop, 3)
    words = _WORD.findall(plain, start, stop)
    return len(words) >= 3 and sum(map(str.isupper, words)) >= _CAPITALS * len(words)


def _has_words(plain: str, start: int, stop: int, fewest: int) -> bool:
    return sum(1 for _ in itertools.islice(_WORD.finditer(plain, start, stop), fewest)) == fewest
