"""The number of a telegram as its own lines give it, before anything else is read.

The classification line with post and serial is the hinge between header and text; the `DE` line, the first
page line and the `MRN:` label are its witnesses. Page lines are believed only if they carry this number.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from reftel.model.noun import Noun
from reftel.reading.landmarks import LEVEL, STATION, Landmark

_MISREAD = r"(?=[OIl]{0,4}\d{2})[\dOIl]{4,6}(?![A-Za-z])"  # letters where figures must stand (Q33)
_NUMBER = rf"(?P<station>{STATION})[ ]{{1,4}}(?P<serial>\d{{1,6}}|{_MISREAD})(?![\d.]|[ ]{{1,3}}[0O]F[ ])"
_HINGE = re.compile(
    rf"(?:(?P<level>{LEVEL})(?![A-Za-z]))?[^\n]{{0,40}}?"
    r"(?:[ ]*(?:FINAL[ ])?SECT?IO?N?[ ](?P<section>\w{1,5})[ ][0O]F[ ](?P<of>\w{1,5})[ ]{1,3}"
    r"|[ ]*FINAL[ ]SECTION[ ]OF[ ](?P<final>\w{1,5})[ ]{1,3})?"
    rf"(?:(?<=[ ])|(?<=\w)(?=[ ])|(?<=//)|(?<=\)))[ ]{{0,3}}{_NUMBER}"
    r"(?:[ ]{1,3}[A-Z]{4,6}[ ]{1,3}\d{2,6})?(?:[ ]{1,4}(?P<tail>[^\n]{1,60}))?[ ]*(?=\n|\Z)"
)
_PAGE = re.compile(
    r"PAGE[ ]{1,4}(?P<page>\d{1,3})[ ]*(?:\n?[ ]*"
    rf"(?P<station>{STATION})[ ]{{1,10}}(?P<serial>\d{{3,6}})"
    r"(?:[ ]{1,4}[A-Z]{4,6}[ ]{1,4}\d{2,6})?"
    r"(?:[ ]{1,6}(?P<section>\d\d)[ ]OF[ ](?P<of>\d\d))?(?:[ ]{1,6}\d{6}[ ]?Z(?:[ ]\d\d)?)?"
    r"(?:[ ]{1,8}POSS[ ]DUPE)?[ ]*(?=\n|\Z))?"
)
_TORN = re.compile(
    rf"(?P<station>{STATION})[ ]{{1,3}}(?P<serial>\d{{5,6}})[ ]{{1,3}}(?P<section>\d\d)[ ]OF[ ](?P<of>\d\d)"
)
_PART = re.compile(
    rf"(?P<station>{STATION})[ ]{{1,3}}(?P<serial>\d{{5,8}})[ ]{{1,3}}(?P<section>\d{{3}})"
    r"(?:\.\d{1,2})?[ ]{1,3}OF[ ]{1,3}(?P<of>\d{3})"
)
_CALLING = re.compile(r"DE[ ]R[A-Z]{3,7}[ ]{1,2}#?(?P<serial>\d{3,4})(?:/(?P<section>\d\d))?")
_LABEL = re.compile(
    rf"MRN:[ ]{{0,10}}(?:\n[ ]*)?(?P<year>\d\d(?:\d\d)?)[ ]?(?P<station>{STATION})"
    r"[ ]{0,3}(?P<serial>\d{1,6})[ ]*(?=\n|\Z)"
)
_PATTERNS = {
    "page": _PAGE,
    "torn": _TORN,
    "part": _PART,
    "calling": _CALLING,
    "number": _LABEL,
    "level": _HINGE,
    "section": _HINGE,
}
_WITNESSES = frozenset({"number", "page", "torn", "calling", "part"})
_NUMERALS = {
    "ONE": 1,
    "TWO": 2,
    "THREE": 3,
    "FOUR": 4,
    "FIVE": 5,
    "SIX": 6,
    "SEVEN": 7,
    "EIGHT": 8,
    "NINE": 9,
}


class Number(Noun, frozen=True):
    """What a line says of the telegram's number. `serial` of a `DE` line is the number modulo 10,000."""

    kind: str
    start: int
    end: int
    station: str | None
    serial: int | None
    section: int | None = None
    of: int | None = None
    page: int | None = None
    year: str | None = None

    def same(self, other: Number) -> bool:
        """Whether both can be the number of one telegram."""
        if self.serial is None or other.serial is None or not self.serial or not other.serial:
            return True
        if "calling" in (self.kind, other.kind):
            return self.serial % 10_000 == other.serial % 10_000
        return self.serial == other.serial


def numbers_of(plain: str, marks: list[Landmark]) -> dict[int, Number]:
    """The numbers that landmarks carry, by the offset at which the landmark starts."""
    found: dict[int, Number] = {}
    for mark in marks:
        number = _number_at(plain, mark) if mark.kind in _PATTERNS else None
        if number:
            found[mark.start] = number
    return found


def _number_at(plain: str, mark: Landmark) -> Number | None:
    match = _PATTERNS[mark.kind].match(plain, mark.start)
    if match is None:
        return None
    said = match.groupdict().get
    return Number(
        mark.kind,
        mark.start,
        match.end(),
        said("station"),
        _small(said("serial")),
        _small(said("section") or said("final")),
        _small(said("of") or said("final")),
        _small(said("page")),
        said("year"),
    )


def own_number(numbers: Collection[Number]) -> Number | None:
    """The telegram's number: the classification line's that other lines bear out, else the best witness's."""
    hinges = [number for number in numbers if number.kind in {"level", "section"} and number.serial]
    witnesses = [number for number in numbers if number.kind in _WITNESSES and number.serial]
    for hinge in hinges:
        if any(hinge.same(witness) for witness in witnesses):
            return hinge
    for kinds in (("level", "section"), ("number",), ("page", "torn"), ("calling",), ("part",)):
        for number in numbers:
            if number.kind in kinds and number.serial:
                return number
    return None


@lru_cache(4096)
def _small(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdecimal():
        return int(text)
    digits = text.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return int(digits) if digits.isdecimal() else _NUMERALS.get(text.upper())
