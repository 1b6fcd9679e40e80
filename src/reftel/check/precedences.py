"""Precedence, as addressees and the line of the date give it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.designators import uncommon_addressees
from reftel.check.registry import Finding, Fix, rule
from reftel.vocabulary import precedence
from reftel.wire.address_line import unknown_precedence

_ROUTINE = re.compile(r"(?<![ ])[ ]++ROUTINE\b")


@lru_cache(256)
def _rank(word: str | None) -> int | None:
    return precedence.rank(word)


@lru_cache(1024)
def _highest(words: frozenset[str | None]) -> str | None:
    known = [(rank, word) for word in words if word and (rank := _rank(word)) is not None]
    return min(known)[1] if known else None


@lru_cache(1024)
def asks_for_night_action(words: frozenset[str | None]) -> bool:
    """Whether one of these words of precedence is NIACT."""
    return any(word and word.startswith("NIACT") for word in words)


def _on_the_line_of_the_date(case: Case) -> frozenset[str | None]:
    return frozenset((case.telegram.precedence.action, case.telegram.precedence.info))


def _several_precedences(case: Case) -> bool:
    return len(case.precedences) > 1


def _some_above(case: Case) -> bool:
    """Whether some addressee has a word of precedence higher than those of the date-time line."""
    limit, rank = _rank(_highest(_on_the_line_of_the_date(case))), _rank(_highest(case.precedences))
    return limit is not None and (
        (rank is not None and rank < limit) or asks_for_night_action(case.precedences)
    )


def _flash_or_night_action(case: Case) -> bool:
    return "FLASH" in _on_the_line_of_the_date(case) or asks_for_night_action(case.precedences)


def _perhaps_misspelt(case: Case) -> bool:
    return "Q47" in case.mended or case.once(uncommon_addressees)


@rule("S1503", needs="addressees", given=_perhaps_misspelt)
def unknown_word(case: Case) -> Iterator[Finding]:
    """The precedence of an addressee is misspelt, or a word stands in its place that is none.

    Source: 5 FAH-2 H-420
    Bad:
        TO RUEHC/SECSTATE WASHDC PIORITY 7466
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
    """
    for repair in case.telegram.repairs if "Q47" in case.mended else ():
        if repair.code == "Q47":
            yield Finding(f"{repair.found} was read as {repair.read}", repair.start, repair.end, repair.read)
    for pointer, one in case.addressees:
        strange = None if one.precedence else unknown_precedence(one.name)
        if strange:
            yield Finding(f"{strange} is no precedence", *case.place(f"{pointer}/name", pointer))


@rule("S1504", wire="T0709", given=_flash_or_night_action)
def flash_with_others(case: Case) -> Iterator[Finding]:
    """Some addressees are FLASH and others lower; the FLASH telegram is sent apart.

    Source: 5 FAH-2 H-320; ACP 127(G) para 150
    Bad:
        ZZ RUEHC RUEHFR RUEHRO
        Z R 101039Z MAY 06
        TO RUEHC/SECSTATE WASHDC FLASH 7466
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
    """
    both = (case.telegram.precedence.action, case.telegram.precedence.info)
    if "FLASH" in both and any(word not in {"FLASH", None} for word in both):
        yield Finding(
            "FLASH and lower precedences in one telegram", *case.place("/precedence/action", "/dtg")
        )


@rule("S1505", needs="info", given=_several_precedences)
def information_before_action(case: Case) -> Iterator[Finding]:
    """The precedence for information is higher than the one for action.

    The heading says the same in prosigns; where it has two they stand highest first.

    Source: 5 FAH-2 H-420
    Bad:
        OO RUEHC RUEHFR RUEHRO
        O P 101039Z MAY 06
        INFO RUEHFR/AMEMBASSY PARIS IMMEDIATE 1419
        RUEHRO/AMEMBASSY ROME 0938
    Good:
        INFO RUEHFR/AMEMBASSY PARIS 1419
        RUEHRO/AMEMBASSY ROME 0938
    """
    action = _highest(frozenset([one.precedence for one in case.telegram.action]))
    info = _highest(frozenset([one.precedence for one in case.telegram.info]))
    low, high = _rank(action), _rank(info)
    if low is not None and high is not None and high < low:
        pointer = next(f"/info/{at}" for at, one in enumerate(case.telegram.info) if one.precedence == info)
        yield Finding(
            f"{info} for information, {action} for action", *case.place(f"{pointer}/precedence", pointer)
        )


@rule("S1506", wire="T0705", needs="addressees", given=_some_above)
def word_above_the_prosigns(case: Case) -> Iterator[Finding]:
    """An addressee has a word of precedence higher than any prosign of the date-time line.

    Source: ACP 127(G) on format line 5: the prosigns are the highest of each group
    Bad:
        TO RUEHC/SECSTATE WASHDC IMMEDIATE 7466
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
    """
    line = _on_the_line_of_the_date(case)
    limit = _rank(_highest(line))
    if limit is None:
        return
    for pointer, one in case.addressees:
        rank = _rank("IMMEDIATE" if (one.precedence or "").startswith("NIACT") else one.precedence)
        if rank is not None and rank < limit:
            message = f"{one.precedence} for {one.name}, but the line of the date says {_highest(line)}"
            yield Finding(message, *case.place(f"{pointer}/precedence", pointer))


@rule("S1507", needs="addressees", since=periods.NO_MORE_PRIORITY)
def priority_is_gone(case: Case) -> Iterator[Finding]:
    """PRIORITY stands on a telegram sent since 2017, when the Department's list no longer has it.

    Source: 5 FAH-2 H-420 (2017)
    Bad:
        DE RUEHTU #1118 1301039
        P R 101039Z MAY 18
        E.O. 13526: DECL: 5/10/2028
    Good:
        P R 101039Z MAY 06
    """
    for pointer, one in case.addressees if "PRIORITY" in case.precedences else ():
        if one.precedence == "PRIORITY":
            yield Finding("PRIORITY is no longer on the list", *case.place(f"{pointer}/precedence", pointer))
            return


@rule("S1508", needs="addressees as-sent")
def routine_written_out(case: Case) -> Iterator[Finding]:
    """ROUTINE is written after an addressee; until the labelled systems it went without saying.

    Source: released telegrams of 1973 to 2009
    Bad:
        PP RUEHC RUEHFR RUEHRO RUEHAS
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
        RUEHAS/AMEMBASSY ALGIERS ROUTINE 1200
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
    """
    if "ROUTINE" not in case.precedences or (case.day and case.day >= periods.LABELLED_FIELDS):
        return
    for pointer, one in case.addressees:
        start, end = case.place(pointer)
        match = (
            _ROUTINE.search(case.text, start, case.line_of(start)[1])
            if one.precedence == "ROUTINE" and end
            else None
        )
        if match:
            yield Finding("ROUTINE goes without saying", *match.span(), fixes=(Fix(*match.span(), ""),))
