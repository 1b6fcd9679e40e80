"""What the stamps of a released copy say: case numbers, exemptions, the day of release."""

from __future__ import annotations

import re

from reftel.model.dtg import iso_day
from reftel.model.telegram import Release, Repair

_CASES = re.compile(
    r"Case\s+No\.?\s*(?P<case>[A-Z]-\w{4}-\w{3,6})|Doc\s+No\.?\s*(?P<document>\w{6,12})|(?P<production>CSP-\d{4}-\d{3,6})"
    r"|(?P<bates>B-\d{8,12})|(?P<cia>CIA-RDP\w{6,24}-\d)|(?P<hak>LOC-HAK-[\d-]{3,20}\d)|(?P<jfk>104-\d{5}-\d{5})"
    r"|DOC.N\w{3,6}:\s*(?P<database>\d\d[A-Z]{3,20}\d{3,6})|CASE\s+ID:\s*\d\d\s+\w{3}\s+\d{4}\s+(?P<older>\d{6,12})"
    r"|Doc[Il]d:?\s*(?P<docid>\d{6,9})"
)
_EXEMPTION = re.compile(r"\b(?:B[1-7](?:\([A-F]\))?|1\.[3-6] ?\([A-H]\)|25X[1-9])(?![A-Za-z0-9])")
_DATES = (
    re.compile(r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})\b"),
    re.compile(r"\b(?P<year>\d{4})/(?P<month>\d{2})/(?P<day>\d{2})\b"),
    re.compile(r"\b(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3})\s+(?P<year>\d{4})\b"),
)
_MOST = 40
_WORDS = re.compile(r"UNCLASSIFIED U\.?S\.? Department of State Case No\b")
_FIGURES = str.maketrans("OIl", "011")


def read_stamps(plain: str, places: list[tuple[int, int]], margins: list[tuple[int, int]]) -> Release | None:
    """The release that stamps at these places record, or None. Equal stamps of several pages count once.

    `margins`: where exemption codes stand in the margin.
    """
    stamps = tuple(dict.fromkeys(" ".join(plain[start:end].split()) for start, end in places))[:_MOST]
    if not stamps:
        return None
    cases: list[str] = []
    codes: list[str] = []
    for stamp in stamps:
        cases += [_number(match) for match in _CASES.finditer(stamp)]
        codes += [match[0].replace(" ", "") for match in _EXEMPTION.finditer(stamp)]
    codes += [match[0] for start, end in margins for match in _EXEMPTION.finditer(plain[start:end].upper())]
    days = [day for stamp in stamps if not stamp.startswith("Date Printed") and (day := _day(stamp))]
    return Release(stamps, tuple(dict.fromkeys(cases)), tuple(dict.fromkeys(codes)), max(days, default=None))


def stamp_repairs(plain: str, start: int, end: int) -> list[Repair]:
    """Q29: a stamp of the Department that was misread, in its words or in its numbers."""
    stamp = plain[start:end]
    if "Case" not in stamp:
        return []
    numbers = [(match, _number(match)) for match in _CASES.finditer(stamp)]
    wrong = [
        Repair("Q29", start + match.start(match.lastgroup), start + match.end(), match[match.lastgroup], read)
        for match, read in numbers
        if match.lastgroup and match[match.lastgroup] != read
    ]
    if not wrong and not _WORDS.match(" ".join(stamp.split())):
        words = stamp[: stamp.find("Case")].strip()
        wrong.append(Repair("Q29", start, start + len(words), words, "UNCLASSIFIED U.S. Department of State"))
    return wrong


def _number(match: re.Match[str]) -> str:
    """A case or document number; in a place for figures O is 0, l and I are 1; the first sign of a document is C."""
    kind = match.lastgroup or "case"
    number = match[kind]
    if kind == "case":
        return number[:2] + number[2:].translate(_FIGURES)
    if kind == "document" and len(number) == 9:
        figures = number[1:].translate(_FIGURES)
        return f"C{figures}" if figures.isdecimal() and number[0] in "CO0G" else number
    return number


def _day(stamp: str) -> str | None:
    match = next((found for form in _DATES if (found := form.search(stamp))), None)
    return iso_day(match["day"], match["month"], match["year"]) if match else None
