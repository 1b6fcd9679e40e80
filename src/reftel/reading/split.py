"""One text, several telegrams: where each begins and ends.

Marks, strongest first: a start line (`VZCZC`), a first page line, a label `MRN:`, a classification line or a
`DE` line with another number. A telegram that is quoted inside another one is no second telegram, and a
section is not one either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reftel.reading.hinge import Number, own_number
from reftel.reading.landmarks import Landmark

_HEADING = frozenset({"start", "prosign", "calling", "security", "dash", "office", "dtg", "from", "to"})
_BETWEEN = frozenset({"level", "page", "torn", "printed", "banner", "stamp", "release"})
_ONCE = frozenset({"number", "page", "calling"})  # lines that stand once in a telegram, or once in a section
_LINE_OF_TEXT = frozenset({"level", "section"})
_SIGNATURE = re.compile(r"[ ]*[A-Z][A-Z'.-]{2,19}(?:[ ][A-Z][A-Z'-]{2,19})?[ ]*\Z")
_MBOX = re.compile(r"^From \S+ [^\n]{0,80}\d{4}[ ]*\n(?=[A-Za-z-]{2,30}:[ ])", re.MULTILINE)
_NEAR = 120  # letters between an operator's mark that looks like a number and the first page line below
_WITHIN = 4000  # letters between the first line of a heading and its classification line


class Piece(NamedTuple):
    """A stretch of the text that holds one telegram, its landmarks, and the numbers that they carry by offset."""

    start: int
    end: int
    marks: list[Landmark]
    numbers: dict[int, Number]
    own: Number | None


def split(
    plain: str, marks: list[Landmark], numbers: dict[int, Number], received: Sequence[int] = ()
) -> list[Piece]:
    """The pieces of a text, in order, without gaps; at least one.

    `received`: where messages begin that a circuit has told apart; only sections of one telegram are joined again.
    """
    if received:
        return _joined(_cut(plain, marks, numbers, sorted({0, *received})))
    starts = sorted({0, *_starts(plain, marks, numbers), *_mailbox_starts(plain)})
    if len(starts) == 1:
        return [Piece(0, len(plain), marks, numbers, own_number(numbers.values()))]
    return _cut(plain, marks, numbers, starts)


def _joined(messages: list[Piece]) -> list[Piece]:
    """The messages, with each that carries another section of the telegram before it put to that."""
    pieces = messages[:1]
    for one in messages[1:]:
        last = pieces[-1]
        if one.own and last.own and _goes_on(one.own, last.own):
            pieces[-1] = Piece(
                last.start, one.end, last.marks + one.marks, last.numbers | one.numbers, last.own
            )
        else:
            pieces.append(one)
    return pieces


def _cut(plain: str, marks: list[Landmark], numbers: dict[int, Number], starts: list[int]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end in pairwise([*starts, len(plain)]):
        first = at
        while at < len(marks) and marks[at].start < end:
            at += 1
        inside = marks[first:at]
        carried = {mark.start: numbers[mark.start] for mark in inside if mark.start in numbers}
        pieces.append(Piece(start, end, inside, carried, own_number(carried.values())))
    return pieces


def _mailbox_starts(plain: str) -> list[int]:
    """Separators of a mail folder: `From `, a date, and a header line next."""
    return [match.start() for match in _MBOX.finditer(plain)] if "\nFrom " in plain else []


def _starts(plain: str, marks: list[Landmark], numbers: dict[int, Number]) -> list[int]:
    starts: list[int] = []
    current: Number | None = None
    seen: set[tuple[str, int | None]] = set()
    for at, mark in enumerate(marks):
        number = numbers.get(mark.start)
        if number is None or not number.serial or mark.kind in {"part", "torn"}:
            continue
        if mark.kind == "page" and number.page != 1:
            continue
        again = mark.kind in _ONCE and (mark.kind, number.section) in seen
        if mark.kind == "page" and current and current.kind == "level" and number.start - current.end < _NEAR:
            current = number
        other = not number.same(current) if current else False
        if other and mark.kind == "calling" and _leads_to_section(marks, at, numbers, current):
            continue
        if current is not None and (again or other):
            start = _first_line(plain, marks, at, numbers)
            if start is None:
                continue
            starts.append(start)
            seen.clear()
            current = None
        seen.add((mark.kind, number.section))
        if current is None or current.kind == "calling":
            current = number
    return starts


def _leads_to_section(
    marks: list[Landmark], at: int, numbers: dict[int, Number], current: Number | None
) -> bool:
    """Whether the heading of a calling line ends in another section of the current telegram.

    On allied circuits each section has a station serial of its own (ACP 127(G) para 208).
    """
    for mark in marks[at + 1 : at + 40]:
        number = numbers.get(mark.start)
        if mark.kind in {"level", "section", "calling", "start"}:
            return bool(number and current and mark.kind in _LINE_OF_TEXT and _goes_on(number, current))
    return False


def _goes_on(number: Number, current: Number) -> bool:
    return number.section is not None and current.section is not None and number.same(current)


def _first_line(plain: str, marks: list[Landmark], at: int, numbers: dict[int, Number]) -> int | None:
    """Where the telegram begins whose number stands at landmark `at`; None if it is one that is quoted."""
    kind = marks[at].kind
    first = marks[at].start if kind in {"page", "number"} else heading_above(marks, at, numbers)
    line = plain.rfind("\n", 0, first) + 1
    strong = kind in {"page", "number"} or plain.startswith(("ZCZC", "VZCZC"), first)
    return line if strong or _is_over(plain, line) else None


def heading_above(marks: list[Landmark], at: int, numbers: dict[int, Number]) -> int:
    """Where the heading begins that leads down to the landmark `at`: its own start if there is none.

    The classification line of another section, which bears the number too, ends the search.
    """
    first = marks[at].start
    addressed = False
    for mark in reversed(marks[max(0, at - 40) : at]):
        if first - mark.start > _WITHIN or (addressed and mark.kind == "to"):
            break  # a second TO is that of the section above
        if mark.kind in _HEADING:
            first = mark.start
            addressed |= mark.kind == "to"
        elif mark.kind not in _BETWEEN or _is_hinge(mark, numbers):
            break
        if mark.kind == "start":
            break
    return first


def _is_hinge(mark: Landmark, numbers: dict[int, Number]) -> bool:
    """Whether a line is a classification line with the telegram's number."""
    number = numbers.get(mark.start) if mark.kind == "level" else None
    return number is not None and bool(number.serial)


def _is_over(plain: str, line: int) -> bool:
    """Whether the telegram above a line has ended: by an end mark, a foot or a signature."""
    above = plain[max(0, line - 200) : line].rstrip(" \n")
    last = above[above.rfind("\n") + 1 :]
    return not last or _SIGNATURE.match(last) is not None or last.strip().startswith(("NNN", "<<", "#"))
