"""The line of the date: a possible day and time, the right zone, precedences in order; and the sender."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reftel.check.case import Case
from reftel.check.registry import Finding, rule
from reftel.model.dtg import MONTHS, full_year, moment
from reftel.vocabulary import precedence

# One letter for each zone; J is none (ACP 127(G) para 113).
ZONES = frozenset("ABCDEFGHIKLMNOPQRSTUVWXYZ")
_DATE_LINE = re.compile(
    r"(?<![^\r\n])(?P<prosigns>[A-Z](?:[ ][A-Z]){0,3})[ ]+(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)"
    r"(?P<zone>[A-Z])[ ]+(?P<month>[A-Z]{3})[ ]+(?P<year>\d{4}|\d\d)\b"
)
_COMMON_DATE = re.compile(
    r"[A-Z ]+(?:0[1-9]|1\d|2[0-8])(?:[01]\d|2[0-3])[0-5]\dZ +[A-Z]{3} +(?:19|20)?\d\d\b"
)


def heading_form(case: Case) -> str | None:
    """The form of the heading, `plaindress` and the like; None where there are no transmission lines."""
    return case.telegram.transmission.form if case.telegram.transmission else None


def _date_line(case: Case) -> re.Match[str] | None:
    start, stop = case.heading
    return _DATE_LINE.search(case.text, start, stop) if stop else None


def _uncommon_date(case: Case) -> re.Match[str] | None:
    """The line of the date, unless it is of the form in which nothing can be wrong."""
    match = case.once(_date_line)
    if match is None or (_COMMON_DATE.match(match[0]) and _in_order(match["prosigns"])):
        return None
    return match


@lru_cache(1024)
def _in_order(prosigns: str) -> bool:
    """Whether these are one precedence, or two of which the higher stands first."""
    ranks = [found.rank if (found := precedence.by_prosign(one)) else 0 for one in prosigns.split()]
    return len(ranks) == 1 or (len(ranks) == 2 and 0 < ranks[0] < ranks[1])


@rule("T0501", needs="lacking")
def no_date(case: Case) -> Iterator[Finding]:
    """The heading has no date-time group.

    Source: ACP 127(G) on format line 5
    Bad:
        [no date]
        E.O. 12958: DECL: 5/10/2016
    Good:
        P R 101039Z MAY 06
    """
    transmission = case.telegram.transmission
    if transmission and case.telegram.originator and case.telegram.dtg is None and not case.once(_date_line):
        yield Finding("no date-time group", *case.place("/originator", "/transmission"))


@rule("T0502", needs="transmission", given=_uncommon_date)
def impossible_date(case: Case) -> Iterator[Finding]:
    """The date-time group is impossible: no such day in the month, hour or minute.

    Source: ACP 127(G) para 113
    Bad:
        P R 311039Z JUN 06
    Good:
        P R 101039Z MAY 06
    """
    match = case.once(_date_line)
    if not match or match["month"] not in MONTHS or match["zone"] not in ZONES:
        return
    month, time = MONTHS[match["month"]], (int(match["hour"]), int(match["minute"]))
    if moment(full_year(match["year"]), month, int(match["day"]), *time) is None:
        yield Finding("no such day or time", match.start("day"), match.end("year"))


@rule("T0503", needs="transmission", given=_uncommon_date)
def zone(case: Case) -> Iterator[Finding]:
    """The zone of the date-time group is not Z.

    Source: ACP 127(G) para 113; J is no zone
    Bad:
        P R 101039A MAY 06
    Good:
        P R 101039Z MAY 06
    """
    match = case.once(_date_line)
    if match and match["zone"] != "Z":
        what = "is no zone" if match["zone"] not in ZONES else "is another zone than Z"
        yield Finding(f"{match['zone']} {what}", *match.span("zone"))


@rule("T0504", needs="transmission", given=_uncommon_date)
def lower_precedence_first(case: Case) -> Iterator[Finding]:
    """Of two precedences the lower stands first, or both are the same.

    Source: ACP 127(G) para 150: action first, and it is the higher
    Bad:
        R P 101039Z MAY 06
    Good:
        P R 101039Z MAY 06
    """
    match = case.once(_date_line)
    ranks = (
        [found.rank for one in match["prosigns"].split() if (found := precedence.by_prosign(one))]
        if match
        else []
    )
    if match and len(ranks) == 2 and ranks[0] >= ranks[1]:
        yield Finding(f"{match['prosigns']}: the higher precedence stands first", *match.span("prosigns"))


@rule("T0505", needs="transmission", given=_uncommon_date)
def too_many_precedences(case: Case) -> Iterator[Finding]:
    """More than two precedences stand on the line of the date.

    Source: ACP 127(G) on format line 5
    Bad:
        OO RUEHC RUEHFR RUEHRO
        O P R 101039Z MAY 06
    Good:
        P R 101039Z MAY 06
    """
    match = case.once(_date_line)
    if match and len(match["prosigns"].split()) > 2:
        yield Finding("at most two precedences", *match.span("prosigns"))


@rule("T0601", needs="lacking")
def no_sender(case: Case) -> Iterator[Finding]:
    """The heading does not say from whom the telegram is.

    Source: ACP 127(G) on format line 6
    Bad:
        [no FM]
    Good:
        FM AMEMBASSY TUNIS
    """
    transmission = case.telegram.transmission
    if (
        transmission
        and case.telegram.dtg
        and case.telegram.originator is None
        and heading_form(case) != "codress"
    ):
        yield Finding("no FM line", *case.place("/dtg", "/transmission"))
