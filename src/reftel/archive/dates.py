"""Dates in queries: a year, a month or a day, alone or as a range with both ends included."""

from __future__ import annotations

import re
from datetime import date, timedelta

from reftel.archive.documents import seconds_of

_PERIOD = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
_FIRST, _LAST = 1000, 9998


def period(text: str) -> str | None:
    """The year, month or day in its canonical form (`2006-05`); None for what is none."""
    found = _PERIOD.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if year is None or not _FIRST <= year <= _LAST:
        return None
    parts = (f"{year:04}", *(f"{part:02}" for part in (month, day) if part))
    return "-".join(parts)


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
    """Both ends, each a canonical period or None for open, of `2006`, `a..b`, `a..`, `..b`, `>=a`, `<a`.

    None where the text is no date.
    """
    compared = re.fullmatch(r"(>=|<=|>|<)(.+)", text)
    if compared:
        return _compared(compared[1], compared[2])
    low, dots, high = text.partition("..")
    if not dots:
        only = period(text)
        return (only, only) if only else None
    start, end = period(low), period(high)
    spoilt = (low.strip() and start is None) or (high.strip() and end is None)
    return None if spoilt or start is end is None else (start, end)


def _compared(sign: str, text: str) -> tuple[str | None, str | None] | None:
    only = period(text)
    if only is None:
        return None
    ends = {
        ">=": (only, None),
        "<=": (None, only),
        ">": (following(only), None),
        "<": (None, preceding(only)),
    }
    return ends[sign]


def seconds(low: str | None, high: str | None) -> tuple[int, int | None]:
    """From which second to before which (None: without end) the periods reach, from the year 1."""
    start = seconds_of(low) if low else 1
    return start, seconds_of(following(high)) if high else None
