"""The executive order line: which order, what it says about declassification, and who said it.

Compulsory since March 1973. `E.O. 11652: XGDS-1`, `E.O. 12065: GDS 11/15/85 (DOE, JOHN Q.) OR-M`, `E.O. 12356:
DECL: OADR`, `E.O. 12958: DECL: 5/10/2016`, `N/A` on what is not classified. Under E.O. 12065 the name in brackets
is the classifier's.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from reftel.model.dtg import MONTHS, two_digit_year
from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Declassification, Officer
from reftel.text.plain import squeeze, trimmed, within_one
from reftel.vocabulary import executive_orders

_ORDER = re.compile(r"\s*+:?\s*+(?P<order>[\dOIl]{4,5}\b)?\s*+[:;.,-]*\s*+(?:E\.?O\.?\s*+\d{5}\s*+:\s*+)?")
_EARLY = re.compile(
    r"(?:^|\n)[ \t]*(?P<instruction>X?GDS(?:-[1-4])?|ADS|N/A)[ ]{1,3}E[ ]?\.?[ ]?O[ ]?\.?[ ]?\Z",
    re.IGNORECASE,
)
_NOT_APPLICABLE = re.compile(r"\s*+N ?[/.]? ?A\.?\s*+\Z", re.IGNORECASE)
_EXEMPTION = re.compile(
    r"(?<![A-Z0-9])(?:25X\d{1,2}|50X\d|X[1-8])(?:-[A-Z]{3,5})?(?![A-Z0-9])|(?<=1\.6)\s?X[1-8]", re.IGNORECASE
)
_CLASSIFIER = re.compile(
    r"\(\s*+(?P<surname>[A-Z][A-Z'’ -]{1,30})[,.]\s*+(?P<given>[A-Z][A-Z'’. -]{0,30}?)"
    r"\s*+\)?(?:\s*+OR-?\s?[A-Z])?\s*+\Z",
    re.IGNORECASE,
)
_SLIP = 10  # years
_DATE = re.compile(
    r"""(?<![\d/])(?:(?P<y>(?:19|20)\d\d)[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})
    |(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<c>\d{4}|\d\d)
    |(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}\.?\s*+(?P<day>\d{1,2}),?\s*+(?P<year>\d{4}|\d\d)
    |(?P<day2>\d{1,2})\s?(?P<month2>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}\.?\s*+,?\s*+(?P<year2>\d{4}|\d\d)
    )(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)


def read_executive_order(
    strand: Strand, start: int, end: int, ledger: Ledger, *, sent: datetime | None
) -> tuple[Declassification, Officer | None]:
    """The line after the letters `E.O.`: the declassification and, under E.O. 12065, the classifier."""
    text = strand.text
    label = _ORDER.match(text, start, end)
    at = label.end() if label else start
    order = _order(label["order"], label.start("order"), ledger) if label and label["order"] else None
    first, last = trimmed(text, at, end, " \t\n.")
    if text[last : last + 1] == "." and text[first:last].count(".") > 1:
        last += 1
    ledger.mark("/declassification", start, max(last, at))
    early = _EARLY.search(text, max(0, start - 30), start)
    if early and first >= last:
        first, last = early.span("instruction")
        ledger.repair(
            "Q64", first, start, text[first:start].strip(), f"E.O. {order or ''}: {early['instruction']}"
        )
    elif first < last and "\n" in text[at - 1 : first]:
        ledger.repair("Q64", at, last, text[at:last], squeeze(text[first:last]))
    if first >= last or text[first:last].upper() == "UNKNOWN":
        return Declassification(order), None
    ledger.mark("/declassification/instruction", first, last)
    return _instruction(text, first, last, order, ledger, sent)


def _order(printed: str, at: int, ledger: Ledger) -> str:
    digits = printed.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    if executive_orders.find(digits):
        order = digits
    else:
        near = [number for number in executive_orders.numbers() if within_one(digits, number)]
        order = near[0] if len(near) == 1 else digits
    if order != printed:
        ledger.repair("Q63", at, at + len(printed), printed, order)
    ledger.mark("/declassification/order", at, at + len(printed))
    return order


def _instruction(
    text: str, start: int, end: int, order: str | None, ledger: Ledger, sent: datetime | None
) -> tuple[Declassification, Officer | None]:
    words = squeeze(text[start:end])
    if _NOT_APPLICABLE.match(text, start, end):
        return Declassification(order, "N/A"), None
    on = None
    found = _DATE.search(text, start, end)
    if found:
        on = declassification_date(found, sent)
        if on:
            ledger.mark("/declassification/on", *found.span())
            if found["a"] and int(found["a"]) > 12:
                ledger.repair("Q65", *found.span(), found[0], on.isoformat())
    exemptions = tuple(dict.fromkeys(code.strip().upper() for code in _EXEMPTION.findall(text[start:end])))
    return Declassification(order, words, on.isoformat() if on else None, exemptions), _classifier(
        text, start, end, ledger
    )


def declassification_date(found: re.Match[str], sent: datetime | None) -> date | None:
    """The date that a match of the date pattern means; None where there is no such day.

    Month before day as in the United States, except where the first figure is above twelve. Two digits of a
    year mean the first such year that does not lie before the telegram; one of the ten before it is a slip of the
    pen, and kept, for nothing is closed for most of a century.
    """
    groups = found.groupdict()
    if groups["y"]:
        year, month, day = groups["y"], int(groups["m"]), int(groups["d"])
    elif groups["a"]:
        year, month, day = groups["c"], int(groups["a"]), int(groups["b"])
    else:
        name = groups["month"] or groups["month2"]
        year, month, day = (
            groups["year"] or groups["year2"],
            MONTHS[name.upper()],
            int(groups["day"] or groups["day2"]),
        )
    if month > 12 >= day:
        month, day = day, month
    try:
        return date(_year(year, sent), month, day)
    except ValueError:
        return None


def _year(digits: str, sent: datetime | None) -> int:
    if len(digits) == 4:
        return int(digits)
    if not sent:
        return two_digit_year(int(digits))
    year = sent.year - sent.year % 100 + int(digits)
    return year if sent.year - year <= _SLIP else year + 100


def _classifier(text: str, start: int, end: int, ledger: Ledger) -> Officer | None:
    found = _CLASSIFIER.search(text, start, end)
    if not found:
        return None
    ledger.mark("/classified_by", found.start("surname"), found.end("given"))
    ledger.mark("/classified_by/name", found.start("surname"), found.end("given"))
    name = f"{found['given'].strip()} {found['surname'].strip()}"
    return Officer(name, text=squeeze(text[found.start("surname") : found.end("given")]))
