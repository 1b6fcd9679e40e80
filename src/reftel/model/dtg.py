"""Date-time groups: `101039Z MAY 06`, day, hour and minute, zone, month, year (ACP 127(G) para 205)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
CENTURY = 30
"""Two-digit years below this are of the 2000s: telegrams of interest begin in the 1930s."""

# Zone letters: A to M without J count hours east, N to Y hours west; J is no zone.
_EAST, _WEST = "ABCDEFGHIKLM", "NOPQRSTUVWXY"
_ZONES = {letter: hours for hours, letter in enumerate(_EAST, 1)} | {
    letter: -hours for hours, letter in enumerate(_WEST, 1)
}
_GROUP = re.compile(
    r"(?<![0-9])(?P<day>[0-9]{2}) ?(?P<hour>[0-9]{2})(?P<minute>[0-9]{2}) ?(?P<zone>[A-IK-Z]) {0,3}"
    r"(?P<month>[A-Z]{3})(?P<rest>[A-Z]{0,6})\.? {0,3}(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
)
_ENDINGS = ("UARY", "RUARY", "CH", "IL", "E", "Y", "UST", "T", "TEMBER", "OBER", "EMBER")


def two_digit_year(number: int) -> int:
    """The year that two digits mean: 30 to 99 are of the 1900s, 0 to 29 of the 2000s."""
    return number + (2000 if number < CENTURY else 1900)


def full_year(digits: str) -> int:
    """The year that two or four digits mean."""
    return int(digits) if len(digits) == 4 else two_digit_year(int(digits))


def parse_dtg(text: str) -> datetime | None:
    """The instant in UTC of the first date-time group in `text`; None where none stands or it cannot be.

    Blanks may lack or abound, the month be written out, the year have two or four digits. 2400 is midnight at
    the end of the day. A zone letter other than Z is reckoned back to UTC.
    """
    match = _GROUP.search(text.upper())
    if match is None or match["month"] not in MONTHS or (match["rest"] and match["rest"] not in _ENDINGS):
        return None
    year, month = full_year(match["year"]), MONTHS[match["month"]]
    return moment(year, month, int(match["day"]), int(match["hour"]), int(match["minute"]), match["zone"])


def moment(year: int, month: int, day: int, hour: int, minute: int, zone: str = "Z") -> datetime | None:
    """The instant in UTC, or None for an impossible one such as the 31st of June or 0862, or of zone J."""
    midnight = (hour, minute) == (24, 0)
    if zone == "J":
        return None
    try:
        local = datetime(year, month, day, 0 if midnight else hour, minute, tzinfo=UTC)
        return local + timedelta(days=midnight, hours=-_ZONES.get(zone, 0))
    except (ValueError, OverflowError):
        return None


def iso_day(day: str, month: str, year: str) -> str | None:
    """`2006-05-10` of the parts of `10 May 2006`; None for an impossible day.

    The month is cut to three letters, or in figures.
    """
    try:
        number = int(month) if month.isdecimal() else MONTHS[month.upper()]
        return date(int(year), number, int(day)).isoformat()
    except (KeyError, ValueError):
        return None


def iso(instant: datetime) -> str:
    """`2006-05-10T10:39:00Z`, the form of the contract."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def group(instant: datetime) -> str:
    """`101039Z MAY 06`, as a telegram writes it."""
    utc = instant.astimezone(UTC)
    return f"{utc:%d%H%M}Z {_NAMES[utc.month - 1]} {utc:%y}"
