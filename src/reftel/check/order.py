"""The executive order line: which order, and whether its value suits the order, the date and the level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.model.telegram import Declassification
from reftel.vocabulary import executive_orders

_NOT_APPLICABLE = re.compile(r"N ?/? ?A\.?", re.IGNORECASE)
_X_CODE = re.compile(r"(?:1\.6 ?)?X[1-8](?:[ ,]{1,2}X?[1-8]){0,7}\.?", re.IGNORECASE)
_DECL = re.compile(r"(?:DECL|DNG)(?:\.|:| ):? ?(?P<what>\S.*)", re.IGNORECASE)
# What may stand behind the number of each order; section 1 of the TAGS handbook of 1974 and the orders themselves.
_FORMS = {
    "11652": re.compile(r"X?GDS.{0,80}|ADS.{0,80}|N ?/? ?A\.?", re.IGNORECASE),
    "12065": re.compile(r"(?:GDS|RDS|XDS)\b.{0,120}|N ?/? ?A\.?|DECL.{0,80}", re.IGNORECASE),
    "12356": re.compile(r"DECL\b.{0,120}|OADR\.?|N ?/? ?A\.?", re.IGNORECASE),
    "12958": re.compile(r"(?:DECL|DNG)\b.{0,200}|N ?/? ?A\.?", re.IGNORECASE),
    "13526": re.compile(r"(?:DECL|DNG)\b.{0,200}|N ?/? ?A\.?", re.IGNORECASE),
}
_LATER = frozenset({"12356", "12958", "13526"})
_COMMON = re.compile(r"DECL: \d{1,2}/\d{1,2}/\d{2,4}|N/A")
_WITHOUT_DAY = re.compile(r"OADR|MR|X[1-8]|N ?/? ?A", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]{2,}")
_BARE_ADS = re.compile(r"ADS,?(?: DECLAS)?\.?", re.IGNORECASE)
_SCHEDULED = re.compile(
    r"(?P<scheme>GDS|RDS|XDS)(?:-?\d)? ?,? ?(?P<date>\d{1,2}[/-]\d{1,2}[/-]\d{2,4})?", re.IGNORECASE
)
_TERMS = {"GDS": 6, "RDS": 20, "XDS": 20}
_MONTH = timedelta(days=31)


def _right_order(case: Case) -> str | None:
    """The number of the order in force on the day of the telegram."""
    return _in_force(case.day) if case.day else None


@lru_cache(4096)
def _in_force(day: date) -> str | None:
    order = executive_orders.in_force(day)
    return order.number if order else None


def _value(case: Case) -> str:
    """The instruction behind the order's number, blanks folded."""
    declassification = case.telegram.declassification
    return " ".join((declassification.instruction or "").split()) if declassification else ""


def _uncommon(case: Case) -> bool:
    """Whether the line is not of a form that says nothing but a date, or nothing, under one of the later orders."""
    line = case.telegram.declassification
    told = line is not None and (line.on or line.instruction == "N/A") and line.order in _LATER
    return line is not None and not (told and _COMMON.fullmatch(case.once(_value)))


def _known(declassification: Declassification) -> bool:
    return executive_orders.find(declassification.order or "") is not None


def _place(case: Case) -> tuple[int, int]:
    return case.place("/declassification/instruction", "/declassification")


def _doubtful_number(case: Case) -> bool:
    """Whether the number was mended, or is none of those that stand on telegrams."""
    line = case.telegram.declassification
    return "Q63" in case.mended or (line is not None and not _known(line))


@rule("S0701", needs="declassification")
def not_in_force(case: Case) -> Iterator[Finding]:
    """The executive order was not in force on the day of the telegram.

    Posts went on with the old number for some weeks after a change; a year's difference is a slip of the pen.

    Source: the orders: 11652 from 1 June 1972, 12065 from 1 December 1978, 12356 from 1 August 1982, 12958
    from 14 October 1995, 13526 from 27 June 2010
    Bad:
        E.O. 12356: DECL: 5/10/2016
    Good:
        E.O. 12958: DECL: 5/10/2016
    """
    declassification = case.telegram.declassification
    right = _right_order(case)
    if not declassification or not _known(declassification):
        return
    if right and right != declassification.order:
        message = f"E.O. {declassification.order} was not in force on {case.day}; E.O. {right} was"
        yield Finding(message, *case.place("/declassification/order", "/declassification"), suggestion=right)


@rule("S0702", given=_doubtful_number)
def unknown_order(case: Case) -> Iterator[Finding]:
    """The number of the executive order is none of the five that stand on telegrams.

    Source: TAGS handbook of 1974, section 1; executive orders 11652, 12065, 12356, 12958, 13526
    Bad:
        E.O. 12985: DECL: 5/10/2016
    Good:
        E.O. 12958: DECL: 5/10/2016
    """
    declassification = case.telegram.declassification
    for repair in case.telegram.repairs:
        if repair.code == "Q63" and _digits(repair.found) != _digits(repair.read):
            yield Finding(f"{repair.found} was read as {repair.read}", repair.start, repair.end, repair.read)
    if declassification and not _known(declassification):
        seen = (
            f"E.O. {declassification.order} is no order"
            if declassification.order
            else "the order has no number"
        )
        place = case.place("/declassification/order", "/declassification")
        yield Finding(f"{seen} on classified information", *place, suggestion=_right_order(case))


def _digits(letters: str) -> str:
    return re.sub(r"\D", "", letters)


@rule("S0703", needs="classified declassification")
def not_applicable_on_classified(case: Case) -> Iterator[Finding]:
    """N/A stands on the executive order line of a classified telegram.

    Source: TAGS handbook of 1974, section 1: N/A is for UNCLASSIFIED and LIMITED OFFICIAL USE
    Bad:
        E.O. 12958: N/A
    Good:
        E.O. 12958: DECL: 5/10/2016
    """
    if _NOT_APPLICABLE.fullmatch(case.once(_value)):
        yield Finding(f"N/A on a telegram that is {case.level}", *_place(case))


@rule("S0704", needs="unclassified declassification")
def value_on_unclassified(case: Case) -> Iterator[Finding]:
    """A declassification instruction stands on a telegram that is not classified.

    Source: TAGS handbook of 1974, section 1: N/A is required there
    Bad:
        ZNR UUUUU ZZH
        UNCLAS TUNIS 001118
        E.O. 12958: DECL: 5/10/2016
        [no CLASSIFIED BY]
        1. THE HARBOR BOARD MET IN MAY.
        2. IT AGREED ON LITTLE.
    Good:
        ZNR UUUUU ZZH
        UNCLAS TUNIS 001118
        E.O. 12958: N/A
        [no CLASSIFIED BY]
        1. THE HARBOR BOARD MET IN MAY.
        2. IT AGREED ON LITTLE.
    """
    value = case.once(_value)
    if value and not _NOT_APPLICABLE.fullmatch(value):
        yield Finding(
            f"a declassification instruction on a telegram that is {case.level}",
            *_place(case),
            suggestion="N/A",
        )


@rule("S0705", needs="declassification", given=_uncommon)
def not_a_form(case: Case) -> Iterator[Finding]:
    """The value behind the order's number is no form of that order.

    Each order has words of its own: GDS, ADS and XGDS belong to 11652, GDS and RDS with a date to 12065, DECL
    to the later ones. Behind DECL stands a day, an exemption, OADR, or an event in words.

    Source: TAGS handbook of 1974, section 1; lines on released telegrams for the later orders
    Bad:
        E.O. 12958: GDS
    Good:
        E.O. 12958: DECL: 5/10/2016
    """
    declassification, value = case.telegram.declassification, case.once(_value)
    if not declassification or not value:
        return
    form = _FORMS.get(declassification.order or "")
    if form and not (form.fullmatch(value) and _says_when(declassification, value)):
        yield Finding(f"{value!r} is no value of E.O. {declassification.order}", *_place(case))


def _says_when(declassification: Declassification, value: str) -> bool:
    """Whether what stands behind DECL is a day, an exemption, a known word, or an event, which takes several words."""
    stated = _DECL.fullmatch(value)
    if stated is None or declassification.on or declassification.exemptions:
        return True
    what = stated["what"].strip(" .")
    return _WITHOUT_DAY.fullmatch(what) is not None or len(_WORD.findall(what)) > 1


@rule("S0706", needs="declassification", given=_uncommon)
def accelerated_without_date(case: Case) -> Iterator[Finding]:
    """ADS stands without the word DECLAS and the date or event that must follow it.

    Source: TAGS handbook of 1974, section 1
    Bad (1976):
        E.O. 11652: ADS
    Good (1976):
        E.O. 11652: ADS, DECLAS 12-31-78
    """
    if _BARE_ADS.fullmatch(case.once(_value)):
        yield Finding(
            "ADS needs DECLAS and a date or an event", *_place(case), suggestion="ADS, DECLAS date or event"
        )


@rule("S0707", needs="declassification", given=_uncommon)
def term_of_schedule(case: Case) -> Iterator[Finding]:
    """The date of a 12065 line is not six years ahead (GDS) or twenty (RDS, XDS), give or take a month.

    Source: E.O. 12065, sections 1-401 and 1-402
    Bad (1980):
        E.O. 12065: GDS 3/4/87 (MARLOWE, JANE Q.) OR-P
    Good (1980):
        E.O. 12065: GDS 3/4/86 (MARLOWE, JANE Q.) OR-P
    """
    declassification, match = case.telegram.declassification, _SCHEDULED.match(case.once(_value))
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
        yield Finding(message, *_place(case), suggestion=f"{right.month}/{right.day}/{right:%y}")


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
        yield Finding(f"declassified on {on}, the telegram is of {case.day}", *_place(case))
    elif case.day >= periods.ORDER_12958 and on > _years_on(case.day, _limit(case.day)) + _MONTH:
        yield Finding(f"{on} is more than {_limit(case.day)} years after {case.day}", *_place(case))


def _limit(day: date) -> int:
    return 10 if day < periods.ORDER_AMENDED else 25


def _years_on(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes 28 February."""
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


@rule("S0709", needs="declassification", given=_uncommon)
def x_code_after_its_end(case: Case) -> Iterator[Finding]:
    """X1 to X8 stand on a telegram of a day when these exemptions no longer existed.

    Source: E.O. 12958 as amended by E.O. 13292; marks from 22 September 2003
    Bad:
        E.O. 12958: DECL: X1
    Good:
        E.O. 12958: DECL: 5/10/2016
    """
    match = _DECL.fullmatch(case.once(_value))
    if case.day and case.day >= periods.X_CODES_END and match and _X_CODE.fullmatch(match["what"]):
        yield Finding(
            f"{match['what']} ended on 22 September 2003; a date or an event is wanted", *_place(case)
        )


@rule("S0710", needs="declassification as-sent")
def full_stop_at_the_end(case: Case) -> Iterator[Finding]:
    """The executive order line ends with a full stop.

    Source: TAGS handbook of 1974, section 3
    Bad:
        E.O. 12958: DECL: 5/10/2016.
    Good:
        E.O. 12958: DECL: 5/10/2016
    """
    end = _place(case)[1]
    stop = case.text.find(".", end - 1, end + 1) if end else -1
    if stop >= 0 and not case.text[stop + 1 : case.line_of(stop)[1]].strip():
        yield Finding("the line ends without a full stop", stop, stop + 1, fixes=(Fix(stop, stop + 1, ""),))


@rule("S0711", needs="declassification", given=_uncommon)
def no_name_in_12065(case: Case) -> Iterator[Finding]:
    """A 12065 line does not name the classifier, surname first, in brackets.

    Source: lines on released telegrams of 1979 to 1982
    Bad (1980):
        E.O. 12065: GDS 3/4/86
    Good (1980):
        E.O. 12065: GDS 3/4/86 (MARLOWE, JANE Q.) OR-P
    """
    declassification, value = case.telegram.declassification, case.once(_value)
    scheduled = _SCHEDULED.match(value)
    if declassification and declassification.order == "12065" and scheduled and "(" not in value:
        yield Finding("the name of the classifier is missing", *_place(case), suggestion="(SURNAME, GIVEN)")
