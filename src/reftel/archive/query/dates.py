"""Dates in queries: years, months, days in many forms, quarters, decades, compared and as ranges.

A period is canonical as `2006`, `2006-05` or `2006-05-10`; a stretch of time is its first and its last period.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TypeAlias

from reftel.archive.index.documents import seconds_of
from reftel.model.dtg import full_year

Stretch: TypeAlias = tuple[str, str]

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()  # noqa: SIM905 - read as one line
_MONTH = r"(?P<name>[A-Za-z]{3,9})\.?"
_YEAR = r"'?(?P<year>\d{4}|\d{2})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})(?:[-/.](?P<month>\d\d?)(?:[-/.](?P<day>\d\d?))?)?",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{4})",
        rf"(?P<day>\d\d?)(?:\d{{4}}Z)?[ -]?{_MONTH}[ -]?,?{_YEAR}",
        rf"{_MONTH} ?(?P<day>\d\d?),? (?P<year>\d{{4}})",
        rf"{_MONTH} ?{_YEAR}",
    )
)
_QUARTER = re.compile(r"(\d{4})[- ]?[Qq]([1-4])")
_DECADE = re.compile(r"(\d{3})0s")
_LONGEST = 60
_FIRST, _LAST = 1000, 9998


def stretch(text: str) -> Stretch | None:
    """First and last period of a year, month, day, quarter or decade: `2006-05`, `10MAY06`, `1970s`, `2006-Q2`."""
    plain = " ".join(text.split())
    if not plain or len(plain) > _LONGEST:
        return None
    quarter, decade = _QUARTER.fullmatch(plain), _DECADE.fullmatch(plain)
    if quarter:
        first = int(quarter[2]) * 3 - 2
        return _checked(f"{quarter[1]}-{first:02}", f"{quarter[1]}-{first + 2:02}")
    if decade:
        return _checked(f"{decade[1]}0", f"{decade[1]}9")
    found = (_period(match) for form in _FORMS if (match := form.fullmatch(plain)))
    only = next((period for period in found if period), None)
    return (only, only) if only else None


def _checked(low: str, high: str) -> Stretch | None:
    return (low, high) if int(low[:4]) >= _FIRST and int(high[:4]) <= _LAST else None


def _period(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year = full_year(parts["year"]) if len(parts["year"]) == 2 else int(parts["year"])
    month = _month(parts)
    day = int(parts["day"]) if parts.get("day") else None
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if not _FIRST <= year <= _LAST:
        return None
    return "-".join((f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)))


def _month(parts: dict[str, str | None]) -> int | None:
    """The number of the month; 0, which is none, for a word that names no month."""
    name = parts.get("name")
    if name:
        full = date(2000, _MONTHS.index(name[:3].upper()) + 1, 1) if name[:3].upper() in _MONTHS else None
        right = full is not None and full.strftime("%B").upper().startswith(name.upper())
        return full.month if full and (right or name.upper() == "SEPT") else 0
    number = parts.get("month")
    return int(number) if number else None


def following(text: str) -> str:
    """The period of the same length after a canonical one."""
    return _step(text, 1)


def preceding(text: str) -> str:
    """The period of the same length before a canonical one."""
    return _step(text, -1)


def _step(text: str, by: int) -> str:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return f"{parts[0] + by:04}"
    if len(parts) == 2:
        months = parts[0] * 12 + parts[1] - 1 + by
        return f"{months // 12:04}-{months % 12 + 1:02}"
    return (date(*parts) + timedelta(days=by)).isoformat()


def bounds(text: str) -> tuple[str | None, str | None] | None:
    """Both ends, each a canonical period or None for open, of a stretch, `a..b`, `a to b`, `a..`, `..b`, `>=a`, `<a`.

    None where the text is no date.
    """
    compared = re.match(r"(>=|<=|>|<)", text)
    if compared:
        return _compared(compared[1], text[compared.end() :])
    parts = re.split(r"\.\.|\s+to\s+|–", text, maxsplit=1)
    if len(parts) == 1:
        return stretch(text)
    start, end = stretch(parts[0]), stretch(parts[1])
    spoilt = (parts[0].strip() and start is None) or (parts[1].strip() and end is None)
    if spoilt or start is end is None:
        return None
    return start[0] if start else None, end[1] if end else None


def _compared(sign: str, text: str) -> tuple[str | None, str | None] | None:
    only = stretch(text)
    if only is None:
        return None
    low, high = only
    ends = {
        ">=": (low, None),
        "<=": (None, high),
        ">": (following(high), None),
        "<": (None, preceding(low)),
    }
    years = (int(end[:4]) for end in ends[sign] if end)
    return ends[sign] if all(_FIRST <= year <= _LAST for year in years) else None


def seconds(low: str | None, high: str | None) -> tuple[int, int | None]:
    """From which second to before which (None: without end) the periods reach, from the year 1."""
    start = seconds_of(low) if low else 1
    return start, seconds_of(following(high)) if high else None
