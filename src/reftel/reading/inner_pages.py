"""Page lines that a copy without line ends, or a transcriber, left inside a line; they go, and the sentence goes on.

Only a line that carries this telegram's own number is one: `PAGE 02 LIMA 01862 041651Z` with the feet around it, and
`LIMA 00001862 002 OF 003`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reftel.reading.hinge import Number
from reftel.reading.landmarks import LEVEL, STATION

_PAGE = re.compile(
    rf"PAGE[ ]{{1,4}}\d{{1,3}}[ ]{{1,10}}(?P<station>{STATION})[ ]{{1,10}}(?P<serial>\d{{4,6}})(?!\d)"
    r"(?:[ ]{1,6}(?P<section>\d\d)[ ]OF[ ](?P<of>\d\d))?(?:[ ]{1,6}\d{6}[ ]?Z)?(?:[ ]{1,8}POSS[ ]DUPE)?"
    rf"(?:[ ]{{1,8}}(?:{LEVEL})(?![A-Za-z])){{0,2}}[ ]{{0,8}}"
)
_PART = re.compile(
    r"[ ]{1,3}(?P<serial>\d{8})[ ]{1,3}(?P<section>\d{3})(?:\.\d{1,2})?[ ]{1,3}OF[ ]{1,3}(?P<of>\d{3})(?!\d)[ ]{0,8}"
)
_FEET_BEFORE = re.compile(rf"(?:[ ]{{1,8}}(?:{LEVEL})){{1,2}}[ ]{{0,8}}\Z")
_FEET = 60  # letters of the two feet
_CUT = 10  # letters of a station's name


class Inner(NamedTuple):
    """A page line inside a line, with the feet around it, and the section that begins behind it."""

    start: int
    end: int
    section: int | None = None
    of: int | None = None


def inner_pages(plain: str, start: int, end: int, own: Number | None) -> Iterator[Inner]:
    """The page lines inside the lines of a telegram whose number is known, in order."""
    if own is None or not own.serial or not own.station:
        return
    found = [*_pages(plain, start, end, own), *_parts(plain, start, end, own)]
    yield from sorted(one for one in found if not _is_line(plain, one))


def _pages(plain: str, start: int, end: int, own: Number) -> Iterator[Inner]:
    at = plain.find(" PAGE ", start, end)
    while at >= 0:
        match = _PAGE.match(plain, at + 1, end)
        if match and int(match["serial"]) == own.serial and match["station"][:3] == str(own.station)[:3]:
            feet = _FEET_BEFORE.search(plain, max(start, at - _FEET), at + 1)
            yield _inner(match, feet.start() if feet else at)
        at = plain.find(" PAGE ", at + 1, end)


def _parts(plain: str, start: int, end: int, own: Number) -> Iterator[Inner]:
    name = f" {str(own.station)[:_CUT].strip()} "
    at = plain.find(name, start, end)
    while at >= 0:
        match = _PART.match(plain, at + len(name) - 1, end)
        if match and int(match["serial"]) == own.serial:
            yield _inner(match, at)
        at = plain.find(name, at + 1, end)


def _inner(match: re.Match[str], start: int) -> Inner:
    section, of = match["section"], match["of"]
    return Inner(start, match.end(), int(section) if section else None, int(of) if of else None)


def _is_line(plain: str, one: Inner) -> bool:
    """Whether it begins a line, or ends one: such a line is told by its place already."""
    above = plain[plain.rfind("\n", 0, one.start) + 1 : one.start]
    below = plain[one.end : one.end + 1]
    return not above.strip() and below in {"", "\n"}
