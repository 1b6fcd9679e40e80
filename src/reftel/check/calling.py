"""The calling line: its serial, and when the telegram was filed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from reftel.check.case import Case
from reftel.check.registry import Finding, rule
from reftel.check.signs import first_with
from reftel.check.times import heading_form

_FILED = re.compile(
    r"(?<![^\r\n])DE R[A-Z]{3,7}[ ]+#?\d{3,4}(?:/\d\d)?[ ]+(?P<filed>(?P<day>\d{3})(?P<hour>\d\d)(?P<minute>\d\d))\b"
)
_CALLING = re.compile(r"(?<![^\r\n])DE[ ]R[A-Z]{3,7}\b(?P<rest>[^\r\n]{0,40})")
_DE = re.compile(r"\bDE[ ]R[A-Z]{3}")
_SERIAL = re.compile(r"[ ]+(?:#\w{1,8}|\d{1,6}[A-Z]?)(?:/\d\d)?[ ]+\d")
_SLANT = re.compile(r"[ ]+#?\d{3,4}/(?P<section>\d\d)\b")
# Lines of the form that nearly all have, in which the rules below find nothing.
_COMMON_CALLING = re.compile(
    r"DE R[A-Z]{3,7} #\d{4}(?:/(?P<section>\d\d))? "
    r"(?:[0-2]\d[1-9]|[0-2][1-9]0|[12]00|3[0-5]\d|36[0-5])(?:[01]\d|2[0-3])[0-5]\d\b"
)
_DAY = len("2006-05-10")
# A telegram may be filed some minutes before the time that its drafter's office put on it.
_TOLERANCE = timedelta(minutes=10)


def _filed(case: Case) -> datetime | None:
    transmission = case.telegram.transmission
    try:
        return datetime.fromisoformat(transmission.filed) if transmission and transmission.filed else None
    except ValueError:
        return None


def _calling(case: Case) -> re.Match[str] | None:
    return first_with("DE R", _CALLING, case.text, *case.heading) if case.heading[1] else None


def _uncommon_calling(case: Case) -> bool:
    """Whether the DE line is not of the form in which nothing can be wrong."""
    start, stop = case.heading
    at = case.text.find("DE R", start, stop)
    if at < 0:
        return False
    match = _COMMON_CALLING.match(case.text, at, stop)
    if match is None or (at and case.text[at - 1] not in "\r\n"):
        return True
    section = case.stated_section[0] if case.stated_section else 1
    return int(match["section"] or section) != section


def _filed_at_another_time(case: Case) -> bool:
    """Whether the filing time is not one of the same day that is no earlier than the date-time group."""
    sent = case.telegram.transmission
    filed, dated = sent.filed if sent else None, case.telegram.dtg
    if not filed or not dated:
        return False
    same = filed[:_DAY] == dated[:_DAY] and len(filed) == len(dated) and filed[-1] == dated[-1] == "Z"
    return not same or filed < dated


def _filed_place(case: Case) -> tuple[int, int]:
    return case.place("/transmission/filed", "/transmission/calling", "/transmission")


@rule("T0301", needs="lacking")
def no_calling_line(case: Case) -> Iterator[Finding]:
    """The heading has no DE line: nobody says who calls.

    Source: ACP 127(G) on format line 3
    Bad:
        [no DE]
        [no #]
    Good:
        DE RUEHTU #1118 1301039
    """
    transmission = case.telegram.transmission
    if (
        transmission
        and transmission.called
        and transmission.calling is None
        and not _DE.search(case.text, *case.heading)
    ):
        yield Finding("no DE line", *case.place("/transmission/called", "/transmission"))


@rule("T0302", needs="transmission", given=_uncommon_calling)
def no_station_serial(case: Case) -> Iterator[Finding]:
    """The DE line has no station serial number.

    Source: ACP 127(G) on format line 3
    Bad:
        DE RUEHTU 1301039
        [no #]
    Good:
        DE RUEHTU #1118 1301039
    """
    match = case.once(_calling)
    abbreviated = heading_form(case) == "abbreviated plaindress"  # between neighbours nothing is numbered
    if match and not abbreviated and not _SERIAL.match(match["rest"]):
        yield Finding("no station serial on the DE line", *match.span())


@rule("T0304", needs="transmission", given=_uncommon_calling)
def filing_time_impossible(case: Case) -> Iterator[Finding]:
    """The filing time is impossible: no such day of the year, hour or minute.

    Source: ACP 127(G) on format line 3; Julian days run to 365, in leap years to 366
    Bad:
        DE RUEHTU #1118 1302539
    Good:
        DE RUEHTU #1118 1301039
    """
    match = first_with("DE R", _FILED, case.text, *case.heading) if case.heading[1] else None
    if not match:
        return
    leap = not case.day or (case.day.year % 4 == 0 and (case.day.year % 100 != 0 or case.day.year % 400 == 0))
    possible = (
        0 < int(match["day"]) <= (366 if leap else 365)
        and int(match["hour"]) < 24
        and int(match["minute"]) < 60
    )
    if not possible:
        yield Finding(f"{match['filed']} is no day and time", *match.span("filed"))


@rule("T0305", needs="transmission", given=_filed_at_another_time)
def filed_before_the_date(case: Case) -> Iterator[Finding]:
    """The telegram was filed earlier on the same day than its date-time group, by more than ten minutes.

    Source: ACP 127(G) para 113
    Bad:
        DE RUEHTU #1118 1300839
    Good:
        DE RUEHTU #1118 1301039
    """
    filed, sent = _filed(case), case.sent
    if (
        filed
        and sent
        and case.telegram.dtg_precision == "minute"
        and filed.date() == sent.date()
        and sent - filed > _TOLERANCE
    ):
        yield Finding(
            f"filed at {filed:%H%M}Z, before the date-time group {sent:%d%H%M}Z", *_filed_place(case)
        )


@rule("T0306", needs="transmission", given=_filed_at_another_time)
def julian_day(case: Case) -> Iterator[Finding]:
    """The Julian day of the filing time is not the day of the date-time group, nor the day after.

    Source: ACP 127(G) para 113 and format line 3
    Bad:
        DE RUEHTU #1118 1341039
    Good:
        DE RUEHTU #1118 1301039
    """
    filed, sent = _filed(case), case.sent
    if not filed or not sent:
        return
    days = (filed.date() - sent.date()).days
    if days not in {0, 1}:
        right = f"{sent:%j}"
        message = f"filed on day {filed:%j}, but {sent:%d %b %Y} is day {right}"
        yield Finding(message, *_filed_place(case), suggestion=right)


@rule("T0307", needs="transmission", given=_uncommon_calling)
def slant_and_section(case: Case) -> Iterator[Finding]:
    """The section behind the stroke of the DE line is not the section that the text names.

    Source: ACP 127 US supplement on station serials
    Bad:
        DE RUEHTU #1118/02 1301039
    Good:
        DE RUEHTU #1118 1301039
    """
    match = case.once(_calling)
    slant = _SLANT.match(match["rest"]) if match else None
    stated = case.stated_section[0] if case.stated_section else 1
    if match and slant and int(slant["section"]) != stated and case.rank >= 0:
        at = match.start("rest") + slant.start("section")
        yield Finding(f"section {int(slant['section'])} on the DE line, {stated} in the text", at, at + 2)
