"""The date-time group against the procedure in use and against the day on which it was received."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.check.sections import begins_line
from reftel.check.signs import beginning_with

_TWO_DIGITS = re.compile(r"\d{6}[A-Z][ ]+[A-Z]{3}[ ]+(?P<year>\d\d)(?!\d)")
_FOUR_DIGITS = frozenset({"acp126", "acp127"})
_RECEIVED = re.compile(
    r"PAGE[ ]{1,4}0?1[ ]{1,12}[A-Z][A-Z .'/-]{0,24}?[ ]{1,8}\d{3,6}"
    r"(?:[ ]{1,6}\d\d[ ]OF[ ]\d\d)?[ ]{1,6}(?P<time>(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)Z)"
)
_TOLERANCE = timedelta(minutes=10)  # clocks of two stations
_ABROAD = timedelta(days=1)


@rule("T0506", needs="transmission", since=periods.FOUR_DIGIT_YEARS)
def two_digit_year(case: Case) -> Iterator[Finding]:
    """The year of the date-time group has two digits, on a circuit where it has four since 2006.

    The Department's circuits kept two.

    Source: ACP 127(G) para 113
    Bad:
        DE RUEHTU 1118 1301039
        [no #]
    Good:
        DE RUEHTU #1118 1301039
    """
    sent = case.telegram.transmission
    if not sent or sent.station_serial is None or sent.profile not in _FOUR_DIGITS or not case.day:
        return
    match = _TWO_DIGITS.search(case.letters("/dtg"))
    if match:
        end = case.place("/dtg")[0] + match.end("year")
        yield Finding(
            "the year has four digits",
            end - 2,
            end,
            str(case.day.year),
            (Fix(end - 2, end, str(case.day.year)),),
        )


@rule("T0507", needs="day")
def dated_after_receipt(case: Case) -> Iterator[Finding]:
    """The date-time group is later than the time of receipt on the first page line, or later than today.

    Source: ACP 127(G) para 113; page furniture of telegrams of 1973 to 1995
    Bad (1976):
        P R 041630Z MAR 76
    Good (1976):
        P R 041430Z MAR 76
    """
    sent = case.sent
    if sent is None or case.telegram.dtg_precision not in {"minute", None}:
        return
    if sent > datetime.now(UTC) + _ABROAD:
        yield Finding("dated in the future", *case.place("/dtg"))
        return
    found = beginning_with("PAGE", _RECEIVED, case.text, *case.extent) if case.has_pages else ()
    match = next((one for one in found if begins_line(case, one.start())), None)
    received = _nearest(sent, match) if match else None
    if match and received and sent - received > _TOLERANCE:
        message = f"dated {sent:%d%H%M}Z, received {match['time']}"
        yield Finding(message, *case.place("/dtg"))


def _nearest(sent: datetime, match: re.Match[str]) -> datetime | None:
    """The day and time of a page line in the month of the date-time group; None at the turn of months."""
    try:
        received = sent.replace(day=int(match["day"]), hour=int(match["hour"]), minute=int(match["minute"]))
    except ValueError:
        return None
    return received if abs(received - sent) < timedelta(days=15) else None
