"""The executive order line: which order, and whether its value suits the order, the date and the level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.model.telegram import Declassification
from reftel.vocabulary import executive_orders

_NOT_APPLICABLE = re.compile(r"N ?/? ?A\.?", re.IGNORECASE)
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
DECL = re.compile(r"(?:DECL|DNG)(?:\.|:| ):? ?(?P<what>\S.*)", re.IGNORECASE)
_BARE_ADS = re.compile(r"ADS,?(?: DECLAS)?\.?", re.IGNORECASE)


def _right_order(case: Case) -> str | None:
    """The number of the order in force on the day of the telegram."""
    return _in_force(case.day) if case.day else None


@lru_cache(4096)
def _in_force(day: date) -> str | None:
    order = executive_orders.in_force(day)
    return order.number if order else None


def order_value(case: Case) -> str:
    """The instruction behind the order's number, blanks folded."""
    declassification = case.telegram.declassification
    return " ".join((declassification.instruction or "").split()) if declassification else ""


def uncommon_line(case: Case) -> bool:
    """Whether the line is not of a form that says nothing but a date, or nothing, under one of the later orders."""
    line = case.telegram.declassification
    told = line is not None and (line.on or line.instruction == "N/A") and line.order in _LATER
    return line is not None and not (told and _COMMON.fullmatch(case.once(order_value)))


def _known(declassification: Declassification) -> bool:
    return executive_orders.find(declassification.order or "") is not None


def order_place(case: Case) -> tuple[int, int]:
    """Where the instruction stands, or the line."""
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
    if _NOT_APPLICABLE.fullmatch(case.once(order_value)):
        yield Finding(f"N/A on a telegram that is {case.level}", *order_place(case))


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
    value = case.once(order_value)
    if value and not _NOT_APPLICABLE.fullmatch(value):
        yield Finding(
            f"a declassification instruction on a telegram that is {case.level}",
            *order_place(case),
            suggestion="N/A",
        )


@rule("S0705", needs="declassification", given=uncommon_line)
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
    declassification, value = case.telegram.declassification, case.once(order_value)
    if not declassification or not value:
        return
    form = _FORMS.get(declassification.order or "")
    if form and not (form.fullmatch(value) and _says_when(declassification, value)):
        yield Finding(f"{value!r} is no value of E.O. {declassification.order}", *order_place(case))


def _says_when(declassification: Declassification, value: str) -> bool:
    """Whether what stands behind DECL is a day, an exemption, a known word, or an event, which takes several words."""
    stated = DECL.fullmatch(value)
    if stated is None or declassification.on or declassification.exemptions:
        return True
    what = stated["what"].strip(" .")
    return _WITHOUT_DAY.fullmatch(what) is not None or len(_WORD.findall(what)) > 1


@rule("S0706", needs="declassification", given=uncommon_line)
def accelerated_without_date(case: Case) -> Iterator[Finding]:
    """ADS stands without the word DECLAS and the date or event that must follow it.

    Source: TAGS handbook of 1974, section 1
    Bad (1976):
        E.O. 11652: ADS
    Good (1976):
        E.O. 11652: ADS, DECLAS 12-31-78
    """
    if _BARE_ADS.fullmatch(case.once(order_value)):
        yield Finding(
            "ADS needs DECLAS and a date or an event",
            *order_place(case),
            suggestion="ADS, DECLAS date or event",
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
    end = order_place(case)[1]
    stop = case.text.find(".", end - 1, end + 1) if end else -1
    if stop >= 0 and not case.text[stop + 1 : case.line_of(stop)[1]].strip():
        yield Finding("the line ends without a full stop", stop, stop + 1, fixes=(Fix(stop, stop + 1, ""),))
