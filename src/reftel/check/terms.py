"""The executive order line: the day of declassification against the day of the telegram and the terms of its order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.order import DECL, order_place, order_value, uncommon_line
from reftel.check.registry import Finding, rule

_X_CODE = re.compile(r"(?:1\.6 ?)?X[1-8](?:[ ,]{1,2}X?[1-8]){0,7}\.?", re.IGNORECASE)
_SCHEDULED = re.compile(
    r"(?P<scheme>GDS|RDS|XDS)(?:-?\d)? ?,? ?(?P<date>\d{1,2}[/-]\d{1,2}[/-]\d{2,4})?", re.IGNORECASE
)
_TERMS = {"GDS": 6, "RDS": 20, "XDS": 20}
_MONTH = timedelta(days=31)


@rule("S0707", needs="declassification", given=uncommon_line)
def term_of_schedule(case: Case) -> Iterator[Finding]:
    """The date of a 12065 line is not six years ahead (GDS) or twenty (RDS, XDS), give or take a month.

    Source: E.O. 12065, sections 1-401 and 1-402
    Bad (1980):
        E.O. 12065: GDS 3/4/87 (MARLOWE, JANE Q.) OR-P
    Good (1980):
        E.O. 12065: GDS 3/4/86 (MARLOWE, JANE Q.) OR-P
    """
    declassification, match = case.telegram.declassification, _SCHEDULED.match(case.once(order_value))
    if (
        not match
        or not declassification
        or declassification.order != "12065"
        or not case.day
        or not declassification.on
    ):
        return
    years = _TERMS[match["scheme"].upper()]
    right = _years_on(case.day, years)
    if abs(date.fromisoformat(declassification.on) - right) > _MONTH:
        message = (
            f"{match['scheme']} means {years} years from {case.day}; the line says {declassification.on}"
        )
        yield Finding(message, *order_place(case), suggestion=f"{right.month}/{right.day}/{right:%y}")


@rule("S0708", needs="declassification classified day")
def date_out_of_reach(case: Case) -> Iterator[Finding]:
    """The date of declassification lies before the telegram, or beyond what its order allows.

    Ten years was the limit from 1995 to 2003 unless a code X1 to X8 said why; twenty-five years since.

    Source: E.O. 12958 section 1.6; E.O. 12958 as amended and E.O. 13526, section 1.5
    Bad:
        E.O. 12958: DECL: 5/10/2006
    Good:
        E.O. 12958: DECL: 5/10/2016
    """
    declassification = case.telegram.declassification
    if not declassification or not declassification.on or not case.day:
        return
    if declassification.order == "12065":
        return  # its schedules have terms of their own
    on = date.fromisoformat(declassification.on)
    if on <= case.day:
        yield Finding(f"declassified on {on}, the telegram is of {case.day}", *order_place(case))
    elif case.day >= periods.ORDER_12958 and on > _years_on(case.day, _limit(case.day)) + _MONTH:
        yield Finding(f"{on} is more than {_limit(case.day)} years after {case.day}", *order_place(case))


def _limit(day: date) -> int:
    return 10 if day < periods.ORDER_AMENDED else 25


def _years_on(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes 28 February."""
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


@rule("S0709", needs="declassification", given=uncommon_line)
def x_code_after_its_end(case: Case) -> Iterator[Finding]:
    """X1 to X8 stand on a telegram of a day when these exemptions no longer existed.

    Source: E.O. 12958 as amended by E.O. 13292; marks from 22 September 2003
    Bad:
        E.O. 12958: DECL: X1
    Good:
        E.O. 12958: DECL: 5/10/2016
    """
    match = DECL.fullmatch(case.once(order_value))
    if case.day and case.day >= periods.X_CODES_END and match and _X_CODE.fullmatch(match["what"]):
        yield Finding(
            f"{match['what']} ended on 22 September 2003; a date or an event is wanted", *order_place(case)
        )


@rule("S0711", needs="declassification", given=uncommon_line)
def no_name_in_12065(case: Case) -> Iterator[Finding]:
    """A 12065 line does not name the classifier, surname first, in brackets.

    Source: lines on released telegrams of 1979 to 1982
    Bad (1980):
        E.O. 12065: GDS 3/4/86
    Good (1980):
        E.O. 12065: GDS 3/4/86 (MARLOWE, JANE Q.) OR-P
    """
    declassification, value = case.telegram.declassification, case.once(order_value)
    scheduled = _SCHEDULED.match(value)
    if declassification and declassification.order == "12065" and scheduled and "(" not in value:
        yield Finding(
            "the name of the classifier is missing", *order_place(case), suggestion="(SURNAME, GIVEN)"
        )
