"""What the stamps of a released copy say: case numbers, exemptions, the day of release."""

from __future__ import annotations

import re
from datetime import datetime

from reftel.model.telegram import Release

_CASES = re.compile(
    r"Case\s+No\.?\s*(?P<case>[A-Z]-\d{4}-\w{3,6})|Doc\s+No\.?\s*(?P<document>\w{6,12})|(?P<production>CSP-\d{4}-\d{3,6})"
    r"|(?P<bates>B-\d{8,12})|(?P<cia>CIA-RDP\w{6,20}-\d)|(?P<hak>LOC-HAK-[\d-]{3,20}\d)|(?P<jfk>104-\d{5}-\d{5})"
    r"|Doc[Il]d:?\s*(?P<docid>\d{6,9})|BER:\s*(?P<printout>\d{2}[A-Z]+\d+)"
)
_EXEMPTION = re.compile(r"\b(?:B[1-7](?:\([A-F]\))?|1\.[3-6] ?\([A-H]\)|25X[1-9])(?![A-Za-z0-9])")
_DATES = (
    (re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b"), "%m %d %Y"),
    (re.compile(r"\b(\d{4})/(\d{2})/(\d{2})\b"), "%Y %m %d"),
    (re.compile(r"\b(\d{1,2})\s+([A-Za-z]{3})\s+(\d{4})\b"), "%d %b %Y"),
)
_MOST = 40


def read_stamps(plain: str, places: list[tuple[int, int]]) -> Release | None:
    """The release that stamps at these places record, or None. Equal stamps of several pages count once."""
    stamps = tuple(dict.fromkeys(" ".join(plain[start:end].split()) for start, end in places))[:_MOST]
    if not stamps:
        return None
    cases: list[str] = []
    codes: list[str] = []
    for stamp in stamps:
        cases += [str(match[match.lastgroup]) for match in _CASES.finditer(stamp) if match.lastgroup]
        codes += [match[0].replace(" ", "") for match in _EXEMPTION.finditer(stamp)]
    days = [day for stamp in stamps if not stamp.startswith("Date Printed") and (day := _day(stamp))]
    return Release(stamps, tuple(dict.fromkeys(cases)), tuple(dict.fromkeys(codes)), max(days, default=None))


def _day(stamp: str) -> str | None:
    for pattern, form in _DATES:
        match = pattern.search(stamp)
        if match:
            try:
                return datetime.strptime(" ".join(match.groups()).title(), form).date().isoformat()
            except ValueError:
                return None
    return None
