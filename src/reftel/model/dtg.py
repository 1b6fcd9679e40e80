"""Date-time groups: `101039Z MAY 06` is 10 May 2006, 10:39 Z (ACP 127(G) para 113)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

MONTHS = {
    name: number
    for number, name in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), start=1)
}
# Zone letters: A to M without J count hours east, N to Y hours west (ACP 127(G) section 8; J is no zone).
ZONES = (
    {letter: hours for hours, letter in enumerate("ABCDEFGHIKLM", start=1)}
    | {letter: -hours for hours, letter in enumerate("NOPQRSTUVWXY", start=1)}
    | {"Z": 0}
)
DTG = re.compile(
    r"(?P<day>[0-9]{2})(?P<hour>[0-9]{2})(?P<minute>[0-9]{2}) ?(?P<zone>[A-IK-Z]) ?"
    r"(?P<month>[A-Z]{3})[A-Z]{0,6} ?(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
)


def two_digit_year(number: int) -> int:
    """The year that two digits mean: 30 to 99 the twentieth century, 00 to 29 the twenty-first."""
    return number + (1900 if number >= 30 else 2000)


def full_year(digits: str) -> int:
    """The year that two or four digits mean."""
    return int(digits) if len(digits) == 4 else two_digit_year(int(digits))


def parse_dtg(text: str) -> datetime | None:
    """The moment in UTC that the first date-time group in `text` means, or None.

    2400 is the next day's 0000. A day that its month does not have, or a time past 2400, gives None.
    """
    match = DTG.search(text.upper())
    if not match or match["month"] not in MONTHS:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    midnight = (hour, minute) == (24, 0)
    zone = timezone(timedelta(hours=ZONES[match["zone"]]))
    try:
        moment = datetime(
            full_year(match["year"]),
            MONTHS[match["month"]],
            int(match["day"]),
            0 if midnight else hour,
            minute,
            tzinfo=zone,
        )
    except ValueError:
        return None
    return (moment + timedelta(days=midnight)).astimezone(UTC)


def iso(moment: datetime) -> str:
    """The moment as `2006-05-10T10:39:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
